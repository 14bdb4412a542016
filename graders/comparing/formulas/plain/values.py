"""Plain values: a number is a float, a vector or a matrix an array with two axes."""

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from graders.comparing.formulas.arithmetic import Array
from graders.comparing.formulas.arithmetic.functions import FUNCTIONS
from graders.errors import NablaError
from graders.expression import Number

Value = float | Array

_FARTHEST = 10_000  # an index beyond this is none


class Unsure(NablaError):
    """What something is hangs on more than values: the typist must say."""


def plain(array: Any) -> Value:
    """An array of one entry as its number.

    >>> plain(np.array([[2.5]]))
    2.5
    """
    return float(array[0, 0]) if array.shape == (1, 1) else array


def literal(node: Number) -> float:
    numerator, denominator = node.value.as_integer_ratio()
    try:
        return numerator / denominator
    except OverflowError:
        raise Unsure("a number that is too large") from None


def number(value: Value) -> float:
    """What must be a number."""
    if not isinstance(value, float):
        raise Unsure("an array where a number is expected")
    return value


def holds(value: Value) -> bool:
    """Whether a condition holds."""
    return number(value) == 1.0


def added(left: Value, right: Value) -> Value:
    if isinstance(left, float):
        return left + number(right)
    if isinstance(right, float) or left.shape != right.shape:
        raise Unsure("arrays of two shapes")
    return left + right


def multiplied(left: Value, right: Value, *, inner: bool) -> Value:
    """A scaling, a matrix product, or with `inner` that of two columns or two rows."""
    if isinstance(left, float) or isinstance(right, float):
        return left * right
    if inner and left.shape == right.shape and 1 in left.shape:
        return float((left * right).sum())
    if left.shape[1] != right.shape[0]:
        raise Unsure("no product")
    return plain(left @ right)


def entrywise(left: Value, right: Value) -> tuple[Value, Value]:
    """Two of one shape, or one of them a number."""
    if isinstance(left, float) or isinstance(right, float) or left.shape == right.shape:
        return left, right
    raise Unsure("arrays of two shapes")


def quotient(upper: Value, lower: Value) -> Value:
    upper, lower = entrywise(upper, lower)
    if isinstance(lower, float):
        return upper / lower if lower else upper * math.nan
    return upper / np.where(lower == 0, np.nan, lower)


def power(base: Value, exponent: Value) -> Value:
    base, exponent = entrywise(base, exponent)
    if isinstance(base, float) and isinstance(exponent, float):
        try:
            return math.pow(base, exponent)
        except ValueError:
            return math.nan
        except OverflowError:
            raise Unsure("a large power") from None
    found = np.power(base, exponent)
    return np.where((np.asarray(base) == 0) & (np.asarray(exponent) < 0), np.nan, found)


_OF_NUMBERS: Mapping[str, Callable[[float], float]] = {
    "exp": math.exp,
    "log": math.log,
    "sqrt": math.sqrt,
    "sin": math.sin,
    "cos": math.cos,
    "tanh": math.tanh,
    "abs": abs,
    "sigmoid": lambda z: 0.5 * (1 + math.tanh(0.5 * z)),
    "relu": lambda z: max(z, 0.0) if z == z else z,
}


def applied(name: str, value: Value) -> Value:
    """A function of every entry."""
    compute = _OF_NUMBERS.get(name)
    if compute is None or not isinstance(value, float):
        return plain(FUNCTIONS[name].double(np.reshape(value, np.shape(value) or (1, 1))))
    try:
        return compute(value)
    except ValueError:
        return math.nan
    except OverflowError:
        return math.inf


def extreme(name: str, numbers: list[float]) -> float:
    """The largest or the smallest of some numbers, if all of them are defined."""
    if any(each != each for each in numbers):
        return math.nan
    return max(numbers) if name.endswith("max") else min(numbers)


def same(left: float, right: float) -> bool:
    """Whether two numbers differ by no more than rounding."""
    return left == right or abs(left - right) <= 1e-11 * max(abs(left), abs(right)) + 1e-12


def place(index: Value) -> int:
    """A position from 0; -1 where it is none."""
    found = number(index)
    whole = 0 < found < _FARTHEST and found == int(found)
    return int(found) - 1 if whole else -1
