"""What code printed, where it stands as text below the code: `12500`, `Accuracy: 75 %`."""

from collections.abc import Sequence

from graders.reading.blocks.block import Shape
from graders.reading.code import code_of
from graders.reading.outline.pieces import Piece

_OF_CODE = "(`"  # a call, or code within a sentence


def without_output(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces of an answer in code, without text behind the last block of code that is none."""
    kept = list(pieces)
    if any(each.block.shape is Shape.CODE for each in kept):
        while kept and _is_output(kept[-1]):
            kept.pop()
    return kept


def _is_output(piece: Piece) -> bool:
    text = piece.block.text
    is_text = piece.block.shape is Shape.TEXT and not any(sign in text for sign in _OF_CODE)
    return is_text and any(map(str.isdigit, text)) and not code_of(text)
