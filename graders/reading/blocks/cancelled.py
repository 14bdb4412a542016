r"""What is crossed out in formulas: `$\cancel{g = 2x}$` says nothing.

What is crossed out alone, at the beginning or behind a relation, is taken back; what is crossed
out above and below a line, or once more with the other sign, cancels.
"""

import re

_GROUP = r"\{[^{}]*\}"
for _ in range(4):  # groups within groups
    _GROUP = rf"\{{(?:[^{{}}]|{_GROUP})*\}}"
_CANCELLED = re.compile(rf"\\[bx]?cancel\s*(?P<group>{_GROUP})")
_RELATION = re.compile(r"[=≈<>]|\\(?:approx|leq?|geq?|simeq)(?![a-zA-Z])")
_BEGINS = re.compile(rf"(?:^|\$|{_RELATION.pattern})(?:\s|\\[ ,;!]|&)*$")
_FORMULA = re.compile(r"(?<=\$)[^$]*\\[bx]?cancel\b[^$]*(?=\$)")


def without_taken_back(line: str) -> str:
    r"""A line whose formulas are without what is crossed out and cancels nothing.

    >>> without_taken_back(r"$\cancel{h = 2}$ $h = \cancel{4} 3$")
    '$ $ $h =   3$'
    >>> without_taken_back(r"$\frac{\cancel{2}x}{\cancel{2}}$")
    '$\\frac{\\cancel{2}x}{\\cancel{2}}$'
    """
    return _FORMULA.sub(lambda found: _printed(found[0]), line) if "cancel" in line else line


def _printed(formula: str) -> str:
    crossed_out = list(_CANCELLED.finditer(formula))
    for found in reversed(crossed_out):
        is_alone = len(crossed_out) == 1 and _BEGINS.search(formula[: found.start()])
        if is_alone or _RELATION.search(found["group"]):
            formula = f"{formula[: found.start()]} {formula[found.end() :]}"
    return formula
