"""Arrays that are made, laid out anew, counted and multiplied: `np.eye(n)`, `x.reshape(-1, 1)`."""

import ast
from collections.abc import Callable
from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING

from graders.expression import Call, Expression
from graders.reading.mathematics.python.arguments import Given, sizes_of, values
from graders.reading.mathematics.python.components import (
    as_column,
    axis_size,
    dimensions,
    with_axis,
)
from graders.reading.mathematics.python.operators import times
from graders.reading.mathematics.python.pieces import ONE, integer, transposed
from graders.reading.mathematics.python.shapes import SCALAR

if TYPE_CHECKING:
    from graders.reading.mathematics.python.reader import Reader


def identity(reader: "Reader", given: Given) -> Expression:
    sizes = sizes_of(reader, given)
    if sizes[0] != sizes[-1]:
        raise reader.refusal(given.node, "is no square")
    return Call("identity", (sizes[0],))


def constant_array(function: str) -> Callable[["Reader", Given], Expression]:
    def read(reader: "Reader", given: Given) -> Expression:
        rows, columns = [*sizes_of(reader, given), ONE][:2]
        column, row = Call(function, (rows,)), transposed(Call(function, (columns,)))
        return column if columns == ONE else row if rows == ONE else Call("*", (column, row))

    return read


def tensordot(reader: "Reader", given: Given) -> Expression:
    axes = given.take(2, "axes")
    left, right = values(reader, given, 2)
    if integer(axes) == 1:
        return Call("@", (left, right))
    match [integer(each) for each in _listed(axes)] if axes is not None else []:
        case [0 | 1 as first, 0 | 1 as second]:
            if first == 0 and ONE not in (reader.shapes.of(left) or ()):
                left = transposed(left)
            return Call("@", (left, transposed(right) if second else right))
    raise reader.refusal(given.node, "has axes that cannot be read")


def multiplied(reader: "Reader", given: Given) -> Expression:
    (listed,) = given.places[:1]
    if not isinstance(listed, ast.List | ast.Tuple) or not listed.elts or len(given.places) > 1:
        raise reader.refusal(given.node, "is no list of arrays")
    return reduce(lambda a, b: Call("@", (a, b)), map(reader.read, listed.elts))


def transpose(reader: "Reader", given: Given) -> Expression:
    axes = [number for each in given.places[1:] for number in map(integer, _listed(each))]
    if axes and sorted(axes, key=str) not in ([0, 1], [-1, -2]):
        raise reader.refusal(given.node, "has axes that cannot be read")
    return transposed(reader.read(given.places[0]))


def reshape(reader: "Reader", given: Given) -> Expression:
    """x.reshape(-1, 1) and the like, which leave a vector what it is; a matrix as one row."""
    sizes = [integer(each) for node in given.places[1:] for each in _listed(node)]
    array = reader.read(given.places[0])
    shape = reader.shapes.of(array)
    if given.name != "squeeze" and sizes in ([], [-1]) and shape is not None and ONE not in shape:
        return Call("vec", (transposed(array),))  # row by row
    column = as_column(reader, given.node, array)
    if sizes not in ([], [-1], [-1, 1], [1, -1]):
        raise reader.refusal(given.node, "changes a shape in a way that cannot be read")
    if sizes == [1, -1]:
        return transposed(column)
    found = replace(column, span=reader.source.span(given.node))
    reader.shapes.note(found, reader.shapes.of(column))
    if sizes == [-1, 1]:
        reader.shapes.reshaped.add(id(found))
    return found


def unsqueezed(reader: "Reader", given: Given) -> Expression:
    """`x.unsqueeze(0)` is a row, `np.expand_dims(x, 1)` a column; a number stays what it is."""
    axis = integer(given.take(1, "dim", "axis"))
    array = values(reader, given, 1)[0]
    if axis not in (0, 1, -1):
        raise reader.refusal(given.node, "has an axis that cannot be read")
    is_number = reader.shapes.of(array) == SCALAR
    return array if is_number else with_axis(reader, given.node, array, lies=axis == 0)


def _listed(node: ast.expr) -> list[ast.expr]:
    return node.elts if isinstance(node, ast.Tuple) else [node]


def length(reader: "Reader", given: Given) -> Expression:
    array, *axis = given.places
    found = reader.read(array)
    if axis:
        return axis_size(reader, given.node, found, axis[0])
    rows, columns = dimensions(reader, given.node, found)
    return rows if given.name == "len" or columns == ONE else times(reader, rows, columns)
