"""The exact values of numerals."""

from fractions import Fraction
from functools import lru_cache

from graders.errors import Unreadable

MAX_DIGITS = 400  # of one number
MAX_EXPONENT = 400  # of a number in scientific notation
_KEPT_NUMBERS = 1_000


@lru_cache(maxsize=_KEPT_NUMBERS)
def exact(text: str) -> Fraction:
    r"""The exact value of a number token such as `1,200.5`, `1{,}200` or `2e-3`.

    Raises:
        Unreadable: if the number is too long, or its exponent out of range.
    """
    if len(text) > MAX_DIGITS:
        raise Unreadable(f"a number of {len(text)} digits is too long")
    if text.isdecimal():
        return Fraction(int(text))
    digits = "".join(each for each in text if each.isdecimal() or each in ".eE+-")
    exponent = digits.lower().partition("e")[2]
    if exponent and abs(int(exponent[:6])) > MAX_EXPONENT:
        raise Unreadable(f"the exponent of {text[:40]} is out of range")
    return Fraction(digits)
