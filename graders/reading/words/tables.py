r"""Tables within a text, told in words: row by row, column by column, or cell by cell.

Every run of lines with bars in them is a table, with a rule below its headings or without one.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest

from graders.reading.bars import cells_of, is_row, is_rule, row_of

NOT_GIVEN = "not given"
_SIZES = re.compile(r"\$?\d+(?:\s*(?:x|×|\*|,|to|→|[-=]>|\\times|\\to|\\rightarrow)\s*\d+)*\$?")
_NOTHING = re.compile(r"|[-−]\d+")  # no size is below zero


@dataclass(frozen=True, slots=True)
class _Table:
    """The lines of a table, the first of which is its headings."""

    lines: Sequence[str]

    @property
    def headings(self) -> Sequence[str]:
        return cells_of(self.lines[0])

    @property
    def rows(self) -> Sequence[Sequence[str]]:
        """The cells of each line below the headings, but for the rule."""
        return [cells_of(line) for line in self.lines[1:] if not is_rule(line)]

    @property
    def is_ruled(self) -> bool:
        return len(self.lines) > 1 and is_rule(self.lines[1])


def told_by_column(text: str, kind_of: Callable[[str], str] = lambda line: "") -> str:
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
    return _told(text, lambda table: _with_headings(table, kind_of))


def rows_in_words(text: str) -> str:
    r"""The text with each row of a table as a line of its headings and cells.

    >>> rows_in_words("| batch | accuracy |\n|---|---|\n| 16 | 56 % |")
    'batch 16, accuracy 56 %'
    """

    def told(table: _Table) -> Iterator[str]:
        for row in table.rows:
            both = zip(table.headings, row, strict=False)
            yield ", ".join(f"{name} {cell}".strip() for name, cell in both if cell)

    return _told(text, told)


def cells_in_words(text: str) -> str:
    r"""Each cell of the tables of a text as a line, behind what its row and its column are called.

    >>> print(cells_in_words("| | 5 epochs | 9 epochs |\n|--|--|--|\n| batch 4 | 58 % | 60 % |"))
    batch 4, 5 epochs: 58 %
    batch 4, 9 epochs: 60 %
    """
    return "\n".join(
        f"{first}, {name}: {cell}"
        for table in _parts(text)
        if isinstance(table, _Table)
        for first, *cells in table.rows
        for name, cell in zip(table.headings[1:], cells, strict=False)
        if cell
    )


def in_rows(text: str) -> str:
    r"""A text in which each row of a table is a sentence on what its first cell says.

    >>> in_rows("| x | f |\n|---|---|\n| 0 | $a$ |\n| 1 | $b$ |")
    '\nx = 0: $a$\n\nx = 1: $b$'
    >>> in_rows("|case|f|\n|-|-|\n|not maximal|0|")
    '\nnot maximal: 0'
    """

    def told(table: _Table) -> Iterator[str]:
        name = table.headings[0].strip(" $")
        head = f"{name} = " if len(name) == 1 else ""
        for first, *rest in table.rows:
            yield f"\n{head}{first}: {', '.join(rest)}"

    return _told(text, lambda table: told(table) if table.is_ruled else table.lines)


def in_columns(text: str, is_named: Callable[[str], bool]) -> str:
    r"""A text in which each column of a table is a line on what its heading names.

    Args:
        text: with tables, of which those with several named headings are told so.
        is_named: whether a heading names what its column is about.

    >>> in_columns("| | A | B |\n|-|-|-|\n| rate | 1 | 2 |\n| result | 3 | 4 |", str.isupper)
    'A rate 1 result 3\nB rate 2 result 4'
    """

    def told(table: _Table) -> Iterator[str]:
        for at, heading in enumerate(table.headings[1:], start=1):
            cells = (f"{row[0]} {row[at]}" for row in table.rows if at < len(row))
            yield " ".join([heading, *cells])

    def is_told(table: _Table) -> bool:
        return table.is_ruled and sum(map(is_named, table.headings[1:])) > 1

    return _told(text, lambda table: told(table) if is_told(table) else table.lines)


def _told(text: str, tell: Callable[[_Table], Iterable[str]]) -> str:
    """A text with the lines that are told of each table in place of its own."""
    parts = ([each] if isinstance(each, str) else tell(each) for each in _parts(text))
    return "\n".join(line for lines in parts for line in lines)


def _parts(text: str) -> Iterator[str | _Table]:
    """The lines of a text, those of each table together."""
    for is_of_table, lines in groupby(text.splitlines(), key=is_row):
        if is_of_table:
            yield _Table([*lines])
        else:
            yield from lines


def _with_headings(table: _Table, kind_of: Callable[[str], str]) -> Iterator[str]:
    """The lines of a table, with the heading of its column before each number."""
    headings, *lines = table.lines
    numbered = {
        (kind, at)
        for line in lines
        if (kind := kind_of(line))
        for at, cell in enumerate(cells_of(line))
        if re.search(r"\d", cell)
    }
    yield headings
    for line in lines:
        kind, cells = kind_of(line), cells_of(line)
        told = [
            _with_heading(heading, cell, is_asked=bool(cell) or (kind, at) in numbered)
            for at, (heading, cell) in enumerate(zip_longest(table.headings, cells, fillvalue=""))
        ]
        yield row_of(told) if told != cells else line


def _with_heading(heading: str, cell: str, *, is_asked: bool) -> str:
    """A number behind its heading, which also says of what is asked that it is not given."""
    if heading and _SIZES.fullmatch(cell):
        return f"{heading} {cell}"
    is_missing = heading and is_asked and _NOTHING.fullmatch(cell)
    return f"{heading} {NOT_GIVEN}" if is_missing else cell
