"""Values that are approached: sums without end, and limits.

A sum is taken as far as its members count, if what is left shrinks like a geometric series. A limit
is the value very near its place, computed with so many digits that it is the same at several points
there; what tends to it more slowly than a root is not settled.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from graders.comparing.formulas.arithmetic import Array, Distant, Floats, Precise
from graders.comparing.formulas.evaluation.folds import blocks_of, entered
from graders.comparing.formulas.evaluation.operators import only_floats
from graders.comparing.formulas.terms import FoldOver, Term
from graders.errors import Undecided

if TYPE_CHECKING:
    from graders.comparing.formulas.evaluation.evaluator import Evaluator

_MEMBERS = (64, 160, 2000)  # that are added up, as long as the rest counts
_SHRINKING = 0.5  # the largest ratio of the last quarter of the members to the one before
_LEFT = 1e-17  # relative: what may be left out
_LEFT_OF_DIGITS = 1e-42
_FAR = 10**60
_NEAR = 1e-25  # relative: how near to one another the values beside a limit are
_NOTHING = 1e-25  # a value that is none


def series(evaluator: "Evaluator", term: Term) -> Array:
    """The sum of a body over all whole numbers from a first one on."""
    only_floats(evaluator, term)
    body, first = term.arguments
    start = evaluator.value(first)
    found: Array | None = None
    done = np.zeros((1, 1, 1), dtype=bool)
    for count in _MEMBERS:
        total, settled = _up_to(evaluator, term, body, start, count)
        found = total if found is None else np.where(done, found, total)
        done = done | settled
        if done.all():
            return found
    raise Undecided("a sum without end can be read, but not checked")


def _up_to(
    evaluator: "Evaluator", term: Term, body: Term, start: Array, count: int
) -> tuple[Array, Array]:
    """The sum of so many members, and the points at which the others do not count."""
    assert isinstance(term.payload, FoldOver)
    numbers = evaluator.numbers
    values = [numbers.add(start, numbers.constant(Fraction(step))) for step in range(count)]
    with entered(evaluator, term.payload.index, values):
        value = evaluator.value(body)
    members = blocks_of(evaluator, value, count)
    total = numbers.total(members, 0)[0]
    return total, _is_settled(members, total, isinstance(numbers, Precise))


def _is_settled(members: Array, total: Array, has_digits: bool) -> Array:
    quarter = len(members) // 4
    quarters = members[-2 * quarter : -quarter], members[-quarter:]
    before, last = (np.abs(each).max(axis=(0, 2, 3)) for each in quarters)
    size = np.abs(total).max(axis=(1, 2))
    is_small = last * quarter <= (_LEFT_OF_DIGITS if has_digits else _LEFT) * size
    settled = is_small & (last <= _SHRINKING * before) & np.isfinite(size.astype(float))
    return settled.astype(bool).reshape(-1, 1, 1)


def limit(evaluator: "Evaluator", term: Term) -> Array:
    """The value that a body tends to as its index does to a place."""
    only_floats(evaluator, term)
    assert isinstance(term.payload, FoldOver)
    if term.indices:
        raise Undecided("a limit within a sum can be read, but not checked")
    body, place = term.arguments
    beside = evaluator.beside(Distant())
    steps = _steps(beside, place)
    with entered(beside, term.payload.index, steps):
        value = beside.value(body)
    near = blocks_of(beside, value, len(steps))
    found = near[0]
    gap = np.abs(near - found).max(axis=0)
    if not (gap <= np.maximum(_NEAR * np.abs(found), _NOTHING)).all():
        raise Undecided("a limit can be read, but not checked")
    return _among(evaluator.numbers, np.where(np.abs(found) < _NOTHING, 0 * found, found))


def _steps(evaluator: "Evaluator", place: Term) -> Sequence[Array]:
    """Values of an index very near its place, or very far out; even and odd ones."""
    numbers, around = evaluator.numbers, evaluator.value(place)
    far = [Fraction(each) for each in (_FAR, 3 * _FAR + 1)]
    if np.isinf(around.astype(float)).all():
        sign = numbers.constant(Fraction(1 if around.flat[0] > 0 else -1))
        return [numbers.multiply(sign, numbers.constant(each)) for each in far]
    beside = [sign / each for each in far for sign in (1, -1)]
    return [numbers.add(around, numbers.constant(each)) for each in beside]


def _among(numbers: Floats, found: Array) -> Array:
    """Values with many digits among those of an arithmetic."""
    return numbers.taken(found) if isinstance(numbers, Precise) else found.astype(float)
