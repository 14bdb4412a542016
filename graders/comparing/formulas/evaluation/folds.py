"""The values of sums, products, expectations and lists over an index."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from graders.comparing.formulas.arithmetic import Array, Floats, Modulo, NotRational, Precise
from graders.comparing.formulas.evaluation.frames import MAX_TURNS, Frame
from graders.comparing.formulas.evaluation.operators import only_floats
from graders.comparing.formulas.terms import FoldOver, Term
from graders.errors import Undecided

if TYPE_CHECKING:
    from graders.comparing.formulas.evaluation.evaluator import Evaluator

Values = Sequence[Array] | range  # of an index

_MOST_FRAMES = 100
_FARTHEST = 1e9  # a bound beyond this is none
_WHOLE = 1e-9  # how far from a whole number a bound may be


def fold(evaluator: "Evaluator", term: Term) -> Array:
    over = term.payload
    assert isinstance(over, FoldOver)
    if over.source == "distribution":
        return _expectation(evaluator, term, over)
    values, counted = _range(evaluator, term, over)
    if not values:
        return _empty(evaluator.numbers, over.operator)
    with entered(evaluator, over.index, values) as frame:
        body = evaluator.value(term.arguments[0])
        if over.conditional:
            holds = evaluator.value(term.arguments[-1])
            counted = holds if counted is None else counted & holds
    if counted is not None:
        body = np.where(counted, body, _neutral(evaluator.numbers, over.operator))
    return _folded(evaluator, over.operator, body, frame)


def listed(evaluator: "Evaluator", term: Term) -> Array:
    """A column or a row of entries that follow a pattern."""
    over = term.payload
    assert isinstance(over, FoldOver)
    values, _ = _range(evaluator, term, over)
    with entered(evaluator, over.index, values):
        body = evaluator.value(term.arguments[0])
    blocks = blocks_of(evaluator, body, len(values))
    return np.concatenate(list(blocks), axis=1 if over.operator == "stack" else 2)


def _expectation(evaluator: "Evaluator", term: Term, over: FoldOver) -> Array:
    """The body at each value of the support, by its weight."""
    only_floats(evaluator, term)
    support, weights, _ = evaluator.world.distributions[over.distribution]
    if isinstance(evaluator.numbers, Precise):
        support, weights = evaluator.numbers.lifted(support), evaluator.numbers.lifted(weights)
    with entered(evaluator, over.index, [each[None] for each in support]) as frame:
        body = evaluator.value(term.arguments[0])
    weighted = body * np.repeat(weights, evaluator.points, axis=0)
    return _folded(evaluator, "sum", weighted, frame)


@contextmanager
def entered(evaluator: "Evaluator", index: str, values: Values) -> Iterator[Frame]:
    """Within this, an index takes these values."""
    here = evaluator.frame
    if here.turns * len(values) > MAX_TURNS:
        raise Undecided("a sum is too long to be evaluated")
    evaluator.frame = _frame(evaluator, index, values)
    try:
        yield evaluator.frame
    finally:
        evaluator.frame = here


def _frame(evaluator: "Evaluator", index: str, values: Values) -> Frame:
    here, points = evaluator.frame, evaluator.points
    if not isinstance(values, range):
        blocks = [np.broadcast_to(value, (points, *value.shape[1:])) for value in values]
        return Frame(here, index, np.concatenate(blocks), len(values))
    key = id(here), index, values.start, values.stop
    known = evaluator.frames.get(key)
    if known is None:
        if len(evaluator.frames) > _MOST_FRAMES:
            evaluator.frames.clear()
        whole = np.repeat(np.arange(values.start, values.stop), points).reshape(-1, 1, 1)
        known = Frame(here, index, evaluator.numbers.whole(whole), len(values))
        evaluator.frames[key] = known
    return known


def blocks_of(evaluator: "Evaluator", body: Array, count: int) -> Array:
    """The values of a body, a block for each value of the index."""
    points, shape = evaluator.points, body.shape[1:]
    if len(body) == 1:
        body = np.broadcast_to(body, (count * points, *shape))
    return body.reshape(count, points, *shape)


def _folded(evaluator: "Evaluator", operator: str, body: Array, frame: Frame) -> Array:
    """The blocks of the body added up, multiplied or compared."""
    numbers, points = evaluator.numbers, evaluator.points
    blocks = blocks_of(evaluator, body, frame.count)
    if operator == "sum":
        return numbers.total(blocks, 0)[0]
    if operator == "prod":
        total = blocks[0]
        for block in blocks[1:]:
            total = numbers.multiply(total, block)
        return total
    if numbers.exact:
        raise NotRational(operator)
    extreme = blocks.max(axis=0) if operator.endswith("max") else blocks.min(axis=0)
    extreme = np.where(np.isinf(extreme.astype(float)), numbers.undefined(), extreme)
    if operator in ("max", "min"):
        return extreme
    places = (blocks == extreme).argmax(axis=0).reshape(-1)
    index = frame.values.reshape(frame.count, points)
    chosen = index[places, np.arange(points)].reshape(points, 1, 1)
    return np.where(numbers.is_defined(extreme), chosen, numbers.undefined())


def _neutral(numbers: Floats, operator: str) -> Array:
    if operator in ("sum", "prod"):
        return numbers.constant(Fraction(operator == "prod"))
    infinity = numbers.named("inf")
    return numbers.negate(infinity) if operator.endswith("max") else infinity


def _empty(numbers: Floats, operator: str) -> Array:
    return _neutral(numbers, operator) if operator in ("sum", "prod") else numbers.undefined()


# --- ranges -------------------------------------------------------------------------------------


def _range(evaluator: "Evaluator", term: Term, over: FoldOver) -> tuple[Values, Array | None]:
    """The values of the index, and where they lie within its range if that is not everywhere."""
    if over.source == "size":
        assert over.size is not None
        return range(1, evaluator.size(over.size) + 1), None
    bounds = term.arguments[1 : len(term.arguments) - over.conditional]
    if over.source == "set":
        return [evaluator.value(each) for each in bounds], None
    first, last = (_bound(evaluator, each) for each in bounds)
    low, high = int(first.min()), int(last.max())
    if (high - low + 1) * evaluator.frame.turns > MAX_TURNS:
        raise Undecided("a sum is too long to be evaluated")
    steps = range(low, high + 1)
    if first.size == last.size == 1:
        return steps, None
    shape = evaluator.points, 1, 1
    inside = [np.broadcast_to((first <= step) & (step <= last), shape) for step in steps]
    return steps, np.concatenate(inside) if inside else None


def _bound(evaluator: "Evaluator", term: Term) -> Array:
    """The end of a range in whole numbers, one where all points agree."""
    value = term.payload
    if isinstance(value, Fraction) and value.denominator == 1 and abs(value.numerator) < _FARTHEST:
        return np.array([int(value)])
    if term.operation == "symbol" and value in evaluator.world.sizes:
        return np.array([evaluator.world.sizes[str(value)]])
    numbers = evaluator.numbers
    array = evaluator.value(term)
    if isinstance(numbers, Modulo):
        found = np.where(array > numbers.prime // 2, array - numbers.prime, array)
    else:
        found = _rounded(array.astype(float))
    return found[:1] if (found == found.flat[0]).all() else found


def _rounded(numbers: Array) -> Array:
    if not np.isfinite(numbers).all():
        raise Undecided("a sum without end can be read, but not checked")
    whole = np.round(numbers)
    if (np.abs(numbers - whole) > _WHOLE).any() or (np.abs(numbers) > _FARTHEST).any():
        raise Undecided("the range of a sum is no range of whole numbers")
    return whole.astype(int)
