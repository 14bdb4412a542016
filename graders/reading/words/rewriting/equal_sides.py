"""Equal sides of a square map that are written without brackets: `N - n + 1 x N - n + 1`."""

import re

_TIMES = r"\s*(?:x|×|\*|\\times(?![A-Za-z]))\s*"
_BEGINS = r"(?<![\w\\)\]+*/^−-])(?<![+*/−×-]\s)(?<!x\s)"
_SIDE = r"(?P<side>[^\s=:,;$][^=:,;$\n]{0,60}?[-+−][^=:,;$\n]{1,60}?)"
_SQUARE = re.compile(rf"{_BEGINS}{_SIDE}(?P<times>{_TIMES})(?P=side)(?![\w/^]|\s*[-+−/])")


def with_sides_apart(text: str) -> str:
    r"""A text with brackets around each of two equal sums that are multiplied.

    >>> with_sides_apart("so it is N-n+1 x N-n+1 x V'"), with_sides_apart("(a+1) x (a+1)")
    ("so it is (N-n+1) x (N-n+1) x V'", '(a+1) x (a+1)')
    >>> with_sides_apart(r"$\lfloor a/S\rfloor+1\times \lfloor a/S\rfloor+1$")
    '$(\\lfloor a/S\\rfloor+1)\\times (\\lfloor a/S\\rfloor+1)$'
    >>> with_sides_apart("2 + N - n x N - n + 1")
    '2 + N - n x N - n + 1'
    """

    def in_brackets(square: re.Match[str]) -> str:
        side = square["side"]
        if not _is_closed(side) or (side[0] + side[-1] == "()" and _is_closed(side[1:-1])):
            return square[0]
        return f"({side}){square['times']}({side})"

    return _SQUARE.sub(in_brackets, text)


def _is_closed(formula: str) -> bool:
    """Whether each of its brackets is closed in a formula, and none before it is opened."""
    depth = 0
    for sign in formula:
        depth += (sign in "([{") - (sign in ")]}")
        if depth < 0:
            return False
    return depth == 0
