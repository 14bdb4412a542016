"""Double precision, and what every arithmetic can do."""

import math
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graders.comparing.formulas.arithmetic.functions import FUNCTIONS

Array = NDArray[Any]


class NotRational(Exception):
    """The term is not made of additions, products and quotients alone."""


class Floats:
    """Double precision, with NaN for what is undefined."""

    exact = False
    expands = False  # determinants by their rows
    cost = 1  # of one entry, as a multiple of this arithmetic's

    def constant(self, value: Fraction) -> Array:
        try:
            number = value.numerator / value.denominator
        except OverflowError:
            number = math.inf if value > 0 else -math.inf
        return np.array(number, ndmin=3)

    def whole(self, numbers: Array) -> Array:
        """Whole numbers, as this arithmetic has them."""
        return numbers.astype(float)

    def scalar(self, value: float) -> Any:
        """A double among the numbers of this arithmetic."""
        return value

    def named(self, name: str) -> Array:
        return np.full((1, 1, 1), {"e": math.e, "pi": math.pi, "inf": math.inf}[name])

    def add(self, left: Array, right: Array) -> Array:
        return left + right

    def negate(self, array: Array) -> Array:
        return -array

    def multiply(self, left: Array, right: Array) -> Array:
        return left * right

    def divide(self, left: Array, right: Array) -> Array:
        zero = right == 0
        if not np.count_nonzero(zero):
            return left / right
        return np.where(zero, np.nan, left / np.where(zero, 1.0, right))

    def power(self, base: Array, exponent: Array) -> Array:
        found: Array = np.power(base, exponent)
        poles = (base == 0) & (exponent < 0)
        return np.where(poles, np.nan, found) if np.count_nonzero(poles) else found

    def total(self, array: Array, axis: int | tuple[int, int]) -> Array:
        """The sum along some axes, which keep the length 1."""
        return array.sum(axis=axis, keepdims=True)

    def matmul(self, left: Array, right: Array) -> Array:
        return left @ right

    def function(self, name: str, array: Array) -> Array:
        return FUNCTIONS[name].double(array)

    def det(self, array: Array) -> Array:
        return np.linalg.det(array).reshape(-1, 1, 1)

    def spectral_norm(self, array: Array) -> Array:
        """The largest singular value of each matrix."""
        defined = np.isfinite(array).all(axis=(1, 2), keepdims=True)
        found = np.linalg.norm(np.where(defined, array, 0.0), 2, axis=(1, 2), keepdims=True)
        return np.where(defined, found, np.nan)

    def eigenvalues(self, array: Array) -> Array:
        """Those of each symmetric matrix, the smallest first, as a column."""
        return np.linalg.eigvalsh(array)[:, :, None]

    def inverse(self, array: Array) -> Array:
        det = np.linalg.det(array)
        scale = np.max(np.abs(array), axis=(1, 2)) ** array.shape[1]
        singular = ~(np.abs(det) > 1e-12 * scale)
        whole = np.where(singular[:, None, None], np.eye(array.shape[1]), array)
        return np.where(singular[:, None, None], np.nan, np.linalg.inv(whole))

    def compare(self, sign: str, left: Array, right: Array) -> Array:
        """Comparisons in which what differs by rounding alone is equal."""
        gap = np.abs(left - right)
        close = gap <= 1e-11 * np.maximum(np.abs(left), np.abs(right)) + 1e-12
        close = (close & np.isfinite(gap)) | (left == right)
        return compared(sign, left, right, close)

    def is_defined(self, array: Array) -> Array:
        return np.isfinite(array)

    def undefined(self) -> Array:
        return np.full((1, 1, 1), np.nan)


def compared(sign: str, left: Array, right: Array, close: Array) -> Array:
    match sign:
        case "=":
            return close
        case "!=":
            return ~close
        case "<":
            return (left < right) & ~close
        case "<=":
            return (left < right) | close
        case ">":
            return (left > right) & ~close
    return (left > right) | close
