"""What a passage says of the names in it: what they stand for, and the values they are given."""

import re
from collections.abc import Sequence
from functools import partial

from graders.comparing.derivations import ORDERS
from graders.equivalence import Setting
from graders.errors import Unreadable
from graders.expression import Expression, Symbol, free_names, substitute
from graders.judging.passages.passage import Passage
from graders.judging.passages.prose import formulas_in, plain_equations
from graders.reading.lexing.token import Token
from graders.reading.mathematics.names.own_names import is_name
from graders.reading.mathematics.statements.around import Writing, read_writing
from graders.reading.mathematics.statements.chain import Statement
from graders.reading.mathematics.statements.main_statement import main_statement
from graders.reading.mathematics.statements.solved import solved_for
from graders.reading.mathematics.statements.value import value_of
from graders.reading.mathematics.words.explanations import explains, given_values, take_definitions

_ONLY_IF = r"\b(?:[Ii]f|[Ii]ff|[Ww]hen|[Ww]henever|[Uu]nless)\s+\$?\s*"  # no name is explained


def explanations_for(setting: Setting, passage: Passage) -> list[str]:
    """What is said of names around a passage, and last what it says itself, which counts."""
    own = explanations(setting, passage.text)
    if passage.explaining == passage.text:
        return own
    return [*(each for each in explanations(setting, passage.explaining) if each not in own), *own]


def explanations(setting: Setting, text: str) -> list[str]:
    """The equations of a passage that say what a name of the student's own stands for."""
    found: list[str] = []
    for formula in formulas_in(text):
        if re.search(_ONLY_IF + re.escape(formula), text):
            continue
        for each in statements_of(setting, formula):
            members = each.written
            if explains(each, setting.table) and members[-1].relation not in ORDERS:
                found.append(formula[members[0].span[0] : members[-1].span[1]])
                value = formula[slice(*members[-1].span)]
                middle = (member for member in members[1:-1] if is_name(member.tokens))
                found += [f"{formula[slice(*name.span)]} = {value}" for name in middle]
            elif (solved := solved_for(each, partial(is_own, setting))) is not each:
                name, value = (_in_text(member.tokens) for member in solved.members[:2])
                found.append(f"{name} = {value}")
    return found


def is_own(setting: Setting, name: Sequence[Token]) -> bool:
    """Whether a name is no symbol of the exercise, but may stand for what is asked for."""
    try:
        found = Writing([], setting.table).read(name)
    except Unreadable:
        return True
    return isinstance(found, Symbol) and found.name not in setting.bench.exercise.symbols


def _in_text(tokens: Sequence[Token]) -> str:
    return " ".join(each.text for each in tokens)


def statements_of(setting: Setting, formula: str) -> Sequence[Statement]:
    """The statements of a formula; none where it cannot be read."""
    try:
        return read_writing(formula, setting.table).statements
    except Unreadable:
        return ()


def with_given_values(
    setting: Setting, passage: Passage, expression: Expression, known: frozenset[str]
) -> Expression | None:
    r"""A formula with what its passage gives for declared names: `with \eta = 1/\lambda`.

    Args:
        setting: of the question.
        passage: in which it stands.
        expression: the formula.
        known: the names that it may keep.
    """
    lost = free_names(expression) - known - setting.table.definitions.keys()
    given: dict[str, Expression] = {}
    for formula in (*formulas_in(passage.text), *plain_equations(passage.text)) if lost else ():
        try:
            given |= given_values(read_writing(formula, setting.table))
        except Unreadable:
            continue
    meant = {
        name: given[name] for name in lost & given.keys() if not free_names(given[name]) & lost
    }
    return substitute(expression, meant) if meant else None


def read_explained(setting: Setting, text: str, explained: Sequence[str]) -> Expression:
    """The value of a formula with the names that other equations of its passage explain.

    Raises:
        Unreadable: if it cannot be read even so.
    """
    main_statement(read_writing(text, setting.table))  # which several beside one another have not
    others = [each for each in explained if each != text]
    writing = read_writing(";\n".join([text, *others]), setting.table)  # it may begin with a sign
    answer = writing.statements[0]
    if any(each.span[1] > len(text) for each in answer.written):
        raise Unreadable("the formula ends too early")
    if explains(answer, setting.table) and _has_several(text, setting):
        raise Unreadable("several quantities are given, and none is said to be the answer")
    take_definitions(writing, answer)
    return value_of(writing, answer)


def _has_several(text: str, setting: Setting) -> bool:
    return len([each for each in read_writing(text, setting.table).statements if not each.lead]) > 1
