"""What a derivative is taken by, in words: "with respect to w", "w.r.t. w", "by w"."""

import re
from collections.abc import Sequence

from graders.reading.lexing.token import Token

RESPECT = r"(?:with resp(?:ect|\.) to|w\.?\s?r\.?\s?t\.?(?: to)?)"
ABBREVIATED = re.compile(r"\b(?:w\.\s?r\.\s?t\b\.?|wrt\.|with resp\.)", re.IGNORECASE)
_WAYS = (("with", "respect", "to"), ("wrt", "to"), ("wrt",), ("by",))  # the longest first
_OF_EACH = frozenset({"respect", "wrt", "by"})  # a word of each, and of nothing else


def after_by(tokens: Sequence[Token], at: int) -> int:
    """The position behind "with respect to", "by" or "for", or the same where none stands there."""
    for way in (*_WAYS, ("for",)):
        if tuple(each.text.lower() for each in tokens[at : at + len(way)]) == way:
            return at + len(way)
    return at


def says_by(words: Sequence[Token]) -> bool:
    """Whether words say anywhere that a derivative is taken by something."""
    return any(each.text.lower() in _OF_EACH for each in words)


def ends_in_by(words: Sequence[Token]) -> bool:
    """Whether what follows the words is what a derivative is taken by."""
    end = tuple(each.text.lower() for each in words[-3:])
    return any(end[-len(way) :] == way for way in _WAYS)
