"""Text under no label that no answer was taken of, where a whole question has none."""

import re
from collections.abc import Mapping, Sequence

from graders.model import Answer, Kind, Question
from graders.reading.blocks.block import Shape
from graders.reading.finding.answers import is_taken, is_written_code, joined, of_pieces
from graders.reading.outline.pieces import Outline, Piece

_WORD = re.compile(r"[A-Za-z]{2,}")
_FEWEST_WORDS = 25  # of a text without a formula
_FOUND_BY = "text under no label"


def under_no_label(
    lost: Sequence[Question], found: Mapping[str, Sequence[Answer]], outline: Outline
) -> Mapping[str, Answer]:
    """What stands under no label and in no answer, for each question to which no label leads.

    Args:
        lost: the questions without an answer.
        found: the answers to each question.
        outline: of the write-up.
    """
    asked = [each for each in lost if each.path[:1] not in outline.labelled and each.points]
    answers = [answer for candidates in found.values() for answer in candidates]
    pieces = [each for each in outline.pieces if not each.path] if asked else []
    left = [each for each in pieces if not (each.announces or is_taken(each, answers))]
    code = [each for each in left if is_written_code(each)]
    work = [each for each in left if _is_work(each)]
    for_each = [(each, code if each.kind is Kind.CODE else work) for each in asked]
    return {
        each.id: of_pieces(each, text, own, _FOUND_BY)
        for each, own in for_each
        if (text := joined(own))
    }


def _is_work(piece: Piece) -> bool:
    """Whether a piece has a formula, or is a paragraph; code answers code."""
    text = piece.block.text
    if piece.block.shape is Shape.CODE:
        return False
    return any(sign in text for sign in "=$\\") or len(_WORD.findall(text)) >= _FEWEST_WORDS
