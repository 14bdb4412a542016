"""A derivation link by link: each step holds, fails with a witness, or cannot be decided."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np

from graders.comparing.formulas.bench import Bench
from graders.comparing.formulas.equality import Finding, compare_terms, same_shape
from graders.comparing.formulas.relations.normal_form import Said, said_by
from graders.comparing.formulas.shapes import ShapeFault
from graders.comparing.formulas.terms import Term, transposed
from graders.comparing.formulas.typing.derivatives import is_derivative, takes_gradient
from graders.errors import Undecided, Unreadable
from graders.expression import Call, Expression, Number

ORDERS = frozenset({"<", "<=", ">", ">="})
_ROUNDED = 0.02  # relative: what an approximation may be off


class Status(StrEnum):
    """What became of one link."""

    HOLDS = "holds"
    FAILS = "fails"
    UNDECIDED = "cannot decide"


@dataclass(frozen=True)
class Link:
    """One step from a member to the next; `number` counts the steps from 1."""

    number: int
    left: str
    relation: str
    right: str
    status: Status
    words: str = ""
    said: Said | None = field(default=None, compare=False)  # where both sides are read


@dataclass(frozen=True)
class Step:
    """A member as read, with the reading that a doubtful letter would give instead."""

    text: str
    relation: str
    expression: Expression | None
    problem: str = ""


@np.errstate(all="ignore")
def check_links(bench: Bench, steps: Sequence[Step]) -> list[Link]:
    """The links between neighbouring members of a chain."""
    return [
        _link(bench, number, left, right)
        for number, (left, right) in enumerate(itertools.pairwise(steps), start=1)
    ]


def _link(bench: Bench, number: int, left: Step, right: Step) -> Link:
    def found(status: Status, words: str = "") -> Link:
        return Link(number, left.text, right.relation, right.text, status, words)

    for step in (left, right):
        if step.expression is None:
            return found(Status.UNDECIDED, step.problem)
    assert left.expression is not None
    assert right.expression is not None
    try:
        finding = _decide(bench, left.expression, right.relation, right.expression)
    except ShapeFault as fault:
        return found(Status.FAILS, str(fault))
    except (Undecided, Unreadable) as doubt:
        return found(Status.UNDECIDED, doubt.feedback)
    if finding.equal is None:
        return found(Status.UNDECIDED, finding.note)
    link = found(Status.HOLDS if finding.equal else Status.FAILS, finding.witness)
    return replace(link, said=said_by(left.expression, right.expression))


def _decide(bench: Bench, left: Expression, relation: str, right: Expression) -> Finding:
    if relation in ORDERS:
        return _always(bench, bench.type(Call(relation, (left, right))))
    ours, theirs = bench.type(left), bench.type(right)
    if not same_shape(ours, theirs):
        ours, theirs = (bench.type(each) for each in _with_zeros(left, right))
    found = _same(bench, relation, ours, theirs)
    if found.equal is False and any(takes_gradient(each, bench.exercise) for each in (left, right)):
        return _in_other_layout(bench, relation, left, right) or found
    return found


def _with_zeros(left: Expression, right: Expression) -> Iterator[Expression]:
    """The sides with a zero of the size of the other one: `X^T(Xw - y) = 0`."""
    for side, other in ((left, right), (right, left)):
        is_zero = isinstance(side, Number) and not side.value
        yield Call("*", (side, other)) if is_zero else side


def _same(bench: Bench, relation: str, ours: Term, theirs: Term) -> Finding:
    if not same_shape(ours, theirs):
        return Finding(False, "shapes", "the two sides have different shapes")
    if relation == "~":
        return _roughly(bench, ours, theirs)
    return compare_terms(bench, ours, theirs, almost_everywhere=True)


def _in_other_layout(
    bench: Bench, relation: str, left: Expression, right: Expression
) -> Finding | None:
    """What is found with derivatives laid out by the numerator; None if that changes nothing.

    Raises:
        Undecided: if a derivative is but a part of a side, so its layout is not said.
    """
    for one, other in ((left, right), (right, left)):
        if is_derivative(one) and not takes_gradient(other, bench.exercise):
            found = _same(bench, relation, transposed(bench.type(one)), bench.type(other))
            return found if found.equal else None
    raise Undecided("the layout of the derivatives is not said")


def _always(bench: Bench, truth: Term) -> Finding:
    """Whether an inequality holds at all points at which its sides are defined."""
    for values, sides in zip(
        bench.values(truth),
        zip(*(bench.values(side) for side in truth.arguments), strict=True),
        strict=True,
    ):
        defined = np.logical_and.reduce([np.isfinite(side).all(axis=(1, 2)) for side in sides])
        fails = defined & ~values.all(axis=(1, 2))
        if fails.any():
            point = int(np.argmax(fails))
            left, right = (float(side[point].flat[0]) for side in sides)
            return Finding(False, "evaluation", f"{left:.4g} against {right:.4g}")
    return Finding(True, "evaluation at random points")


def _roughly(bench: Bench, ours: Term, theirs: Term) -> Finding:
    for one, other in zip(bench.values(ours), bench.values(theirs), strict=True):
        scale = np.maximum(np.abs(one), np.abs(other))
        if (np.abs(one - other) > _ROUNDED * scale).any():
            return Finding(False, "evaluation", "not even roughly equal")
    return Finding(True, "roughly equal")


def first_that(links: Sequence[Link], test: Callable[[Link], bool]) -> Link | None:
    return next((link for link in links if test(link)), None)
