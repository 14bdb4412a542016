"""What a correction elsewhere takes back: "Corrections: ... should be 0.98 instead of 0.97"."""

import re
from collections.abc import Iterator, Sequence

from graders.reading.blocks.block import Shape
from graders.reading.outline.pieces import Piece
from graders.reading.quantities.numbers.in_text import numbers_in

_CORRECTION = re.compile(
    r"\b(?:corrections?|errat(?:um|a)|typos?|corrigend(?:um|a))\b", re.IGNORECASE
)
_CONTRAST = re.compile(
    r"\b(?:instead of|rather than|not|should|wrote|replaced?|changed?|was)\b|->|→", re.IGNORECASE
)
_FEWEST_DIGITS = 2  # of a number that is known again


def taken_back(text: str, corrections: Sequence[str]) -> str:
    """The correction that names a number of an answer; nothing where none does.

    It may take that number back, or put it in the place of another one: a person looks.

    >>> corrections = ["h_1 should be 0.98 instead of 0.79."]
    >>> taken_back("h_1 = 0.79", corrections) == corrections[0], taken_back("0.7", corrections)
    (True, '')
    """
    for correction in corrections:
        own = text.replace(correction, " ").strip()
        if own and own not in correction and _share_number(own, correction):
            return correction
    return ""


def corrections_in(pieces: Sequence[Piece]) -> Iterator[str]:
    """The paragraphs that call themselves a correction or stand below such a heading.

    Below a heading with a label, "Correction to 4 (a)", stands the answer itself.
    """
    is_below = False
    for piece in pieces:
        block = piece.block
        if block.shape is Shape.HEADING:
            is_below = _CORRECTION.search(block.text) is not None and not piece.corrects
            continue
        is_said = is_below or _CORRECTION.search(block.text) is not None
        if is_said and block.shape is Shape.TEXT and _CONTRAST.search(block.text):
            yield block.text


def _share_number(text: str, correction: str) -> bool:
    numbers = (number for _, number in numbers_in(correction))
    return any(
        re.search(rf"(?<![\w.]){re.escape(each)}(?![\w]|\.\d)", text)
        for each in numbers
        if sum(sign.isdigit() for sign in each) >= _FEWEST_DIGITS
    )
