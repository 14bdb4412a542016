"""The plain values of operators and functions, from those of their arguments."""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import reduce

import numpy as np

from graders.comparing.formulas.arithmetic.functions import FUNCTIONS
from graders.comparing.formulas.plain.values import (
    Unsure,
    Value,
    added,
    applied,
    entrywise,
    extreme,
    holds,
    multiplied,
    number,
    place,
    power,
    quotient,
    same,
)
from graders.comparing.formulas.typing.functions import SAME
from graders.expression import Call, Number, Symbol

Values = Sequence[Value]


def _sum(call: Call, values: Values) -> Value:
    return reduce(added, values)


def _difference(call: Call, values: Values) -> Value:
    return -values[0] if len(values) == 1 else added(values[0], -values[1])


def _product(call: Call, values: Values) -> Value:
    total = values[0]
    for each in values[1:]:
        total = multiplied(total, each, inner=call.function == "·")
    return total


def _product_of_entries(call: Call, values: Values) -> Value:
    total = values[0]
    for each in values[1:]:
        left, right = entrywise(total, each)
        total = left * right
    return total


def _quotient(call: Call, values: Values) -> Value:
    upper, lower = values
    return quotient(upper, lower)


def _power(call: Call, values: Values) -> Value:
    base, exponent = values
    if call.function == "^" and not isinstance(base, float) and 1 not in base.shape:
        raise Unsure("a power of a matrix")
    return power(base, exponent)


def _transpose(call: Call, values: Values) -> Value:
    value = values[0]
    return value if isinstance(value, float) else value.T


def _component(call: Call, values: Values) -> Value:
    array, places = values[0], [place(each) for each in values[1:]]
    if isinstance(array, float) or len(places) > 2:
        raise Unsure("a component of a number")
    if len(places) == 1:
        if 1 not in array.shape:
            raise Unsure("a component of a matrix with one index")
        array = array.reshape(-1, 1)
        places.append(0)
    row, column = places
    inside = 0 <= row < array.shape[0] and 0 <= column < array.shape[1]
    return float(array[row, column]) if inside else math.nan


def _function(call: Call, values: Values) -> Value:
    if len(values) != 1:
        raise Unsure("a function of several numbers")
    return applied(call.function, values[0])


def _logarithm(call: Call, values: Values) -> Value:
    inner, base = values
    return quotient(applied("log", inner), applied("log", base))


def _extreme(call: Call, values: Values) -> Value:
    if len(values) < 2:
        raise Unsure("the largest entry")
    return extreme(call.function, [number(each) for each in values])


def _total(call: Call, values: Values) -> Value:
    return float(getattr(np.asarray(values[0]), call.function)())


def _norm(call: Call, values: Values) -> Value:
    array = values[0]
    if isinstance(array, float):
        raise Unsure("a norm of a number")
    match call.arguments[1]:
        case Symbol("F"):
            return math.sqrt(float((array * array).sum()))
        case Symbol("inf") if 1 in array.shape:
            return float(np.abs(array).max())
        case Number(value) if 1 in array.shape and value == 1:
            return float(np.abs(array).sum())
        case Number(value) if 1 in array.shape and value == 2:
            return math.sqrt(float((array * array).sum()))
    raise Unsure("another norm")


def _trace(call: Call, values: Values) -> Value:
    array = values[0]
    if isinstance(array, float) or array.shape[0] != array.shape[1]:
        raise Unsure("no trace")
    return float(array.trace())


def _softmax(call: Call, values: Values) -> Value:
    array = values[0]
    if isinstance(array, float) or 1 not in array.shape:
        raise Unsure("a softmax of each row")
    raised = np.exp(array)
    return raised / raised.sum()


_SIGNS: Mapping[str, Callable[[float, float], bool]] = {
    "=": same,
    "!=": lambda left, right: not same(left, right),
    "<": lambda left, right: left < right and not same(left, right),
    "<=": lambda left, right: left < right or same(left, right),
    ">": lambda left, right: left > right and not same(left, right),
    ">=": lambda left, right: left > right or same(left, right),
}


def _comparison(call: Call, values: Values) -> Value:
    left, right = map(number, values)
    return float(_SIGNS[call.function](left, right))


def _logic(call: Call, values: Values) -> Value:
    parts = [holds(each) for each in values]
    if call.function == "not":
        return float(not parts[0])
    return float(all(parts) if call.function == "and" else any(parts))


def _indicator(call: Call, values: Values) -> Value:
    return values[0]  # a condition counts 1 or 0


def _cases(call: Call, values: Values) -> Value:
    for value, condition in zip(values[0::2], values[1::2], strict=False):
        if holds(condition):
            return number(value)
    return values[-1] if len(values) % 2 else math.nan


CALLS: Mapping[str, Callable[[Call, Values], Value]] = {
    **dict.fromkeys(SAME & FUNCTIONS.keys(), _function),
    **{f"{name}'": _function for name in SAME if f"{name}'" in FUNCTIONS},
    **dict.fromkeys(_SIGNS, _comparison),
    **dict.fromkeys(("and", "or", "not"), _logic),
    **dict.fromkeys(("*", "·"), _product),
    **dict.fromkeys(("max", "min"), _extreme),
    **dict.fromkeys(("sum", "mean", "prod"), _total),
    **dict.fromkeys(("/", "oslash"), _quotient),
    **dict.fromkeys(("^", "**"), _power),
    "+": _sum,
    "-": _difference,
    "odot": _product_of_entries,
    "T": _transpose,
    "at": _component,
    "logarithm": _logarithm,
    "norm": _norm,
    "tr": _trace,
    "softmax": _softmax,
    "indicator": _indicator,
    "cases": _cases,
}
