"""Answers below a label none of whose parts has one: as many as it has parts, in their order."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from graders.model import Answer, Kind, Question
from graders.reading.blocks.block import Block, Shape
from graders.reading.delimited import DELIMITED
from graders.reading.finding.answers import joined, of_pieces
from graders.reading.finding.cues import is_cued
from graders.reading.finding.sheet import Sheet
from graders.reading.finding.statements import WriteUp
from graders.reading.outline.pieces import Piece
from graders.reading.quantities.equations.chains import read_chains
from graders.reading.quantities.named_values.matrices import read_matrices

_JUDGED = (Kind.NUMERIC, Kind.SYMBOLIC, Kind.SHAPE)
_DIGIT = re.compile(r"\d")
_BETWEEN = re.compile(r"[\s,;.]*(?:\band\b)?[\s,;.]*")  # formulas of one line
_LEADS_ON = re.compile(r".*:\s*|[^$\\=\d]*", re.DOTALL)
_GOES_ON = re.compile(r"[\s$&]*(?:[=≈≤≥<>]|\\(?:approx|leq?|geq?|Rightarrow)\b|⇒)")

Portion = list[Piece]


def in_order(question: Question, write_up: WriteUp) -> Iterator[Answer]:
    """What stands in the place of a question under its parent's label.

    Paragraphs, items, lines or formulas of a line count the parts if there are as many, and if
    none of them holds the cue of another part alone. Without a cue or a name of its own, what
    stands there may be right and is not called wrong.
    """
    parent, questions = question.path[:-1], write_up.sheet.questions
    parts = [each for each in questions if each.path[:-1] == parent]
    paths = {(*parent, each) for each in write_up.sheet.tree.children.get(parent, ())}
    if len(parent) < 2 or question.kind not in _JUDGED or {each.path for each in parts} != paths:
        return
    pieces = [each for each in write_up.outline.pieces if each.path == parent]
    pieces = [each for each in pieces if not each.announces]
    if len(parts) < 2 or paths & write_up.outline.labelled:
        return
    for portions in _divisions(pieces):
        if len(portions) == len(parts) and _may_be_of(portions, parts):
            own = portions[parts.index(question)]
            text, label = joined(own), f"place under label {'.'.join(parent)}"
            if question.kind is not Kind.NUMERIC or _DIGIT.search(text.rpartition("=")[2]):
                told = [each for each in own if not _LEADS_ON.fullmatch(each.block.text)]
                found = of_pieces(question, text, told or own, label)
                yield replace(found, inferred=not _is_told(question, text, write_up.sheet))
            return


def _is_told(question: Question, text: str, sheet: Sheet) -> bool:
    """Whether a text says whose answer it is: by a cue, or by a name on the left."""
    chains = read_chains(text, sheet.vocabulary, prose=True)
    names = sheet.names[question.id]
    return is_cued(question, text) or any(each.name in names for each in chains)


def _may_be_of(portions: Sequence[Portion], parts: Sequence[Question]) -> bool:
    """Whether no portion holds the cues of other parts alone, or a matrix for a number."""
    return all(
        (is_cued(part, text) or not any(is_cued(each, text) for each in parts))
        and not (part.kind is Kind.NUMERIC and read_matrices(text))
        for part, text in zip(parts, map(joined, portions), strict=True)
    )


def _divisions(pieces: Sequence[Piece]) -> Iterator[list[Portion]]:
    """The ways in which pieces of text fall apart."""
    if not all(each.block.shape in (Shape.TEXT, Shape.MATH) for each in pieces):
        return
    yield _led_on(pieces)
    lines = [line for each in pieces for line in _cut(each, _lines_of(each))]
    yield _led_on(lines)
    if len(lines) == 1:
        yield [[each] for each in _cut(lines[0], _formulas_of(lines[0].block.text))]


def _led_on(pieces: Sequence[Piece]) -> list[Portion]:
    """Pieces apart, but for those that go on: behind "so the loss is", or with a relation."""
    portions: list[Portion] = []
    for piece in pieces:
        text = piece.block.text
        if portions and (_LEADS_ON.fullmatch(portions[-1][-1].block.text) or _GOES_ON.match(text)):
            portions[-1].append(piece)
        else:
            portions.append([piece])
    return portions


def _lines_of(piece: Piece) -> Iterator[tuple[int, str]]:
    """The lines of a paragraph, or a displayed formula, and where each begins."""
    text, at = piece.block.text, 0
    for line in [text] if piece.block.shape is Shape.MATH else text.split("\n"):
        if line.strip():
            yield at, line
        at += len(line) + 1


def _formulas_of(line: str) -> Iterator[tuple[int, str]]:
    """The formulas of a line that holds nothing else but signs between them."""
    if not _BETWEEN.sub("", DELIMITED.sub("", line)):
        yield from ((each.start(), each[0]) for each in DELIMITED.finditer(line))


def _cut(piece: Piece, texts: Iterator[tuple[int, str]]) -> Iterator[Piece]:
    block = piece.block
    for at, text in texts:
        yield replace(piece, block=Block(block.shape, text, block.at(at)))
