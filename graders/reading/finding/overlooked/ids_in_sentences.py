"""Whole ids of questions within sentences, where no label leads: "and for 6.3, I found 93 %"."""

import re
from collections.abc import Iterator, Mapping, Sequence

from graders.model import Answer, Question
from graders.reading.finding.answers import of_pieces
from graders.reading.labels.label import Path
from graders.reading.outline.pieces import Outline, Piece

_ID = re.compile(
    r"(?:\b(?:for|in|question|problem|exercise|part|q|qs|no)\.?\s?|\*\*\s?)"
    r"(?P<id>\d{1,2}(?:\.\w{1,2})+)(?=[\s,:;.)*])",
    re.IGNORECASE,
)
_FOUND_BY = "its id within a sentence"


def ids_in_sentences(lost: Sequence[Question], outline: Outline) -> Mapping[str, Answer]:
    """What stands behind the first mention of each question without an answer, or of its part.

    >>> from fractions import Fraction
    >>> from graders.model import Kind, Where
    >>> from graders.reading.blocks.block import Block, Shape
    >>> block = Block(Shape.TEXT, "It is 4. For 6.3 I found 93%.", Where("hw.md", 1))
    >>> asked = Question("6.3", "Share", Fraction(2), Kind.NUMERIC)
    >>> outline = Outline((Piece((), block),), frozenset())
    >>> ids_in_sentences([asked], outline)["6.3"].text
    'For 6.3 I found 93%.'
    """
    found = [*_mentioned(outline.pieces)] if lost else []
    return {
        question.id: of_pieces(question, piece.block.text[at:], [piece], _FOUND_BY)
        for question in lost
        for path, piece, at in reversed(found)
        if path == question.path[: len(path)]
    }


def _mentioned(pieces: Sequence[Piece]) -> Iterator[tuple[Path, Piece, int]]:
    for piece in pieces:
        for each in () if piece.announces else _ID.finditer(piece.block.text):
            yield tuple(each["id"].split(".")), piece, each.start()
