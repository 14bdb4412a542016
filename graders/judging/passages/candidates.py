"""The formulas of a passage that may be its answer."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from graders.equivalence import Options, Setting, judge, read_reference
from graders.errors import Unreadable
from graders.expression import Expression, Number, Symbol, free_names
from graders.judging.passages.explained import explanations_for, read_explained
from graders.judging.passages.passage import Passage, bare
from graders.judging.passages.prose import formulas_in, formulas_in_remarks, plain_equations
from graders.judging.passages.results import restatements, results_in_remarks
from graders.reading.lexing.token import Token
from graders.reading.mathematics.names.spelled_names import plain_name
from graders.reading.mathematics.statements.around import Writing, read_writing
from graders.reading.mathematics.statements.chain import Member, Statement
from graders.reading.mathematics.statements.main_statement import main_statement
from graders.reading.mathematics.statements.quantities import is_derivative
from graders.reading.mathematics.statements.solved import solved_for
from graders.reading.mathematics.statements.value import value_of
from graders.reading.mathematics.words.explanations import take_definitions

_EQUALS = re.compile(r"\s*=")  # at the beginning: words stand before what goes on
PLAIN = Options().without_naming  # of a comparison that names no mistake


@dataclass(frozen=True)
class Candidate:
    """A formula of the passage that may be the answer."""

    text: str
    expression: Expression | None
    problem: str = ""
    named: bool = False
    chained: bool = False
    explained: bool = False  # with names of the student's own
    derivative: bool = False  # it is said to be one
    remarked: bool = False  # it stands in the words behind another one
    steps: tuple[Expression, ...] = ()  # what its chain makes of it before


def candidates_of(setting: Setting, passage: Passage) -> Iterator[Candidate]:
    """The formulas of a passage that may be the answer."""
    wanted, unwanted = passage.wanted, passage.unwanted
    named = list(named_equations(setting, passage))
    formulas = [
        each
        for each in formulas_in(passage.text)
        if not any(one in each for one in named)
        and (is_named(setting, each, wanted) or not is_named(setting, each, unwanted))
    ]
    for formula in formulas_in_remarks(passage.text):
        remarked = _candidates_in(setting, formula, wanted)
        readable = (each for each in remarked if each.expression is not None)
        yield from (replace(each, remarked=True) for each in readable)
    explained = cache(lambda: explanations_for(setting, passage))  # asked for by some only
    is_of_name = False
    for formula in (*named, *formulas):
        goes_on = is_of_name and _EQUALS.match(formula) is not None
        for candidate in _candidates_in(setting, formula, wanted):
            read = candidate.expression is not None
            found = candidate if read else _with_explanations(setting, candidate, explained())
            is_of_name = found.named or (goes_on and not isinstance(found.expression, Number))
            yield replace(found, named=is_of_name)


def results_behind(setting: Setting, passage: Passage, candidate: Candidate) -> list[Candidate]:
    """The formulas that words behind a candidate state as the result, or as the same: "i.e."."""
    text = passage.text
    start = text.rfind(candidate.text)
    stated = [each for at, each in results_in_remarks(text) if at > start]
    restated = [each for at, each in restatements(text) if at > start]
    results, same = (
        [each for each in found if not is_named(setting, each, passage.unwanted)]
        for found in (stated, restated)
    )
    found = (each for text in results for each in _candidates_in(setting, text, frozenset()))
    again = (each for text in same for each in _candidates_in(setting, text, frozenset()))
    told = (each for each in found if not _is_plain(each))
    return [*told, *(each for each in again if each.expression and free_names(each.expression))]


def _is_plain(candidate: Candidate) -> bool:
    """Whether a candidate is no more than a symbol or a number, or cannot be read."""
    expression = candidate.expression
    return expression is None or isinstance(expression, Symbol) or not free_names(expression)


def _with_explanations(setting: Setting, candidate: Candidate, explained: list[str]) -> Candidate:
    """A candidate that could not be read, with the names that are explained elsewhere."""
    if not explained:
        return candidate
    try:
        expression = read_explained(setting, candidate.text, explained)
    except Unreadable:
        return candidate
    return replace(candidate, expression=expression, problem="", explained=True)


def without_those_beside(
    setting: Setting, candidates: Sequence[Candidate], beside: Sequence[str]
) -> Sequence[Candidate]:
    """The candidates without formulas that may stand beside the answer, if there are others."""
    targets = [read_reference(setting, each) for each in beside] if len(candidates) > 1 else []
    own = [
        each
        for each in candidates
        if each.expression is None
        or each.derivative
        or not any(judge(setting, one, each.expression, PLAIN).equal for one in targets)
    ]
    return own or candidates


def named_equations(setting: Setting, passage: Passage) -> Iterator[str]:
    """The equations outside of delimited formulas that define the answer."""
    for formula in plain_equations(passage.text) if passage.names else ():
        found = list(_candidates_in(setting, formula, passage.wanted))
        if found and all(each.named and each.expression is not None for each in found):
            yield formula


def is_named(setting: Setting, formula: str, names: frozenset[str]) -> bool:
    """Whether all statements of a formula define one of these names."""
    found = list(_candidates_in(setting, formula, names)) if names else ()
    return bool(found) and all(each.named for each in found)


def _candidates_in(setting: Setting, formula: str, wanted: frozenset[str]) -> Iterator[Candidate]:
    try:
        writing = read_writing(formula, setting.table)
    except Unreadable as refusal:
        yield Candidate(formula, None, refusal.feedback)
        return
    statements = [each for each in writing.statements if not each.lead]
    try:
        main_statement(writing)
    except Unreadable as refusal:
        statements = [each for each in statements if _defines(writing, each, wanted)]
        if not statements:
            yield Candidate(formula, None, refusal.feedback)
            return
        take_definitions(writing, statements[-1])
    yield from (_candidate(writing, each, formula, wanted) for each in statements)


def _defines(writing: Writing, statement: Statement, names: frozenset[str]) -> bool:
    """Whether a chain gives a value to one of these names."""
    members = statement.written
    return any(_is_among(writing, each.tokens, names) for each in members[:-1])


def _is_among(writing: Writing, head: Sequence[Token], names: frozenset[str]) -> bool:
    return bare(plain_name(head, writing.table.fonted)) in names


def _candidate(
    writing: Writing, statement: Statement, formula: str, wanted: frozenset[str]
) -> Candidate:
    members = statement.written
    start, end = members[0].span[0], members[-1].span[1]
    named = _defines(writing, statement, wanted)
    steps = tuple(_steps(writing, members))
    if not named and wanted:
        statement = solved_for(statement, lambda name: _is_among(writing, name, wanted))
        named = _defines(writing, statement, wanted)
    try:
        expression: Expression | None = value_of(writing, statement)
        problem = ""
    except Unreadable as refusal:
        expression, problem = None, refusal.feedback
    derivative = is_derivative(members[0].tokens)
    chained = statement.has_relation
    return Candidate(
        formula[start:end], expression, problem, named, chained, derivative=derivative, steps=steps
    )


def _steps(writing: Writing, members: Sequence[Member]) -> Iterator[Expression]:
    """The members of a chain that are said to equal its last one, as far as they can be read."""
    for member, following in reversed(list(pairwise(members))):
        if following.relation != "=":
            return
        with suppress(Unreadable):
            yield writing.read(member.tokens)
