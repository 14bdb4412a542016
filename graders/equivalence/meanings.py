r"""Other texts that an answer may stand for: `- $2x$` for $2x$ in a list, `12\frac12` for 12.5."""

import re
from collections.abc import Iterator
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
    mixed = _MIXED.sub(_as_mixed, text) if "frac" in text else text
    if mixed != text:
        yield Meaning(mixed, "a whole number and a fraction may be a sum, or a product")


def _as_mixed(found: re.Match[str]) -> str:
    upper, lower = (int(each) for each in found.groups()[1:] if each is not None)
    whole = found[1]
    fraction = found[0][len(whole) :].lstrip()
    return f"({whole}+{fraction})" if upper < lower else found[0]
