r"""Titles over a row of one sign, "Part 1" over "~~~~~~", as reStructuredText sets them.

Which sign stands for which level is told by the order in which they come. Markdown knows "===" and
"---" alone, and takes a row of tildes for the beginning of code.
"""

import re
from collections.abc import Sequence

_ROW = re.compile(r"([=^\"'#*+:.<>_-])\1{2,}\s*|(~){4,}\s*")
_OF_MARKDOWN = "=-"
_LOWEST = 6  # level of a heading


def with_titles_marked(lines: Sequence[str]) -> list[str]:
    """The lines of a text with its titles as headings, where any row is none of Markdown's.

    >>> with_titles_marked(["HW", "==", "", "Question 2", "~~~~~~~~~~", "so"])
    ['HW', '==', '', '# Question 2', '', 'so']
    >>> with_titles_marked(["so", "~~~", "x = 1", "~~~"])
    ['so', '~~~', 'x = 1', '~~~']
    """
    rows = {at: sign for at in range(1, len(lines)) if (sign := _sign_below(lines, at))}
    if not {*rows.values()} - {*_OF_MARKDOWN}:
        return [*lines]
    levels = {sign: level for level, sign in enumerate(dict.fromkeys(rows.values()), start=1)}
    marked = [*lines]
    for at, sign in rows.items():
        marked[at - 1] = f"{'#' * min(levels[sign], _LOWEST)} {lines[at - 1].strip()}"
        marked[at] = ""
    return marked


def _sign_below(lines: Sequence[str], at: int) -> str:
    """The sign of the row at a line, if it is as long as the title that stands alone above it."""
    row = _ROW.fullmatch(lines[at])
    title = lines[at - 1].rstrip()
    above = lines[at - 2].strip() if at > 1 else ""
    is_title = bool(row and title) and title[0].isalnum() and len(title) <= len(lines[at].rstrip())
    is_alone = not above or (_ROW.fullmatch(above) is not None and "~" not in above)
    return row[1] or row[2] if row and is_title and is_alone else ""
