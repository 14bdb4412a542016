"""Fifty digits, for the few points in doubt."""

from collections.abc import Callable
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np

from graders.comparing.formulas.arithmetic.expansions import determinant, inverse
from graders.comparing.formulas.arithmetic.floats import Array, Floats, compared
from graders.comparing.formulas.arithmetic.functions import FUNCTIONS

DIGITS = 50
_DISTANT_DIGITS = 200
_TAME = frozenset("log log10 log' sqrt sqrt' abs abs' sign relu relu' step".split())
_SHORT = 8  # characters of a number that is meant in decimals


class Precise(Floats):
    """Fifty digits, if no other number is given; an undefined value is NaN."""

    expands = True
    cost = 400
    largest_exponent = 10_000.0  # beyond this a power is not computed exactly
    largest = 1e6  # beyond this a function that may grow without bounds is not, either

    def __init__(self, digits: int = DIGITS) -> None:
        self.context = _context(digits)

    def constant(self, value: Fraction) -> Array:
        mpf = self.context.mpf
        return self.one(mpf(value.numerator) / mpf(value.denominator))

    def whole(self, numbers: Array) -> Array:
        return self.lifted(numbers.astype(float))

    def scalar(self, value: float) -> Any:
        return self.context.mpf(value)

    def one(self, value: object) -> Array:
        array = np.empty((1, 1, 1), dtype=object)
        array[0, 0, 0] = value
        return array

    def named(self, name: str) -> Array:
        return self.one(
            {"e": +self.context.e, "pi": +self.context.pi, "inf": self.context.inf}[name]
        )

    def lifted(self, array: Array) -> Array:
        """Doubles as they are, with more room for digits; 0.37 is 37/100."""
        if array.dtype == object:
            return array
        return _elementwise(self._lifted)(array)

    def taken(self, array: Array) -> Array:
        """Numbers with other digits, with these."""
        return _elementwise(self.context.mpf)(array)

    def _lifted(self, value: float) -> Any:
        written = repr(float(value))
        return self.context.mpf(written if len(written) <= _SHORT else float(value))

    def divide(self, left: Array, right: Array) -> Array:
        return _elementwise(self._quotient)(left, right)

    def _quotient(self, left: Any, right: Any) -> Any:
        return self.context.nan if right == 0 else left / right

    def power(self, base: Array, exponent: Array) -> Array:
        return _elementwise(self._power)(base, exponent)

    def _power(self, base: Any, exponent: Any) -> Any:
        if not self.context.isfinite(exponent) or abs(exponent) > self.largest_exponent:
            return self.context.nan
        return self._real(lambda: self.context.power(base, exponent))

    def _real(self, compute: Callable[[], Any]) -> Any:
        try:
            found = compute()
        except (ArithmeticError, ValueError):
            return self.context.nan
        if isinstance(found, self.context.mpc):
            return found.real if found.imag == 0 else self.context.nan
        return found

    def function(self, name: str, array: Array) -> Array:
        compute, context = FUNCTIONS[name].precise, self.context
        largest = context.inf if name in _TAME else self.largest

        def one(value: Any) -> Any:
            if not context.isfinite(value) or abs(value) > largest:
                return context.nan
            return self._real(lambda: compute(context, value))

        return _elementwise(one)(array)

    def det(self, array: Array) -> Array:
        return determinant(self, array)

    def spectral_norm(self, array: Array) -> Array:
        found = [self._spectral(each) for each in array]
        return np.array(found, dtype=object).reshape(-1, 1, 1)

    def _spectral(self, matrix: Array) -> Any:
        if not self.is_defined(matrix).all():
            return self.context.nan
        return max(self.context.svd_r(self.context.matrix(matrix.tolist()), compute_uv=False))

    def eigenvalues(self, array: Array) -> Array:
        matrices = map(self.context.matrix, array.tolist())
        found = [list(self.context.eigsy(each, eigvals_only=True)) for each in matrices]
        return np.array(found, dtype=object)[:, :, None]

    def inverse(self, array: Array) -> Array:
        return inverse(self, array)

    def compare(self, sign: str, left: Array, right: Array) -> Array:
        close = _elementwise(lambda a, b: abs(a - b) <= 1e-40 * max(abs(a), abs(b)), kind=bool)(
            left, right
        )
        return compared(sign, left, right, close).astype(bool)

    def is_defined(self, array: Array) -> Array:
        return _elementwise(lambda value: bool(self.context.isfinite(value)), kind=bool)(array)

    def undefined(self) -> Array:
        return self.one(self.context.nan)


class Distant(Precise):
    """Digits enough for numbers as large as 10^60, and for what is left where they cancel."""

    cost = 4_000
    largest_exponent = largest = 1e80

    def __init__(self) -> None:
        super().__init__(_DISTANT_DIGITS)

    def _power(self, base: Any, exponent: Any) -> Any:
        if base > 0 and abs(exponent) > Precise.largest_exponent:
            exponent, base = exponent * self.context.log(base), self.context.e  # not by products
        return super()._power(base, exponent)


def _elementwise(function: Callable[..., Any], *, kind: type = object) -> Callable[..., Array]:
    def apply(*arrays: Array) -> Array:
        spread = np.broadcast(*arrays)
        found: Array = np.empty(spread.size, dtype=kind)
        for position, values in enumerate(spread):
            found[position] = function(*values)
        return found.reshape(spread.shape)

    return apply


@cache
def _context(digits: int) -> Any:
    import mpmath  # late: most comparisons need none of it

    context = mpmath.MPContext()
    context.dps = digits
    return context
