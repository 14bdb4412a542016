"""Finds unlabelled parts of a labelled question, told apart by their names and cues."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from graders.model import Answer, Kind, Question
from graders.reading.blocks.block import Block, Shape
from graders.reading.finding.answers import joined, of_pieces
from graders.reading.finding.cues import is_cued
from graders.reading.finding.statements import WriteUp
from graders.reading.labels.label import Path, read_label
from graders.reading.outline.pieces import Piece

_BY_PERSON = (Kind.FREE_TEXT, Kind.TRAINING)


def cued_text(question: Question, write_up: WriteUp) -> Iterator[Answer]:
    """What stands from where the question's cues begin to where those of the next part do."""
    outline, parent = write_up.outline, question.path[:-1]
    pieces = list(under_label(parent, write_up)) if parent else []
    if not parent and question.path not in outline.labelled:
        pieces = [piece for piece in outline.pieces if piece.block.shape is Shape.TEXT]
    siblings = [
        each
        for each in write_up.sheet.questions
        if each.path[:-1] == parent and each.path not in outline.labelled
    ]
    runs = ([*_apart(run, siblings)] for run in _runs(pieces, write_up))
    span = [piece for run in runs for piece in _cued_span(question, run, siblings, write_up)]
    if text := joined(span):
        label = f" under label {'.'.join(parent)}" if parent else ""
        found = of_pieces(question, text, span, f"words{label}")
        nameless = [each for each in siblings if each.kind is Kind.SYMBOLIC and not each.names]
        may_be_another = question in nameless and len(nameless) > 1
        yield replace(found, inferred=may_be_another)


def _apart(pieces: Sequence[Piece], siblings: Sequence[Question]) -> Iterator[Piece]:
    """Pieces cut at the lines with the cues of symbolic questions, if one has those of several.

    The cells of a row of a table stand below one another.
    """
    symbolic = [each for each in siblings if each.kind is Kind.SYMBOLIC]
    for piece in pieces:
        block, lines = piece.block, piece.block.text.split("\n")
        if block.shape is Shape.TABLE:
            lines = ["\n".join(row.cells) for row in block.rows]
        starts = [at for at, each in enumerate(lines) if any(is_cued(q, each) for q in symbolic)]
        if len(starts) < 2 or block.shape not in (Shape.TEXT, Shape.TABLE):
            yield piece
            continue
        rows = range(len(lines)) if block.shape is Shape.TABLE else starts
        for first, last in pairwise(sorted({0, *rows, len(lines)})):
            where = replace(block.where, line=block.where.line + first)
            text = "\n".join(lines[first:last])
            yield replace(piece, block=Block(Shape.TEXT, text, where))


def under_label(path: Path, write_up: WriteUp) -> Iterator[Piece]:
    """What stands under a label, or under that of a question of which it is the only part."""
    tree, pieces = write_up.sheet.tree, write_up.outline.pieces
    while path:
        if found := [piece for piece in pieces if piece.path == path]:
            yield from found
            return
        path = path[:-1] if tree.children.get(path[:-1]) == path[-1:] else ()


def _runs(pieces: Sequence[Piece], write_up: WriteUp) -> list[list[Piece]]:
    """The pieces, apart where another question's stand between: one may be answered again."""
    at = {id(piece): place for place, piece in enumerate(write_up.outline.pieces)}
    runs: list[list[Piece]] = []
    for piece in pieces:
        path = piece.path
        between = write_up.outline.pieces[at[id(runs[-1][-1])] : at[id(piece)]] if runs else ()
        goes_on = runs and all(each.path[: len(path)] == path for each in between)
        if goes_on:
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return runs


def _cued_span(
    question: Question, pieces: Sequence[Piece], siblings: Sequence[Question], write_up: WriteUp
) -> list[Piece]:
    """The pieces from where a question's cues begin to where those of another part do."""
    starts = _starts(siblings, pieces, write_up)
    if question.id not in starts and len(question.path) > 2 and _is_rest(question, siblings):
        starts[question.id] = 0
    if question.id not in starts:
        return []
    first = starts[question.id]
    later = [start for start in starts.values() if start > first]
    last = min(later, default=len(pieces))
    while question.kind is Kind.TABLE and _goes_on(pieces[last - 1 : last + 1]):
        last += 1
    span = [*pieces[first:last]]
    if question.kind is Kind.SYMBOLIC and not any(_has_formula(each) for each in span):
        span += [each for each in pieces[last : last + 1] if is_cued(question, each.block.text)]
    return span


def _goes_on(pair: Sequence[Piece]) -> bool:
    """Whether two pieces are items of one list, one right below the other."""
    blocks = [each.block for each in pair]
    markers = {re.sub(r"\d+", "1", each.marker) for each in blocks}
    lines = [each.where.line for each in blocks]
    return len(pair) == 2 and len(markers) == 1 and "" not in markers and lines[1] == lines[0] + 1


def _has_formula(piece: Piece) -> bool:
    return any(sign in piece.block.text for sign in "=$\\")


def shared_text(question: Question, write_up: WriteUp) -> Iterator[Answer]:
    """All under the parent's label, where no part has a label and nothing tells the question.

    Nothing that stands there is lost to a person who would have read it; no choice is read there.
    What stands there may be the formula or the number of another part: it is not called wrong.
    """
    outline, parent = write_up.outline, question.path[:-1]
    parts = write_up.sheet.tree.children.get(parent, ())
    labelled = any((*parent, part) in outline.labelled for part in parts)
    beside = [each for each in write_up.sheet.questions if each.path[:-1] == parent]
    pieces = [each for each in outline.pieces if each.path == parent and not each.announces]
    is_formula = question.kind is Kind.SYMBOLIC
    told_apart = (question.cues and not is_formula) or question.names or labelled
    by_person = (
        question.kind in _BY_PERSON
        and question.path not in outline.labelled
        and all(each.kind in (*_BY_PERSON, Kind.CODE) for each in beside)
    )
    if len(parent) < 2 or question.kind is Kind.CHOICE or (told_apart and not by_person):
        return
    if by_person and not pieces:
        pieces = _told_nearby(question, write_up) or _beside_called(question, write_up)
    if text := joined(pieces):
        label = ".".join(pieces[0].path)
        found = of_pieces(question, text, pieces, f"words under label {label}")
        judged = [each for each in beside if each.kind in (Kind.SYMBOLIC, Kind.NUMERIC)]
        yield replace(found, inferred=is_formula or len(judged) > 1, shared=True)


def beside_text(question: Question, write_up: WriteUp) -> Iterator[Answer]:
    """What holds the cues of a question for a person, but stands under labels of other parts."""
    outline, parent = write_up.outline, question.path[:-1]
    if question.kind is not Kind.FREE_TEXT or question.path in outline.labelled or not parent:
        return
    below = [each for each in outline.below(parent) if not each.announces]
    cued = [each for each in below if is_cued(question, each.block.text)]
    if text := joined(cued):
        label = ".".join(cued[0].path)
        yield of_pieces(question, text, cued, f"words under label {label}")


def _told_nearby(question: Question, write_up: WriteUp) -> list[Piece]:
    """What stands under the nearest label above the parent's, or has cues below that label."""
    for depth in range(len(question.path) - 1, 1, -1):
        below = [
            each for each in write_up.outline.below(question.path[:depth]) if not each.announces
        ]
        own = [each for each in below if len(each.path) == depth]
        if found := own or [each for each in below if is_cued(question, each.block.text)]:
            return found
    return []


def _beside_called(question: Question, write_up: WriteUp) -> list[Piece]:
    """All below the parent's label, where lines call other parts by words: one may be another's."""
    below = write_up.outline.below(question.path[:-1])
    lines = (read_label(each.label.removeprefix("# ")) for each in below if each.label)
    is_called = question.called and None in lines
    return [each for each in below if not each.announces] if is_called else []


def _starts(
    siblings: Sequence[Question], pieces: Sequence[Piece], write_up: WriteUp
) -> dict[str, int]:
    """Where the text of each question begins: at its first cue, or where its quantity is defined.

    A cue counts for nothing where another part begins between it and the definition.
    """
    cued = {each.id: _first_cued(each, pieces) for each in siblings}
    defined = {each.id: _first_defining(each, pieces, write_up) for each in siblings}
    starts = {}
    for name in cued:
        found = [at for at in (cued[name], defined[name]) if at is not None]
        others = [at for each in (cued, defined) for other, at in each.items() if other != name]
        if any(at is not None and min(found) < at <= found[-1] for at in others if found):
            found = found[-1:]
        if found:
            starts[name] = min(found)
    return starts


def _first_cued(question: Question, pieces: Sequence[Piece]) -> int | None:
    cued = (at for at, piece in enumerate(pieces) if is_cued(question, piece.block.text))
    return next(cued, None)


def _first_defining(question: Question, pieces: Sequence[Piece], write_up: WriteUp) -> int | None:
    names = write_up.sheet.names[question.id]
    defining = (
        at
        for at, piece in enumerate(pieces)
        if any(each.chain.name in names for each in write_up.statements_in(piece))
    )
    return next(defining, None)


def _is_rest(question: Question, siblings: Sequence[Question]) -> bool:
    """Whether a question is the only one that is read by a person among numbers and tables."""
    asked = (Kind.NUMERIC, Kind.TABLE, Kind.CODE)
    return [each for each in siblings if each.kind not in asked] == [question]
