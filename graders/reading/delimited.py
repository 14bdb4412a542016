r"""Formulas that a text sets off from its words: `$2x$`, `\[2x\]`, `\begin{align} ...`."""

import re

_BY_SIGNS = r"\$\$(.+?)\$\$|\$([^$]+)\$|\\\[((?:(?!\\\[).)+?)\\\]|\\\(((?:(?!\\\().)+?)\\\)"
_ENVIRONMENT = (
    r"(\\begin\{(align|equation|gather|multline|eqnarray|aligned|split|gathered)\*?\}"
    r"(?:(?!\\begin\{\6\*?\}).)+?\\end\{\6\*?\})"
)
BY_SIGNS = re.compile(_BY_SIGNS, re.DOTALL)
DELIMITED = re.compile(rf"{_BY_SIGNS}|{_ENVIRONMENT}", re.DOTALL)  # by signs or an environment


def inside(found: re.Match[str]) -> str:
    r"""What stands between the signs of a formula that was found; an environment as it is.

    >>> [inside(each) for each in DELIMITED.finditer(r"It is $2x$, or \[x + x.\]")]
    ['2x', 'x + x.']
    """
    return next(filter(None, found.groups()))
