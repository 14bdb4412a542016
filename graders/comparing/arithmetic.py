"""Three kinds of numbers on which terms are evaluated.

All work on arrays of shape (points, rows, columns). `Floats` is double precision; an undefined
value is NaN. `Modulo` computes with remainders by a large prime: exact, for what is rational.
`Precise` carries fifty digits, for the few points in doubt.
"""

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

PRIMES = (2_147_483_647, 2_147_483_629)  # the two largest below 2^31: products fit 64 bits
_DIGITS = 50
_LARGEST_EXPONENT = 10_000  # beyond this a power is not computed exactly
_EXPANDED = 6  # determinants up to this size are expanded by rows


class NotRational(Exception):
    """The term is not made of additions, products and quotients alone."""


class Floats:
    """Double precision, with NaN for what is undefined."""

    exact = False
    expands = False  # determinants by their rows
    cost = 1  # of one entry, as a multiple of this arithmetic's

    def constant(self, value: Fraction) -> Array:
        return _constant(value)

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
        return (
            np.where(zero, np.nan, left / np.where(zero, 1.0, right))
            if zero.any()
            else left / right
        )

    def power(self, base: Array, exponent: Array) -> Array:
        found = np.power(base, exponent)
        return np.where((base == 0) & (exponent < 0), np.nan, found)

    def total(self, array: Array, axis: int | tuple[int, int]) -> Array:
        """The sum along some axes, which keep the length 1."""
        return array.sum(axis=axis, keepdims=True)

    def matmul(self, left: Array, right: Array) -> Array:
        return left @ right

    def function(self, name: str, array: Array) -> Array:
        return FLOAT_FUNCTIONS[name](array)

    def det(self, array: Array) -> Array:
        return np.linalg.det(array).reshape(-1, 1, 1)

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
        return _compared(sign, left, right, close)

    def is_defined(self, array: Array) -> Array:
        return np.isfinite(array)

    def undefined(self) -> Array:
        return np.full((1, 1, 1), np.nan)


@lru_cache(maxsize=4096)
def _constant(value: Fraction) -> Array:
    try:
        number = float(value)
    except OverflowError:
        number = math.inf if value > 0 else -math.inf
    found = np.full((1, 1, 1), number)
    found.setflags(write=False)
    return found


def _compared(sign: str, left: Array, right: Array, close: Array) -> Array:
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


class Precise(Floats):
    """Fifty digits; an undefined value is NaN."""

    expands = True
    cost = 400

    def __init__(self) -> None:
        self.context = _context()

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
        """Doubles as they are, with more room for digits."""
        if array.dtype == object:
            return array
        return _elementwise(lambda value: self.context.mpf(float(value)))(array)

    def divide(self, left: Array, right: Array) -> Array:
        return _elementwise(self._quotient)(left, right)

    def _quotient(self, left: Any, right: Any) -> Any:
        return self.context.nan if right == 0 else left / right

    def power(self, base: Array, exponent: Array) -> Array:
        return _elementwise(self._power)(base, exponent)

    def _power(self, base: Any, exponent: Any) -> Any:
        if not self.context.isfinite(exponent) or abs(exponent) > _LARGEST_EXPONENT:
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
        if name not in _precise_functions():
            raise NotRational(name)
        compute = _precise_functions()[name]
        context = self.context

        def one(value: Any) -> Any:
            if not context.isfinite(value) or abs(value) > 1e6:
                return context.nan
            return self._real(lambda: compute(context, value))

        return _elementwise(one)(array)

    def det(self, array: Array) -> Array:
        return _determinant(self, array)

    def inverse(self, array: Array) -> Array:
        return _adjugate_over_determinant(self, array)

    def compare(self, sign: str, left: Array, right: Array) -> Array:
        close = _elementwise(lambda a, b: abs(a - b) <= 1e-40 * max(abs(a), abs(b)), kind=bool)(
            left, right
        )
        return _compared(sign, left, right, close).astype(bool)

    def is_defined(self, array: Array) -> Array:
        return _elementwise(lambda value: bool(self.context.isfinite(value)), kind=bool)(array)

    def undefined(self) -> Array:
        return self.one(self.context.nan)


class Modulo(Floats):
    """Remainders by a prime: exact for what is rational, and refused otherwise."""

    exact = True
    expands = True
    cost = 4

    def __init__(self, prime: int) -> None:
        self.prime = prime

    def constant(self, value: Fraction) -> Array:
        return np.full((1, 1, 1), self.remainder(value), dtype=np.int64)

    def whole(self, numbers: Array) -> Array:
        return numbers.astype(np.int64) % self.prime

    def remainder(self, value: Fraction) -> int:
        if value.denominator % self.prime == 0:
            raise NotRational("a denominator that the prime divides")
        return value.numerator * pow(value.denominator, -1, self.prime) % self.prime

    def named(self, name: str) -> Array:
        raise NotRational(name)

    def add(self, left: Array, right: Array) -> Array:
        return (left + right) % self.prime

    def negate(self, array: Array) -> Array:
        return -array % self.prime

    def multiply(self, left: Array, right: Array) -> Array:
        return left * right % self.prime

    def divide(self, left: Array, right: Array) -> Array:
        if (right == 0).any():
            raise NotRational("a zero divisor")
        inverse = np.frompyfunc(lambda value: pow(value, -1, self.prime), 1, 1)
        return left * inverse(right).astype(np.int64) % self.prime

    def raised(self, base: Array, exponent: int) -> Array:
        found = np.ones_like(base)
        while exponent:
            if exponent & 1:
                found = found * base % self.prime
            base = base * base % self.prime
            exponent >>= 1
        return found

    def power(self, base: Array, exponent: Array) -> Array:
        raise NotRational("a power that is not written out")

    def total(self, array: Array, axis: int | tuple[int, int]) -> Array:
        return array.sum(axis=axis, keepdims=True) % self.prime

    def matmul(self, left: Array, right: Array) -> Array:
        return (left[:, :, :, None] * right[:, None, :, :] % self.prime).sum(axis=2) % self.prime

    def function(self, name: str, array: Array) -> Array:
        raise NotRational(name)

    def det(self, array: Array) -> Array:
        return _determinant(self, array)

    def inverse(self, array: Array) -> Array:
        return _adjugate_over_determinant(self, array)

    def compare(self, sign: str, left: Array, right: Array) -> Array:
        raise NotRational("a comparison")

    def is_defined(self, array: Array) -> Array:
        return np.ones(array.shape, dtype=bool)

    def undefined(self) -> Array:
        raise NotRational("undefined")


def _determinant(numbers: Floats, array: Array) -> Array:
    """Expanded by the first row: exact, for small sizes."""
    size = array.shape[1]
    if size > _EXPANDED:
        raise NotRational("a large determinant")
    if size == 1:
        return array
    total = None
    for column in range(size):
        others = [each for each in range(size) if each != column]
        minor = _determinant(numbers, array[:, 1:, :][:, :, others])
        part = numbers.multiply(array[:, :1, column : column + 1], minor)
        part = numbers.negate(part) if column % 2 else part
        total = part if total is None else numbers.add(total, part)
    assert total is not None
    return total


def _adjugate_over_determinant(numbers: Floats, array: Array) -> Array:
    size = array.shape[1]
    det = _determinant(numbers, array)
    found = np.empty(array.shape, dtype=array.dtype)
    for row in range(size):
        for column in range(size):
            rows = [each for each in range(size) if each != row]
            columns = [each for each in range(size) if each != column]
            minor = array[:, rows, :][:, :, columns]
            cofactor = _determinant(numbers, minor) if size > 1 else numbers.divide(det, det)
            signed = numbers.negate(cofactor) if (row + column) % 2 else cofactor
            found[:, column : column + 1, row : row + 1] = numbers.divide(signed, det)
    return found


def _elementwise(function: Callable[..., Any], *, kind: type = object) -> Callable[..., Array]:
    def apply(*arrays: Array) -> Array:
        shape = np.broadcast_shapes(*(array.shape for array in arrays))
        spread = [np.broadcast_to(array, shape).ravel() for array in arrays]
        found: Array = np.empty(len(spread[0]), dtype=kind)
        for position, values in enumerate(zip(*spread, strict=True)):
            found[position] = function(*values)
        return found.reshape(shape)

    return apply


@cache
def _context() -> Any:
    import mpmath  # late: most comparisons need none of it

    context = mpmath.MPContext()
    context.dps = _DIGITS
    return context


# --- functions ----------------------------------------------------------------------------------


def _sigmoid(z: Array) -> Array:
    return 0.5 * (1 + np.tanh(0.5 * z))


def _softplus(z: Array) -> Array:
    return np.logaddexp(0.0, z)


def _log(z: Array) -> Array:
    return np.where(z > 0, np.log(np.where(z > 0, z, 1.0)), np.nan)


def _factorial(z: Array) -> Array:
    whole = (z >= 0) & (z == np.floor(z)) & (z <= 170)
    gamma = np.frompyfunc(lambda value: math.gamma(value + 1), 1, 1)
    return np.where(whole, gamma(np.where(whole, z, 0.0)).astype(float), np.nan)


def _erf(z: Array) -> Array:
    return np.asarray(np.frompyfunc(math.erf, 1, 1)(z), dtype=float)


FLOAT_FUNCTIONS: Mapping[str, Callable[[Array], Array]] = {
    "sigmoid": _sigmoid,
    "sigmoid'": lambda z: _sigmoid(z) * _sigmoid(-z),
    "tanh": np.tanh,
    "tanh'": lambda z: 1 - np.tanh(z) ** 2,
    "relu": lambda z: np.maximum(z, 0.0),
    "relu'": lambda z: np.where(z == 0, np.nan, (z > 0) * 1.0),
    "exp": np.exp,
    "exp'": np.exp,
    "log": _log,
    "log'": lambda z: np.where(z == 0, np.nan, 1 / np.where(z == 0, 1.0, z)),
    "log10": lambda z: _log(z) / math.log(10),
    "sqrt": lambda z: np.where(z >= 0, np.sqrt(np.abs(z)), np.nan),
    "sqrt'": lambda z: np.where(z > 0, 0.5 / np.sqrt(np.abs(np.where(z == 0, 1.0, z))), np.nan),
    "sinh": np.sinh,
    "cosh": np.cosh,
    "sech": lambda z: 1 / np.cosh(z),
    "sin": np.sin,
    "sin'": np.cos,
    "cos": np.cos,
    "cos'": lambda z: -np.sin(z),
    "tan": np.tan,
    "cot": lambda z: 1 / np.tan(z),
    "sec": lambda z: 1 / np.cos(z),
    "csc": lambda z: 1 / np.sin(z),
    "arctan": np.arctan,
    "arcsin": np.arcsin,
    "arccos": np.arccos,
    "artanh": np.arctanh,
    "arcosh": np.arccosh,
    "arsinh": np.arcsinh,
    "abs": np.abs,
    "abs'": lambda z: np.where(z == 0, np.nan, np.sign(z)),
    "sign": np.sign,
    "softplus": _softplus,
    "softplus'": _sigmoid,
    "step": lambda z: np.where(z == 0, np.nan, (z > 0) * 1.0),
    "floor": lambda z: np.floor(z + 1e-11),
    "ceil": lambda z: np.ceil(z - 1e-11),
    "erf": _erf,
    "swish": lambda z: z * _sigmoid(z),
    "swish'": lambda z: _sigmoid(z) * (1 + z * _sigmoid(-z)),
    "factorial": _factorial,
}


@cache
def _precise_functions() -> Mapping[str, Callable[[Any, Any], Any]]:
    def sigmoid(mp: Any, z: Any) -> Any:
        return 1 / (1 + mp.exp(-z))

    def kinked(mp: Any, z: Any, value: Any) -> Any:
        return mp.nan if z == 0 else value

    return {
        "sigmoid": sigmoid,
        "sigmoid'": lambda mp, z: sigmoid(mp, z) * sigmoid(mp, -z),
        "tanh": lambda mp, z: mp.tanh(z),
        "tanh'": lambda mp, z: mp.sech(z) ** 2,
        "relu": lambda mp, z: z if z > 0 else mp.zero,
        "relu'": lambda mp, z: kinked(mp, z, mp.mpf(z > 0)),
        "exp": lambda mp, z: mp.exp(z),
        "exp'": lambda mp, z: mp.exp(z),
        "log": lambda mp, z: mp.log(z) if z > 0 else mp.nan,
        "log'": lambda mp, z: 1 / z if z != 0 else mp.nan,
        "log10": lambda mp, z: mp.log(z) / mp.log(10) if z > 0 else mp.nan,
        "sqrt": lambda mp, z: mp.sqrt(z),
        "sqrt'": lambda mp, z: 1 / (2 * mp.sqrt(z)) if z > 0 else mp.nan,
        "sinh": lambda mp, z: mp.sinh(z),
        "cosh": lambda mp, z: mp.cosh(z),
        "sech": lambda mp, z: mp.sech(z),
        "sin": lambda mp, z: mp.sin(z),
        "sin'": lambda mp, z: mp.cos(z),
        "cos": lambda mp, z: mp.cos(z),
        "cos'": lambda mp, z: -mp.sin(z),
        "tan": lambda mp, z: mp.tan(z),
        "cot": lambda mp, z: mp.cot(z),
        "sec": lambda mp, z: mp.sec(z),
        "csc": lambda mp, z: mp.csc(z),
        "arctan": lambda mp, z: mp.atan(z),
        "arcsin": lambda mp, z: mp.asin(z),
        "arccos": lambda mp, z: mp.acos(z),
        "artanh": lambda mp, z: mp.atanh(z),
        "arcosh": lambda mp, z: mp.acosh(z),
        "arsinh": lambda mp, z: mp.asinh(z),
        "abs": lambda mp, z: abs(z),
        "abs'": lambda mp, z: kinked(mp, z, mp.sign(z)),
        "sign": lambda mp, z: mp.sign(z),
        "softplus": lambda mp, z: mp.log1p(mp.exp(z)),
        "softplus'": sigmoid,
        "step": lambda mp, z: kinked(mp, z, mp.mpf(z > 0)),
        "floor": lambda mp, z: mp.floor(z + mp.mpf(10) ** -40),
        "ceil": lambda mp, z: mp.ceil(z - mp.mpf(10) ** -40),
        "erf": lambda mp, z: mp.erf(z),
        "swish": lambda mp, z: z * sigmoid(mp, z),
        "swish'": lambda mp, z: sigmoid(mp, z) * (1 + z * sigmoid(mp, -z)),
        "factorial": lambda mp, z: mp.factorial(z) if z == int(z) and 0 <= z <= 170 else mp.nan,
    }
