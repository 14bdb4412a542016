"""Tables of layers with a column for each side of an output: `| CONV3-64 | 224 | 224 | 64 |`."""

import re
from collections.abc import Sequence

from graders.reading.layers.naming import layer_kind

_SIDES = tuple(
    re.compile(rf"(?<![^\W_])(?:{names})(?![^\W_])", re.IGNORECASE)
    for names in ("h|height|rows?", "w|width|col(?:umn)?s?", "c|ch|channels?|depth|filters?|maps?")
)
_OUTPUT = re.compile(r"output|dim|size|shape", re.IGNORECASE)
_NO_SIDE = re.compile(r"\bin(?:put)?s?\b|kernel|stride|pad|param|weight|bias", re.IGNORECASE)
_NUMBER, _NONE = re.compile(r"\d+"), re.compile(r"[-–—/]*")


def with_sides_joined(rows: Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
    """The rows of a table, with three columns of whole numbers behind the layers as one of sizes.

    The headings may call them in another order, channels first.

    >>> with_sides_joined([("layer", "C", "H", "W", "params"), ("POOL2", "64", "8", "4", "0")])
    [('layer', 'output', 'params'), ('POOL2', '8x4x64', '0')]
    >>> rows = [("layer", "in", "out", "stride", "output"), ("CONV", "3", "64", "1", "8x8x64")]
    >>> with_sides_joined(rows) == rows
    True
    """
    if not rows or min(map(len, rows)) < len(rows[-1]):
        return rows
    first = next((at for at, text in enumerate(rows[-1]) if layer_kind(text)), 0) + 1
    columns = list(zip(*rows, strict=False))[first : first + 3]
    others = [*rows[0][:first], *rows[0][first + 3 :]]
    is_told = any(map(_OUTPUT.search, others)) or not others[first:]  # sizes, or no parameters
    if is_told or not all(map(_is_side, columns)):
        return rows
    places = [first + at for at in _order(rows[0][first : first + 3])]
    sizes = ["output", *(_size(row, places) for row in rows[1:])]
    return [(*row[:first], size, *row[first + 3 :]) for row, size in zip(rows, sizes, strict=True)]


def _is_side(column: Sequence[str]) -> bool:
    """Whether whole numbers stand below the heading of a column, and nothing else."""
    cells = [each.strip("$ ") for each in column[1:]]
    if column[0].strip().isdigit() or _NO_SIDE.search(column[0]):
        return False
    are_whole = all(_NUMBER.fullmatch(each) or _NONE.fullmatch(each) for each in cells)
    return are_whole and any(map(_NUMBER.fullmatch, cells))


def _order(headings: Sequence[str]) -> Sequence[int]:
    """Where height, width and channels stand, as the headings call them."""
    found = [[at for at, each in enumerate(headings) if side.search(each)] for side in _SIDES]
    places = [each[0] for each in found if len(each) == 1]
    return places if len({*places}) == len(_SIDES) else range(len(_SIDES))


def _size(row: Sequence[str], places: Sequence[int]) -> str:
    return "x".join(side for at in places if _NUMBER.fullmatch(side := row[at].strip("$ ")))
