r"""Other texts that an answer may stand for: `- $2x$` for $2x$ in a list, `12\frac12` for 12.5."""

import re
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

_DASH = re.compile(r"\s*[-–—−]\s+(?=\$|\\\(|\\\[)")
_FRACTION = r"\\[dt]?frac\s*(?:(\d)\s*(\d)(?!\d)|\{\s*(\d{1,4})\s*\}\s*\{\s*(\d{1,4})\s*\})"
_MIXED = re.compile(rf"(?<![\d.,}}^_\w\\])(\d{{1,6}})(?:\s|\\[,;:! ]|\{{\}}){{0,4}}{_FRACTION}")


class Meaning(NamedTuple):
    """Another text that an answer may stand for."""

    text: str
    words: str  # why it is not settled which of them is meant


def other_meanings(text: str) -> Iterator[Meaning]:
    r"""What an answer may stand for beside what is written.

    >>> next(other_meanings(r"12\frac12")).text, list(other_meanings(r"2\frac{x}{2}"))
    ('(12+\\frac12)', [])
    """
    if dash := _DASH.match(text):
        bare = " " * dash.end() + text[dash.end() :]
        yield Meaning(bare, "a dash at the beginning may be that of a list")
    for sign in ("+", r"\cdot ") if "frac" in text else ():
        meant = _MIXED.sub(partial(_joined, sign=sign), text)
        if meant != text:
            yield Meaning(meant, "a whole number and a fraction may be a sum, or a product")


def _joined(found: re.Match[str], *, sign: str) -> str:
    upper, lower = (int(each) for each in found.groups()[1:] if each is not None)
    whole = found[1]
    fraction = found[0][len(whole) :].lstrip()
    return f"({whole}{sign}{fraction})" if upper < lower else found[0]
