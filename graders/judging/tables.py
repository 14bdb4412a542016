"""Tables of numbers that students fill in: a name in the first cell of each row, then its numbers.

Rows are found by their names, in any order; a row too many costs nothing. Lines such as
`conv1: 28, 456` are rows as well. Whole numbers are exact, others are judged by the digits given.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from graders.comparing.cells import Cell, compare_cells
from graders.comparing.numbers import by_digits, exactly
from graders.model import Comparison, Where
from graders.reading.outline.block_labels import squeezed
from graders.reading.outline.blocks import Row, Shape, read_blocks
from graders.reading.quantities.numbers import read_number

_NAMED = re.compile(r"([^:=]+)[:=](.+)")
Expected = Mapping[str, Sequence[float]]


def compare_table(text: str, expected: Expected) -> Comparison:
    r"""The cells of a table beside the numbers that are right, by the name of each row.

    >>> compare_table("| layer | side |\n|---|---|\n| conv1 | 28 |", {"conv1": [28]}).equal
    True
    """
    drawn = f"$$\n{text}\n$$" if text.lstrip().startswith("\\begin{") else text
    blocks = read_blocks(drawn, Where("", 1))
    rows = [row for block in blocks if block.shape is Shape.TABLE for row in block.rows]
    return compare_cells(tuple(_cells(rows or list(_listed(text)), expected)))


def _listed(text: str) -> Iterator[Row]:
    """The lines of a list as rows: a name, a colon or an equals sign, and numbers."""
    for number, line in enumerate(text.splitlines(), start=1):
        if named := _NAMED.fullmatch(line.strip(" -*$")):
            yield Row((named[1], *re.split(r";|,\s", named[2])), number)


def _cells(rows: Sequence[Row], expected: Expected) -> Iterator[Cell]:
    named = {squeezed(row.cells[0]): row.cells[1:] for row in reversed(rows) if row.cells}
    for name, numbers in expected.items():
        cells = named.get(squeezed(name), ())
        for at, number in enumerate(numbers):
            label = name if len(numbers) == 1 else f"{name}, column {at + 2}"
            yield _cell(label, cells[at].strip() if at < len(cells) else "", number)


def _cell(name: str, text: str, number: float) -> Cell:
    printed = read_number(text.strip("$ ")) if text else None
    if printed is None:
        return Cell(name, text, None if text else False)
    rule = exactly if isinstance(number, int) else by_digits
    return Cell(name, text, rule(printed, number).fits)
