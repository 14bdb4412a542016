r"""Components in a list, where a vector is asked for: `(2uv, u^2)` and `[2uv, u^2]^T`."""

from graders.comparing.formulas.shapes import Shape, settled
from graders.expression import Call, Expression


def listed_as(shape: Shape, value: Expression) -> Expression:
    """A list as the row or column that the reference is, a transposed one as a column.

    What is no list, or no list of as many numbers, stays as it is.
    """
    upright = isinstance(value, Call) and value.function == "T"
    listed = value.arguments[0] if upright and isinstance(value, Call) else value
    if not isinstance(listed, Call) or listed.function not in ("tuple", "interval"):
        return value
    rows, columns = (settled(size) for size in shape)
    entries = listed.arguments[: 2 if listed.function == "interval" else None]
    if 1 not in (rows, columns) or rows == columns or len(entries) not in (rows, columns):
        return value
    if rows == 1 and not upright:
        return Call("matrix", (Call("row", entries, listed.span),), listed.span)
    found = tuple(Call("row", (each,), each.span) for each in entries)
    return Call("matrix", found, listed.span)
