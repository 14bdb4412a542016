r"""The number that a cell of a table gives: `800`, `50*16 = 800`, `800 (50*16)`, `800 parameters`.

A computation before the number or in brackets behind it is no other number, and neither is a word
of a heading. What else stands beside a number may change it, so that it is not read.
"""

import re
from collections.abc import Collection

from graders.model import PrintedNumber
from graders.reading.quantities.numbers.printed import read_number

_TIMES = r"(?:[*×·⋅x+/−-]|\\(?:times|cdot)(?![a-z]))"
_NUMBER = r"\d[\d.,]*"
_COMPUTATION = rf"\(*\s*{_NUMBER}(?:[\s()]*{_TIMES}[\s()]*{_NUMBER})+\s*\)*"
_COMPUTED = re.compile(rf"\s*{_COMPUTATION}\s*=(?P<number>[^=]+)")
_EXPLAINED = re.compile(rf"(?P<number>[^()=]+)\(\s*=?\s*{_COMPUTATION}\)\s*")
_NAMED = re.compile(r"(?P<number>.*\d)\s*(?P<words>[^\W\d_]{2,}(?:\s+[^\W\d_]{2,})*)\.?\s*")
_COMMON = 5  # letters that two names of a column share: params, parameters


def number_in_cell(cell: str, headings: Collection[str] = ()) -> PrintedNumber | None:
    r"""The number of a cell, or None where it is not surely one.

    >>> [number_in_cell(each).text for each in ("$800$", "50 \\cdot 16 = 800", "800 (50*16)")]
    ['800', '800', '800']
    >>> number_in_cell("800 params", ["parameters"]).text
    '800'
    >>> [number_in_cell(each) for each in ("800 or so", "800 (+ 50)", "50*16")]
    [None, None, None]
    """
    plain = cell.strip("$ ")
    if number := read_number(plain):
        return number
    named = _NAMED.fullmatch(plain)
    if named and all(any(is_called(each, word) for each in headings) for word in _words(named)):
        return read_number(named["number"].strip("$ "))
    found = _COMPUTED.fullmatch(plain) or _EXPLAINED.fullmatch(plain)
    return read_number(found["number"].strip("$ ")) if found else None


def _words(named: re.Match[str]) -> list[str]:
    return named["words"].split()


def is_called(heading: str, column: str) -> bool:
    """Whether a word of a heading is one of a column's name, or begins like it."""
    ours, theirs = (re.findall(r"[^\W_]+", each.casefold()) for each in (column, heading))
    return any(
        a == b or a[:_COMMON] == b[:_COMMON] != b[: _COMMON - 1] for a in ours for b in theirs
    )
