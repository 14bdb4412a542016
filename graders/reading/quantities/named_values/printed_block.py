r"""Named numbers that a program printed, or that stand in a table or a list.

Each stands after its name, with one of the signs ``| : = &`` or a blank between the two; marks of
Markdown and LaTeX around a name are passed over.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graders.reading.quantities.named_values.named_value import TIMES_POWER

_MISREAD = r"(?-i:[lIioOSBZ]{1,2}(?=[.,]\d|\d{2}))"  # letters for the first digits: "l.88"
_PARTED = r"\d{1,2}[ ](?:\d{1,2}|\d+\.\d+)(?=\s*$)"  # by a blank within the number: "3 7.2"
_VALUE = (
    r"\s*[|:=\t& ]\s*(?:(?:is|was|are|of)\b)?[|:=\t&$* ]*"
    rf"(?P<value>{_PARTED}|[-−–+]?\s*(?!\d+(?:st|nd|rd|th)\b)(?:{_MISREAD}|\.?\d)[^\s|&$*\\×·}}]*"
    rf"(?:{TIMES_POWER}|[ \t]?\\?%)?)"
    r"(?P<remark>\s*\([^()\n]*\))?"
)
_IN_BRACKETS = r"(?:\s*\((?:[^()\n]|\([^()\n]*\))*\)(?=\s*[|:=&]))?"
_BEFORE = r"(?:^|(?<=[\s|$`*&{'\"]))[$`*'\"]*"


@dataclass(frozen=True, slots=True)
class Entry:
    """A number as it is printed, with its name and what stands in brackets behind it."""

    text: str
    words: str


def read_block(text: str, names: Mapping[str, str]) -> dict[str, Entry]:
    r"""The first entry of each name.

    Args:
        text: that is printed.
        names: regular expressions for the spellings of each name.

    >>> found = read_block("Norm: 20.7\n| VC bound | 9.19e+09 |", {"VC bound": "VC[ _]bound"})
    >>> found["VC bound"].text
    '9.19e+09'
    >>> read_block("{'bound': 4.5e+02}", {"bound": "bound"})["bound"].text
    '4.5e+02'
    >>> read_block("Accuracy: 73.4 %", {"accuracy": "accuracy"})["accuracy"].text
    '73.4 %'
    >>> [read_block(f"norm: {each}", {"norm": "norm"})["norm"].text for each in ("l.88", "3 7.2")]
    ['l.88', '3 7.2']
    >>> read_block("bound: 4.5 (per point)", {"bound": "bound"})["bound"].words
    'bound (per point)'
    """
    entries = {name: next(entries_in(text, pattern), None) for name, pattern in names.items()}
    return {name: entry for name, entry in entries.items() if entry is not None}


def entries_in(text: str, pattern: str) -> Iterator[Entry]:
    r"""All entries of a name, in their order.

    >>> [each.text for each in entries_in("Norm: 20.7\nCorrection: Norm: 2.07", "norm")]
    ['20.7', '2.07']
    """
    plain = text.replace(r"\_", "_").replace(r"\#", "#")
    form = rf"{_BEFORE}(?P<name>{pattern})[$`*'\"]*{_IN_BRACKETS}{_VALUE}"
    for seen in re.finditer(form, plain, re.IGNORECASE | re.MULTILINE):
        yield Entry(seen["value"].rstrip(".,;"), f"{seen['name']}{seen['remark'] or ''}")
