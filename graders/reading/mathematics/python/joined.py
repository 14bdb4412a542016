"""Arrays joined to larger ones: `np.vstack([A, B])`, `np.concatenate([x, y])`."""

import ast
from typing import TYPE_CHECKING

from graders.expression import Call, Expression
from graders.reading.mathematics.python.arguments import Given
from graders.reading.mathematics.python.pieces import ONE, integer

if TYPE_CHECKING:
    from graders.reading.mathematics.python.reader import Reader

_AXES = {"vstack": 0, "hstack": 1}


def joined(reader: "Reader", given: Given) -> Expression:
    """Matrices along an axis, or vectors one behind the other."""
    axis = given.take(1, "axis", "dim")
    along = _AXES.get(given.name, 0) if axis is None else integer(axis)
    listed = given.places[0] if len(given.places) == 1 else None
    if not isinstance(listed, ast.List | ast.Tuple):
        raise reader.refusal(given.node, "joins what is not listed")
    parts = [reader.read(each) for each in listed.elts]
    shapes = [reader.shapes.of(each) for each in parts]
    if not parts or not all(shapes):
        raise reader.refusal(given.node, "joins arrays of unknown shape")
    vectors = [shape[1] == ONE != shape[0] for shape in shapes if shape]
    flat = all(vectors) and axis is None and given.name != "vstack"
    if not flat and (any(ONE in shape for shape in shapes if shape) or along not in (0, 1)):
        raise reader.refusal(given.node, "joins arrays in a way that cannot be read")
    rows = [parts] if along == 1 and not flat else [[each] for each in parts]
    found = Call("matrix", tuple(Call("row", tuple(row)) for row in rows))
    reader.shapes.note(found, None)
    return found
