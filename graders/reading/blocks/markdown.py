r"""A Markdown text as blocks.

It is read with markdown-it-py (dollar and AMS mathematics, tables, no HTML); a block keeps the
student's own characters, so that a formula typed without dollar signs is not taken for emphasis.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING

from graders.model import Where
from graders.reading.blocks.block import Block, Row, Shape
from graders.reading.blocks.continued import in_one
from graders.reading.blocks.drawn_tables import drawn_table, html_rows, latex_table, piped
from graders.reading.blocks.markup import in_markdown

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token
_ARRAY = r"\\begin\{array\}(?:(?!\\begin\{array\}|\$).)+\\end\{array\}"
_DISPLAY = re.compile(
    rf"\$\$(?P<displayed>.+?)\$\$|^[ \t]*\$[ \t]*(?P<alone>{_ARRAY})[ \t]*\$[ \t]*$",
    re.DOTALL | re.MULTILINE,
)
_WIDEST_GAP = 200  # blanks in a row; more of them say nothing, and take patterns long
_WIDE_GAP = re.compile(rf"[ \t]{{{_WIDEST_GAP},}}")


def read_blocks(text: str, start: Where) -> tuple[Block, ...]:
    r"""The blocks of a Markdown text whose first line stands at `start`.

    >>> for block in read_blocks("# 2.1\n\n$$h_1 = 1$$\n", Where("answers.md", 1)):
    ...     print(block.shape, block.where, block.text)
    heading answers.md:1 2.1
    math answers.md:3 h_1 = 1
    """
    text = in_markdown(_WIDE_GAP.sub(" " * _WIDEST_GAP, text))
    return tuple(in_one(_blocks(_markdown().parse(text), text.split("\n"), start)))


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


def _blocks(tokens: Iterable["Token"], lines: Sequence[str], start: Where) -> Iterator[Block]:
    marker, level, tokens = "", 0, iter(tokens)
    for token in tokens:
        where = _where(token, start)
        blocks: Iterable[Block] = ()
        match token.type:
            case "list_item_open":
                if marker.rstrip(".)").isdigit():  # "4." and a list of its parts below it
                    yield Block(Shape.TEXT, "", where, marker)
                marker = f"{token.info}{token.markup}" if token.info else token.markup
                continue
            case "heading_open":
                level = int(token.tag[1:])
                continue
            case "heading_close":
                level = 0
                continue
            case "table_open":
                rows = tuple(_rows(_up_to("table_close", tokens), start))
                first, last = token.map or [0, 0]
                blocks = _table(lines[first:last], rows, where, marker)
            case "inline" if level:
                text = token.content.strip()
                blocks = [Block(Shape.HEADING, text, where, marker, level=level)]
            case "inline":
                blocks = _paragraph(token.content, where, marker)
            case "math_block" | "math_block_label" | "amsmath":
                blocks = _displays(token.content, where, marker)
            case "fence":
                inside = Where(where.file, where.line + 1, where.cell)
                blocks = _fenced(token.content, inside, marker)
            case _:
                continue
        yield from blocks
        marker = ""


def _where(token: "Token", start: Where) -> Where:
    return Where(start.file, start.line + (token.map[0] if token.map else 0), start.cell)


def _up_to(end: str, tokens: Iterator["Token"]) -> Iterator["Token"]:
    return takewhile(lambda token: token.type != end, tokens)


def _rows(tokens: Iterator["Token"], start: Where) -> Iterator[Row]:
    for token in tokens:
        if token.type == "tr_open":
            cells = (each.content for each in _up_to("tr_close", tokens) if each.type == "inline")
            yield Row(tuple(cells), _where(token, start).line)


def _table(lines: Sequence[str], rows: Sequence[Row], where: Where, marker: str) -> Iterator[Block]:
    """A table, and what stands below it on lines without a bar, which Markdown takes for rows."""
    end = next((n for n, line in enumerate(lines) if "|" not in line), len(lines))
    own = tuple(row for row in rows if row.line < where.line + end)
    yield Block(Shape.TABLE, "\n".join(lines[:end]), where, marker, own)
    below = Where(where.file, where.line + end, where.cell)
    yield from read_blocks("\n".join(lines[end:]), below) if lines[end:] else ()


def _displays(text: str, where: Where, marker: str) -> Iterator[Block]:
    """A displayed formula, or several at once; the first has the marker."""
    for display in re.split(r"\$\$[ \t]*\$\$", text):
        yield from _math(display.strip("\n "), _after_blank(display, where), marker)
        marker = ""


def _fenced(text: str, where: Where, marker: str) -> Iterator[Block]:
    """Code, or a table that is drawn there with the lines before and after it."""
    lines = text.split("\n")
    table = drawn_table(lines, where)
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


def _math(text: str, where: Where, marker: str) -> Iterator[Block]:
    yield latex_table(text, where, marker) or Block(Shape.MATH, text, where, marker)


def _paragraph(text: str, where: Where, marker: str) -> Iterator[Block]:
    """A paragraph, with the tables and displays that stand inside it as blocks of their own."""
    if "<tr" in text.casefold() and (rows := tuple(html_rows(text, where))):
        start = text.index("<")
        yield from _paragraph_text(text[:start], where, marker)
        place = Where(where.file, where.line + text.count("\n", 0, start), where.cell)
        yield Block(Shape.TABLE, piped(rows), place, "" if text[:start].strip() else marker, rows)
        return
    lines = text.split("\n")
    table = drawn_table(lines, where)
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
        inside = display.lastgroup or ""
        yield from _math(display[inside], whole.at(display.start(inside)), marker)
        marker, at = "", display.end()
    yield from _text(whole, at, len(text), marker)


def _text(whole: Block, start: int, end: int, marker: str) -> Iterator[Block]:
    text = whole.text[start:end]
    if text.strip():
        lead = len(text) - len(text.lstrip())
        yield Block(Shape.TEXT, text.strip(), whole.at(start + lead), marker)
