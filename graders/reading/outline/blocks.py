r"""Blocks: a write-up as headings, paragraphs, formulas, tables and code, each with its line.

Markdown is read with markdown-it-py (dollar and AMS mathematics, tables, no HTML); a block keeps
the student's own characters, so that a formula typed without dollar signs is not taken for
emphasis. Tables drawn with tabs, columns of spaces or LaTeX's `&` are tables too.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from html import unescape
from itertools import pairwise
from typing import TYPE_CHECKING

from graders.model import Where

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token


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


def read_blocks(text: str, start: Where) -> tuple[Block, ...]:
    r"""The blocks of a Markdown text whose first line stands at `start`.

    >>> for block in read_blocks("# 2.1\n\n$$h_1 = 1$$\n", Where("answers.md", 1)):
    ...     print(block.shape, block.where, block.text)
    heading answers.md:1 2.1
    math answers.md:3 h_1 = 1
    """
    text = _dollars(text)
    return tuple(_blocks(_markdown().parse(text), text.split("\n"), start))


def code_block(text: str, start: Where) -> Block:
    """A whole source file or code cell as one block."""
    return Block(Shape.CODE, text, start)


@cache
def _markdown() -> "MarkdownIt":
    from markdown_it import MarkdownIt
    from mdit_py_plugins.amsmath import amsmath_plugin
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    markdown.disable(["code", "reference", "html_block", "html_inline"])
    return markdown.use(dollarmath_plugin, allow_labels=False, double_inline=True).use(
        amsmath_plugin
    )


_FENCE = re.compile(r"^\s{0,3}(?:```|~~~)")
_ORG_FENCE = re.compile(
    r"^[ \t]*#\+(?:begin_(?:src|example)\b[ \t]*(?P<language>\w*).*|end_(?:src|example)[ \t]*)$",
    re.IGNORECASE | re.MULTILINE,
)
_PAGE_NUMBER = re.compile(  # that a scan, or a page printed from a screen, has on a line
    r"[\s\W]*(?:(?:page|pg\.?|seite)\s*\d{1,3}(?:\s*(?:of|/|von)\s*\d{1,3})?"
    r"|p\.?\s*\d{1,3}\s*(?:of|/)\s*\d{1,3})[\s\W]*",
    re.IGNORECASE,
)


def _dollars(text: str) -> str:
    r"""The text with \[ \] and \( \) as dollar signs, outside of fenced code."""
    text = _COMMENT.sub(lambda comment: "\n" * comment.group().count("\n"), text)
    text = _ORG_FENCE.sub(lambda fence: f"```{fence['language'] or ''}", text)
    lines = text.split("\n")
    fenced = False
    for number, line in enumerate(lines):
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced and _PAGE_NUMBER.fullmatch(line):
            line = lines[number] = ""
        elif not fenced and ("<" in line or "~~" in line):
            line = lines[number] = _plain_line(line)
        if not fenced and "\\" in line:
            line = re.sub(r"(?<!\\)\\[\[\]]", lambda _: "$$", line)
            line = lines[number] = re.sub(r"(?<!\\)\\[()]", lambda _: "$", line)
        if not fenced and line.startswith("|") and "$" in line:
            lines[number] = _with_bars_kept(line)
    return "\n".join(lines)


def _with_bars_kept(row: str) -> str:
    """A row of a table in which a bar within a formula, `$|w|$`, is none of its lines."""
    if row.count("$") % 2 or not row.rstrip().endswith("|"):
        return row
    formulas = row.split("$")
    return "$".join(
        _BAR.sub(lambda _: r"\|", each) if place % 2 else each
        for place, each in enumerate(formulas)
    )


_BAR = re.compile(r"(?<!\\)\|")
_COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->", re.DOTALL)  # an open one hides nothing
_HEADING_TAG = re.compile(r"^\s*<h([1-6])[^>]*>", re.IGNORECASE)
_PARAGRAPH_TAG = re.compile(r"^\s*<(?:p|li)\b[^<>]*>(?=.*\S)", re.IGNORECASE)
_SCRIPT_TAG = re.compile(r"<su(?P<kind>[bp])\b[^<>]*>|</su[bp]>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:p|br|b|i|u|em|strong|span|div|font|center|li|ul|ol|h[1-6])\b[^<>]*>", re.I
)
_STRUCK_OUT = re.compile(r"~~[^~]+~~|<(s|del|strike)>[^<]*</\1>", re.IGNORECASE)


def _plain_line(line: str) -> str:
    """A line without what is struck out, and without the tags of simple HTML."""
    line = _STRUCK_OUT.sub(" ", line)
    line = _HEADING_TAG.sub(lambda tag: "#" * int(tag[1]) + " ", line)
    line = _PARAGRAPH_TAG.sub("- ", line)  # what begins a block also where no blank line does
    line = _SCRIPT_TAG.sub(_in_braces, line)
    return unescape(_TAG.sub(" ", line).lstrip()) if _TAG.search(line) else line


def _in_braces(tag: re.Match[str]) -> str:
    return {"b": "_{", "p": "^{"}[tag["kind"].lower()] if tag["kind"] else "}"


def _blocks(tokens: Sequence["Token"], lines: Sequence[str], start: Where) -> Iterator[Block]:
    marker, level = "", 0
    table: Block | None = None
    rows: list[Row] = []
    cells: list[str] = []
    for token in tokens:
        line = start.line + (token.map[0] if token.map else 0)
        where = Where(start.file, line, start.cell)
        match token.type:
            case "list_item_open":
                if marker.rstrip(".)").isdigit():  # "4." and a list of its parts below it
                    yield Block(Shape.TEXT, "", where, marker)
                marker = f"{token.info}{token.markup}" if token.info else token.markup
            case "heading_open":
                level = int(token.tag[1:])
            case "heading_close":
                level = 0
            case "table_open":
                first, last = token.map or [0, 0]
                table, rows = Block(Shape.TABLE, "\n".join(lines[first:last]), where, marker), []
            case "table_close" if table:
                yield replace(table, rows=tuple(rows))
                table, marker = None, ""
            case "tr_open":
                cells, row_line = [], line
            case "tr_close":
                rows.append(Row(tuple(cells), row_line))
            case "inline" if table:
                cells.append(token.content)
            case "inline" if level:
                yield Block(Shape.HEADING, token.content.strip(), where, marker, level=level)
                marker = ""
            case "inline":
                yield from _paragraph(token.content, where, marker)
                marker = ""
            case "math_block" | "math_block_label" | "amsmath":
                for text in re.split(r"\$\$[ \t]*\$\$", token.content):
                    yield from _math(text.strip("\n "), _after_blank(text, where), marker)
                    marker = ""
            case "fence":
                inside = Where(where.file, where.line + 1, where.cell)
                yield from _fenced(token.content, inside, marker)
                marker = ""
            case _:
                pass


def _fenced(text: str, where: Where, marker: str) -> Iterator[Block]:
    """Code, or a table that is drawn there with the lines before and after it."""
    lines = text.split("\n")
    table = _drawn_table(lines, where)
    if table is None:
        if text.strip():
            yield Block(Shape.CODE, text, where, marker)
        return
    first = table.where.line - where.line
    after = first + table.text.count("\n") + 1
    if any(line.strip() for line in lines[:first]):
        yield Block(Shape.CODE, "\n".join(lines[:first]), where, marker)
        marker = ""
    yield replace(table, marker=marker)
    rest = Where(where.file, where.line + after, where.cell)
    yield from _fenced("\n".join(lines[after:]), rest, "")


def _after_blank(text: str, where: Where) -> Where:
    blank = len(text) - len(text.lstrip("\n"))
    return Where(where.file, where.line + blank, where.cell)


_ALIGNED = re.compile(r"&\s*(?:=|\\approx|\\simeq)|=\s*&")  # an array that sets equations
_TABULAR = re.compile(r"\\begin\{(?:tabular|array)\*?\}")


def _math(text: str, where: Where, marker: str) -> Iterator[Block]:
    if _TABULAR.search(text) and "&" in text and not _ALIGNED.search(text):
        rows = [
            Row(tuple(cell.strip(" \\") for cell in row.split("&")), where.line + number)
            for number, line in enumerate(text.split("\n"))
            for row in _rows_of(line)
        ]
        if len(rows) > 1:
            yield Block(Shape.TABLE, text, where, marker, tuple(rows))
            return
    yield Block(Shape.MATH, text, where, marker)


def _rows_of(line: str) -> list[str]:
    """The rows of a table of LaTeX that stand on a line, without its beginning, end and rules."""
    inside = _TABLE_FRAME.sub(" ", line)
    return [row for row in re.split(r"\\\\(?:\[[^\]]*\])?", inside) if "&" in row]


_TABLE_FRAME = re.compile(
    r"\\begin\{(?:tabular|array)\*?\}(?:\s*\{[^{}]*\})?|\\end\{(?:tabular|array)\*?\}"
    r"|\\(?:hline|toprule|midrule|bottomrule)|\\cline\{[^{}]*\}|\\left[\[(]|\\right[\])]"
)
_DISPLAY = re.compile(r"\$\$(.+?)\$\$", re.DOTALL)


def _paragraph(text: str, where: Where, marker: str) -> Iterator[Block]:
    """A paragraph, with the tables and displays that stand inside it as blocks of their own."""
    if "<tr" in text.casefold() and (rows := tuple(_html_rows(text, where))):
        start = text.index("<")
        yield from _paragraph_text(text[:start], where, marker)
        place = Where(where.file, where.line + text.count("\n", 0, start), where.cell)
        drawn = "\n".join(f"| {' | '.join(row.cells)} |" for row in rows)
        yield Block(Shape.TABLE, drawn, place, "" if text[:start].strip() else marker, rows)
        return
    lines = text.split("\n")
    table = _drawn_table(lines, where)
    if table is not None:
        first = table.where.line - where.line
        after = first + table.text.count("\n") + 1
        yield from _paragraph_text("\n".join(lines[:first]), where, marker)
        yield table if first else replace(table, marker=marker)
        rest = Where(where.file, where.line + after, where.cell)
        yield from _paragraph("\n".join(lines[after:]), rest, "") if lines[after:] else ()
        return
    yield from _paragraph_text(text, where, marker)


def _paragraph_text(text: str, where: Where, marker: str) -> Iterator[Block]:
    at = 0
    whole = Block(Shape.TEXT, text, where, marker)
    for display in _DISPLAY.finditer(text):
        yield from _text(whole, at, display.start(), marker)
        marker = "" if text[at : display.start()].strip() else marker
        yield from _math(display.group(1), whole.at(display.start(1)), marker)
        marker, at = "", display.end()
    yield from _text(whole, at, len(text), marker)


def _text(whole: Block, start: int, end: int, marker: str) -> Iterator[Block]:
    text = whole.text[start:end]
    if text.strip():
        lead = len(text) - len(text.lstrip())
        yield Block(Shape.TEXT, text.strip(), whole.at(start + lead), marker)


_ROW_TAG = re.compile(r"<tr\b[^<>]*>(.*?)</tr>", re.IGNORECASE | re.DOTALL)
_CELL_TAG = re.compile(r"<t[dh]\b[^<>]*>(.*?)</t[dh]>", re.IGNORECASE | re.DOTALL)


def _html_rows(text: str, where: Where) -> Iterator[Row]:
    for row in _ROW_TAG.finditer(text):
        line = where.line + text.count("\n", 0, row.start())
        cells = tuple(" ".join(unescape(cell).split()) for cell in _CELL_TAG.findall(row[1]))
        if cells:
            yield Row(cells, line)


_BULLET = re.compile(r"^\s*[•◦▪‣·●○–-]\t")  # of a list from a word processor
_RULE = re.compile(r"\s*\|(?:[-:=]+[+|])*[-:=]+\|\s*")  # with crosses, as Emacs draws it
_RULE_END = re.compile(r"[+|]")
_GAP = re.compile(r"\t+| {2,}|\t *| *\t")


def _drawn_table(lines: Sequence[str], where: Where) -> Block | None:
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
        return tuple(
            cell.strip().replace("\\|", "|") for cell in _BAR.split(line.strip().strip("|"))
        )
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
