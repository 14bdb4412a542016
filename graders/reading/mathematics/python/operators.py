"""Operators between expressions: arithmetic and comparisons, broadcast as numpy does."""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graders.errors import Unreadable
from graders.expression import Call, Expression, Number, Symbol, nodes
from graders.reading.mathematics.python.logic import conjunction, disjunction, truth
from graders.reading.mathematics.python.pieces import (
    ONE,
    as_condition,
    lone_name,
    shifted,
    transposed,
)
from graders.reading.mathematics.python.shapes import SCALAR, Shape, common_shape

if TYPE_CHECKING:
    from graders.reading.mathematics.python.reader import Reader


class Ambiguous(Unreadable):
    """A vector beside a square matrix, which numpy lays along its rows if it has one axis."""


@dataclass
class _Run:
    """A sum or product that is being read, all of one shape: its parts are joined at its end."""

    sign: str
    parts: list[Expression]
    shape: Shape | None

    def joins(self, reader: "Reader", operator: ast.operator, right: Expression) -> bool:
        """Whether a further part may stand beside the others as it is."""
        sign = _LONG.get(type(operator), "")
        if not sign or self.sign not in ("", sign) or self.shape != reader.shapes.of(right):
            return False
        return self.shape == SCALAR if sign == "*" else self.shape is not None

    def take(self, operator: ast.operator, right: Expression) -> None:
        first, sign = self.parts[0], _LONG[type(operator)]
        if not self.sign and isinstance(first, Call) and first.function == sign:
            self.parts = list(first.arguments)
        self.sign = sign
        self.parts.append(Call("-", (right,)) if isinstance(operator, ast.Sub) else right)

    def whole(self, reader: "Reader") -> Expression:
        if not self.sign:
            return self.parts[0]
        found = Call(self.sign, tuple(self.parts))
        reader.shapes.note(found, self.shape)
        return found


def binary(reader: "Reader", node: ast.BinOp) -> Expression:
    """A chain of operators, read from its left end: a long sum is not deep."""
    chain: list[ast.BinOp] = []
    left: ast.expr = node
    while isinstance(left, ast.BinOp):
        chain.append(left)
        left = left.left
    found = reader.read(left)
    run = _Run("", [found], reader.shapes.of(found))
    for each in reversed(chain):
        operator = _OPERATORS.get(type(each.op))
        if operator is None:
            hint = "; a power is written **" if isinstance(each.op, ast.BitXor) else ""
            raise reader.refusal(each, f"has an operator that no formula has{hint}")
        right = reader.read(each.right)
        if run.joins(reader, each.op, right):
            run.take(each.op, right)
        else:
            found = operator(reader, run.whole(reader), right)
            run = _Run("", [found], reader.shapes.of(found))
    return run.whole(reader)


def unary(reader: "Reader", node: ast.UnaryOp) -> Expression:
    inner = reader.read(node.operand)
    match node.op:
        case ast.USub():
            return Call("-", (inner,))
        case ast.UAdd():
            return inner
        case ast.Not():
            return Call("not", (as_condition(inner),))
    return Call("not", (truth(reader, node, inner),))


def chosen(reader: "Reader", node: ast.IfExp) -> Expression:
    value, test, other = (reader.read(each) for each in (node.body, node.test, node.orelse))
    return Call("cases", (value, as_condition(test), other))


def comparison(reader: "Reader", node: ast.Compare) -> Expression:
    sides = [reader.read(each) for each in (node.left, *node.comparators)]
    links = []
    for operator, left, right in zip(node.ops, sides, sides[1:], strict=False):
        sign = _RELATIONS.get(type(operator))
        if sign is None:
            raise reader.refusal(node, "compares in a way that no formula does")
        links.append(Call(sign, fitted(reader, *_counted_alike(reader, node, left, right))))
    return links[0] if len(links) == 1 else Call("and", tuple(links))


def _counted_alike(
    reader: "Reader", node: ast.AST, left: Expression, right: Expression
) -> tuple[Expression, Expression]:
    """Both sides counted from 1, as a declared index is; that of a loop counts from 0."""
    names = [lone_name(each) for each in (left, right)]
    declared = [name in reader.indices for name in names]
    looped = [name in reader.active for name in names]
    if any(declared) and any(looped):
        sides = zip((left, right), looped, strict=True)
        left, right = (shifted(side, 1) if loop else side for side, loop in sides)
    elif any(declared) and not all(names):
        raise reader.refusal(node, "does not say whether the index counts from 0 or from 1")
    return left, right


def plus(reader: "Reader", left: Expression, right: Expression) -> Expression:
    left, right = fitted(reader, left, right, filled=True)
    return _extended(reader, "+", left, right)


def minus(reader: "Reader", left: Expression, right: Expression) -> Expression:
    left, right = fitted(reader, left, right, filled=True)
    return _extended(reader, "+", left, Call("-", (right,)))


def times(reader: "Reader", left: Expression, right: Expression) -> Expression:
    if SCALAR in (reader.shapes.of(left), reader.shapes.of(right)):
        return _extended(reader, "*", left, right)
    return _extended(reader, "odot", *fitted(reader, left, right))


def over(reader: "Reader", left: Expression, right: Expression) -> Expression:
    sign = "/" if reader.shapes.of(right) == SCALAR else "oslash"
    return Call(sign, fitted(reader, left, right))


def power(reader: "Reader", left: Expression, right: Expression) -> Expression:
    numbers = reader.shapes.of(left) == reader.shapes.of(right) == SCALAR
    return Call("^" if numbers else "**", fitted(reader, left, right))


def _extended(reader: "Reader", sign: str, left: Expression, right: Expression) -> Expression:
    """`left sign right`; the shape is noted, so that a long sum is not looked through again."""
    long = isinstance(left, Call) and left.function == sign
    found = Call(sign, (*left.arguments, right) if long else (left, right))  # type: ignore[union-attr]
    reader.shapes.note(found, common_shape([reader.shapes.of(left), reader.shapes.of(right)]))
    return found


def extreme(reader: "Reader", sign: str, left: Expression, right: Expression) -> Expression:
    return Call(sign, fitted(reader, left, right, filled=True))


def fitted(
    reader: "Reader", left: Expression, right: Expression, *, filled: bool = False
) -> tuple[Expression, Expression]:
    """Two operands as numpy broadcasts them; `filled` spreads numbers over arrays too."""
    lying = reader.shapes.lies(left, right), reader.shapes.lies(right, left)
    left, right = (
        _lying(reader, each) if lies else each
        for each, lies in zip((left, right), lying, strict=True)
    )
    one, other = reader.shapes.of(left), reader.shapes.of(right)
    upright = [reader.shapes.stands(left, right), reader.shapes.stands(right, left)]
    if any(upright) and not all(upright) and one != SCALAR != other:
        left, right = (
            each if stands else _lying(reader, each)
            for each, stands in zip((left, right), upright, strict=True)
        )
        one, other = reader.shapes.of(left), reader.shapes.of(right)
    if one == other or (not filled and SCALAR in (one, other)):
        return left, right
    if one is None or other is None:
        return _filled_like(left, one, right), _filled_like(right, other, left)
    left, one = _laid(reader, left, one, other)
    right, other = _laid(reader, right, other, one)
    return _spread(left, one, other), _spread(right, other, one)


def _lying(reader: "Reader", vector: Expression) -> Expression:
    shape = reader.shapes.of(vector)
    return transposed(vector) if shape is not None and shape[1] == ONE else vector


def _laid(reader: "Reader", side: Expression, own: Shape, other: Shape) -> tuple[Expression, Shape]:
    """A vector beside a matrix lies along the last axis, as arrays of one axis do."""
    if own[1] != ONE or own == SCALAR or ONE in other or reader.shapes.has_two_axes(side):
        return side, own
    if id(side) in reader.shapes.flat:
        return transposed(side), (ONE, own[0])
    lies = own[0] == other[1]
    if own[0] == other[0] == other[1]:
        if reader.lying is None:
            words = "is a vector by a square matrix: by row or by column?"
            raise Ambiguous(reader.refusal(reader.node, words).feedback)
        lies = reader.lying
    return (transposed(side), (ONE, own[0])) if lies else (side, own)


def _spread(side: Expression, own: Shape, other: Shape) -> Expression:
    """A number, column or row repeated along the axes that it lacks."""
    if own == SCALAR and _is_literal(side):
        return side
    if own[0] == ONE != other[0]:
        side = Call("*", (Symbol("ones"), side))
    return Call("*", (side, Call("T", (Symbol("ones"),)))) if own[1] == ONE != other[1] else side


def _filled_like(side: Expression, own: Shape | None, other: Expression) -> Expression:
    """A number as an array like another one whose shape is not known."""
    if own != SCALAR or _is_literal(side):
        return side
    return Call("odot", (side, Call("ones_like", (other,))))


def _is_literal(expression: Expression) -> bool:
    return all(
        isinstance(each, Number)
        or (isinstance(each, Symbol) and each.name in ("e", "pi", "inf"))
        or (
            isinstance(each, Call)
            and each.function in ("+", "-", "*", "/", "^", "exp", "log", "sqrt")
        )
        for each in nodes(expression)
    )


_RELATIONS: Mapping[type[ast.cmpop], str] = {
    ast.Eq: "=", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip
_LONG: Mapping[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "+", ast.Mult: "*"}
_Operator = Callable[["Reader", Expression, Expression], Expression]
_OPERATORS: Mapping[type[ast.operator], _Operator] = {
    ast.Add: plus, ast.Sub: minus, ast.Mult: times, ast.Div: over,
    ast.Pow: power, ast.MatMult: lambda _, a, b: Call("@", (a, b)),
    ast.FloorDiv: lambda reader, a, b: Call("floor", (over(reader, a, b),)),
    ast.Mod: lambda reader, a, b: Call("mod", fitted(reader, a, b)),
    ast.BitAnd: conjunction, ast.BitOr: disjunction,
}  # fmt: skip
