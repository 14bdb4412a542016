"""The value of an expression of scalars."""

import math
from collections.abc import Callable, Mapping

from graders.expression import Call, Expression, Number, Symbol

_CONSTANTS = {"e": math.e, "pi": math.pi}
_FUNCTIONS: Mapping[str, Callable[..., float]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, *right: left - right[0] if right else -left,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right,
    "^": lambda base, exponent: math.pow(base, exponent),
    "exp": math.exp,
    "log": math.log,
    "sqrt": math.sqrt,
    "tanh": math.tanh,
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
    "relu": lambda z: max(z, 0.0),
    "abs": abs,
    "max": max,
    "min": min,
}


def evaluate(expression: Expression, values: Mapping[str, float]) -> float:
    """The value of an expression where its symbols have these values, in double precision.

    Raises:
        ArithmeticError: where the expression is undefined or too large.
        KeyError: if a symbol has no value.

    >>> from graders.reading.formula import read_formula
    >>> evaluate(read_formula("2 w_1^2 + 1"), {"w1": 3.0})
    19.0
    """
    match expression:
        case Number(value):
            return float(value)
        case Symbol(name):
            return values[name] if name in values else _CONSTANTS[name]
        case Call(function, arguments):
            try:
                return _FUNCTIONS[function](*(evaluate(each, values) for each in arguments))
            except (ValueError, TypeError) as error:  # log(-1); max() of one argument
                raise ArithmeticError(f"{function} is undefined here") from error


def symbols(expression: Expression) -> frozenset[str]:
    """The names that an expression depends on."""
    match expression:
        case Number():
            return frozenset()
        case Symbol(name):
            return frozenset() if name in _CONSTANTS else frozenset({name})
        case Call(_, arguments):
            return frozenset().union(*(symbols(each) for each in arguments))


def literals(expression: Expression) -> bool:
    """Whether measured numbers are filled in: any but whole ones and halves."""
    match expression:
        case Number(value):
            return value.denominator > 2
        case Symbol():
            return False
        case Call(_, arguments):
            return any(literals(each) for each in arguments)
