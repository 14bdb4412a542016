"""Norms as libraries take them: of a matrix, `linalg` has norms of operators, `torch.norm` none."""

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from graders.expression import Call, Expression, Fold, Symbol
from graders.reading.mathematics.python.arguments import Given, values, whole
from graders.reading.mathematics.python.operators import over, times
from graders.reading.mathematics.python.pieces import ALL, ONE, TWO, is_none
from graders.reading.mathematics.python.reductions import along_axis
from graders.reading.mathematics.python.shapes import SCALAR

if TYPE_CHECKING:
    from graders.reading.mathematics.python.reader import Reader

_INF = Symbol("inf")
_LINE = Symbol("line")  # the index of a row or a column


def norm(reader: "Reader", given: Given) -> Expression:
    by_name = given.named.keys()
    if by_name & {"axis", "dim"} and not by_name & {"ord", "p"} and len(given.places) == 1:
        lengths = along_axis(reader, given, "norm")
        if lengths is not None:
            return lengths
    written = given.take(1, "ord", "p")
    array = whole(reader, given, place=2)
    shape = reader.shapes.of(array)
    is_matrix = shape is None or ONE not in shape
    order: Expression = Symbol("F") if is_matrix else TWO
    if isinstance(written, ast.Constant) and written.value == "fro":
        order = Symbol("F")
    elif written is not None and not is_none(written):
        order = replace(reader.read(written), span=(0, 0))
        if order not in (ONE, TWO, Symbol("F"), _INF):
            raise reader.refusal(given.node, "is a norm that cannot be read")
        if is_matrix:
            return _of_matrix(given, array, order)
    return Call("norm", (array, order))


def _of_matrix(given: Given, array: Expression, order: Expression) -> Expression:
    """The norm of an operator, or of all entries in a row as torch.norm takes them."""
    if given.name == "vector_norm" or "linalg" not in ast.unparse(given.node.func):
        return Call("norm", (Call("vec", (array,)), order))
    if order == TWO:
        return Call("norm", (array, TWO))
    place = (ALL, _LINE) if order == ONE else (_LINE, ALL)
    sums = Call("norm", (Call("at", (array, *place)), ONE))
    return Fold("max", _LINE.name, sums)


def normalized(reader: "Reader", given: Given) -> Expression:
    """A vector over its length."""
    given.take(2, "dim")
    (array,) = values(reader, given, 1)
    shape = reader.shapes.of(array)
    if shape is None or ONE not in shape:
        raise reader.refusal(given.node, "is read for vectors alone")
    return over(reader, array, Call("norm", (array, TWO)))


def cosine(reader: "Reader", given: Given) -> Expression:
    """The cosine of the angle between two vectors."""
    given.take(2, "dim")
    one, other = values(reader, given, 2)
    if any((reader.shapes.of(each) or SCALAR)[1:] != (ONE,) for each in (one, other)):
        raise reader.refusal(given.node, "is read for vectors alone")
    lengths = (Call("norm", (each, TWO)) for each in (one, other))
    return over(reader, Call("sum", (times(reader, one, other),)), Call("*", tuple(lengths)))
