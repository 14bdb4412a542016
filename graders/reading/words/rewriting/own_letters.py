r"""Letters of a student's own for what the sheet calls otherwise: "W is the side of the input"."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

_SIGN = r"(?:[A-Za-z]|[α-ω]|\\[a-z]+(?![a-z{]))"
_LETTER = rf"\$?(?P<letter>{_SIGN}(?:_(?:\{{\w{{1,3}}\}}|\w{{1,3}}))?['′]?)\$?(?![\w'′])"
_IS = r"(?:=|:|is|are|be|denotes?|means|stands for|for)"
_CALLED = r"(?:[\s(]*(?:is|are|be|called|denoted|by|=|:))*[\s(]*"
_GOES_ON = r"(?!\s*(?:[-+*/^=×·−–\\([]|x\s))"  # with a formula, "with padding W - F + 2P"


def with_letters_of_sheet(text: str, quantities: Mapping[str, str]) -> str:
    r"""A text with the letters of the sheet for those that it explains itself.

    Where a letter may be meant for two quantities, or a quantity has two letters, none is changed.

    Args:
        text: of an answer.
        quantities: the words for each quantity, as a regular expression, by its letter.

    >>> words = {"N": "input side", "S": "stride"}
    >>> with_letters_of_sheet("Let $I$ be the input side, stride t: $I/t$", words)
    'Let $N$ be the input side, stride S: $N/S$'
    >>> with_letters_of_sheet("I is the input side, the input side is W: I/S", words)
    'I is the input side, the input side is W: I/S'
    >>> with_letters_of_sheet("With the S stride, M is found", words)
    'With the S stride, M is found'
    """
    called = {name: set(_letters(text, name, words)) for name, words in quantities.items()}
    own = {letter: name for name, letters in called.items() for letter in letters}
    is_clear = sum(map(len, called.values())) == len(own) == len([*filter(None, called.values())])
    kept = {name for name, letters in called.items() if not letters}
    if not is_clear or not kept.isdisjoint(own):
        return text
    return _any_of(tuple(own)).sub(lambda found: f"{own[found[0]]}", text) if own else text


def _letters(text: str, name: str, words: str) -> Iterator[str]:
    for form in _forms(name, words):
        for found in form.finditer(text):
            yield found["letter"]


@cache
def _forms(name: str, words: str) -> tuple[re.Pattern[str], ...]:
    """The ways in which a letter is given to what some words name, and not yet the sheet's own."""
    unnamed = rf"(?<!\b{re.escape(name)} )(?<!\b{re.escape(name)}\$ )"
    said_to_be = rf"(?:{_IS}\s*(?:the |an? |its |our |each )*|the )"
    return (
        re.compile(rf"{unnamed}\b(?i:{words})\b{_CALLED}{_LETTER}{_GOES_ON}"),
        re.compile(rf"(?<![\w\\'′]){_LETTER}\s*{said_to_be}(?i:{words})(?!\w)"),
    )


@cache
def _any_of(letters: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(map(re.escape, letters), key=len, reverse=True)
    return re.compile(rf"(?<![A-Za-z\\_])(?:{'|'.join(longest_first)})(?![A-Za-z'′_])")
