r"""Marks that lists and emphasis put around an answer: `a) $2x$`, `1. $2x$`, `**2x**`.

What is taken out leaves as many spaces, so that all else keeps its place in the text.
"""

import re
from collections.abc import Set

_NUMERAL = r"(?:\d{1,2}|[A-Za-z]|[ivx]{1,4})"
_BEFORE_DELIMITER = re.compile(
    rf"\s*(?:{_NUMERAL}(?:\.?\)|[.:])|\(\s*{_NUMERAL}\s*\)|\[\s*{_NUMERAL}\s*\]|[*•])\s+(?=\$|\\\(|\\\[)"
)
_UNMATCHED = re.compile(rf"\s*(?:{_NUMERAL}\.?\)|\\item(?![a-z])|•)\s+(?=\S)")
_IN_BRACKETS = re.compile(r"\s*\(\s*([A-Za-z]|[ivx]{1,4})\s*\)\s+(?=\S)")
_ANY_MARK = re.compile(rf"\s*(?:[*•([]|\\item|{_NUMERAL}\.?[).:])")
_EMPHASIS = (
    re.compile(
        r"(?:\A|:)\s*(?P<stars>\*{1,3})(?=\S)(?P<inner>(?:(?!(?P=stars)).)+)(?<=\S)(?P=stars)"
        r"(?=[\s.,:]|\Z)"
    ),
    re.compile(r"(?<![^\s(])(?P<stars>\*{1,3}|_{1,3})(?P<inner>\$[^$]+\$)(?P=stars)(?![^\s.,;:)])"),
)  # at the beginning or behind a colon, and of a formula


def without_item_marks(text: str, names: Set[str] = frozenset()) -> str:
    r"""A text without the number or letter of its item, and without stars for emphasis.

    Args:
        text: what the student wrote.
        names: what is declared: `(a) 2x` is a product where a is.

    >>> without_item_marks(r"1. $2x$"), without_item_marks("**2x**")
    ('   $2x$', '  2x  ')
    >>> without_item_marks("(a) 2x"), without_item_marks("(a) 2x", {"a"})
    ('    2x', '(a) 2x')
    """
    for emphasis in _EMPHASIS if "*" in text or "$" in text else ():
        for found in emphasis.finditer(text):
            text = _without_stars(text, found)
    if _ANY_MARK.match(text) is None:
        return text
    lettered = _IN_BRACKETS.match(text)
    if lettered is not None and not names.isdisjoint(lettered[1]):
        lettered = None
    mark = _BEFORE_DELIMITER.match(text) or _UNMATCHED.match(text) or lettered
    return text if mark is None else " " * mark.end() + text[mark.end() :]


def _without_stars(text: str, found: re.Match[str]) -> str:
    start, end = found.span("inner")
    blank = " " * len(found["stars"])
    return text[: start - len(blank)] + blank + text[start:end] + blank + text[end + len(blank) :]
