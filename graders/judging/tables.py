r"""Tables of numbers that students fill in: a name in the first cell of each row, then its numbers.

Rows are found by their names, in any order, and columns by their headings where the grader names
them; a row or column too many costs nothing. Lines such as `conv1: 28, 456` are rows as well.
Whole numbers are exact, others are judged by the digits given. A right number whose row or column
cannot surely be told goes to a person.
"""

import itertools
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from graders.comparing.numbers.digits import by_digits, exactly
from graders.comparing.tables.cells import Cell, compare_cells
from graders.judging.numbers_in_cells import is_called, number_in_cell
from graders.judging.passages.prose import formulas_in
from graders.model import Answer, Comparison, Where
from graders.reading.blocks.block import Block, Shape
from graders.reading.blocks.markdown import read_blocks
from graders.reading.outline.cues.cued_labels import squeezed
from graders.reading.quantities.numbers.in_text import numbers_in

OTHER_ROW = "its row could not surely be told"
OTHER_COLUMN = "its column could not surely be told"
SEVERAL_ROWS = "several rows are called so, and they differ"
_MEMBERS = re.compile(r"[=≈:;&]|,\s|\\\\|\\(?:approx|simeq|q?quad)(?![A-Za-z])|\\[;: ]")
_SPLIT = re.compile(r";|,(?!\d{3}(?!\d))\s*|\s+and\s+")
Expected = Mapping[str, Sequence[float]]


@dataclass(frozen=True)
class _Line:
    """What stands behind a name, and whether the places of its cells or its name are in doubt."""

    name: str  # squeezed
    cells: Sequence[str]
    elsewhere: Sequence[str] = ()  # all cells of the row, where the columns are not sure
    called_so: bool = True
    heading: Sequence[str] = ()  # the first row of its table


def compare_table(
    written: str | Sequence[Answer], expected: Expected, *, columns: Sequence[str] = ()
) -> Comparison:
    r"""The cells of a table beside the numbers that are right, by the name of each row.

    Args:
        written: all candidate answers, or the text of one.
        expected: the numbers behind each name.
        columns: the headings of the numbers in their order, by which columns are found.

    >>> compare_table("| layer | side |\n|---|---|\n| conv1 | 28 |", {"conv1": [28]}).equal
    True
    >>> turned = "| layer | count | side |\n|---|---|---|\n| conv1 | 456 | 28 |"
    >>> compare_table(turned, {"conv1": [28, 456]}, columns=["side", "count"]).equal
    True
    """
    names = set(map(squeezed, expected))
    texts = [written] if isinstance(written, str) else [each.text for each in written]
    blocks = [block for each in texts for block in read_blocks(_drawn(each), Where("", 1))]
    tables = [block for block in blocks if block.shape is Shape.TABLE]
    rows = [line for each in tables for line in _rows(each, columns, names) if any(line.cells)]
    found = {line.name for line in rows}
    others = [each.text for each in blocks if each not in tables] if tables else texts
    around = "\n".join(others)
    lines = [*rows, *_listed(around, [each for each in expected if squeezed(each) not in found])]
    loose = [cell for line in rows if line.name not in names for cell in line.cells]
    loose += [printed for _, printed in numbers_in(around)]
    loose += [each for formula in formulas_in(around) for each in _MEMBERS.split(formula)]
    cells: list[Cell] = []
    for name, numbers in expected.items():
        headings = columns if len(columns) == len(numbers) else ()
        own = [line for line in lines if line.name == squeezed(name)]
        cells += _cells(_labels(name, numbers, headings), numbers, own, loose)
    return compare_cells(tuple(cells))


def _labels(name: str, numbers: Sequence[float], headings: Sequence[str]) -> list[str]:
    places = headings or [f"column {at + 2}" for at in range(len(numbers))]
    return [name] if len(numbers) == 1 else [f"{name}, {each}" for each in places]


def _drawn(text: str) -> str:
    return f"$$\n{text}\n$$" if text.lstrip().startswith("\\begin{") else text


def _rows(table: Block, columns: Sequence[str], names: Collection[str]) -> Iterator[_Line]:
    """The rows of a table, their cells in the order of the columns where the headings tell it."""
    rows = _upright(
        [[each.strip() for each in row.cells] for row in table.rows if row.cells], names
    )
    places = _places(rows[0], columns) if rows else []
    sure = bool(places) and len(rows[0]) == len(columns) + 1
    for cells in rows:
        ordered = [cells[at] if at < len(cells) else "" for at in places] or cells[1:]
        elsewhere = () if sure else cells[1:]
        yield _Line(squeezed(cells[0]), ordered, elsewhere, heading=rows[0])


def _upright(rows: list[list[str]], names: Collection[str]) -> list[list[str]]:
    """The rows of a table, turned where the names of rows stand in its heading."""
    is_turned = rows and any(squeezed(each) in names for each in rows[0][1:])
    if not is_turned or any(squeezed(row[0]) in names for row in rows):
        return rows
    return [list(cells) for cells in itertools.zip_longest(*rows, fillvalue="")]


def _places(heading: Sequence[str], columns: Sequence[str]) -> list[int]:
    """Where each column stands, if a heading names every one; the last may have another name."""
    cells = list(enumerate(heading))[1:]
    if not columns or any(number_in_cell(cell) for _, cell in cells):
        return []
    found = [[at for at, cell in cells if is_called(cell, name)] for name in columns]
    left = [at for at, _ in cells if [at] not in found]
    if len(left) == 1 and len(cells) == len(columns):
        found = [each or left for each in found]
    places = [each[0] for each in found if len(each) == 1]
    return places if len(set(places)) == len(columns) else []


def _listed(text: str, names: Sequence[str]) -> Iterator[_Line]:
    """What stands behind each of these names up to the next one, or to the end of its line."""
    spelled = [r"[\W_]*".join(re.findall(r"[^\W_]", name)) or r"(?!)" for name in names]
    within = "|".join(f"(?P<n{at}>{each})" for at, each in enumerate(spelled)) or r"(?!)"
    called = re.compile(rf"(?<![^\W_])(?:{within})(?![^\W_])", re.IGNORECASE)
    for line in text.splitlines():
        found = list(called.finditer(line))
        ends = [*(each.start() for each in found[1:]), len(line)]
        before = 0
        for each, end in zip(found, ends, strict=False):
            words = re.split(r"[,;.\d]", line[before : each.start()])[-1]
            name = names[int((each.lastgroup or "n0")[1:])]
            behind = line[each.end() : end].strip(" -*$|`_{}:=,;.&\\")
            cells = [cell.strip() for cell in _SPLIT.split(behind) if cell.strip()]
            sure = re.search(r"[^\W\d_]", words) is None
            yield _Line(squeezed(name), cells, cells, called_so=sure)
            before = each.end()


def _cells(
    labels: Sequence[str], numbers: Sequence[float], lines: Sequence[_Line], loose: Sequence[str]
) -> Iterator[Cell]:
    """The cells of a row; a number that stands nowhere in the answer is wrong or missing."""
    judged = [list(_judged(labels, numbers, line)) for line in lines if line.cells]
    for at, (label, number) in enumerate(zip(labels, numbers, strict=True)):
        verdicts = {cells[at].equal for cells in judged}
        cell = judged[0][at] if judged else Cell(label, "", equal=False)
        if len(verdicts) > 1:
            yield replace(cell, equal=None, open=SEVERAL_ROWS)
        elif not judged and any(_fits(each, number, [label]) for each in loose):
            yield replace(cell, equal=None, open=OTHER_ROW)
        else:
            yield cell


def _judged(labels: Sequence[str], numbers: Sequence[float], line: _Line) -> Iterator[Cell]:
    cells = [*line.cells, *[""] * (len(numbers) - len(line.cells))]
    known = [[label, *line.heading] for label in labels]
    fits = [_fits(*each) for each in zip(cells, numbers, known, strict=False)]
    spare = list(line.elsewhere)
    for cell in itertools.compress(cells, fits):
        if cell in spare:
            spare.remove(cell)
    for label, words, cell, number, fit in zip(labels, known, cells, numbers, fits, strict=False):
        if fit:
            sure = line.called_so
            yield Cell(label, cell, equal=sure or None, open="" if sure else OTHER_ROW)
        elif any(_fits(each, number, words) for each in spare):
            yield Cell(label, cell, equal=None, open=OTHER_COLUMN)
        else:
            yield Cell(label, cell, None if cell and not number_in_cell(cell, words) else False)


def _fits(cell: str, number: float, words: Collection[str]) -> bool:
    printed = number_in_cell(cell, words) if cell else None
    if printed is None:
        return False
    rule = exactly if isinstance(number, int) else by_digits
    return rule(printed, number).fits
