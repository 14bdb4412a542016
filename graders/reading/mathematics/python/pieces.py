"""Small parts of the trees: numbers, indices and conditions, and what a node of `ast` is."""

import ast
from fractions import Fraction

from graders.expression import Call, Expression, Number, Symbol
from graders.reading.mathematics.names.functions import TRUTHS

ZERO, ONE, TWO, ALL = Number(Fraction(0)), Number(Fraction(1)), Number(Fraction(2)), Symbol(":")


def transposed(array: Expression) -> Expression:
    return (
        array.arguments[0]
        if isinstance(array, Call) and array.function == "T"
        else Call("T", (array,))
    )


def constant_value(expression: Expression) -> Fraction | None:
    match expression:
        case Number(value):
            return value
        case Call("-", (Number(value),)):
            return -value
    return None


def shifted(expression: Expression, by: int) -> Expression:
    """The expression plus a whole number, its constants added up."""
    long = isinstance(expression, Call) and expression.function == "+"
    terms = expression.arguments if long else (expression,)  # type: ignore[union-attr]
    rest = tuple(each for each in terms if constant_value(each) is None)
    total = sum((constant_value(each) or Fraction(0) for each in terms), Fraction(by))
    if not rest or not total:
        return (rest[0] if len(rest) == 1 else Call("+", rest)) if rest else Number(total)
    last = Number(total) if total > 0 else Call("-", (Number(-total),))
    return Call("+", (*rest, last))


def lone_name(expression: Expression) -> str:
    """The name in `k`, `k + 1`, `k - 2`."""
    shift = isinstance(expression, Call) and expression.function == "+"
    terms = expression.arguments if shift else (expression,)  # type: ignore[union-attr]
    rest = [each for each in terms if constant_value(each) is None]
    return rest[0].name if len(rest) == 1 and isinstance(rest[0], Symbol) else ""


def as_condition(expression: Expression) -> Expression:
    is_truth = isinstance(expression, Call) and expression.function in TRUTHS
    return expression if is_truth else Call("!=", (expression, ZERO))


def integer(node: ast.AST | None) -> int | None:
    match node:
        case ast.Constant(int(value)) if not isinstance(value, bool):
            return value
        case ast.UnaryOp(ast.USub(), ast.Constant(int(value))):
            return -value
    return None


def is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
