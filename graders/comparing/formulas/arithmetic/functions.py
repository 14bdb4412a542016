"""Functions of a number, in double precision and with any number of digits.

Where a function has no value it is NaN; so it is on a kink, for a derivative.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


class Function(NamedTuple):
    """A function of every entry of an array, and of one number in a context of mpmath."""

    double: Callable[[Array], Array]
    precise: Callable[[Any, Any], Any]


def _sigmoid(z: Array) -> Array:
    return 0.5 * (1 + np.tanh(0.5 * z))


def _precise_sigmoid(mp: Any, z: Any) -> Any:
    return 1 / (1 + mp.exp(-z))


def _where(condition: Array, z: Array, function: Callable[[Array], Array]) -> Array:
    """The function where the condition holds, and NaN elsewhere."""
    return np.where(condition, function(np.where(condition, z, 1.0)), np.nan)


def _log(z: Array) -> Array:
    return _where(z > 0, z, np.log)


def _step(z: Array) -> Array:
    return np.where(z == 0, np.nan, (z > 0) * 1.0)


def _precise_step(mp: Any, z: Any) -> Any:
    return mp.nan if z == 0 else mp.mpf(z > 0)


def _factorial(z: Array) -> Array:
    gamma = np.frompyfunc(lambda value: math.gamma(value + 1), 1, 1)
    whole = (z >= 0) & (z == np.floor(z)) & (z <= 170)
    return _where(whole, z, lambda each: gamma(each).astype(float))


def _erf(z: Array) -> Array:
    return np.asarray(np.frompyfunc(math.erf, 1, 1)(z), dtype=float)


_HYPERBOLIC = {
    "tanh": Function(np.tanh, lambda mp, z: mp.tanh(z)),
    "tanh'": Function(lambda z: 1 - np.tanh(z) ** 2, lambda mp, z: mp.sech(z) ** 2),
    "sinh": Function(np.sinh, lambda mp, z: mp.sinh(z)),
    "cosh": Function(np.cosh, lambda mp, z: mp.cosh(z)),
    "sinh'": Function(np.cosh, lambda mp, z: mp.cosh(z)),
    "cosh'": Function(np.sinh, lambda mp, z: mp.sinh(z)),
    "sech": Function(lambda z: 1 / np.cosh(z), lambda mp, z: mp.sech(z)),
    "artanh": Function(np.arctanh, lambda mp, z: mp.atanh(z)),
    "arcosh": Function(np.arccosh, lambda mp, z: mp.acosh(z)),
    "arsinh": Function(np.arcsinh, lambda mp, z: mp.asinh(z)),
}
_TRIGONOMETRIC = {
    "sin": Function(np.sin, lambda mp, z: mp.sin(z)),
    "sin'": Function(np.cos, lambda mp, z: mp.cos(z)),
    "cos": Function(np.cos, lambda mp, z: mp.cos(z)),
    "cos'": Function(lambda z: -np.sin(z), lambda mp, z: -mp.sin(z)),
    "tan": Function(np.tan, lambda mp, z: mp.tan(z)),
    "tan'": Function(lambda z: 1 + np.tan(z) ** 2, lambda mp, z: mp.sec(z) ** 2),
    "cot": Function(lambda z: 1 / np.tan(z), lambda mp, z: mp.cot(z)),
    "sec": Function(lambda z: 1 / np.cos(z), lambda mp, z: mp.sec(z)),
    "csc": Function(lambda z: 1 / np.sin(z), lambda mp, z: mp.csc(z)),
    "arctan": Function(np.arctan, lambda mp, z: mp.atan(z)),
    "arctan'": Function(lambda z: 1 / (1 + z**2), lambda mp, z: 1 / (1 + z**2)),
    "arcsin": Function(np.arcsin, lambda mp, z: mp.asin(z)),
    "arccos": Function(np.arccos, lambda mp, z: mp.acos(z)),
}
_EXPONENTIAL = {
    "exp": Function(np.exp, lambda mp, z: mp.exp(z)),
    "exp'": Function(np.exp, lambda mp, z: mp.exp(z)),
    "log": Function(_log, lambda mp, z: mp.log(z) if z > 0 else mp.nan),
    "log'": Function(
        lambda z: _where(z != 0, z, np.reciprocal), lambda mp, z: 1 / z if z != 0 else mp.nan
    ),
    "log10": Function(
        lambda z: _log(z) / math.log(10),
        lambda mp, z: mp.log(z) / mp.log(10) if z > 0 else mp.nan,
    ),
    "sqrt": Function(lambda z: _where(z >= 0, z, np.sqrt), lambda mp, z: mp.sqrt(z)),
    "sqrt'": Function(
        lambda z: _where(z > 0, z, lambda each: 0.5 / np.sqrt(each)),
        lambda mp, z: 1 / (2 * mp.sqrt(z)) if z > 0 else mp.nan,
    ),
    "erf": Function(_erf, lambda mp, z: mp.erf(z)),
    "factorial": Function(
        _factorial,
        lambda mp, z: mp.factorial(z) if z == int(z) and z >= 0 else mp.nan,
    ),
}
_ACTIVATIONS = {
    "sigmoid": Function(_sigmoid, _precise_sigmoid),
    "sigmoid'": Function(
        lambda z: _sigmoid(z) * _sigmoid(-z),
        lambda mp, z: _precise_sigmoid(mp, z) * _precise_sigmoid(mp, -z),
    ),
    "relu": Function(lambda z: np.maximum(z, 0.0), lambda mp, z: z if z > 0 else mp.zero),
    "relu'": Function(_step, _precise_step),
    "softplus": Function(lambda z: np.logaddexp(0.0, z), lambda mp, z: mp.log1p(mp.exp(z))),
    "softplus'": Function(_sigmoid, _precise_sigmoid),
    "swish": Function(lambda z: z * _sigmoid(z), lambda mp, z: z * _precise_sigmoid(mp, z)),
    "swish'": Function(
        lambda z: _sigmoid(z) * (1 + z * _sigmoid(-z)),
        lambda mp, z: _precise_sigmoid(mp, z) * (1 + z * _precise_sigmoid(mp, -z)),
    ),
}
_PIECEWISE = {
    "abs": Function(np.abs, lambda mp, z: abs(z)),
    "abs'": Function(
        lambda z: np.where(z == 0, np.nan, np.sign(z)),
        lambda mp, z: mp.nan if z == 0 else mp.sign(z),
    ),
    "sign": Function(np.sign, lambda mp, z: mp.sign(z)),
    "step": Function(_step, _precise_step),
    "floor": Function(lambda z: np.floor(z + 1e-11), lambda mp, z: mp.floor(z + mp.mpf(10) ** -40)),
    "trunc": Function(
        lambda z: np.trunc(z + np.copysign(1e-11, z)),
        lambda mp, z: mp.sign(z) * mp.floor(abs(z) + mp.mpf(10) ** -40),
    ),
    "ceil": Function(lambda z: np.ceil(z - 1e-11), lambda mp, z: mp.ceil(z - mp.mpf(10) ** -40)),
}
FUNCTIONS: Mapping[str, Function] = {
    **_EXPONENTIAL,
    **_HYPERBOLIC,
    **_TRIGONOMETRIC,
    **_ACTIVATIONS,
    **_PIECEWISE,
}
