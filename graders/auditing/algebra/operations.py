"""Operations on numbers and two-dimensional arrays, by numpy alone.

A vector is a matrix of one column. What is not known here is refused.
"""

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from graders.auditing.algebra.points import Array, Value

MOST_POWER = 6  # of a matrix


class NotKnown(Exception):
    """The expression holds something that has no value here."""


class DoesNotExist(Exception):
    """The sizes of the expression do not fit."""


def whole(value: Value) -> int:
    """A value as a bound or an index.

    Raises:
        NotKnown: if it is none that can be counted up to.
    """
    if isinstance(value, np.ndarray) or not math.isfinite(value) or abs(value) > 50:
        raise NotKnown("bounds")
    return round(value)


def _plain(value: object) -> Value:
    array = np.asarray(value, dtype=float)
    return float(array.reshape(-1)[0]) if array.size == 1 else array


def applied(function: str, arguments: Sequence[Value]) -> Value:
    """The value of a function; not finite where it is not defined.

    Raises:
        NotKnown: if the function is none of these.
        DoesNotExist: if the sizes do not fit.

    >>> applied("*", [np.eye(2), np.ones((2, 1))]).tolist()
    [[1.0], [1.0]]
    """
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
    places = [whole(each) - 1 for each in indices]
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
SIZED: Mapping[str, Callable[[int], Array]] = {
    "identity": np.eye,
    "ones": lambda size: np.ones((size, 1)),
}
