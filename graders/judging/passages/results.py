"""Formulas that words state as the result of others, or as the same: "so the slope is 2x"."""

import re
from collections.abc import Iterator
from itertools import pairwise

from graders.judging.passages.prose import CLAUSES, FUNCTION
from graders.reading.delimited import DELIMITED, inside
from graders.reading.mathematics.words.spelled import with_signs

_FOLLOWS = r"\b(?:so|hence|thus|therefore|means|which gives|we get)\s+(?:that\s+)?"
_QUANTITY = (
    r"\b(?:derivative|gradient|slope|minimi[sz]er|minimum|answer|result|solution|formula"
    r"|log-?\s?likelihood|loss)\b"
)
_RESULT = re.compile(
    rf"{_FOLLOWS}(?:the|my|our)\b[^=;\n]{{0,40}}?{_QUANTITY}[^=;:.\n]{{0,30}}?"
    r"(?:\s(?:is|becomes|equals|reads)(?:\s+then)?\s*:?|:)\s",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\s(?:(?:as|by|because|since|using|from|due|of (?:shape|size))\s"
    r"|\(?[mn\d] ?(?:x|×|by) ?[mn\d]\b)"
)
_NO_RESULT = re.compile(r"[=≤≥<>$\\]|^\s*[~≈∼∝]|^\s*O\(")
_SAID = re.compile(rf"(?<!\\)\b(?!{FUNCTION})(?:[a-z]{{2,}}|a)\b(?![(_^])")  # words, not names
_RESTATES = re.compile(  # right before a formula that puts the one before it in another way
    r"\b(?:i\.?e\b|that is|in other words|equivalently|or|equals|(?:re)?written|the same as"
    r"|equivalent to|in (?:one|a|short)\b)[.,:]?(?:\s+(?:as|in|one|a|single|line|form|formula|short"
    r"|compactly|together|the|this|way))*\W{0,3}$",
    re.IGNORECASE,
)
_OF_CASE = re.compile(r"[\s,(]*(?:for|if|when|where|at|with)\b", re.IGNORECASE)


def results_in_remarks(text: str) -> Iterator[tuple[int, str]]:
    """What words state as the result outside of delimited formulas, and where it stands.

    >>> list(results_in_remarks("z = x^T x, thus the gradient is 2x, see above"))
    [(32, '2x')]
    """
    for found in _RESULT.finditer(text):
        stated = _BEHIND.split(f" {CLAUSES.first(text, found.end())}")[0]
        formula = with_signs(stated.strip(" ,.:"))
        if formula and not (_NO_RESULT.search(stated) or _SAID.search(formula)):
            yield found.end(), formula


def restatements(text: str) -> Iterator[tuple[int, str]]:
    r"""Delimited formulas that are said to be the one before in another way, and where they stand.

    One that holds for a case alone is none.

    >>> list(restatements("$dz/dx = 2x$, i.e. $x + x$ as a column"))
    [(19, 'x + x')]
    """
    for before, found in pairwise(DELIMITED.finditer(text)):
        is_case = _OF_CASE.match(text, found.end())
        if _RESTATES.search(text[before.end() : found.start()]) and not is_case:
            yield found.start(), inside(found)
