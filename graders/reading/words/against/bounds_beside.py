"""Words that make a bound, or a term, of the number beside them: "more than", "+ biases"."""

import re

_BOUND = re.compile(
    r"\b(?:nowhere near|far from|at least"
    r"|(?:more|less|fewer|greater|larger|smaller|higher|lower|other) than)\s*[$\\(~≈*]*$",
    re.IGNORECASE,
)
_TERM = re.compile(r"[\s$*)]*\+\s*(?:the\s+|all\s+)?[A-Za-z]{3,}")


def bounded_by(before: str, behind: str) -> str:
    """The words that say that a number is not the value itself, or nothing.

    >>> bounded_by("There are more than ", ""), bounded_by("It is ", " + biases.")
    ('more than', '+ biases')
    >>> bounded_by("This is more than enough: ", " and more")
    ''
    """
    found = _BOUND.search(before) or _TERM.match(behind)
    return found[0].strip(" $*)(\\") if found else ""
