r"""Lines that hold under a condition: `aw - b = 0 \Rightarrow w = b/a` is one equation, solved.

Neither of its lines is an identity. An equation that is solved must hold where its solution stands
for the name; inequalities up to the one that is solved must hold for the same values.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from graders.comparing.derivations import ORDERS, Link, Status, Step, check_links
from graders.comparing.formulas.bench import Bench
from graders.comparing.formulas.relations.equations import compare_equations
from graders.comparing.formulas.relations.relation import Relation, compare_relations
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
    def relations(self) -> frozenset[str]:
        return frozenset(each.relation for each in self.links)

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
        names = free_names(first)
        is_given = not names.isdisjoint(bench.exercise.definitions)
        goes_on = all(each.status is Status.HOLDS for each in self.links[1:])
        return bool(names) and goes_on and not is_given and names.isdisjoint(free_names(last))


def links_of_lines(bench: Bench, lines: Sequence[Line]) -> Iterator[Link]:
    """The links within the lines of a derivation, and between those that are conditions."""
    place = 0
    while place < len(lines):
        run = _up_to_solved(bench, lines[place:])
        for before, after in pairwise(run):
            yield _link(bench, before, after, run[-1])
        if not run:
            yield from lines[place].links
        place += len(run) or 1


def _up_to_solved(bench: Bench, lines: Sequence[Line]) -> Sequence[Line]:
    """The conditions from the first line to the one that solves it; none if none does.

    That is the last one for which all of them hold, or the first if there is no such.
    """
    runs: list[Sequence[Line]] = []
    for count, line in enumerate(lines, start=1):
        if not line.is_condition or line.relations != lines[0].relations:
            break
        if count > 1 and line.is_solved(bench):
            runs.append(lines[:count])
    fitting = (
        run for run in reversed(runs[1:]) if all(_fits(bench, each, run[-1]) for each in run)
    )
    return next(fitting, runs[0] if runs else ())


def _link(bench: Bench, before: Line, after: Line, solved: Line) -> Link:
    holds = _fits(bench, before, solved) or _is_same_mistake(bench, before, after, solved)
    return Link(0, before.text, "⇒", after.text, Status.HOLDS if holds else Status.FAILS)


def _is_same_mistake(bench: Bench, before: Line, after: Line, solved: Line) -> bool:
    """Whether two lines say the same, and the one that is solved says something else."""
    if after is solved or _fits(bench, after, solved):
        return False
    if solved.relations != {"="}:
        return _is_same_order(bench, before, after)
    try:
        ours, theirs = (bench.type(_difference(each)) for each in (before, after))
        return compare_equations(bench, ours, theirs).equal is True
    except (ShapeFault, Undecided, Unreadable):
        return False


def _difference(line: Line) -> Call:
    """The sides of an equation, the one without the other."""
    left, *_, right = (each.expression for each in line.steps if each.expression is not None)
    return Call("+", (left, Call("-", (right,))))


def _fits(bench: Bench, line: Line, solved: Line) -> bool:
    fits = _holds_for if solved.relations == {"="} else _is_same_order
    return fits(bench, line, solved)


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


def _is_same_order(bench: Bench, line: Line, solved: Line) -> bool:
    """Whether two inequalities hold for the same values."""
    if any(len(each.links) > 1 for each in (line, solved)) or not line.relations <= ORDERS:
        return False
    try:
        ours, theirs = (Relation(bench, bench.type(_order(each))) for each in (line, solved))
        return compare_relations(ours, theirs).equal is True
    except (ShapeFault, Undecided, Unreadable):
        return False


def _order(line: Line) -> Call:
    sides = tuple(each.expression for each in line.steps if each.expression is not None)
    return Call(line.links[0].relation, sides)
