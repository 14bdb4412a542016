"""The value of an expression at random points, by arithmetic of its own.

What the comparators decide is tried here by another route: plain numpy on two-dimensional arrays,
straight from the tree. What is not known here is refused, and then nothing is said of it.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from graders.declaring.declarations import Declaration, Exercise
from graders.expression import Call, Expression, Fold, Number, Symbol, nodes

Array = NDArray[np.float64]
Value = float | Array

POINTS = 12
FEWEST_POINTS = 4  # at which both are defined
_SAME = 1e-9
_APART = 1e-6
MOST_POWER = 6  # of a matrix
_CONSTANTS = {"e": math.e, "pi": math.pi}


class NotKnown(Exception):
    """The expression holds something that has no value here."""


class DoesNotExist(Exception):
    """The sizes of the expression do not fit."""


@dataclass
class Point:
    """Values of the symbols of an exercise, and the sizes of its dimensions."""

    values: dict[str, Value]
    sizes: Mapping[str, int]
    definitions: Mapping[str, Expression] = field(default_factory=dict)
    functions: Mapping[str, tuple[float, str]] = field(default_factory=dict)
    distributions: Mapping[str, list[float]] = field(default_factory=dict)


def same(left: Expression, right: Expression, exercise: Exercise) -> bool | None:
    """Whether two expressions have the same values; None where that cannot be told.

    Raises:
        NotKnown: if the first of them has no value here.
    """
    equal = different = 0
    for number in range(POINTS):
        point = draw(exercise, number)
        mine = evaluate(left, point)
        try:
            theirs = evaluate(right, point)
        except DoesNotExist:
            return False
        apart = _apart(mine, theirs)
        equal += apart is not None and apart < _SAME
        different += apart is not None and apart > _APART
    if different:
        return False
    return True if equal >= FEWEST_POINTS else None


def _apart(left: Value, right: Value) -> float | None:
    """How far two values are apart for their size; None where one is not defined."""
    if np.shape(left) != np.shape(right):
        return math.inf
    one, two = np.asarray(left), np.asarray(right)
    if not (np.isfinite(one).all() and np.isfinite(two).all()):
        return None
    size = max(float(np.abs(one).max()), float(np.abs(two).max()), 1e-9)
    return float(np.abs(one - two).max()) / size


# --- points -------------------------------------------------------------------------------------


def draw(exercise: Exercise, number: int) -> Point:
    """Random values of all symbols; the same for the same number."""
    random = np.random.default_rng(1000 + number)
    named = {size for each in exercise.symbols.values() for size in each.shape} | {
        name for name, each in exercise.symbols.items() if each.dimension
    }
    dimensions = sorted(size for size in named if isinstance(size, str) and size)
    sizes = {size: 3 + at + number % 2 for at, size in enumerate(dimensions)}
    values = {
        name: _drawn(declared, sizes, random)
        for name, declared in exercise.symbols.items()
        if declared.type in ("scalar", "vector", "matrix")
    }
    values.update({name: float(size) for name, size in sizes.items()})
    typed = {name: each for name, each in exercise.symbols.items() if name not in values}
    functions = {
        name: (float(random.uniform(0, 2)), each.domain)
        for name, each in typed.items()
        if each.type == "function"
    }
    distributions = {
        name: random.normal(size=5).tolist()
        for name, each in typed.items()
        if each.type == "distribution"
    }
    return Point(values, sizes, exercise.definitions, functions, distributions)


def _size(size: int | str, sizes: Mapping[str, int]) -> int:
    return size if isinstance(size, int) else sizes.get(size, 3)


def _drawn(declared: Declaration, sizes: Mapping[str, int], random: np.random.Generator) -> Value:
    if declared.domain == "index":
        last = _size(declared.last, sizes) if declared.last else 3
        return float(random.integers(_size(declared.first, sizes), last + 1))
    if declared.type == "scalar":
        value = float(_entries(declared.domain, (1, 1), random)[0, 0])
        low, high = declared.low, declared.high
        if low is not None or high is not None:
            first = -8.0 if low is None else low
            value = float(random.uniform(first, first + 8.0 if high is None else high))
            value = round(value) if declared.domain == "integer" else value
        return value
    rows, columns = (_size(size, sizes) for size in declared.shape)
    return _entries(declared.domain, (rows, columns), random)


def _entries(domain: str, shape: tuple[int, int], random: np.random.Generator) -> Array:
    match domain:
        case "positive" | "nonnegative":
            return random.uniform(0.2, 3.0, shape)
        case "unit_interval":
            return random.uniform(0.05, 0.95, shape)
        case "integer":
            return random.integers(1, 7, shape).astype(float)
        case "binary":
            return random.integers(0, 2, shape).astype(float)
        case "simplex":
            drawn = random.uniform(0.1, 1.0, shape)
            return np.asarray(drawn / drawn.sum())
        case "onehot":
            return np.eye(shape[0])[:, [random.integers(shape[0])]]
        case "symmetric":
            drawn = random.normal(size=shape)
            return np.asarray(drawn + drawn.T)
        case "invertible_det_positive":
            drawn = random.normal(size=shape)
            return np.asarray(drawn @ drawn.T + np.eye(shape[0]))
    return random.normal(0.0, 1.5, shape)


# --- evaluation ---------------------------------------------------------------------------------


def evaluate(expression: Expression, point: Point) -> Value:
    """The value at a point; not finite where it is not defined.

    Raises:
        NotKnown: if something in it has no value here.
        DoesNotExist: if its sizes do not fit.
    """
    with np.errstate(all="ignore"):
        used = {each.name for each in nodes(expression) if isinstance(each, Symbol)}
        sized = [name for name in _SIZED if name in used and name not in point.values]
        return _fitting(expression, point, sized) if sized else _value(expression, point)


def _fitting(expression: Expression, point: Point, sized: Sequence[str]) -> Value:
    """The value with an identity or ones of the one size that fits."""
    found = []
    for sizes in product(set(point.sizes.values()), repeat=len(sized)):
        arrays = {name: _SIZED[name](size) for name, size in zip(sized, sizes, strict=True)}
        try:
            found.append(_value(expression, replace(point, values={**point.values, **arrays})))
        except DoesNotExist:
            continue
    if len(found) != 1:
        raise NotKnown("size")
    return found[0]


def _value(expression: Expression, point: Point) -> Value:
    match expression:
        case Number(value):
            return float(value)
        case Symbol(name):
            return _named(name, point)
        case Fold():
            return _folded(expression, point)
        case Call("cases", arguments):
            return _case(arguments, point)
        case Call("norm", (array, kind)):
            return _norm(_value(array, point), kind)
        case Call("apply", (Symbol(name), *inner)):
            return _called(name, [_value(each, point) for each in inner], point)
        case Call(function, arguments):
            return _applied(function, [_value(each, point) for each in arguments])
    raise NotKnown


def _named(name: str, point: Point) -> Value:
    if name in point.values:
        return point.values[name]
    if name in point.definitions:
        return _value(point.definitions[name], point)
    if name in _CONSTANTS:
        return _CONSTANTS[name]
    raise NotKnown(name)


def _case(arguments: Sequence[Expression], point: Point) -> Value:
    for value, condition in zip(arguments[::2], arguments[1::2], strict=False):
        if _value(condition, point):
            return _value(value, point)
    return _value(arguments[-1], point) if len(arguments) % 2 else math.nan


def _norm(array: Value, kind: Expression) -> Value:
    flat = np.abs(np.asarray(array)).ravel()
    match kind:
        case Number(value) if value == 1:
            return float(flat.sum())
        case Number(value) if value == 2 and (np.ndim(array) == 0 or 1 in np.shape(array)):
            return float(np.sqrt((flat**2).sum()))
        case Symbol("F"):
            return float(np.sqrt((flat**2).sum()))
        case Symbol("inf"):
            return float(flat.max())
    raise NotKnown("norm")


def _folded(fold: Fold, point: Point) -> Value:
    if fold.operator == "mean" and isinstance(fold.first, Symbol) and fold.last is None:
        return _expected(fold, fold.first.name, point)
    if fold.operator not in _OVER or (fold.first is not None and fold.last is None):
        raise NotKnown(fold.operator)
    if fold.first is None or fold.last is None:
        first, last = 1, _size_of_index(fold, point)
    else:
        first, last = (_whole(_value(each, point)) for each in (fold.first, fold.last))
    found = []
    for step in range(first, last + 1):
        inner = replace(point, values={**point.values, fold.index: float(step)})
        if fold.condition is None or _value(fold.condition, inner):
            found.append(_value(fold.body, inner))
    return _OVER[fold.operator](found) if found else math.nan


def _expected(fold: Fold, distribution: str, point: Point) -> Value:
    """The mean over a few draws from a distribution, of which nothing is known but its name."""
    if distribution not in point.distributions:
        raise NotKnown(distribution)
    drawn = point.distributions[distribution]
    found = [
        _value(fold.body, replace(point, values={**point.values, fold.index: each}))
        for each in drawn
    ]
    return _applied("/", [_applied("+", found), float(len(found))])


def _called(name: str, arguments: Sequence[Value], point: Point) -> Value:
    """A smooth function of numbers, of which nothing is known but its name and its range."""
    if name not in point.functions or any(np.ndim(each) for each in arguments):
        raise NotKnown(name)
    shift, domain = point.functions[name]
    total = sum(np.sin((each + shift) * (at + 1.3)) for at, each in enumerate(arguments))
    return float(1 / (1 + np.exp(-total)) if domain == "unit_interval" else total)


_OVER: Mapping[str, Callable[[Sequence[Value]], Value]] = {
    "sum": lambda values: _applied("+", values),
    "prod": lambda values: _applied("*", values),
    "max": max,
    "min": min,
}


def _size_of_index(fold: Fold, point: Point) -> int:
    """The size of what the index of a fold counts in its body."""
    for node in nodes(fold.body):
        match node:
            case Call("at", (array, *indices)):
                for axis, index in enumerate(indices):
                    if index == Symbol(fold.index) and not isinstance(array, Fold):
                        return int(np.shape(_value(array, point))[axis])
    if fold.index in point.values and "n" in point.sizes:  # a sum over the examples
        return point.sizes["n"]
    raise NotKnown(fold.index)


def _whole(value: Value) -> int:
    if isinstance(value, np.ndarray) or not math.isfinite(value) or abs(value) > 50:
        raise NotKnown("bounds")
    return round(value)


def _plain(value: object) -> Value:
    array = np.asarray(value, dtype=float)
    return float(array.reshape(-1)[0]) if array.size == 1 else array


def _applied(function: str, arguments: Sequence[Value]) -> Value:
    try:
        return _computed(function, arguments)
    except ValueError as error:  # numpy's, of sizes, and of matrices without inverse
        raise DoesNotExist from error


def _computed(function: str, arguments: Sequence[Value]) -> Value:
    if function in _ENTRYWISE and len(arguments) == 1:
        return _plain(_ENTRYWISE[function](np.asarray(arguments[0])))
    if function in _PAIRS:
        value = arguments[0]
        for each in arguments[1:]:
            value = _plain(_PAIRS[function](value, each))
        return value
    if function in _OTHERS:
        return _plain(_OTHERS[function](*arguments))
    raise NotKnown(function)


def _alike(left: Value, right: Value) -> tuple[Array, Array]:
    """Two arrays of one size; beside a vector a number stands for one of its size."""
    if np.shape(left) != np.shape(right):
        if np.ndim(left) and np.ndim(right):
            raise DoesNotExist
        if 1 not in np.shape(left) + np.shape(right):
            raise NotKnown("a number added to a matrix")
    return np.asarray(left), np.asarray(right)


def _product(left: Value, right: Value) -> object:
    if np.ndim(left) and np.ndim(right):
        if np.shape(left)[1] != np.shape(right)[0]:
            raise DoesNotExist
        return np.asarray(left) @ np.asarray(right)
    return left * right


def _dot(left: Value, right: Value) -> object:
    columns = np.ndim(left) and np.shape(left) == np.shape(right) and np.shape(left)[1] == 1
    return (np.asarray(left) * np.asarray(right)).sum() if columns else _product(left, right)


def _quotient(left: Value, right: Value) -> object:
    if np.ndim(right):
        raise DoesNotExist
    return np.divide(left, right)


def _power(base: Value, exponent: Value) -> object:
    """A power, of each entry of a vector, of a square matrix as a whole."""
    if isinstance(exponent, np.ndarray):
        raise NotKnown("power")
    if np.ndim(base) == 0 or 1 in np.shape(base):
        return np.power(np.asarray(base, dtype=float), exponent)
    if exponent != round(exponent) or abs(exponent) > MOST_POWER:
        raise NotKnown("power")
    return np.linalg.matrix_power(base, round(exponent))


def _entry(array: Value, *indices: Value) -> object:
    if not np.ndim(array):
        return array if len(indices) == 1 else math.nan
    places = [_whole(each) - 1 for each in indices]
    shape = np.shape(array)
    if len(places) == 1:
        places = [places[0], 0] if shape[1] == 1 else [0, places[0]]
        if 1 not in shape:
            raise NotKnown("row")
    if not all(0 <= place < size for place, size in zip(places, shape, strict=True)):
        return math.nan
    return np.asarray(array)[places[0], places[1]]


def _softmax(values: Value) -> object:
    powers = np.exp(np.asarray(values))
    return powers / powers.sum()


_ENTRYWISE: Mapping[str, Callable[[Array], object]] = {
    "-": np.negative, "exp": np.exp, "log": np.log, "sqrt": np.sqrt, "sin": np.sin,
    "cos": np.cos, "tan": np.tan, "tanh": np.tanh, "abs": np.abs, "sign": np.sign,
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)), "relu": lambda z: np.maximum(z, 0),
    "floor": np.floor, "ceil": np.ceil, "arcosh": np.arccosh, "sinh": np.sinh, "cosh": np.cosh,
    "indicator": lambda z: z.astype(float), "step": lambda z: (z > 0).astype(float),
    "log10": np.log10, "+": lambda z: z, "softplus": lambda z: np.log1p(np.exp(z)),
}  # fmt: skip
_PAIRS: Mapping[str, Callable[[Value, Value], object]] = {
    "+": lambda a, b: np.add(*_alike(a, b)),
    "-": lambda a, b: np.subtract(*_alike(a, b)),
    "*": _product,
    "·": _dot,
    "/": _quotient,
    "^": _power,
    "odot": lambda a, b: np.multiply(*_alike(a, b)),
    "oslash": lambda a, b: np.divide(*_alike(a, b)),
    "otimes": np.kron,
    "max": lambda a, b: np.maximum(a, b),
    "min": lambda a, b: np.minimum(a, b),
    ">": lambda a, b: np.greater(a, b),
    "<": lambda a, b: np.less(a, b),
    ">=": lambda a, b: np.greater_equal(a, b),
    "<=": lambda a, b: np.less_equal(a, b),
    "=": lambda a, b: np.equal(a, b),
    "!=": lambda a, b: np.not_equal(a, b),
}
_OTHERS: Mapping[str, Callable[..., object]] = {
    "T": np.transpose,
    "at": _entry,
    "sum": np.sum,
    "tr": np.trace,
    "det": np.linalg.det,
    "diag": lambda a: np.diagflat(a) if 1 in np.shape(a) else np.diag(a).reshape(-1, 1),
    "softmax": _softmax,
    "inverse": lambda a: np.linalg.inv(np.atleast_2d(a)),
    "pinv": lambda a: np.linalg.pinv(np.atleast_2d(a)),
}
_SIZED: Mapping[str, Callable[[int], Array]] = {
    "identity": np.eye,
    "ones": lambda size: np.ones((size, 1)),
}
