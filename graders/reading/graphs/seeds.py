r"""Which of two seeds a column of a table or a list of values is for.

A seed is told by its unit vector, by what it sets to one, or by the index of an input or output:
"(0, 1)", "w1' = 0, w2' = 1", "d/dw_2", "the second output".
"""

import re

from graders.sentences import Ends

_UNIT = re.compile(r"(?<![\d.])([01])(?:\.0*)?\s*(?:[,;&]|\\\\)\s*([01])(?:\.0*)?(?![\d.])")
_SET = re.compile(r"([12])[^\d=]{0,8}?=\s*([01])(?:\.0*)?(?![\d.])")
_INDEX = re.compile(
    r"(?:(?:[A-Za-z]|[^\W\d_])[_\s{}]{0,3}|\bseed\W{0,3})([12])(?!\d)|([₁₂])", re.IGNORECASE
)
_ORDINALS = re.compile(r"\b(?:(first|1st)|second|2nd)\b", re.IGNORECASE)
_IN_ORDER = (1, 2)
_CLAUSES = Ends(
    ".;",
    words="and|while|whereas",
    also=r"\||,(?!\s*[01](?![\d.]))",
    lines=True,
    in_formulas=True,
)


def seed_of(words: str) -> int | None:
    r"""The seed that words are about, or None where they tell none or several.

    >>> [seed_of(each) for each in ("(0, 1)", r"$\partial v / \partial w_2$", "second output")]
    [2, 2, 2]
    >>> [seed_of(each) for each in (r"$\dot w_1 = 1, \dot w_2 = 0$", "seed A", "w1 and w2")]
    [1, None, None]
    """
    if unit := _UNIT.search(words):
        found = {at for at, each in enumerate(unit.groups(), start=1) if each == "1"}
    elif values := _SET.findall(words):
        ones = {int(index) for index, value in values if value == "1"}
        found = ones or {3 - int(index) for index, _ in values}
    else:
        indices = {"₁₂".find(low) + 1 if low else int(one) for one, low in _INDEX.findall(words)}
        found = indices or {1 if first else 2 for first in _ORDINALS.findall(words)}
    return found.pop() if len(found) == 1 else None


def order_of(first: str, second: str, beside: str = "") -> tuple[int, int] | None:
    """The seeds of two columns by their headings, or None where these contradict one another.

    Columns whose headings tell no seed stand in order, unless words beside the table tell another.

    >>> order_of("(1, 0)", "(0, 1)"), order_of("w2", "w1"), order_of("A", "B")
    ((1, 2), (2, 1), (1, 2))
    >>> order_of("seed f1", "seed f1") is order_of("w2", "B") is None
    True
    >>> order_of("A", "B", "Seed A is (0, 1) and B is (1, 0).")
    (2, 1)
    >>> order_of("left", "right", "The seeds are (0, 1) and (1, 0).") is None
    True
    """
    one, other = (seed_of(each) or _seed_called(each, beside) for each in (first, second))
    if one and other and one != other:
        return one, other
    if not (one or other) and _first_said(beside) == 2:
        return None
    return _IN_ORDER if one in (1, None) and other in (2, None) else None


def _seed_called(heading: str, text: str) -> int | None:
    """The seed that a clause of a text tells for what a heading is called."""
    name = heading.strip(" $*:")
    called = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    clauses = (each for each in _CLAUSES.split(text) if name and called.search(each))
    found = {seed_of(called.sub(" ", each)) for each in clauses} - {None}
    return found.pop() if len(found) == 1 else None


def _first_said(text: str) -> int | None:
    """The seed of the first unit vector of a text."""
    unit = next((each.groups() for each in _UNIT.finditer(text) if "1" in each.groups()), None)
    return unit.index("1") + 1 if unit else None
