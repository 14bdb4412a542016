"""Rows of a student's table beside the rows that are asked for."""

from collections.abc import Sequence

MAX_ROWS = 500


def align(expected: Sequence[str], seen: Sequence[str]) -> tuple[int | None, ...]:
    """For each expected row the position of the student's row, or None where it is left out.

    The longest common subsequence: rows keep their order, so a row left out or put in shifts
    nothing.

    >>> align(["conv", "relu", "pool", "relu"], ["conv", "flatten", "pool", "relu"])
    (0, None, 2, 3)
    """
    seen = seen[:MAX_ROWS]
    longest = [[0] * (len(seen) + 1) for _ in range(len(expected) + 1)]
    for row in reversed(range(len(expected))):
        for column in reversed(range(len(seen))):
            longest[row][column] = (
                longest[row + 1][column + 1] + 1
                if expected[row] == seen[column]
                else max(longest[row + 1][column], longest[row][column + 1])
            )
    found: list[int | None] = [None] * len(expected)
    row = column = 0
    while row < len(expected) and column < len(seen):
        if expected[row] == seen[column]:
            found[row] = column
            row, column = row + 1, column + 1
        elif longest[row + 1][column] >= longest[row][column + 1]:
            row += 1
        else:
            column += 1
    return tuple(found)
