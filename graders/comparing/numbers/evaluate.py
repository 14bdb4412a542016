"""The value of an expression of scalars."""

import math
from collections.abc import Callable, Mapping

from graders.expression import Call, Expression, Fold, Number, Symbol, nodes

_CONSTANTS = {"e": math.e, "pi": math.pi}
_FUNCTIONS: Mapping[str, Callable[..., float]] = {
    "+": lambda *terms: sum(terms),
    "-": lambda left, *right: left - right[0] if right else -left,
    "*": lambda *factors: math.prod(factors),
    "·": lambda *factors: math.prod(factors),
    "/": lambda left, right: left / right,
    "^": lambda base, exponent: math.pow(base, exponent),
    "exp": math.exp,
    "log": math.log,
    "sqrt": math.sqrt,
    "tanh": math.tanh,
    "sin": math.sin,
    "cos": math.cos,
    "sigmoid": lambda z: (1 + math.tanh(z / 2)) / 2,  # exp(-z) could overflow
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

    >>> from graders.reading.quantities.formula import read_formula
    >>> evaluate(read_formula("2 w_1^2 + 1"), {"w1": 3.0})
    19.0
    """
    steps: list[tuple[str, Expression]] = []
    while isinstance(expression, Call) and len(expression.arguments) == 2:  # a sum may be long
        left, right = expression.arguments
        steps.append((expression.function, right))
        expression = left
    value = _value(expression, values)
    for function, right in reversed(steps):
        value = _applied(function, value, evaluate(right, values))
    return value


def _value(expression: Expression, values: Mapping[str, float]) -> float:
    match expression:
        case Number(value):
            return float(value)
        case Symbol(name):
            return values[name] if name in values else _CONSTANTS[name]
        case Call(function, arguments):
            return _applied(function, *(evaluate(each, values) for each in arguments))
        case Fold(operator):
            raise ArithmeticError(f"a {operator} over an index has no value here")


def _applied(function: str, *arguments: float) -> float:
    try:
        return _FUNCTIONS[function](*arguments)
    except (ValueError, TypeError) as error:  # log(-1); max() of one argument
        raise ArithmeticError(f"{function} is undefined here") from error


def symbols(expression: Expression) -> frozenset[str]:
    """The names that an expression depends on."""
    names = (node.name for node in nodes(expression) if isinstance(node, Symbol))
    return frozenset(name for name in names if name not in _CONSTANTS)


def literals(expression: Expression) -> bool:
    """Whether measured numbers are filled in: any but whole ones and halves."""
    numbers = (node.value for node in nodes(expression) if isinstance(node, Number))
    return any(value.denominator > 2 for value in numbers)


def bare_number(expression: Expression) -> float | None:
    """The number that an expression is, if it is no more than that."""
    match expression:
        case Number(value):
            return float(value)
        case Call("-", (Number(value),)):
            return -float(value)
    return None
