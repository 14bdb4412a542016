"""Tables that are no Markdown: drawn with tabs, bars or columns of spaces, in LaTeX or HTML."""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import pairwise

from graders.model import Where
from graders.reading.bars import cells_of, row_of
from graders.reading.blocks.block import Block, Row, Shape

_ALIGNED = re.compile(r"&\s*(?:=|\\approx|\\simeq)|=\s*&")  # an array that sets equations
_TABULAR = re.compile(r"\\begin\{(?:tabular|array)\*?\}")
_TABLE_FRAME = re.compile(
    r"\\begin\{(?:tabular|array)\*?\}(?:\s*\{[^{}]*\})?|\\end\{(?:tabular|array)\*?\}"
    r"|\\(?:hline|toprule|midrule|bottomrule)|\\cline\{[^{}]*\}|\\left[\[(]|\\right[\])]"
)
_BETWEEN_CELLS = re.compile(r"(?<!\\)&")
_WORDS = re.compile(r"\\(?:text(?:bf|it|rm|sf|tt)?|mathrm|mathbf|mbox)\s*\{([^{}]*)\}")
_ROW_TAG = re.compile(r"<tr\b[^<>]*>(.*?)</tr>", re.IGNORECASE | re.DOTALL)
_CELL_TAG = re.compile(r"<t[dh]\b[^<>]*>(.*?)</t[dh]>", re.IGNORECASE | re.DOTALL)
_BULLET = re.compile(r"^\s*[•◦▪‣·●○–-]\t")  # of a list from a word processor
_RULE = re.compile(r"\s*\|(?:[-:=]+[+|])*[-:=]+\|\s*")  # with crosses, as Emacs draws it
_RULE_END = re.compile(r"[+|]")
_GAP = re.compile(r"\t+| {2,}|\t *| *\t")


def latex_table(text: str, where: Where, marker: str) -> Block | None:
    """The table that LaTeX sets with columns; None for an array that sets equations."""
    if not _TABULAR.search(text) or "&" not in text or _ALIGNED.search(text):
        return None
    rows = tuple(
        Row(tuple(map(_plain, _BETWEEN_CELLS.split(row))), where.line + number)
        for number, line in enumerate(text.split("\n"))
        for row in _rows_of(line)
    )
    return Block(Shape.TABLE, piped(rows), where, marker, rows) if len(rows) > 1 else None


def _plain(cell: str) -> str:
    """A cell of LaTeX without what only sets its words."""
    cell = re.sub(r"\\\\$|\\(?=[#%&])", "", cell.strip()).strip()
    words = _WORDS.fullmatch(cell)
    return words[1].strip() if words else cell


def piped(rows: Sequence[Row]) -> str:
    """The text of a table, drawn with bars."""
    return "\n".join(row_of(each.cells) for each in rows)


def _rows_of(line: str) -> list[str]:
    """The rows of a table of LaTeX that stand on a line, without its beginning, end and rules."""
    inside = _TABLE_FRAME.sub(" ", line)
    return [row for row in re.split(r"\\\\(?:\[[^\]]*\])?", inside) if "&" in row]


def html_rows(text: str, where: Where) -> Iterator[Row]:
    """The rows of a table in HTML."""
    for row in _ROW_TAG.finditer(text):
        line = where.line + text.count("\n", 0, row.start())
        cells = tuple(" ".join(unescape(cell).split()) for cell in _CELL_TAG.findall(row[1]))
        if cells:
            yield Row(cells, line)


def drawn_table(lines: Sequence[str], where: Where) -> Block | None:
    """The first table drawn with tabs, pipes or columns of spaces, at least two rows long."""
    split = _with_corner([_cells(line) for line in lines])
    for first in range(len(split)):
        last = first
        while last < len(split) and len(split[last]) > 1 and _alike(split[first], split[last]):
            last += 1
        if last - first >= (2 if "\t" in lines[first] or "|" in lines[first] else 3):
            rows = tuple(
                Row(split[number], where.line + number)
                for number in range(first, last)
                if not _is_rule(split[number])
            )
            place = Where(where.file, where.line + first, where.cell)
            if rows:
                return Block(Shape.TABLE, "\n".join(lines[first:last]), place, rows=rows)
    return None


def _cells(line: str) -> tuple[str, ...]:
    if "\t" in line:
        return tuple(cell.strip() for cell in _BULLET.sub("", line).strip("\n").split("\t"))
    if _RULE.fullmatch(line):
        return tuple(_RULE_END.split(line.strip().strip("|")))
    if line.count("|") >= 2 and line.strip().startswith("|"):
        return tuple(cell.replace("\\|", "|") for cell in cells_of(line))
    if line.count(" | ") > 1 and all(each.count("$") % 2 == 0 for each in line.split(" | ")):
        return tuple(cell.strip() for cell in line.strip().strip("|").split(" | "))
    cells = tuple(cell for cell in _GAP.split(line.strip()) if cell)
    named = len(cells) > 2 and not any("=" in cell for cell in cells[1:])  # v = cos w  0.5  0
    return (line,) if "$" in line or ("=" in line and not named) else cells


def _with_corner(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The rows, with an empty first cell where headings have lost theirs at the left margin."""
    lost = [len(row) > 1 and len(row) + 1 == len(after) for row, after in pairwise(rows)]
    return [("", *row) if each else row for row, each in zip(rows, [*lost, False], strict=True)]


def _alike(first: Sequence[str], other: Sequence[str]) -> bool:
    return len(first) == len(other)


def _is_rule(cells: Sequence[str]) -> bool:
    return all(not cell.strip("-: =+") for cell in cells)
