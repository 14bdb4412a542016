"""Formulas of an answer that can be read and have a value here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from graders.auditing.algebra.operations import DoesNotExist, NotKnown
from graders.auditing.algebra.values import same
from graders.auditing.mathematics import Formula, formulas
from graders.declaring.assignment import Assignment
from graders.equivalence import Setting, setting_for
from graders.errors import GraderError, Undecided, Unreadable
from graders.expression import Expression, Symbol, children, nodes, with_children
from graders.model import Question
from graders.reading.mathematics.statements.around import Writing, read_writing
from graders.reading.mathematics.statements.chain import Member

MOST_NODES = 120  # of a formula that is changed


@dataclass(frozen=True)
class Place:
    """A formula as it was read, and where it stands in the answer."""

    expression: Expression
    start: int
    end: int
    is_last: bool  # of its chain
    chained: bool  # an equation leads to it


def setting_of(assignment: Assignment, question: Question) -> Setting | None:
    """The symbols in which the question is answered; None if it declares none."""
    if not question.symbols:
        return None
    declared = assignment.symbol_sets[question.symbols]
    return setting_for(declared.symbols, declared.pairs)


def places(setting: Setting, text: str) -> Iterator[Place]:
    """The members of equations that can be read, in one way only, and have a value here."""
    for formula in formulas(text):
        try:
            writing = read_writing(formula.latex, setting.table)
        except (Unreadable, Undecided):
            continue
        for statement in writing.statements:
            members = statement.written
            equations = all(each.relation in ("", "=") for each in members)
            for member in members if equations and not statement.lead else ():
                place = _place(setting, writing, formula, member)
                if place is not None:
                    last = member is members[-1]
                    chained = len(members) > 1 and not _sets_name(setting, writing, members)
                    yield Place(place, *_span(formula, member), last, chained)


def _sets_name(setting: Setting, writing: Writing, members: Sequence[Member]) -> bool:
    """Whether an equation only says what a declared name stands for, as in `x = e^z`."""
    if len(members) > 2:
        return False
    try:
        head = writing.read(members[0].tokens)
    except (Unreadable, Undecided):
        return False
    return isinstance(head, Symbol) and head.name in setting.table.names


def bare(expression: Expression) -> Expression:
    """The expression without the places where it was read, so that equal ones are equal."""
    parts = tuple(bare(each) for each in children(expression))
    return replace(with_children(expression, parts), span=(0, 0))


def _span(formula: Formula, member: Member) -> tuple[int, int]:
    start, end = member.span
    return formula.start + start, formula.start + end


def _place(
    setting: Setting, writing: Writing, formula: Formula, member: Member
) -> Expression | None:
    try:
        found = bare(writing.read(member.tokens))
        worth = sum(1 for _ in nodes(found)) <= MOST_NODES and not writing.doubts
        if not worth or same(found, found, setting.bench.exercise) is None:
            return None
        source = formula.latex[slice(*member.span)]
        return found if source.count("(") == source.count(")") else None
    except (Unreadable, Undecided, GraderError, NotKnown, DoesNotExist):
        return None
