"""What is made of all entries of an array, or of those along an axis: sums, means, softmax."""

import ast
from collections.abc import Callable
from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING

from graders.expression import Call, Expression, Symbol
from graders.reading.mathematics.python.arguments import Given, values, whole
from graders.reading.mathematics.python.components import dimensions
from graders.reading.mathematics.python.loops import folded
from graders.reading.mathematics.python.operators import extreme, over, times
from graders.reading.mathematics.python.pieces import ONE, integer, transposed
from graders.reading.mathematics.python.shapes import SCALAR

if TYPE_CHECKING:
    from graders.reading.mathematics.python.reader import Reader

Reading = Callable[["Reader", Given], Expression]  # of a call


def along_axis(reader: "Reader", given: Given, function: str) -> Expression | None:
    """The sum or mean of each row of a matrix, `axis=1`, or of each column: a vector.

    A norm is the root of the sum of the squares.
    """
    axis = given.named.get("axis") or given.named.get("dim") or dict(enumerate(given.places)).get(1)
    number = integer(axis)
    if function not in ("sum", "mean", "norm") or number not in (0, 1, -1) or not given.module:
        return None
    matrix = reader.read(given.places[0])
    shape = reader.shapes.of(matrix)
    if shape is None or ONE in shape:
        return None
    given.take(1, "axis", "dim")
    lying = number == 0
    if function == "norm":
        matrix = Call("odot", (matrix, matrix))
    found: Expression = Call("*", (transposed(matrix) if lying else matrix, Symbol("ones")))
    if function == "mean":
        found = Call("/", (found, dimensions(reader, given.node, matrix)[0 if lying else 1]))
    if function == "norm":
        found = Call("sqrt", (found,))
    found = transposed(found) if lying and given.keeps_axes else found
    found = replace(found, span=reader.source.span(given.node))
    size = shape[1] if lying else shape[0]
    reader.shapes.note(found, (ONE, size) if lying and given.keeps_axes else (size, ONE))
    (reader.shapes.upright if given.keeps_axes else reader.shapes.flat).add(id(found))
    return found


def reduction(function: str) -> Reading:
    """Calls that make one number, or a vector, of an array or of a loop: `sum`, `max`."""

    def read(reader: "Reader", given: Given) -> Expression:
        if len(given.places) == 1 and isinstance(given.places[0], ast.GeneratorExp | ast.ListComp):
            arrays = function == "sum" and not given.module  # np.sum adds up their entries too
            return folded(reader, function, given.places[0], arrays=arrays)
        along = along_axis(reader, given, function)
        if along is not None:
            return along
        several = len(given.places) > 1 and integer(given.places[1]) is None
        several = several or (len(given.places) > 1 and not given.module)
        if function in ("max", "min") and several:
            if given.module in ("np", "numpy"):
                raise reader.refusal(given.node, "takes one array and an axis")
            found = values(reader, given, 2, 20)
            return reduce(lambda a, b: extreme(reader, function, a, b), found)
        return Call(function, (whole(reader, given),))

    return read


def average(reader: "Reader", given: Given) -> Expression:
    """np.average, with or without weights."""
    weights = given.named.pop("weights", None)
    if weights is None:
        return reduction("mean")(reader, given)
    weight = reader.read(weights)
    weighted = times(reader, whole(reader, given), weight)
    return over(reader, Call("sum", (weighted,)), Call("sum", (weight,)))


def softmax(function: str) -> Reading:
    """Calls of a softmax of a vector, or of each row or column of a matrix."""

    def read(reader: "Reader", given: Given) -> Expression:
        along = _rows_or_columns(reader, given)
        if along is None:
            return Call(function, (whole(reader, given),))
        array, by_rows = along
        found = Call(function, (array if by_rows else transposed(array),))
        return found if by_rows else transposed(found)

    return read


def _rows_or_columns(reader: "Reader", given: Given) -> tuple[Expression, bool] | None:
    """A matrix, and whether each row is taken for itself; None for what is no matrix."""
    array = reader.read(given.places[0]) if given.places else None
    shape = reader.shapes.of(array) if array is not None else None
    if array is None or shape is None or (ONE in shape and shape != SCALAR):
        return None
    if shape == SCALAR:
        raise reader.refusal(given.node, "is read for vectors alone, and matrices along an axis")
    axis = integer(given.take(1, "axis", "dim"))
    if axis not in (0, 1, -1):
        raise reader.refusal(given.node, "does not say whether rows or columns are taken")
    return array, axis != 0
