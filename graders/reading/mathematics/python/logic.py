"""Conditions that are joined: `x > 0 and x < 1`, `(x > 0) & (x < 1)`, `np.logical_and`."""

import ast
from typing import TYPE_CHECKING

from graders.expression import Call, Expression
from graders.reading.mathematics.names.functions import TRUTHS

if TYPE_CHECKING:
    from graders.reading.mathematics.python.reader import Reader


def truth(reader: "Reader", node: ast.AST, expression: Expression) -> Expression:
    if not (isinstance(expression, Call) and expression.function in TRUTHS):
        raise reader.refusal(node, "joins what are no conditions")
    return expression


def logic(reader: "Reader", node: ast.BoolOp) -> Expression:
    sign = "and" if isinstance(node.op, ast.And) else "or"
    return Call(sign, tuple(truth(reader, each, reader.read(each)) for each in node.values))


def conjunction(reader: "Reader", left: Expression, right: Expression) -> Expression:
    return Call("and", _truths(reader, left, right))


def disjunction(reader: "Reader", left: Expression, right: Expression) -> Expression:
    return Call("or", _truths(reader, left, right))


def _truths(reader: "Reader", *sides: Expression) -> tuple[Expression, ...]:
    return tuple(truth(reader, reader.node, each) for each in sides)
