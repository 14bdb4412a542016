r"""Rows of a table between bars, `| epoch | loss |`, and the rules below its headings."""

import re
from collections.abc import Iterable

BAR = re.compile(r"(?<!\\)\|")
_OUTER = re.compile(r"^\||(?<!\\)\|$")
_RULE = re.compile(r"(?:[\s|:=-]|\+(?=[-=])|(?<=[-=])\+)*")  # with crosses, as Emacs draws it


def is_row(line: str) -> bool:
    r"""Whether a line has bars around a cell.

    >>> [is_row(each) for each in ("| 1 |", "1 | 2 | 3", "1 | 2", r"$\|w\|$")]
    [True, True, False, False]
    """
    return len(BAR.findall(line)) > 1


def is_rule(line: str) -> bool:
    """Whether a line parts headings from what is below them, or is blank.

    >>> [is_rule(each) for each in ("|:-:|---|", "+---+---+", "| + | - |", "| -1 |")]
    [True, True, False, False]
    """
    return _RULE.fullmatch(line) is not None


def cells_of(line: str) -> list[str]:
    r"""The cells of a row, whether it has bars outside of them or not.

    >>> cells_of(r"| $\|w\|$ | 2 ||"), cells_of("a | b")
    (['$\\|w\\|$', '2', ''], ['a', 'b'])
    """
    return [each.strip() for each in BAR.split(_OUTER.sub("", line.strip()))]


def row_of(cells: Iterable[str]) -> str:
    """The row with these cells.

    >>> row_of(["a", "b"])
    '| a | b |'
    """
    return f"| {' | '.join(cells)} |"
