"""How much of one written answer is read; what is longer goes to a person."""

import re

from graders.reading.delimited import DELIMITED

MAX_LENGTH = 20_000  # characters
MAX_STEPS = 400  # each a formula, a member of a chain or a line, which may be a formula
_BEGINS_STEP = re.compile(r"[\n=<>≤≥≈→⇒]|\\[lg](?:eq?|t)\b|\\\\")


def excess_of(text: str) -> str:
    """Why an answer is too long to be read by more than a person; nothing where it is not.

    >>> excess_of("$x=1$ " * 300), excess_of("$x=1$")
    ('the answer has 600 steps; 400 are read', '')
    """
    if len(text) > MAX_LENGTH:
        return f"the answer has {len(text)} characters; {MAX_LENGTH} are read"
    steps = len(_BEGINS_STEP.findall(text)) + sum(1 for _ in DELIMITED.finditer(text))
    return f"the answer has {steps} steps; {MAX_STEPS} are read" if steps > MAX_STEPS else ""
