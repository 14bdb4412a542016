"""Components of arrays, new axes and sizes."""

import ast
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from graders.expression import Call, Expression, Symbol
from graders.reading.mathematics.python.pieces import (
    ALL,
    ONE,
    constant_value,
    integer,
    is_none,
    lone_name,
    shifted,
    transposed,
)
from graders.reading.mathematics.python.shapes import SCALAR, Shape

if TYPE_CHECKING:
    from graders.reading.mathematics.python.reader import Reader


def subscript(reader: "Reader", node: ast.Subscript) -> Expression:
    inner = node.value
    if isinstance(inner, ast.Attribute) and inner.attr == "shape":
        return axis_size(reader, node, reader.read(inner.value), node.slice)
    written = list(node.slice.elts) if isinstance(node.slice, ast.Tuple) else [node.slice]
    while len(written) == 1 and isinstance(inner, ast.Subscript) and _is_plain(inner.slice):
        written, inner = [inner.slice, *written], inner.value  # A[i][k]
    array = reader.read(inner)
    if isinstance(array, Call) and array.function == "tuple":
        return _one_of(reader, node, array.arguments)
    if any(map(_is_new_axis, written)):
        return _with_axis(reader, node, array, written)
    places = [ALL if _is_slice(each) else _place(reader, each) for each in written]
    shape = reader.shapes.of(array)
    if shape is None or shape == SCALAR or len(places) > 2:
        raise reader.refusal(node, "is no component of a declared vector or matrix")
    if ONE not in shape and len(places) == 1:
        places.append(ALL)
    if all(place == ALL for place in places):
        return array
    found = Call("at", (array, *places))
    return transposed(found) if places[-1] == ALL and ONE not in shape else found


def _one_of(reader: "Reader", node: ast.Subscript, several: Sequence[Expression]) -> Expression:
    """One of the results of a function that has several."""
    place = integer(node.slice)
    if place is None or not -len(several) <= place < len(several):
        raise reader.refusal(node, "is none of them")
    return several[place]


def _with_axis(
    reader: "Reader", node: ast.AST, array: Expression, written: list[ast.expr]
) -> Expression:
    """`x[:, None]` is a column, `x[None, :]` and `x[None]` are a row."""
    if len(written) > 2 or not (len(written) == 1 or any(map(_is_slice, written))):
        raise reader.refusal(node, "has an axis that cannot be read")
    return with_axis(reader, node, array, lies=not _is_slice(written[0]))


def with_axis(reader: "Reader", node: ast.AST, array: Expression, *, lies: bool) -> Expression:
    """A vector with one more axis: a row, or a column."""
    column = as_column(reader, node, array)
    if lies:
        row = replace(transposed(column), span=reader.source.span(node))
        reader.shapes.lying.add(id(row))
        reader.shapes.note(row, reader.shapes.of(transposed(column)))
        return row
    upright = replace(column, span=reader.source.span(node))
    reader.shapes.stand_upright(upright, column)
    return upright


def as_column(reader: "Reader", node: ast.AST, array: Expression) -> Expression:
    shape = reader.shapes.of(array)
    if shape is None or ONE not in shape:
        raise reader.refusal(node, "changes the shape of what is no vector")
    return array if shape[1] == ONE else transposed(array)


def _place(reader: "Reader", node: ast.expr) -> Expression:
    """An index, counted from 1."""
    value = reader.read(node)
    number, name = constant_value(value), lone_name(value)
    if name in reader.indices and name not in reader.active:
        return value
    if isinstance(value, Call) and value.function in ("argmax", "argmin"):
        return value  # a place, however it is counted
    if name in reader.active or (number is not None and number >= 0 == number % 1):
        return shifted(value, 1)
    raise reader.refusal(node, "is no index that can be read")


def dimensions(reader: "Reader", node: ast.AST, array: Expression) -> Shape:
    shape = reader.shapes.of(array)
    for each in shape or [ALL]:
        if isinstance(each, Symbol) and each.name not in reader.table.names:
            raise reader.refusal(node, "has a size that this question does not name")
    assert shape is not None
    return shape


def axis_size(reader: "Reader", node: ast.AST, array: Expression, axis: ast.AST) -> Expression:
    number = integer(axis)
    if number not in (0, 1, -1):
        raise reader.refusal(node, "is no size of an array")
    rows, columns = dimensions(reader, node, array)
    return rows if number == 0 or (number == -1 and columns == ONE) else columns


def _is_new_axis(node: ast.AST) -> bool:
    return is_none(node) or (isinstance(node, ast.Attribute) and node.attr == "newaxis")


def _is_slice(node: ast.AST) -> bool:
    return isinstance(node, ast.Slice) and node.lower is node.upper is node.step is None


def _is_plain(node: ast.AST) -> bool:
    return not isinstance(node, ast.Tuple | ast.Slice) and not _is_new_axis(node)
