"""Values: the formula that an answer comes to, and what stands beside it or may be meant by it."""

import re
from dataclasses import replace

from graders.comparing.formulas.terms import is_truth
from graders.equivalence.beside import (
    before_its_bound,
    bound_holds,
    is_struck,
    may_be_reduced,
    narrowed,
)
from graders.equivalence.collections import compare_collection
from graders.equivalence.components import judge_components
from graders.equivalence.each_entry import with_numbers_at_each_entry
from graders.equivalence.listed import listed_as
from graders.equivalence.options import Options
from graders.equivalence.read_answer import ReadAnswer
from graders.equivalence.samples import judge_samples
from graders.equivalence.second_looks import SECOND_LOOKS, STRUCK, open_by_words
from graders.equivalence.settings import CollectionReference, Setting, Target
from graders.equivalence.spaces import without_space
from graders.equivalence.verdicts import judge
from graders.errors import Undecided, Unreadable
from graders.expression import Call, Expression, free_names, to_text
from graders.model import Comparison
from graders.reading.lexing.token import Lexeme
from graders.reading.mathematics.names.functions import TRUTHS
from graders.reading.mathematics.names.steps import counted_by, recurs, without_steps
from graders.reading.mathematics.python import readings
from graders.reading.mathematics.statements.around import Writing, read_writing
from graders.reading.mathematics.statements.chain import Statement
from graders.reading.mathematics.statements.main_statement import main_statement, read_value
from graders.reading.mathematics.statements.value import is_bounded, rival_values, value_of
from graders.reading.mathematics.words.worded_operators import with_operators

_OPERATORS = re.compile(
    r"\s(?:times|plus|minus|transposed?)\b|\b(?:half|thirds?|quarter|twice|double|of)\s"
)
_MOST_STATEMENTS = 40  # of an answer, each of which is held against the reference


def compare_value(setting: Setting, reference: str, student: str, options: Options) -> Comparison:
    """What the formula that an answer gives comes to, held against a reference."""
    reference, student = map(_with_operators, (reference, student))
    try:
        target = setting.target(reference, read_value)
    except CollectionReference:
        return compare_collection(setting, reference, student, options)
    if options.student_format == "python":
        return _judge_code(setting, target, student, options)
    writing = read_writing(student, setting.table)
    statement = main_statement(writing)
    try:
        value = value_of(writing, statement)
    except Unreadable:
        found = _judge_indexed(setting, target, writing, statement, options)
        if found is None:
            raise
        return found
    value = listed_as(target.term.shape, without_space(target.term.shape, value))
    answer = ReadAnswer(setting, target, options, student, writing, statement, value)
    found = _judge_as_written(answer)
    if found.method == "shapes":
        answer = replace(answer, value=with_numbers_at_each_entry(value, setting.bench))
        found = found if answer.value == value else _judge_as_written(answer)
    if found.equal is None and (bounded := before_its_bound(setting, value)) is not None:
        answer = replace(answer, value=bounded)
        meant = _judge_as_written(answer)
        found = meant if meant.equal else found
    if found.equal:
        return _unless_contradicted(answer, _unless_changed(answer, found))
    looks = (look(answer, found) for look in SECOND_LOOKS if found.equal is False)
    return next(filter(None, looks), found)


def compare_components(
    setting: Setting, reference: str, student: str, options: Options
) -> Comparison | None:
    """An answer with indices that nobody declares; None if it has none, or is not settled."""
    try:
        writing = read_writing(student, setting.table)
        statement = main_statement(writing)
        target = setting.target(reference, read_value)
        found = judge_components(setting, target, writing, statement, options)
    except (Unreadable, Undecided):
        return None
    return None if found is None or found.equal is None else found


def _with_operators(text: str) -> str:
    return with_operators(text) if _OPERATORS.search(text) else text


def _judge_as_written(answer: ReadAnswer) -> Comparison:
    """What the answer comes to as it stands there, entry by entry too."""
    setting, target, options = answer.setting, answer.target, answer.options
    found = judge(setting, target, answer.value, options)
    if found.equal is None:
        return (
            judge_samples(setting, target, answer.value, options)
            or _judge_indexed(setting, target, answer.writing, answer.statement, options)
            or found
        )
    if found.method == "shapes":
        components = judge_components(setting, target, answer.writing, answer.statement, options)
        return components or found
    return found


def _judge_indexed(
    setting: Setting, target: Target, writing: Writing, statement: Statement, options: Options
) -> Comparison | None:
    """An answer with indices that nobody declares; None if they are no components, and no steps."""
    tokens, table = statement.members[-1].tokens, writing.table
    head = statement.members[0].tokens if statement.has_relation else ()
    counted = counted_by(head, table)
    found = None
    if not counted:
        found = judge_components(setting, target, writing, statement, options)
    if found is not None and found.equal is not None:
        return found
    alike = without_steps(tokens, table, counted=counted)
    plain = alike
    if recurs(head, tokens, table):
        plain = without_steps(tokens, table, counted=counted, mixed=True)
        options = options._replace(naming=True)  # a mistake tells what is meant
    try:
        meant = judge(setting, target, writing.read(plain), options) if plain else None
    except Unreadable:
        return found
    is_clear = meant is not None and (alike or meant.equal or meant.mistake)  # m_t: old, or new?
    return meant if is_clear else found


def _judge_code(setting: Setting, target: Target, student: str, options: Options) -> Comparison:
    """Python as found; not settled if its two meanings come to different things."""
    meanings = [_counted(target, each) for each in readings(student, setting.table)]
    found, *others = (judge(setting, target, each, options) for each in meanings)
    if all(each.equal is found.equal for each in others):
        return found
    return replace(found, equal=None, note="a vector by a square matrix: by row or by column?")


def _counted(target: Target, written: Expression) -> Expression:
    """A condition as the 1 or 0 that it counts in code, where a number is asked for."""
    orders = isinstance(written, Call) and written.function in TRUTHS - {"="}
    return Call("indicator", (written,)) if orders and not is_truth(target.term) else written


# --- what stands beside a right answer ------------------------------------------------------------


def _unless_changed(answer: ReadAnswer, found: Comparison) -> Comparison:
    """A right answer as found; not settled if words or values beside it change it."""
    text = answer.text
    if is_struck(text) and not may_be_reduced(text):
        return found.left_open(STRUCK)
    head = answer.statement.members[0].tokens
    if [each.kind for each in head] == [Lexeme.NUMBER] and free_names(answer.value):
        return found.left_open("an equation stands there, and no value")
    if is_bounded(answer.statement) and not bound_holds(
        answer.setting, answer.writing, answer.statement
    ):
        return found.left_open("the bound behind it may not hold")
    if len(answer.writing.statements) == 1 and "\\text" not in text and "$" not in text:
        return found
    if changed := open_by_words(answer, found):
        return changed
    note = next(narrowed(answer.setting, answer.writing, answer.statement, answer.value), "")
    return found.left_open(note) if note else found


def _unless_contradicted(answer: ReadAnswer, found: Comparison) -> Comparison:
    """A right answer as found; not settled if another value is given for the same quantity."""
    if len(answer.writing.statements) > _MOST_STATEMENTS:
        return found.left_open("there are too many equations beside the answer")
    for rival in rival_values(answer.writing, answer.statement) if found.equal else ():
        if answer.judged(rival).equal is False:
            return found.left_open(f"another value is given too: {to_text(rival)}")
    return found
