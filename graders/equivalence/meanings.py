r"""Other texts that an answer may stand for: `- $2x$` for $2x$ in a list, `12\frac12` for 12.5.

A plus at a set of numbers may hold 0 or not: `\mathbb{R}_+` mostly does, `\mathbb{R}^+` does not.
"""

import re
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

_DASH = re.compile(r"\s*[-–—−]\s+(?=\$|\\\(|\\\[)")
_FRACTION = r"\\[dt]?frac\s*(?:(\d)\s*(\d)(?!\d)|\{\s*(\d{1,4})\s*\}\s*\{\s*(\d{1,4})\s*\})"
_MIXED = re.compile(rf"(?<![\d.,}}^_\w\\])(\d{{1,6}})(?:\s|\\[,;:! ]|\{{\}}){{0,4}}{_FRACTION}")


_PLUS = r"\s*(?:\{\s*\+\s*\}|\+)(?!\+)"
_REALS = r"((?:\\mathbb\s*\{?\s*R\s*\}?|ℝ)\s*)"
_HALVES = (
    (re.compile(rf"{_REALS}\^{_PLUS}"), r"\1_{\\geq 0}", True),
    (re.compile(rf"{_REALS}_{_PLUS}"), r"\1_{>0}", False),
)


class Meaning(NamedTuple):
    """Another text that an answer may stand for."""

    text: str
    words: str  # why it is not settled which of them is meant
    is_rare: bool = False  # a right answer is not doubted for it


def other_meanings(text: str) -> Iterator[Meaning]:
    r"""What an answer may stand for beside what is written.

    >>> next(other_meanings(r"12\frac12")).text, list(other_meanings(r"2\frac{x}{2}"))
    ('(12+\\frac12)', [])
    """
    if dash := _DASH.match(text):
        bare = " " * dash.end() + text[dash.end() :]
        yield Meaning(bare, "a dash at the beginning may be that of a list")
    for half, other, is_rare in _HALVES if "R" in text or "ℝ" in text else ():
        if half.search(text):
            yield Meaning(half.sub(other, text), "0 may belong to the set, or not", is_rare)
    for sign in ("+", r"\cdot ") if "frac" in text and _MIXED.search(text) else ():
        meant = _MIXED.sub(partial(_joined, sign=sign), text)
        if meant != text:
            yield Meaning(meant, "a whole number and a fraction may be a sum, or a product")


def _joined(found: re.Match[str], *, sign: str) -> str:
    upper, lower = (int(each) for each in found.groups()[1:] if each is not None)
    whole = found[1]
    fraction = found[0][len(whole) :].lstrip()
    return f"({whole}{sign}{fraction})" if upper < lower else found[0]
