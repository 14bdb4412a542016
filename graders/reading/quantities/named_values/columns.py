"""Tables told line by line: each number behind the heading of its column."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest

NOT_GIVEN = "not given"
_SIZES = re.compile(r"\$?\d+(?:\s*(?:x|×|\*|,|to|→|[-=]>|\\times|\\to|\\rightarrow)\s*\d+)*\$?")
_RULE = re.compile(r"[\s|:-]+")
_NOTHING = re.compile(r"|[-−]\d+")  # no size is below zero

Kind = Callable[[str], str]


def told_by_column(text: str, kind_of: Kind = lambda line: "") -> str:
    r"""The text with each number of a table behind the heading of its column.

    Args:
        text: of any form; lines that are no rows stay as they are.
        kind_of: what a row is about; an empty cell is told where another row about the same has a
            number in its column.

    >>> table = "| layer | kernel |\n|---|---|\n| pool | 2 |\n| pool | |"
    >>> print(told_by_column(table, lambda line: "pool"))
    | layer | kernel |
    |---|---|
    | pool | kernel 2 |
    | pool | kernel not given |
    """
    lines, headings, first = text.splitlines(), list[str](), 0
    for place, line in enumerate([*lines, ""]):
        cells = _cells(line)
        if not headings and cells:
            headings, first = cells, place
        elif headings and not cells:
            lines[first + 1 : place] = _told(lines[first + 1 : place], headings, kind_of)
            headings = []
    return "\n".join(lines)


def rows_in_words(text: str) -> str:
    r"""The text with each row of a table as a line of its headings and cells.

    >>> rows_in_words("| batch | accuracy |\n|---|---|\n| 16 | 56 % |")
    'batch 16, accuracy 56 %'
    """
    lines, headings = list[str](), list[str]()
    for line in text.splitlines():
        cells = _cells(line)
        if cells and not headings:
            headings = cells
        elif cells and not _RULE.fullmatch(line):
            both = zip(headings, cells, strict=False)
            lines.append(", ".join(f"{name} {cell}".strip() for name, cell in both if cell))
        elif not cells:
            headings = []
            lines.append(line)
    return "\n".join(lines)


def cells_in_words(text: str) -> str:
    r"""Each cell of the tables of a text as a line, behind what its row and its column are called.

    >>> print(cells_in_words("| | 5 epochs | 9 epochs |\n|--|--|--|\n| batch 4 | 58 % | 60 % |"))
    batch 4, 5 epochs: 58 %
    batch 4, 9 epochs: 60 %
    """
    lines, headings = list[str](), list[str]()
    for line in text.splitlines():
        cells = _cells(line)
        if cells and headings and not _RULE.fullmatch(line):
            names = zip(headings[2:], cells[2:], strict=False)
            lines += [f"{cells[1]}, {name}: {cell}" for name, cell in names if cell]
        headings = headings or cells if cells else []
    return "\n".join(lines)


def _cells(line: str) -> list[str]:
    cells = [each.strip() for each in line.split("|")]
    return cells if len(cells) > 2 else []


def _told(rows: Sequence[str], headings: Sequence[str], kind_of: Kind) -> Iterator[str]:
    kinds = [kind_of(row) for row in rows]
    numbered = {
        (kind, at)
        for kind, row in zip(kinds, rows, strict=True)
        for at, cell in enumerate(_cells(row))
        if kind and re.search(r"\d", cell)
    }
    for kind, row in zip(kinds, rows, strict=True):
        cells = _cells(row)
        told = [
            f"{heading} {cell}" if heading and _SIZES.fullmatch(cell)
            else f"{heading} {NOT_GIVEN}"
            if heading and _NOTHING.fullmatch(cell) and _has_other(numbered, kind, at, cell)
            else cell
            for at, (heading, cell) in enumerate(zip_longest(headings, cells, fillvalue=""))
        ]  # fmt: skip
        yield " | ".join(told).strip() if told != cells else row


def _has_other(numbered: set[tuple[str, int]], kind: str, at: int, cell: str) -> bool:
    """Whether a number belongs into a cell: it has one, or another row about the same has."""
    return bool(cell) or (kind, at) in numbered
