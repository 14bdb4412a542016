"""Numbers as they are given on the command line."""

import math
from argparse import ArgumentTypeError


def at_least_one(text: str) -> int:
    """A whole number from 1 on.

    >>> at_least_one("8")
    8
    """
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"{text!r} is no whole number from 1 on")
    return int(text)


def share(text: str) -> float:
    """A number from 0 to 1."""
    number = _number(text)
    if not 0 <= number <= 1:
        raise ArgumentTypeError(f"{text!r} is no share from 0 to 1, as 0.58")
    return number


def positive(text: str) -> float:
    """A number above 0."""
    number = _number(text)
    if not 0 < number < math.inf:
        raise ArgumentTypeError(f"{text!r} is no number above 0")
    return number


def _number(text: str) -> float:
    """The number that a text says; none where it says no number."""
    try:
        return float(text)
    except ValueError:
        return math.nan
