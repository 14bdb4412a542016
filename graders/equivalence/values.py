"""Values: the formula that an answer comes to, in every reading that its signs allow."""

import re
from dataclasses import replace

from graders.equivalence.beside import changed_by, is_struck, may_be_reduced, narrowed
from graders.equivalence.components import judge_components
from graders.equivalence.listed import listed_as
from graders.equivalence.longer_sides import with_longer_sides
from graders.equivalence.options import Options
from graders.equivalence.settings import Setting, Target
from graders.equivalence.verdicts import judge
from graders.errors import Unreadable
from graders.expression import Expression, free_names, substitute, to_text
from graders.model import Comparison
from graders.reading.lexer import Lexeme
from graders.reading.mathematics.ambiguity import Reading
from graders.reading.mathematics.names.slices import with_upright_rows
from graders.reading.mathematics.names.steps import without_steps
from graders.reading.mathematics.python import readings
from graders.reading.mathematics.statements.around import (
    Statement,
    Writing,
    read_writing,
    rival_values,
    value_of,
    values_led_from,
)
from graders.reading.mathematics.statements.main_statement import main_statement, read_value
from graders.reading.mathematics.words.explanations import given_values

_WORDS_CHANGE = "words beside it may change it"
_MOST_STATEMENTS = 40  # of an answer, each of which is held against the reference
_AMBIGUOUS = re.compile(  # signs of two meanings
    r"/|\||\[|\)\s*\^|\*|\\ast|\\odot|\\circ|[⊙∘†]|\\dagger|log|ln"
)


def compare_value(setting: Setting, reference: str, student: str, options: Options) -> Comparison:
    target = setting.target(reference, read_value)
    if options.student_format == "python":
        return _judge_code(setting, target, student, options)
    writing = read_writing(student, setting.table)
    answer = main_statement(writing)
    try:
        value = value_of(writing, answer)
    except Unreadable:
        found = _judge_indexed(setting, target, writing, answer, options)
        if found is None:
            raise
        return found
    value = listed_as(target.term.shape, value)
    found = judge(setting, target, value, options)
    if found.equal is None:
        found = _judge_indexed(setting, target, writing, answer, options) or found
    elif found.equal is False and found.method == "shapes":
        found = judge_components(setting, target, writing, answer, options) or found
    if found.equal:
        sure = _unless_changed(setting, writing, answer, student, value, found)
        return _unless_contradicted(setting, target, writing, answer, sure, options)
    if found.equal is False and (given := given_values(writing, answer)):
        meant = substitute(value, given)
        found = _if_right(judge(setting, target, meant, options.without_naming), found)
        if found.equal is False and found.method == "shapes":
            words = f"{', '.join(sorted(given))} may mean something else here"
            return replace(found, equal=None, mistake=None, note=words)
    if found.method == "shapes" and (standing := with_upright_rows(value)) != value:
        found = _if_right(judge(setting, target, standing, options.without_naming), found)
    if found.equal is False and (words := _words_at(student, answer)):
        return replace(found, equal=None, mistake=None, note=f"{_WORDS_CHANGE}: {words}")
    if found.equal is False and is_struck(student):
        return replace(found, equal=None, mistake=None, note="a part of it is struck out")
    if found.equal is False:
        found = _unless_led_to(setting, target, writing, answer, found, options)
    if found.equal is False and writing.doubts and _AMBIGUOUS.search(student):
        return _unless_ambiguous(setting, target, writing, found, options)
    return found


def _judge_indexed(
    setting: Setting, target: Target, writing: Writing, answer: Statement, options: Options
) -> Comparison | None:
    """An answer with indices that nobody declares; None if they are no components, and no steps."""
    found = judge_components(setting, target, writing, answer, options)
    if found is not None and found.equal is not None:
        return found
    plain = without_steps(answer.members[-1].tokens, setting.table)
    try:
        return judge(setting, target, writing.read(plain), options) if plain else found
    except Unreadable:
        return found


def _judge_code(setting: Setting, target: Target, student: str, options: Options) -> Comparison:
    """Python as found; not settled if its two meanings come to different things."""
    meanings = readings(student, setting.table)
    found, *others = (judge(setting, target, each, options) for each in meanings)
    if all(each.equal is found.equal for each in others):
        return found
    return replace(found, equal=None, note="a vector by a square matrix: by row or by column?")


def _if_right(other: Comparison, found: Comparison) -> Comparison:
    return other if other.equal else found


_OTHER_READINGS = (
    Reading(wide_quotients=True),
    Reading(powers_inside=True),
    Reading(wide_quotients=True, powers_inside=True),
    Reading(wide_arguments=True),
    Reading(elementwise=True),
    Reading(loose_elementwise=True),
    Reading(daggers_transpose=True),
    Reading(side_by_side=True),
    Reading(bars_of_norms=True),
)


def _unless_changed(
    setting: Setting,
    writing: Writing,
    answer: Statement,
    student: str,
    value: Expression,
    found: Comparison,
) -> Comparison:
    """A right answer as found; not settled if words or values beside it change it."""
    if is_struck(student) and not may_be_reduced(student):
        return replace(found, equal=None, note="a part of it is struck out")
    head = answer.members[0].tokens
    if [each.kind for each in head] == [Lexeme.NUMBER] and free_names(value):
        return replace(found, equal=None, note="an equation stands there, and no value")
    if len(writing.statements) == 1 and "\\text" not in student and "$" not in student:
        return found
    if words := _words_at(student, answer):
        return replace(found, equal=None, note=f"{_WORDS_CHANGE}: {words}")
    note = next(narrowed(setting, writing, answer, value), "")
    return replace(found, equal=None, note=note) if note else found


def _words_at(student: str, answer: Statement) -> str:
    """The words that change the last member of the answer, or nothing."""
    start, end = answer.members[-1].span
    return changed_by(student, student[start:end])


def _unless_contradicted(
    setting: Setting,
    target: Target,
    writing: Writing,
    answer: Statement,
    found: Comparison,
    options: Options,
) -> Comparison:
    """A right answer as found; not settled if another value is given for the same quantity."""
    if len(writing.statements) > _MOST_STATEMENTS:
        return replace(found, equal=None, note="there are too many equations beside the answer")
    for rival in rival_values(writing, answer) if found.equal else ():
        if judge(setting, target, rival, options.without_naming).equal is False:
            return replace(found, equal=None, note=f"another value is given too: {to_text(rival)}")
    return found


def _unless_led_to(
    setting: Setting,
    target: Target,
    writing: Writing,
    answer: Statement,
    found: Comparison,
    options: Options,
) -> Comparison:
    """A wrong answer as found; not settled if a quantity from which it is made is right."""
    for value in values_led_from(writing, answer):
        if judge(setting, target, value, options.without_naming).equal:
            note = f"it would be right if {to_text(value)} is the answer"
            return replace(found, equal=None, mistake=None, note=note)
    return found


def unless_ambiguous(
    setting: Setting, target: Target, text: str, found: Comparison, options: Options
) -> Comparison:
    """A formula that is wrong as it is written; not settled if its signs may mean a right one."""
    if found.equal is not False or not _AMBIGUOUS.search(text):
        return found
    try:
        writing = read_writing(text, setting.table)
        value_of(writing, main_statement(writing))
    except Unreadable:
        return found
    return _unless_ambiguous(setting, target, writing, found, options)


def _unless_ambiguous(
    setting: Setting, target: Target, writing: Writing, found: Comparison, options: Options
) -> Comparison:
    """A wrong answer as found; not settled if another reading of `a/bc` and the like is right."""
    if found.method == "shapes" and "loose_elementwise" in writing.doubts:
        for other in with_longer_sides(value_of(writing, main_statement(writing))):
            found = _if_right(judge(setting, target, other, options.without_naming), found)
    for reading in _OTHER_READINGS:
        if not reading.departures <= writing.doubts:
            continue
        meant = Writing(writing.statements, setting.table, reading=reading)
        try:
            other = value_of(meant, main_statement(meant))
        except Unreadable:
            continue
        words = to_text(other)
        if words == found.read_as:
            continue
        verdict = judge(setting, target, other, options.without_naming)
        of_shapes = reading.loose_elementwise or reading.side_by_side or reading.bars_of_norms
        does_not_exist = of_shapes and found.method == "shapes"
        if verdict.equal and (does_not_exist or reading.daggers_transpose):
            return verdict
        if verdict.equal:
            note = f"it would be right if {words} is meant"
            return Comparison(None, "reading", note=note, read_as=found.read_as)
    return found
