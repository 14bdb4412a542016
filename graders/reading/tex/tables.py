"""Tables, as pipe tables."""

from collections.abc import Callable, Iterator

from graders.reading.bars import row_of
from graders.reading.tex.commands import RULES
from graders.reading.tex.document import Document
from graders.reading.tex.page import Page

ReadCell = Callable[[int, int], str]  # the text between two places


def write_table(
    document: Document, page: Page, start: int, stop: int, *, read_cell: ReadCell
) -> None:
    """Write a table. Its rule goes where LaTeX has one, or the heading goes up by a line."""
    rows = list(_rows(document, start, stop, read_cell))
    if not rows:
        return
    (first, heading), *others = rows
    second = others[0][0] if others else stop
    width = max(len(cells) for _, cells in rows)
    crowded = document.left[first] - document.left[second] == 1
    page.go_to(document.left[first] + crowded)
    page.write_line(row_of([*heading, *[""] * (width - len(heading))]))
    page.write_line(row_of(["---"] * width))
    for place, cells in others:
        page.go_to(document.left[place])
        page.write_line(row_of(cells))
    page.end_block()


def _rows(
    document: Document, here: int, stop: int, read_cell: ReadCell
) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not empty: the place of its first word, and its cells."""
    cells: list[str] = []
    cell, first = here, stop
    while here <= stop:
        token = document.tokens[here] if here < stop else "\\\\"
        if token in ("&", "\\\\", "\\tabularnewline"):
            cells.append(read_cell(cell, here))
            cell = here + 1
            if token != "&":
                if any(cells):
                    yield first, cells
                cells, first = [], stop
                cell = document.after_option(cell)
            here = cell
        elif token in RULES:
            here = document.after_arguments(here + 1, RULES[token])
        else:
            if first == stop and not token.isspace() and token != "%":
                first = here
            here = document.after(here)
