"""How much of one written answer is read; what is longer goes to a person."""

from graders.reading.delimited import DELIMITED

MAX_LENGTH = 20_000  # characters
MAX_FORMULAS = 300  # between dollar signs and the like, or lines, which may be formulas


def excess_of(text: str) -> str:
    """Why an answer is too long to be read by more than a person; nothing where it is not.

    >>> excess_of("$x=1$ " * 400), excess_of("$x=1$")
    ('the answer has 400 formulas and lines; 300 are read', '')
    """
    if len(text) > MAX_LENGTH:
        return f"the answer has {len(text)} characters; {MAX_LENGTH} are read"
    formulas = text.count("\n") + sum(1 for _ in DELIMITED.finditer(text))
    if formulas > MAX_FORMULAS:
        return f"the answer has {formulas} formulas and lines; {MAX_FORMULAS} are read"
    return ""
