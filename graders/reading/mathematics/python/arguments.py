"""The arguments of a call, and the common ways of taking them."""

import ast
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graders.expression import Expression, Number, Symbol
from graders.reading.mathematics.python.pieces import ONE, integer, is_none
from graders.reading.mathematics.python.shapes import SCALAR

if TYPE_CHECKING:
    from graders.reading.mathematics.python.reader import Reader


@dataclass
class Given:
    """A call: the arguments by place, of a method its object first, and those by name."""

    node: ast.Call
    name: str
    module: str
    places: list[ast.expr]
    named: dict[str, ast.expr]
    keeps_axes: bool = False  # of a reduction: its axis stays, with one entry

    def take(self, place: int, *names: str) -> ast.expr | None:
        """An optional argument, by its place or one of its names."""
        if 0 < place < len(self.places):
            return self.places.pop(place)
        return next((self.named.pop(name) for name in names if name in self.named), None)


def values(reader: "Reader", given: Given, least: int, most: int | None = None) -> list[Expression]:
    """The arguments by place, which must be so many."""
    if not least <= len(given.places) <= (most or least):
        raise reader.refusal(given.node, f"has {len(given.places)} arguments")
    return [reader.read(each) for each in given.places]


def whole(reader: "Reader", given: Given, place: int = 1) -> Expression:
    """The one array of a reduction; an axis is refused if it leaves anything over."""
    axis = given.take(place, "axis", "dim")
    (array,) = values(reader, given, 1)
    shape = reader.shapes.of(array)
    vector = shape is not None and shape != SCALAR and ONE in shape
    if axis is not None and not is_none(axis) and not (vector and integer(axis) in (0, -1)):
        raise reader.refusal(axis, "is an axis, which is read for vectors alone")
    if shape is not None and ONE not in shape and not given.module:
        raise reader.refusal(given.node, "takes the rows of a matrix one by one")
    return array


def sizes_of(reader: "Reader", given: Given) -> list[Expression]:
    """The sizes that an array is made with: n, (n, m), n, m."""
    first = given.places[0] if given.places else None
    written = first.elts if isinstance(first, ast.Tuple) else given.places
    found = [replace(reader.read(each), span=(0, 0)) for each in written]
    if not 1 <= len(found) <= 2 or not all(isinstance(e, Number | Symbol) for e in found):
        raise reader.refusal(given.node, "has a size that cannot be read")
    return found
