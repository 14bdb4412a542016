"""Rows of tables whose first cells are the labels of questions: "| 2.1 | 0.98 |"."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from graders.reading.blocks.block import Block, Row, Shape
from graders.reading.labels.label import Path, read_label
from graders.reading.outline.leading.destinations import Destinations
from graders.reading.outline.question_tree import QuestionTree
from graders.reading.outline.within.label_columns import (
    calls_labels,
    counts_parts,
    upright,
    with_whole_labels,
)
from graders.reading.outline.within.paragraphs import NOT_NUMBERS

_FIGURES = 2  # parts of what may be a mere number: 6.2
_A_WORD = re.compile(r"[^\W\d_]{3}")

_Labelled = tuple[Row, Path]


def labelled_rows(table: Block, current: Path, destinations: Destinations) -> list[Block]:
    """The rows of a table whose first cells are the labels of questions, as paragraphs.

    Where others have none, those with the whole id of a question stand apart from the table.
    Whole ids may come in any order and again, other labels only in the order of the sheet.
    """
    tree = destinations.tree
    rows = [row for row in upright(table.rows) if len(row.cells) > 1 and any(row.cells[1:])]
    parts = tree.children.get(current, ())
    if is_headed := bool(rows) and (calls_labels(rows[0].cells[0]) or counts_parts(rows, parts)):
        rows = [rows[0], *with_whole_labels(rows)]
    paths = [_of_cell(row, current, destinations, is_headed=is_headed) for row in rows]
    if len(rows) > 1 and paths[0] is None:  # the headings of the columns
        rows, paths = rows[1:], paths[1:]
    labelled = [(row, path) for row, path in zip(rows, paths, strict=True) if path]
    if len(labelled) < len(rows) or not _are_in_order(labelled, tree):
        sure = [each for each in labelled if is_headed or _is_told(*each, tree)]
        return _rows_with_ids(table, rows, labelled, sure, tree)
    numbered = any(row.cells[0].strip().isdigit() and len(row.cells) > 2 for row in rows)
    if numbered and len(rows) != len(tree.children[labelled[0][1][:-1]]):
        return []  # a list of something else
    return [_as_paragraph(row, table, path, tree) for row, path in labelled]


def _are_in_order(labelled: Sequence[_Labelled], tree: QuestionTree) -> bool:
    """Whether labels stand in the order of the sheet; rows may share one that holds several."""
    shared = [_said_behind(row) and path in tree.children for row, path in labelled]
    orders = [tree.order(path) for _, path in labelled]
    return all(
        one < other or (one == other and both)
        for (one, other), both in zip(pairwise(orders), shared, strict=False)
    )


def _rows_with_ids(
    table: Block,
    rows: Sequence[Row],
    labelled: Sequence[_Labelled],
    sure: Sequence[_Labelled],
    tree: QuestionTree,
) -> list[Block]:
    """What is left of a table without its rows that begin with whole ids, and these.

    Args:
        table: in which they stand.
        rows: of the table.
        labelled: those with a label.
        sure: those whose label is no mere number.
        tree: of the questions.
    """
    ids = {row: path for row, path in sure if _begins_with_id(row)}
    if len(ids) < len(rows) or not any(_is_no_decimal(path) for _, path in labelled):
        ids = {row: path for row, path in ids.items() if _is_named_by_id(row)}
    others = [_without_rows(table, ids)] if 0 < len(ids) < len(rows) else []
    return others + [_as_paragraph(row, table, path, tree) for row, path in ids.items()]


def _is_told(row: Row, path: Path, tree: QuestionTree) -> bool:
    """Whether the label of a row is no number: it has letters or words, or no parts below it."""
    return path not in tree.children or _is_no_decimal(path) or bool(_said_behind(row))


def _is_no_decimal(path: Path) -> bool:
    return len(path) > 2 or not path[-1].isdigit()


def _of_cell(
    row: Row, current: Path, destinations: Destinations, *, is_headed: bool
) -> Path | None:
    """The question whose label the first cell of a row holds, or begins with below another."""
    label = read_label(row.cells[0])
    if label is None:
        return None
    figures = label.parts[0].isdigit() and not is_headed and _is_figures(row)
    if label.bare and not label.is_id and (label.rest or figures):
        return None
    path = destinations.tree.resolve(label, current, by_rank=destinations.known.by_rank)
    if path is None and label.is_id and any(part.isalpha() for part in label.parts):
        path = destinations.counted_otherwise(label)
    if path is None:
        return None
    path, rest = destinations.refined(path, label)
    strong = (label.explicit or label.is_id) and not rest
    return path if strong or path[: len(current)] == current else None


def _as_paragraph(row: Row, table: Block, path: Path, tree: QuestionTree) -> Block:
    """A row of a table as a paragraph whose marker is its first cell, or the id it begins with.

    What the first cell says behind the label of several questions tells which of them is meant.
    """
    first, *others = row.cells
    label = read_label(first)
    whole = ".".join(path) if label and label.is_id and label.rest else first
    marker = f"{whole}." if whole.isalnum() else whole
    where = replace(table.where, line=row.line)
    said = [f"{label.rest}:"] if label and label.rest and path in tree.children else []
    return Block(Shape.TEXT, "\t".join(filter(None, [*said, *others])), where, marker)


def _said_behind(row: Row) -> str:
    """What the first cell of a row says behind its label: "2.1 (a) derivative"."""
    label = read_label(row.cells[0])
    return label.rest if label else ""


def _begins_with_id(row: Row) -> bool:
    label = read_label(row.cells[0])
    return label is not None and label.is_id


def _is_named_by_id(row: Row) -> bool:
    """Whether a row begins with a whole id and a name, or goes on with words: "6.2", "total"."""
    label = read_label(row.cells[0])
    if label is None or not label.is_id:
        return False
    has_name = bool(label.rest) or len(label.parts) > _FIGURES
    return has_name or any(_A_WORD.search(cell) for cell in row.cells[1:])


def _without_rows(table: Block, rows: Collection[Row]) -> Block:
    """A table without some of its rows."""
    gone = {row.line for row in rows}
    lines = (
        line for at, line in enumerate(table.text.split("\n")) if at + table.where.line not in gone
    )
    left = tuple(row for row in table.rows if row.line not in gone)
    return replace(table, text="\n".join(lines), rows=left)


def _is_figures(row: Row) -> bool:
    """Whether a row has a mere number behind its first cell, or several cells without a word."""
    if len(row.cells) == 2:
        return NOT_NUMBERS.search(row.cells[1].strip("% ")) is None
    return not any(map(_A_WORD.search, row.cells[1:]))
