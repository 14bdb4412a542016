r"""Lines that hold under a condition: `aw - b = 0 \Rightarrow w = b/a` is one equation, solved.

Neither of its lines is an identity. An equation that is solved must hold where its solution stands
for the name. Of inequalities up to the one that is solved each must follow from the one before: for
the same values, or, where a name is left out, for all of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from graders.comparing.derivations import ORDERS, Link, Status, Step, check_links
from graders.comparing.formulas.bench import Bench
from graders.comparing.formulas.relations.equations import compare_equations
from graders.comparing.formulas.relations.relation import (
    Relation,
    compare_relations,
    implies,
)
from graders.comparing.formulas.shapes import ShapeFault
from graders.errors import Undecided, Unreadable
from graders.expression import Call, Expression, Symbol, free_names, substitute


@dataclass(frozen=True)
class Line:
    """A chain of a derivation, with its links as they are for all values."""

    steps: Sequence[Step]
    links: Sequence[Link]
    is_aside: bool = False  # a word such as `where` leads it in

    @property
    def is_condition(self) -> bool:
        """Whether it can be read, but does not hold for all values."""
        is_read = not self.is_aside and all(each.expression is not None for each in self.steps)
        return is_read and any(each.status is not Status.HOLDS for each in self.links)

    @property
    def is_fact(self) -> bool:
        """Whether it holds for all values."""
        return bool(self.links) and all(each.status is Status.HOLDS for each in self.links)

    @property
    def relations(self) -> frozenset[str]:
        return frozenset(each.relation for each in self.links)

    @property
    def are_orders(self) -> bool:
        return self.relations <= ORDERS

    @property
    def names(self) -> frozenset[str]:
        found = (each.expression for each in self.steps)
        return frozenset().union(*(free_names(each) for each in found if each is not None))

    @property
    def text(self) -> str:
        return " ".join([self.steps[0].text, *(f"{x.relation} {x.right}" for x in self.links)])

    def is_solved(self, bench: Bench) -> bool:
        """Whether it says of what is given nowhere what it is, or how large."""
        first, last = (self.steps[place].expression for place in (0, -1))
        if not self.is_condition or first is None or last is None:
            return False
        if self.relations == {"="} and not isinstance(first, Symbol):
            return False
        if self.are_orders and not free_names(first):
            first, last = last, first  # 4 <= w
        names = free_names(first)
        is_given = not names.isdisjoint(bench.exercise.definitions)
        goes_on = all(each.status is Status.HOLDS for each in self.links[1:])
        return bool(names) and goes_on and not is_given and names.isdisjoint(free_names(last))


def links_of_lines(bench: Bench, lines: Sequence[Line]) -> Iterator[Link]:
    """The links within the lines of a derivation, and between those that are conditions."""
    place = 0
    while place < len(lines):
        run = _up_to_solved(bench, lines[place:])
        for each in run or lines[place : place + 1]:
            if each.is_fact or not run:
                yield from each.links
        for before, after in pairwise(_conditions(run)):
            yield _link(bench, before, after, run[-1])
        place += len(run) or 1


def _conditions(run: Sequence[Line]) -> Sequence[Line]:
    return [each for each in run if not each.is_fact]


def _up_to_solved(bench: Bench, lines: Sequence[Line]) -> Sequence[Line]:
    """The conditions from the first line to the one that solves it; none if none does.

    That is the last one for which all of them hold, or the first if there is no such.
    """
    runs: list[Sequence[Line]] = []
    for count, line in enumerate(lines, start=1):
        if line.is_fact and count > 1:
            continue
        is_alike = line.relations == lines[0].relations or (line.are_orders and lines[0].are_orders)
        if not line.is_condition or not is_alike:
            break
        if count > 1 and line.is_solved(bench):
            runs.append(lines[:count])
    fitting = (run for run in reversed(runs[1:]) if _is_solution(bench, _conditions(run)))
    return next(fitting, runs[0] if runs else ())


def _is_solution(bench: Bench, run: Sequence[Line]) -> bool:
    """Whether the last of these conditions solves all others."""
    if run[-1].are_orders:
        return all(_follows(bench, *pair) is Status.HOLDS for pair in pairwise(run))
    return all(_holds_for(bench, each, run[-1]) for each in run)


def _link(bench: Bench, before: Line, after: Line, solved: Line) -> Link:
    if solved.are_orders:
        status = _follows(bench, before, after)
    else:
        holds = _holds_for(bench, before, solved)
        holds = holds or _is_same_mistake(bench, before, after, solved)
        status = Status.HOLDS if holds else Status.FAILS
    return Link(0, before.text, "⇒", after.text, status)


def _is_same_mistake(bench: Bench, before: Line, after: Line, solved: Line) -> bool:
    """Whether two equations say the same, and the one that is solved says something else."""
    if after is solved or _holds_for(bench, after, solved):
        return False
    try:
        ours, theirs = (bench.type(_difference(each)) for each in (before, after))
        return compare_equations(bench, ours, theirs).equal is True
    except (ShapeFault, Undecided, Unreadable):
        return False


def _difference(line: Line) -> Call:
    """The sides of an equation, the one without the other."""
    left, *_, right = (each.expression for each in line.steps if each.expression is not None)
    return Call("+", (left, Call("-", (right,))))


def _holds_for(bench: Bench, line: Line, solved: Line) -> bool:
    """Whether an equation holds for all values where the solution stands for its name."""
    name, solution = (solved.steps[place].expression for place in (0, -1))
    assert isinstance(name, Symbol)
    assert solution is not None
    solution_of = {name.name: solution}
    return all(
        link.status is Status.HOLDS or _holds_with(bench, pair, solution_of)
        for link, pair in zip(line.links, pairwise(line.steps), strict=True)
    )


def _holds_with(bench: Bench, pair: Sequence[Step], values: Mapping[str, Expression]) -> bool:
    steps = [
        replace(each, expression=substitute(each.expression, values))
        for each in pair
        if each.expression is not None
    ]
    return all(each.status is Status.HOLDS for each in check_links(bench, steps))


def _follows(bench: Bench, before: Line, after: Line) -> Status:
    """Whether one inequality follows from another.

    One in the same names must say the same: what follows from too much is left to a person.
    """
    try:
        ours, theirs = (Relation(bench, bench.type(_order(each))) for each in (before, after))
        if compare_relations(ours, theirs).equal:
            return Status.HOLDS
        found = implies(ours, theirs)
    except (ShapeFault, Undecided, Unreadable):
        return Status.UNDECIDED
    if found is not True:
        return Status.UNDECIDED if found is None else Status.FAILS
    return Status.HOLDS if after.names < before.names else Status.UNDECIDED


def _order(line: Line) -> Call:
    """All that a line says: each of its links."""
    sides = [each.expression for each in line.steps if each.expression is not None]
    pairs = zip(line.links, pairwise(sides), strict=True)
    said = tuple(Call(link.relation, pair) for link, pair in pairs)
    return said[0] if len(said) == 1 else Call("and", said)
