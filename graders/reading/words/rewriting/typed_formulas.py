r"""Formulas that are typed in the sentences of a text, told by the letters of the sheet."""

import re
from collections.abc import Sequence
from functools import cache

_BETWEEN_DOLLARS = re.compile(r"(\$\$[^$]*\$\$|\$[^$]*\$)")
_HEAD = re.compile(r"(?<![\w\\'])([A-Z](?:_?\d|_\{?\w{1,3}\}?)?['′]?) ?= ?(?=[\w(⌊⌈])")
_RANGE = re.compile(r"(?:\b(?:to|until|through|last(?: \w+)?)|(?:\.\.|…),?|<=?|≤|[-–—]>) *$")
_TIMES = r"(?<=[\w'′)])\*(?=[\w(])"
_GOES_ON = r"\s*[-−–+/×]\s*\w"  # with a letter that is misread


def delimited(text: str, letters: str) -> str:
    r"""A text with dollar signs around the formulas that are typed in its sentences.

    Args:
        text: in which some formulas may be delimited, and others typed.
        letters: of the sheet, as a regular expression; names that stand before an equals sign
            count as well.

    >>> delimited("There are N − n + 1 places, and a row has N.", "[Nn]")
    'There are $N − n + 1$ places, and a row has N.'
    >>> delimited("(1 + floor((N-n)/S)) x N, 1 + (N-n)/S places", "[NnS]")
    '$(1 + floor((N-n)/S)) × N$, $1 + (N-n)/S$ places'
    >>> delimited("O = N - n, so O x O in all", "[Nn]")
    '$O = N - n$, so $O × O$ in all'
    >>> delimited("For all: (N - n)^2 * S", "[NnS]")
    'For all: $(N - n)^2 * S$'
    >>> delimited("M*M*S in all, and *N*", "[MNS]")
    '$M*M*S$ in all, and *N*'
    >>> delimited("from 0, 1, ... to N - n, N - n + 1 in all", "[Nn]")
    'from 0, 1, ... to N - n, $N - n + 1$ in all'
    >>> delimited(r"N - n places, so $(N-n) \times (N-n)$ in all", "[Nn]")
    '$N - n$ places, so $(N-n) \\times (N-n)$ in all'
    """
    if text.count("$") % 2:
        return text
    formula = _formula(letters, tuple(dict.fromkeys(_HEAD.findall(text))))
    return "".join(
        part if "$" in part or "\\" in part else formula.sub(_in_dollars, part)
        for part in _BETWEEN_DOLLARS.split(text)
    )


@cache
def _formula(letters: str, own: Sequence[str]) -> re.Pattern[str]:
    names = "|".join([rf"(?:{letters})(?![A-Za-z_])", *map(re.escape, own)])
    name = rf"(?:{names})(?![A-Za-z\d])"
    factor = rf"x(?= ?(?:[\[(⌊⌈]|{name}))"
    sign = rf"(?:\d|floor|ceil|{name}|//|[-−–+*/×·⌊⌋⌈⌉()\[\]= ²]|\^|{factor})"
    return re.compile(
        rf"(?<![A-Za-z\d])(?:\(*1 ?\+ ?)?(?:[(\d]*(?:floor|ceil) ?)?[\[(⌊⌈\d]*{name}"
        rf"{sign}*(?:[-−–+/×]|{_TIMES}|{factor}){sign}*(?:[\d)\]⌋⌉²]|{name})(?!{_GOES_ON})"
    )


def _in_dollars(formula: re.Match[str]) -> str:
    """The formula, if its brackets close, with a multiplication sign for each x.

    Where a range ends, "from 0 to N - n", there is the last position and no number of them.
    """
    whole = formula[0]
    if _RANGE.search(formula.string[: formula.start()]):
        return whole
    if any(whole.count(one) != whole.count(other) for one, other in ("()", "[]", "⌊⌋", "⌈⌉")):
        return whole
    return f"${whole.replace('x', '×')}$"
