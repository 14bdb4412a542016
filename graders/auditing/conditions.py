r"""Mutants of a condition such as `0 < \eta \leq 2`: of its ends, and of its direction."""

import re
from collections.abc import Iterator

from graders.auditing.mathematics import formulas, replaced
from graders.auditing.variants import Change
from graders.comparing.formulas.terms import is_truth
from graders.equivalence import Setting, read_reference
from graders.errors import GraderError

_SIGN = re.compile(r"<=|>=|\\leq?(?![a-z])|\\geq?(?![a-z])|[<>≤≥]")
_STRICT, _WEAK = {"<": "<", ">": ">"}, {"<": r"\leq ", ">": r"\geq "}
_TURNED = {"<": ">", ">": "<"}
_INTERVAL = re.compile(r"(?P<low>[(\[])[^()\[\]]*,[^()\[\]]*(?P<high>[)\]])")
_BRACKETS = {"(": "[", "[": "(", ")": "]", "]": ")"}


def is_condition(setting: Setting, reference: str) -> bool:
    """Whether a reference holds or does not, and has no value."""
    try:
        return is_truth(read_reference(setting, reference).term)
    except GraderError:  # such as one that works entry by entry
        return False


def wrong_conditions(text: str) -> Iterator[Change]:
    r"""The answer with one end more or less in its last condition, or with a sign turned round.

    >>> [each.text for each in wrong_conditions(r"Take $x \leq 2$.")]
    ['Take $x < 2$.', 'Take $x \\geq  2$.']
    >>> [each.text for each in wrong_conditions(r"Take $x \in (0, 1]$.")]
    ['Take $x \\in [0, 1]$.', 'Take $x \\in (0, 1)$.']
    """
    stated = [each for each in formulas(text) if _SIGN.search(each.latex)]
    within = [each for each in formulas(text) if _INTERVAL.search(each.latex)]
    for each in stated[-1:]:
        for sign in _SIGN.finditer(each.latex):
            way = "<" if sign[0] in ("<", "<=", "≤") or sign[0].startswith(r"\l") else ">"
            is_strict = sign[0] in "<>"
            start, end = (each.start + at for at in sign.span())
            other, turned = (_WEAK, _STRICT) if is_strict else (_STRICT, _WEAK)
            yield Change("mutant: an end", replaced(text, start, end, other[way]))
            same_end = turned[_TURNED[way]]
            yield Change("mutant: the other direction", replaced(text, start, end, same_end))
    for each in within[-1:] if not stated else ():
        interval = _INTERVAL.search(each.latex)
        assert interval is not None
        for side in ("low", "high"):
            start, end = (each.start + at for at in interval.span(side))
            bracket = _BRACKETS[interval[side]]
            yield Change("mutant: an end", replaced(text, start, end, bracket))
