r"""The macros that a Markdown text defines for its formulas, put in: `$\def\F{2x}$ $\F$`."""

import re

from graders.reading.delimited import DELIMITED
from graders.reading.tex.macros import DEFINITIONS, expand_macros
from graders.reading.tex.tokens import tokenize

_DEFINES = re.compile(rf"(?:{'|'.join(map(re.escape, sorted(DEFINITIONS)))})(?![A-Za-z])")


def with_macros(markdown: str) -> str:
    r"""A Markdown text without definitions, what they define put in, line by line.

    >>> with_macros("$\\newcommand{\\sq}[1]{#1^2}$\nIt is $\\sq{x}$, 5 % more.")
    ' \nIt is $x^2$, 5 % more.'
    """
    if not _DEFINES.search(markdown):
        return markdown
    return _expanded(DELIMITED.sub(_undelimited, markdown))


def _undelimited(formula: re.Match[str]) -> str:
    """A formula without its dollar signs if it holds nothing but definitions."""
    inner = formula[0].strip("$")
    is_empty = bool(_DEFINES.search(inner)) and not _expanded(inner).strip()
    return f"{inner} " if is_empty else formula[0]


def _expanded(text: str) -> str:
    parts = re.split("(%)", text)  # which begins no comment here
    return "".join(expand_macros([token for part in parts for token in tokenize(part)]))
