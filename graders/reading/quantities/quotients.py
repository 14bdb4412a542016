"""Difference quotients as left-hand sides: they name the derivative that they come near to."""

import re
from collections.abc import Sequence

from graders.reading.lexing.token import Token
from graders.reading.quantities.vocabulary import Vocabulary

_CALL = r"([A-Za-z](?:_?\{?\d+\}?)?)\(([^()]*)\)"
_QUOTIENT = re.compile(
    rf"(?<![A-Za-z])(?:\\frac\{{|[(\[{{])?{_CALL}[-−–]{_CALL}"
    r"(?:\}\{|[)\]}]?(?:/|\\over))[({]?[^()=]{1,16}[)}]?$"
)
_SCRIPTS = str.maketrans("", "", "_{}")


def derivative_near(tokens: Sequence[Token], vocabulary: Vocabulary) -> str | None:
    r"""The declared derivative whose difference quotient these tokens end in.

    >>> sheet = Vocabulary(frozenset({"f1", "df1_dw1", "df1_dw2"}))
    >>> derivative_near(sheet.tokens(r"\frac{f_1(1, 2.01) - f_1(1, 2)}{0.01}"), sheet)
    'df1_dw2'
    >>> derivative_near(sheet.tokens("so (f1(w1 + h, w2) - f1(w1 - h, w2))/(2h)"), sheet)
    'df1_dw1'
    """
    found = _QUOTIENT.search("".join(each.text for each in tokens))
    if found is None:
        return None
    upper, first, other, second = (each.translate(_SCRIPTS) for each in found.groups())
    pairs = list(zip(first.split(","), second.split(","), strict=False))
    moved = [place for place, (one, two) in enumerate(pairs, start=1) if one != two]
    if upper != other or len(moved) != 1:
        return None
    names = vocabulary.derivatives_by_index(upper, str(moved[0]))
    return names[0] if len(names) == 1 else None
