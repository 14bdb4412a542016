"""Blocks: a write-up as headings, paragraphs, formulas, tables and code, each with its line."""

from dataclasses import dataclass
from enum import StrEnum

from graders.model import Where


class Shape(StrEnum):
    """What a block is."""

    HEADING = "heading"
    TEXT = "text"
    MATH = "math"
    TABLE = "table"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table and its line."""

    cells: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a write-up.

    `marker` is the list marker that it begins with, such as `2.`; `level` is that of a heading,
    from 1, and 0 otherwise.
    """

    shape: Shape
    text: str
    where: Where
    marker: str = ""
    rows: tuple[Row, ...] = ()
    level: int = 0

    def at(self, offset: int) -> Where:
        """The place of a position in the text of the block."""
        line = self.where.line + self.text.count("\n", 0, offset)
        return Where(self.where.file, line, self.where.cell)
