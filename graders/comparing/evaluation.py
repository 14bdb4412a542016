"""The values of terms in a world, by any of the arithmetics."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import numpy as np

from graders.comparing.arithmetic import Array, Floats, Modulo, NotRational, Precise
from graders.comparing.terms import Dimension, FoldOver, Term, Unknown, settled
from graders.comparing.worlds import World, size_of
from graders.errors import Undecided, Unreadable

MAX_TURNS = 4_000  # of all the sums around a term, multiplied
MAX_WORK = 300_000  # turns times nodes, within one evaluation


class Evaluator:
    """Evaluates terms in one world; values of parts without a free index are kept."""

    def __init__(self, world: World, numbers: Floats) -> None:
        self.world = world
        self.numbers = numbers
        self.bound: dict[str, Array] = {}
        self.work = 0
        self._turns = 1
        self._seen: dict[int, tuple[Term, Array]] = {}

    def value(self, term: Term) -> Array:
        """The value at every point, of shape (points or 1, rows, columns).

        Raises:
            NotRational: if the arithmetic is exact and the term is not rational.
            Undecided: if sums are too long to be evaluated.
        """
        if self.bound and self._depends(term):
            return self._computed(term)
        seen = self._seen.get(id(term))
        if seen is None:
            bound, turns = self.bound, self._turns
            self.bound, self._turns = {}, 1
            try:
                seen = self._seen[id(term)] = term, self._computed(term)
            finally:
                self.bound, self._turns = bound, turns
        return seen[1]

    def _depends(self, term: Term) -> bool:
        """Whether a term uses an index of the sums around it."""
        known = _FREE.get(id(term))
        if known is None or known[0] is not term:
            if len(_FREE) > 20_000:
                _FREE.clear()
            known = _FREE[id(term)] = term, _bound_names(term)
        return not known[1].isdisjoint(self.bound)

    def _computed(self, term: Term) -> Array:
        self.work += self._turns
        if self.work > MAX_WORK:
            raise Undecided("the formula takes too long to evaluate")
        return _OPERATIONS[term.operation](self, term)

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
        return self.numbers.lifted(values) if isinstance(self.numbers, Precise) else values

    def _bound(self, term: Term) -> Array:
        return self.bound[str(term.payload)]

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
        return np.where(right == 0, self.numbers.undefined(), left % np.where(right == 0, 1, right))

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
        array, *indices = self.arguments(term)
        places = [self._place(index) for index in indices]
        points = max(len(array), *(len(place) for place in places))
        if points == 1 or all(len(place) == 1 for place in places):
            row, column = (int(place[0]) for place in places)
            if 0 <= row < array.shape[1] and 0 <= column < array.shape[2]:
                return array[:, row : row + 1, column : column + 1]
            return self.numbers.undefined()
        array = np.broadcast_to(array, (points, *array.shape[1:]))
        rows, columns = (np.broadcast_to(place, (points,)) for place in places)
        inside = (rows >= 0) & (rows < array.shape[1]) & (columns >= 0) & (columns < array.shape[2])
        rows, columns = np.where(inside, rows, 0), np.where(inside, columns, 0)
        found = array[np.arange(points), rows, columns].reshape(points, 1, 1)
        if inside.all():
            return found
        return np.where(inside.reshape(points, 1, 1), found, self.numbers.undefined())

    def _place(self, index: Array) -> Array:
        """Positions from 0 of indices from 1; what is no whole number lies outside."""
        flat = index.reshape(-1)
        if isinstance(self.numbers, Modulo):
            return np.where(flat < 10_000, flat - 1, -1)
        numbers = flat.astype(float)
        whole = np.isfinite(numbers) & (np.abs(numbers - np.round(numbers)) < 1e-9)
        return np.where(whole, np.round(np.where(whole, numbers, 0)) - 1, -1).astype(int)

    def _slice(self, term: Term) -> Array:
        array, index = self.arguments(term)
        place = self._place(index)
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
        return found if inside.all() else np.where(inside[:, None, None], found, self.numbers.undefined())

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

    # --- functions that are not known -----------------------------------------------------------

    def _apply(self, term: Term) -> Array:
        """A smooth function of which nothing is known but its name: the same for every term."""
        self._only_floats(term)
        name = str(term.payload)
        order = len(name) - len(name.rstrip("'"))
        if order > 1 or order and len(term.arguments) > 1:
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
        steps = self._steps(term, over)
        outer, turns = self.bound, self._turns
        self._turns = turns * max(1, len(steps))
        try:
            if self._turns > MAX_TURNS:
                raise Undecided("a sum is too long to be evaluated")
            return self._folded_up(term, over, steps, outer)
        finally:
            self.bound, self._turns = outer, turns

    def _folded_up(
        self,
        term: Term,
        over: FoldOver,
        steps: Sequence[tuple[Array, Array | None]],
        outer: dict[str, Array],
    ) -> Array:
        body = term.arguments[0]
        condition = term.arguments[-1] if over.conditional else None
        found: Array | None = None
        best: Array | None = None
        for value, within in steps:
            self.bound = {**outer, over.index: value}
            counted = within
            if condition is not None:
                holds = self.value(condition)
                counted = holds if counted is None else counted & holds
                if not counted.any():
                    continue
            part = self.value(body)
            found, best = self._folded(over.operator, found, best, part, counted, value)
        if over.operator in ("argmax", "argmin"):
            return self.numbers.undefined() if best is None else best
        if found is None:
            return self._empty(over.operator)
        if over.operator in ("max", "min"):
            return np.where(np.isinf(found.astype(float)), self.numbers.undefined(), found)
        return found

    def _list(self, term: Term) -> Array:
        over = term.payload
        assert isinstance(over, FoldOver)
        outer = self.bound
        parts: list[Array] = []
        for value, _ in self._steps(term, over):
            self.bound = {**outer, over.index: value}
            parts.append(self.value(term.arguments[0]))
        self.bound = outer
        points = max(len(part) for part in parts)
        spread = [np.broadcast_to(part, (points, *part.shape[1:])) for part in parts]
        return np.concatenate(spread, axis=1 if over.operator == "stack" else 2)

    def _folded(
        self,
        operator: str,
        found: Array | None,
        best: Array | None,
        part: Array,
        counted: Array | None,
        index: Array,
    ) -> tuple[Array, Array | None]:
        neutral = self._neutral(operator)
        if counted is not None:
            part = np.where(counted, part, neutral)
        if found is None:
            return part, index if operator.startswith("arg") else None
        if operator == "sum":
            return self.numbers.add(found, part), None
        if operator == "prod":
            return self.numbers.multiply(found, part), None
        if self.numbers.exact:
            raise NotRational(operator)
        better = part > found if operator.endswith("max") else part < found
        better |= ~self.numbers.is_defined(part) & (part != neutral)
        chosen = np.where(better, index, best) if best is not None else None
        return np.where(better, part, found), chosen

    def _neutral(self, operator: str) -> Array:
        if operator == "prod":
            return self.numbers.constant(Fraction(1))
        if operator == "sum":
            return self.numbers.constant(Fraction(0))
        return self.numbers.negate(self.numbers.named("inf")) if operator.endswith("max") else self.numbers.named("inf")

    def _empty(self, operator: str) -> Array:
        return self.numbers.undefined() if operator in ("max", "min") else self._neutral(operator)

    def _steps(self, term: Term, over: FoldOver) -> Sequence[tuple[Array, Array | None]]:
        """The values of the index, each with the points at which it is within the range."""
        if over.source == "size":
            assert over.size is not None
            return [(self._whole(each), None) for each in range(1, self.size(over.size) + 1)]
        bounds = term.arguments[1 : len(term.arguments) - over.conditional]
        if over.source == "set":
            return [(self.value(each), None) for each in bounds]
        first, last = (self._ends(self.value(each)) for each in bounds)
        low, high = int(first.min()), int(last.max())
        if high - low > MAX_TURNS:
            raise Undecided("a sum is too long to be evaluated")
        same = (first == first.flat[0]).all() and (last == last.flat[0]).all()
        steps: list[tuple[Array, Array | None]] = []
        for each in range(low, high + 1):
            within = None if same else ((first <= each) & (each <= last))
            steps.append((self._whole(each), within))
        return steps

    def _whole(self, value: int) -> Array:
        return self.numbers.constant(Fraction(value))

    def _ends(self, array: Array) -> Array:
        """The ends of a range as whole numbers."""
        if isinstance(self.numbers, Modulo):
            half = self.numbers.prime // 2
            return np.where(array > half, array - self.numbers.prime, array)
        numbers = array.astype(float)
        if not np.isfinite(numbers).all():
            raise Undecided("a sum without end is read, but not evaluated")
        if (np.abs(numbers - np.round(numbers)) > 1e-9).any() or (np.abs(numbers) > 1e9).any():
            raise Undecided("the range of a sum is no range of whole numbers")
        return np.round(numbers).astype(int)

    def _mean(self, term: Term, over: FoldOver) -> Array:
        self._only_floats(term)
        support, weights = self.world.distributions[over.distribution]
        outer = self.bound
        total: Array | None = None
        for value, weight in zip(support, weights, strict=True):
            value, weight = value[None], weight[None]
            if isinstance(self.numbers, Precise):
                value, weight = self.numbers.lifted(value), self.numbers.lifted(weight)
            self.bound = {**outer, over.index: value}
            part = self.numbers.multiply(weight, self.value(term.arguments[0]))
            total = part if total is None else self.numbers.add(total, part)
        self.bound = outer
        assert total is not None
        return total


_FREE: dict[int, tuple[Term, frozenset[str]]] = {}


def _bound_names(term: Term) -> frozenset[str]:
    """The indices that a term takes from the sums around it."""
    if term.operation == "bound":
        return frozenset({str(term.payload)})
    inner = frozenset().union(*(_bound_names(each) for each in term.arguments))
    return inner - {term.payload.index} if isinstance(term.payload, FoldOver) else inner


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


_PAIRS = ("add", "multiply", "divide")
_OPERATIONS: Mapping[str, Callable[[Evaluator, Term], Array]] = {
    **{name: Evaluator._pair for name in _PAIRS},
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
    "fold": Evaluator._fold, "list": Evaluator._list,
}  # fmt: skip
