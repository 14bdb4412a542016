"""Rows of a student's table beside the rows that are asked for."""

from collections.abc import Sequence
from difflib import SequenceMatcher


def align(expected: Sequence[str], seen: Sequence[str]) -> tuple[int | None, ...]:
    """For each expected row the position of the student's row, or None where it is left out.

    Rows keep their order, so a row left out or put in shifts nothing.

    >>> align(["conv", "relu", "pool", "relu"], ["conv", "flatten", "pool", "relu"])
    (0, None, 2, 3)
    """
    found: list[int | None] = [None] * len(expected)
    matcher = SequenceMatcher(None, expected, seen, autojunk=False)
    for first, second, size in matcher.get_matching_blocks():
        for offset in range(size):
            found[first + offset] = second + offset
    return tuple(found)
