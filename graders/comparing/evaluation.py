"""The values of terms in a world, by any of the arithmetics."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from fractions import Fraction
from typing import Any

import numpy as np

from graders.comparing.arithmetic import Array, Floats, Modulo, NotRational, Precise
from graders.comparing.shapes import SCALAR, Dimension, Unknown, settled
from graders.comparing.terms import FoldOver, Term
from graders.comparing.worlds import World, size_of
from graders.errors import Undecided, Unreadable

MAX_TURNS = 4_000  # of all the sums around a term, multiplied
MAX_ENTRIES = 2_000_000  # of one array
_MOST_KEPT = 3_000  # values of terms, in one frame
_MOST_KEPT_ENTRIES = 500_000  # of these values together
_MOST_FRAMES = 100
_FARTHEST = 10_000  # an index beyond this is none
_FARTHEST_REMAINDER = 1e15  # beyond this a double has no remainder


class _Budget:
    """What may still be computed; a unit is about ten nanoseconds."""

    __slots__ = ("left",)

    def __init__(self, left: float) -> None:
        self.left = left


_NODE = 400  # what a term costs, whatever its size
_PLAIN = frozenset({"number", "symbol", "bound", "constant", "add", "multiply", "negate", "at"})
_EXPANSION = 3_600  # one product of an expanded determinant
_BUDGET: ContextVar[_Budget] = ContextVar("_BUDGET")


@contextmanager
def limited_work(units: float) -> Iterator[None]:
    """Within this, evaluation may cost so much and no more."""
    token = _BUDGET.set(_Budget(units))
    try:
        yield
    finally:
        _BUDGET.reset(token)


def spend(units: float) -> None:
    """Counts work that is about to be done.

    Raises:
        Undecided: if it is more than may be done.
    """
    budget = _BUDGET.get(None)
    if budget is not None:
        budget.left -= units
        if budget.left < 0:
            raise Undecided("the formula takes too long to evaluate")


class Frame:
    """The values of one index, side by side with all points: `count` blocks of the points around.

    The outermost frame has no index and one block. Values that do not depend on the index are
    computed in the frame around it and repeated.
    """

    __slots__ = ("around", "count", "depth", "index", "kept", "seen", "turns", "values")

    def __init__(self, around: "Frame | None", index: str, values: Array, count: int) -> None:
        self.around = around
        self.index = index
        self.values = values
        self.count = count
        self.depth: int = around.depth + 1 if around else 0
        self.turns: int = around.turns * count if around else 1
        self.seen: dict[int, tuple[Term, Array]] = {}
        self.kept = 0  # entries of the values seen


class Evaluator:
    """Evaluates terms in one world; values are kept for the terms that share them.

    The points may be several blocks of the same ones, among which choices choose.
    """

    def __init__(self, world: World, numbers: Floats, blocks: int = 1) -> None:
        self.world = world
        self.blocks = blocks
        self.numbers = numbers
        self.frame = Frame(None, "", np.zeros((1, 1, 1)), 1)
        self._frames: dict[tuple[int, str, int, int], Frame] = {}

    @property
    def points(self) -> int:
        """How many points there are, with those of the sums around."""
        return self.world.points * self.frame.turns

    def value(self, term: Term) -> Array:
        """The value at every point, of shape (points or 1, rows, columns).

        Raises:
            NotRational: if the arithmetic is exact and the term is not rational.
            Undecided: if it is too large, or takes too long.
        """
        here = self.frame
        frame = self._frame_of(term) if here.depth else here
        seen = frame.seen.get(id(term))
        if seen is not None:
            found = seen[1]
        elif frame is here:
            found = self._computed(term)
        else:
            self.frame = frame
            try:
                found = self._computed(term)
            finally:
                self.frame = here
        if frame is here or len(found) == 1:
            return found
        return np.tile(found, (here.turns // frame.turns, 1, 1))

    def _computed(self, term: Term) -> Array:
        """The value in this frame, kept for the next time."""
        frame = self.frame
        if len(frame.seen) > _MOST_KEPT or frame.kept > _MOST_KEPT_ENTRIES:
            frame.seen.clear()
            frame.kept = 0
        self._pay(term)
        found = _OPERATIONS[term.operation](self, term)
        frame.seen[id(term)] = term, found
        frame.kept += found.size
        return found

    def _pay(self, term: Term) -> None:
        """Counts what the term costs, before it is computed."""
        if term.shape == SCALAR and term.operation in _PLAIN:
            spend(_NODE + self.numbers.cost * self.points)
            return
        rows, columns = (self._length(each) for each in term.shape)
        entries = self.points * rows * columns
        if entries > MAX_ENTRIES:
            raise Undecided("the values of the formula are too many")
        weight: float = _WEIGHTS.get(term.operation, 1)
        if term.operation == "divide" and self.numbers.exact:
            weight = 10  # a power of the divisor
        if term.operation in ("matmul", "det", "inverse", "trace", "reduce", "norm"):
            inner = math.prod(self._length(each) for each in term.arguments[0].shape)
            if term.operation == "matmul":
                weight = 0.1 * inner / rows
                if self.numbers.exact and entries * inner / rows > MAX_ENTRIES:
                    raise Undecided("the values of the formula are too many")
            elif self.numbers.expands and term.operation != "trace":
                spend(_EXPANSION * math.factorial(min(math.isqrt(inner), 8)))
        spend(_NODE + self.numbers.cost * weight * entries)

    def _length(self, dimension: Dimension) -> int:
        """A size, taken for 1 as long as it is not known."""
        dimension = settled(dimension)
        return 1 if isinstance(dimension, Unknown) else size_of(dimension, self.world.sizes)

    def _frame_of(self, term: Term) -> Frame:
        """The innermost frame whose index the term uses."""
        names = _bound_names(term)
        frame = self.frame
        while frame.around is not None and frame.index not in names:
            frame = frame.around
        return frame

    def arguments(self, term: Term) -> list[Array]:
        return [self.value(each) for each in term.arguments]

    def size(self, dimension: Dimension) -> int:
        dimension = settled(dimension)
        if isinstance(dimension, Unknown):
            raise Unreadable("the size of an identity or of a column of ones is not given")
        return size_of(dimension, self.world.sizes)

    # --- leaves ---------------------------------------------------------------------------------

    def _number(self, term: Term) -> Array:
        assert isinstance(term.payload, Fraction)
        return self.numbers.constant(term.payload)

    def _symbol(self, term: Term) -> Array:
        values = self.world.values[str(term.payload)]
        if isinstance(self.numbers, Precise):
            values = self.numbers.lifted(values)
        return values

    def _bound(self, term: Term) -> Array:
        frame: Frame | None = self.frame
        while frame is not None:
            if frame.index == term.payload:
                return frame.values
            frame = frame.around
        raise KeyError(term.payload)

    def _constant(self, term: Term) -> Array:
        return self.numbers.named(str(term.payload))

    def _filled(self, term: Term) -> Array:
        rows, columns = (self.size(each) for each in term.shape)
        value = self.numbers.constant(Fraction(0 if term.operation == "zeros" else 1))
        if term.operation != "identity":
            return np.broadcast_to(value, (1, rows, columns))
        zero = self.numbers.constant(Fraction(0))
        return np.where(np.eye(rows, dtype=bool)[None], value, zero)

    def _shared(self, term: Term) -> Array:
        return self.value(term.arguments[0])

    # --- arithmetic -----------------------------------------------------------------------------

    def _pair(self, term: Term) -> Array:
        operation: Callable[[Array, Array], Array] = getattr(self.numbers, term.operation)
        return operation(*self.arguments(term))

    def _negate(self, term: Term) -> Array:
        return self.numbers.negate(self.value(term.arguments[0]))

    def _power(self, term: Term) -> Array:
        base, exponent = term.arguments
        power = _written_power(exponent)
        if isinstance(self.numbers, Modulo):
            if power is None or abs(power) > 1_000:
                raise NotRational("a power that is not written out")
            found = self.numbers.raised(self.value(base), abs(power))
            one = self.numbers.constant(Fraction(1))
            return found if power >= 0 else self.numbers.divide(one, found)
        return self.numbers.power(self.value(base), self.value(exponent))

    def _function(self, term: Term) -> Array:
        return self.numbers.function(str(term.payload), self.value(term.arguments[0]))

    def _extreme(self, term: Term) -> Array:
        left, right = self.arguments(term)
        self._only_floats(term)
        chosen = left > right if term.operation == "maximum" else left < right
        found = np.where(chosen, left, right)
        both = self.numbers.is_defined(left) & self.numbers.is_defined(right)
        return np.where(both, found, self.numbers.undefined())

    def _mod(self, term: Term) -> Array:
        self._only_floats(term)
        left, right = self.arguments(term)
        unknown = (right == 0) | (np.abs(left) > _FARTHEST_REMAINDER)
        found = np.where(unknown, 0, left) % np.where(unknown, 1, right)
        return np.where(unknown, self.numbers.undefined(), found)

    def _binomial(self, term: Term) -> Array:
        upper, lower = (self.numbers.function("factorial", each) for each in self.arguments(term))
        left, right = self.arguments(term)
        rest = self.numbers.function("factorial", left - right)
        return self.numbers.divide(upper, lower * rest)

    def _only_floats(self, term: Term) -> None:
        if self.numbers.exact:
            raise NotRational(term.operation)

    # --- matrices -------------------------------------------------------------------------------

    def _matmul(self, term: Term) -> Array:
        left, right = self.arguments(term)
        points = max(len(left), len(right))
        if isinstance(self.numbers, Modulo):
            left = np.broadcast_to(left, (points, *left.shape[1:]))
            right = np.broadcast_to(right, (points, *right.shape[1:]))
        return self.numbers.matmul(left, right)

    def _transpose(self, term: Term) -> Array:
        return self.value(term.arguments[0]).transpose(0, 2, 1)

    def _inverse(self, term: Term) -> Array:
        return self.numbers.inverse(self.value(term.arguments[0]))

    def _det(self, term: Term) -> Array:
        return self.numbers.det(self.value(term.arguments[0]))

    def _trace(self, term: Term) -> Array:
        array = self.value(term.arguments[0])
        size = array.shape[1]
        return self._added(array[:, range(size), range(size)][:, :, None], axis=1)

    def _diagonal(self, term: Term) -> Array:
        array = self.value(term.arguments[0])
        size = array.shape[1]
        return array[:, range(size), range(size)][:, :, None]

    def _to_diagonal(self, term: Term) -> Array:
        array = self.value(term.arguments[0])
        zero = self.numbers.constant(Fraction(0))
        return np.where(np.eye(array.shape[1], dtype=bool)[None], array, zero)

    def _matrix(self, term: Term) -> Array:
        rows, columns = (self.size(each) for each in term.shape)
        cells = np.broadcast_arrays(*self.arguments(term))
        return np.concatenate(cells, axis=1).reshape(-1, rows, columns)

    def _kronecker(self, term: Term) -> Array:
        left, right = self.arguments(term)
        spread = self.numbers.multiply(left[:, :, None, :, None], right[:, None, :, None, :])
        points, rows, inner_rows, columns, inner_columns = spread.shape
        return spread.reshape(points, rows * inner_rows, columns * inner_columns)

    def _vec(self, term: Term) -> Array:
        array = self.value(term.arguments[0])
        return array.transpose(0, 2, 1).reshape(len(array), -1, 1)

    def _added(self, array: Array, axis: int | tuple[int, int]) -> Array:
        total = array.sum(axis=axis, keepdims=True)
        return total % self.numbers.prime if isinstance(self.numbers, Modulo) else total

    def _norm(self, term: Term) -> Array:
        array = self.value(term.arguments[0])
        numbers = self.numbers
        rows, columns = array.shape[1:]
        match term.payload:
            case "1":
                return self._added(numbers.function("abs", array), (1, 2))
            case "inf":
                return numbers.function("abs", array).max(axis=(1, 2), keepdims=True)
            case "2" if rows > 1 and columns > 1 and not _is_frobenius(term):
                raise Undecided("the spectral norm is read, but not evaluated")
        squares = self._added(numbers.multiply(array, array), (1, 2))
        return numbers.function("sqrt", squares)

    def _reduce(self, term: Term) -> Array:
        array = self.value(term.arguments[0])
        match term.payload:
            case "sum":
                return self._added(array, (1, 2))
            case "mean":
                count = self.numbers.constant(Fraction(array.shape[1] * array.shape[2]))
                return self.numbers.divide(self._added(array, (1, 2)), count)
        self._only_floats(term)
        match term.payload:
            case "prod":
                return array.prod(axis=(1, 2), keepdims=True)
            case "max":
                return array.max(axis=(1, 2), keepdims=True)
            case "min":
                return array.min(axis=(1, 2), keepdims=True)
            case "argmax" | "argmin":
                flat = array.reshape(len(array), -1)
                place = flat.argmax(axis=1) if term.payload == "argmax" else flat.argmin(axis=1)
                return place.reshape(-1, 1, 1) + 1.0
            case "var":
                mean = array.mean(axis=(1, 2), keepdims=True)
                return ((array - mean) ** 2).mean(axis=(1, 2), keepdims=True)
            case "logsumexp":
                total = self.numbers.function("exp", array).sum(axis=(1, 2), keepdims=True)
                return self.numbers.function("log", total)
        raise Undecided(f"{term.payload} is read, but not evaluated")

    def _softmax(self, term: Term) -> Array:
        self._only_floats(term)
        array = self.value(term.arguments[0])
        raised = self.numbers.function("exp", array)
        total = raised.sum(axis=(1, 2), keepdims=True)
        if term.operation == "softmax":
            return self.numbers.divide(raised, total)
        return array - self.numbers.function("log", total)

    def _at(self, term: Term) -> Array:
        array = self.value(term.arguments[0])
        rows, columns = (self._places(each) for each in term.arguments[1:])
        if isinstance(rows, int) and isinstance(columns, int):
            if 0 <= rows < array.shape[1] and 0 <= columns < array.shape[2]:
                return array[:, rows : rows + 1, columns : columns + 1]
            return self.numbers.undefined()
        points = np.arange(self.points) if len(array) > 1 else np.zeros(1, dtype=int)
        inside = (rows >= 0) & (rows < array.shape[1]) & (columns >= 0) & (columns < array.shape[2])
        if np.all(inside):
            return array[points, rows, columns].reshape(-1, 1, 1)
        found = array[points, np.where(inside, rows, 0), np.where(inside, columns, 0)]
        return np.where(inside, found, self.numbers.undefined()[0, 0]).reshape(-1, 1, 1)

    def _places(self, index: Term) -> Any:
        """Positions from 0 of an index from 1, an int if it is one for all points.

        What is no whole number lies outside: it is -1.
        """
        if index.operation == "number" and isinstance(index.payload, Fraction):
            value = index.payload
            return int(value) - 1 if value.denominator == 1 and abs(value) < _FARTHEST else -1
        flat = self.value(index).reshape(-1)
        numbers = flat if flat.dtype != object else flat.astype(float)
        with np.errstate(invalid="ignore"):
            places = numbers.astype(np.int64)
        places = np.where((places == numbers) & (places < _FARTHEST), places - 1, -1)
        return int(places[0]) if len(places) == 1 else places

    def _slice(self, term: Term) -> Array:
        array = self.value(term.arguments[0])
        place = np.atleast_1d(self._places(term.arguments[1]))
        points = max(len(array), len(place))
        array = np.broadcast_to(array, (points, *array.shape[1:]))
        place = np.broadcast_to(place, (points,))
        size = array.shape[1 + int(str(term.payload))]
        inside = (place >= 0) & (place < size)
        place = np.where(inside, place, 0)
        if term.payload == 0:
            found = array[np.arange(points), place][:, None, :]
        else:
            found = array[np.arange(points), :, place][:, :, None]
        return (
            found
            if inside.all()
            else np.where(inside[:, None, None], found, self.numbers.undefined())
        )

    # --- truth ----------------------------------------------------------------------------------

    def _compare(self, term: Term) -> Array:
        return self.numbers.compare(str(term.payload), *self.arguments(term))

    def _and(self, term: Term) -> Array:
        return np.logical_and.reduce(np.broadcast_arrays(*self.arguments(term)))

    def _or(self, term: Term) -> Array:
        return np.logical_or.reduce(np.broadcast_arrays(*self.arguments(term)))

    def _not(self, term: Term) -> Array:
        return ~self.value(term.arguments[0])

    def _indicator(self, term: Term) -> Array:
        one, zero = (self.numbers.constant(Fraction(value)) for value in (1, 0))
        return np.where(self.value(term.arguments[0]), one, zero)

    def _cases(self, term: Term) -> Array:
        values = self.arguments(term)
        found = values[-1] if len(values) % 2 else self.numbers.undefined()
        pairs = list(zip(values[0::2], values[1::2], strict=False))
        for value, condition in reversed(pairs):
            found = np.where(condition, value, found)
        return found

    def _choice(self, term: Term) -> Array:
        """The first argument, and in some of the blocks of points one of the others."""
        assert isinstance(term.payload, tuple)
        value = self.value(term.arguments[0])
        found = np.array(np.broadcast_to(value, (self.points, *value.shape[1:])))
        blocks = found.reshape(self.frame.turns, self.blocks, -1, *value.shape[1:])
        for block, other in zip(term.payload, term.arguments[1:], strict=True):
            try:
                inner = self.value(other)
            except (Undecided, Unreadable):
                blocks[:, block] = np.nan
                continue
            spread = inner if len(inner) == 1 else inner.reshape(blocks.shape)[:, block]
            blocks[:, block] = spread
        return found

    # --- functions that are not known -----------------------------------------------------------

    def _apply(self, term: Term) -> Array:
        """A smooth function of which nothing is known but its name: the same for every term."""
        self._only_floats(term)
        name = str(term.payload)
        order = len(name) - len(name.rstrip("'"))
        if order > 1 or (order and len(term.arguments) > 1):
            raise Undecided(f"{name} is read, but not evaluated")
        seed = sum(ord(letter) * 31**place for place, letter in enumerate(name.rstrip("'")))
        random = np.random.default_rng(seed)
        total: Array = self.numbers.constant(Fraction(0))
        for value in self.arguments(term):
            for strength, speed, phase in random.uniform(0.3, 1.3, (3, 3)):
                if isinstance(self.numbers, Precise):
                    strength, speed, phase = (
                        self.numbers.context.mpf(float(each)) for each in (strength, speed, phase)
                    )
                inner = value * speed + phase * 3
                if order:
                    total = total + self.numbers.function("cos", inner) * strength * speed
                else:
                    total = total + self.numbers.function("sin", inner) * strength
        return total

    # --- folds ----------------------------------------------------------------------------------

    def _fold(self, term: Term) -> Array:
        over = term.payload
        assert isinstance(over, FoldOver)
        if over.source == "distribution":
            return self._mean(term, over)
        values, within = self._range(term, over)
        if not values:
            return self._empty(over.operator)
        condition = term.arguments[-1] if over.conditional else None
        here = self.frame
        self.frame = self._entered(over.index, values)
        try:
            body, index = self.value(term.arguments[0]), self.frame.values
            counted = within if condition is None else self._both(within, self.value(condition))
        finally:
            self.frame = here
        return self._folded(over.operator, len(values), body, counted, index)

    def _entered(self, index: str, values: Sequence[Array] | range) -> Frame:
        """The frame in which an index takes these values."""
        count, points = len(values), self.points
        if self.frame.turns * count > MAX_TURNS:
            raise Undecided("a sum is too long to be evaluated")
        if isinstance(values, range):
            key = id(self.frame), index, values.start, values.stop
            if key not in self._frames:
                if len(self._frames) > _MOST_FRAMES:
                    self._frames.clear()
                whole = np.repeat(np.arange(values.start, values.stop), points).reshape(-1, 1, 1)
                self._frames[key] = Frame(self.frame, index, self.numbers.whole(whole), count)
            return self._frames[key]
        blocks = [np.broadcast_to(value, (points, 1, 1)) for value in values]
        return Frame(self.frame, index, np.concatenate(blocks), count)

    def _both(self, within: Array | None, holds: Array) -> Array:
        return holds if within is None else within & holds

    def _folded(
        self, operator: str, count: int, body: Array, counted: Array | None, index: Array
    ) -> Array:
        """The blocks of the body, one for each value of the index, added up or multiplied."""
        points = self.points
        if counted is not None:
            body = np.where(counted, body, self._neutral(operator))
        body = np.broadcast_to(body, (count * points, *body.shape[1:]))
        blocks = body.reshape(count, points, *body.shape[1:])
        if operator == "sum":
            return self._added(blocks, 0)[0]
        if operator == "prod":
            total = blocks[0]
            for block in blocks[1:]:
                total = self.numbers.multiply(total, block)
            return total
        if self.numbers.exact:
            raise NotRational(operator)
        extreme = blocks.max(axis=0) if operator.endswith("max") else blocks.min(axis=0)
        extreme = np.where(np.isinf(extreme.astype(float)), self.numbers.undefined(), extreme)
        if operator in ("max", "min"):
            return extreme
        places = (blocks == extreme).argmax(axis=0).reshape(-1)
        chosen = index.reshape(count, points)[places, np.arange(points)].reshape(points, 1, 1)
        return np.where(self.numbers.is_defined(extreme), chosen, self.numbers.undefined())

    def _neutral(self, operator: str) -> Array:
        if operator in ("sum", "prod"):
            return self.numbers.constant(Fraction(operator == "prod"))
        infinity = self.numbers.named("inf")
        return self.numbers.negate(infinity) if operator.endswith("max") else infinity

    def _empty(self, operator: str) -> Array:
        return self._neutral(operator) if operator in ("sum", "prod") else self.numbers.undefined()

    def _range(self, term: Term, over: FoldOver) -> tuple[Sequence[Array] | range, Array | None]:
        """The values of the index, and where they lie within its range."""
        if over.source == "size":
            assert over.size is not None
            return range(1, self.size(over.size) + 1), None
        bounds = [
            self.value(each) for each in term.arguments[1 : len(term.arguments) - over.conditional]
        ]
        if over.source == "set":
            return bounds, None
        first, last = (self._ends(each) for each in bounds)
        low, high = int(first.min()), int(last.max())
        if (high - low + 1) * self.frame.turns > MAX_TURNS:
            raise Undecided("a sum is too long to be evaluated")
        steps = range(low, high + 1)
        if first.size == last.size == 1:
            return steps, None
        points = self.points
        inside = [np.broadcast_to((first <= x) & (x <= last), (points, 1, 1)) for x in steps]
        return steps, np.concatenate(inside) if inside else None

    def _ends(self, array: Array) -> Array:
        """The ends of a range as whole numbers, one where all points agree."""
        if array.size == 1 and isinstance(array.flat[0], float) and abs(array.flat[0]) < 1e9:
            whole = round(array.flat[0])
            if abs(array.flat[0] - whole) < 1e-9:
                return np.full((1, 1, 1), whole)
        if isinstance(self.numbers, Modulo):
            half = self.numbers.prime // 2
            found = np.where(array > half, array - self.numbers.prime, array)
        else:
            numbers = array.astype(float)
            if not np.isfinite(numbers).all():
                raise Undecided("a sum without end is read, but not evaluated")
            if (np.abs(numbers - np.round(numbers)) > 1e-9).any() or (np.abs(numbers) > 1e9).any():
                raise Undecided("the range of a sum is no range of whole numbers")
            found = np.round(numbers).astype(int)
        return found[:1] if (found == found.flat[0]).all() else found

    def _mean(self, term: Term, over: FoldOver) -> Array:
        """An expectation: the body at each value of the support, by its weight."""
        self._only_floats(term)
        support, weights = self.world.distributions[over.distribution]
        if isinstance(self.numbers, Precise):
            support, weights = self.numbers.lifted(support), self.numbers.lifted(weights)
        here = self.frame
        self.frame = self._entered(over.index, [each[None] for each in support])
        try:
            body = self.value(term.arguments[0])
        finally:
            self.frame = here
        weighted = body * np.repeat(weights, self.points, axis=0)
        return self._folded("sum", len(support), weighted, None, support)

    def _list(self, term: Term) -> Array:
        """A column or a row of entries that follow a pattern."""
        over = term.payload
        assert isinstance(over, FoldOver)
        values, _ = self._range(term, over)
        here = self.frame
        self.frame = self._entered(over.index, values)
        try:
            body = self.value(term.arguments[0])
        finally:
            self.frame = here
        body = np.broadcast_to(body, (len(values) * self.points, *body.shape[1:]))
        blocks = body.reshape(len(values), self.points, *body.shape[1:])
        return np.concatenate(list(blocks), axis=1 if over.operator == "stack" else 2)


_NAMES: dict[int, tuple[Term, frozenset[str]]] = {}
_MOST_NAMES = 20_000


def _bound_names(term: Term) -> frozenset[str]:
    """The indices that a term takes from the sums around it."""
    known = _NAMES.get(id(term))
    if known is not None and known[0] is term:
        return known[1]
    if term.operation == "bound":
        names = frozenset({str(term.payload)})
    else:
        names = frozenset().union(*(_bound_names(each) for each in term.arguments))
        if isinstance(term.payload, FoldOver):
            names -= {term.payload.index}
    if len(_NAMES) > _MOST_NAMES:
        _NAMES.clear()
    _NAMES[id(term)] = term, names
    return names


def _written_power(term: Term) -> int | None:
    if term.operation == "negate":
        inner = _written_power(term.arguments[0])
        return None if inner is None else -inner
    value = term.payload
    if term.operation == "number" and isinstance(value, Fraction) and value.denominator == 1:
        return int(value)
    return None


def _is_frobenius(term: Term) -> bool:
    return term.payload == "F"


_WEIGHTS = {"function": 2, "power": 8, "apply": 20, "binomial": 20, "fold": 2, "softmax": 4,
            "logsoftmax": 4, "compare": 4}  # fmt: skip
_PAIRS = ("add", "multiply", "divide")
_OPERATIONS: Mapping[str, Callable[[Evaluator, Term], Array]] = {
    **dict.fromkeys(_PAIRS, Evaluator._pair),
    "number": Evaluator._number, "symbol": Evaluator._symbol, "bound": Evaluator._bound,
    "constant": Evaluator._constant, "identity": Evaluator._filled, "ones": Evaluator._filled,
    "zeros": Evaluator._filled, "shared": Evaluator._shared, "negate": Evaluator._negate,
    "power": Evaluator._power, "function": Evaluator._function, "maximum": Evaluator._extreme,
    "minimum": Evaluator._extreme, "mod": Evaluator._mod, "binomial": Evaluator._binomial,
    "matmul": Evaluator._matmul, "transpose": Evaluator._transpose, "inverse": Evaluator._inverse,
    "det": Evaluator._det, "trace": Evaluator._trace, "diagonal": Evaluator._diagonal,
    "to_diagonal": Evaluator._to_diagonal, "matrix": Evaluator._matrix,
    "kronecker": Evaluator._kronecker, "vec": Evaluator._vec, "norm": Evaluator._norm,
    "reduce": Evaluator._reduce, "softmax": Evaluator._softmax, "logsoftmax": Evaluator._softmax,
    "at": Evaluator._at, "slice": Evaluator._slice, "compare": Evaluator._compare,
    "and": Evaluator._and, "or": Evaluator._or, "not": Evaluator._not,
    "indicator": Evaluator._indicator, "cases": Evaluator._cases, "apply": Evaluator._apply,
    "fold": Evaluator._fold, "choice": Evaluator._choice, "list": Evaluator._list,
}  # fmt: skip
