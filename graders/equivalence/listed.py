r"""Lists where arrays are asked for: `(2uv, u^2)`, `[2uv, u^2]^T`, and lists of rows."""

from collections.abc import Sequence

from graders.comparing.formulas.shapes import Shape, settled
from graders.expression import Call, Expression


def listed_as(shape: Shape, value: Expression) -> Expression:
    """A list as the row or column that the reference is, a transposed one as a column.

    A list of lists is a matrix. What is no list, or no list of as many numbers, stays as it is.
    """
    upright = isinstance(value, Call) and value.function == "T"
    listed = value.arguments[0] if upright and isinstance(value, Call) else value
    entries = _entries(listed)
    rows, columns = (settled(size) for size in shape)
    if not entries:
        return value
    if 1 not in (rows, columns):
        lines = [_entries(each) for each in entries]
        found = _matrix(listed, lines) if all(lines) else value
        return Call("T", (found,), value.span) if upright and all(lines) else found
    if rows == columns or len(entries) not in (rows, columns):
        return value
    if rows == 1 and not upright:
        return _matrix(listed, [entries])
    return _matrix(listed, [(each,) for each in entries])


def _entries(value: Expression) -> Sequence[Expression]:
    """What stands between the commas of a list; nothing if it is none."""
    if not isinstance(value, Call) or value.function not in ("tuple", "interval"):
        return ()
    return value.arguments[: 2 if value.function == "interval" else None]


def _matrix(listed: Expression, lines: Sequence[Sequence[Expression]]) -> Expression:
    rows = (Call("row", tuple(line), line[0].span) for line in lines)
    return Call("matrix", tuple(rows), listed.span)
