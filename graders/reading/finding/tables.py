"""Finds the table that answers a question."""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from graders.model import Answer, Form, Kind, Question
from graders.reading.blocks.block import Block, Shape
from graders.reading.finding.answers import joined, of_pieces
from graders.reading.finding.cues import is_cued
from graders.reading.finding.statements import WriteUp
from graders.reading.outline.pieces import Piece


def tables_for(question: Question, write_up: WriteUp) -> Iterator[Answer]:
    """The table that fits the cues best, under the question's label, above it or anywhere."""
    outline = write_up.outline
    own = {piece.block for piece in outline.below(question.path)}
    pieces = [piece for piece in outline.pieces if piece.path == question.path]
    text = joined(pieces)
    label = f"label {'.'.join(question.path)}"
    fitting = _fitting(question, write_up, own, is_written=bool(text))
    for table in fitting:
        found_by = label if table in own else "table"
        yield Answer(question.id, table.text, Form.TABLE, table.where, found_by)
    if not fitting and text:
        yield of_pieces(question, text, pieces, label)


def _fitting(
    question: Question, write_up: WriteUp, own: set[Block], *, is_written: bool
) -> list[Block]:
    """The tables from the best place: `own` blocks, above them, anywhere if nothing is written."""
    pieces = write_up.outline.pieces
    tables = [piece.block for piece in pieces if piece.block.shape is Shape.TABLE]
    score = {
        table: sum(cue.casefold() in table.text.casefold() for cue in question.cues)
        for table in tables
    }
    here = [table for table in tables if score[table] and table in own]
    here = here or list(_only_table(question, write_up))
    above = {piece.block for piece in pieces if piece.path == question.path[: len(piece.path)]}
    anywhere = [table for table in tables if 2 * score[table] > len(question.cues)]
    fitting = here or [table for table in anywhere if table in above]
    return fitting or ([] if is_written else anywhere)


def _only_table(question: Question, write_up: WriteUp) -> Iterator[Block]:
    """The one table under the parent's label that no other part asks for."""
    parent = question.path[:-1]
    siblings = [each for each in write_up.sheet.questions if each.path[:-1] == parent and parent]
    asked = [each for each in siblings if each.kind is Kind.TABLE]
    pieces = [each for each in write_up.outline.pieces if each.path == parent]
    tables = [each.block for each in pieces if each.block.shape is Shape.TABLE]
    others = [each for each in asked if each != question]
    left = [
        table
        for table in tables
        if not any(is_cued(other, table.text) for other in others if not _behind(other, pieces))
    ]
    if asked[:1] == [question] and len(left) == 1:
        yield left[0]


def _behind(question: Question, pieces: Sequence[Piece]) -> bool:
    """Whether what answers a question stands behind the last table, and is no table."""
    behind = takewhile(lambda each: each.block.shape is not Shape.TABLE, reversed(pieces))
    return any(is_cued(question, each.block.text) for each in behind)
