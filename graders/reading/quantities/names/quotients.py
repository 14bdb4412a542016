"""Difference quotients as left-hand sides: they name the derivative that they come near to."""

import re
from collections.abc import Sequence

from graders.reading.lexing.token import Token
from graders.reading.quantities.names.vocabulary import Vocabulary

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
    upper, place = _moved("".join(each.text for each in tokens)) or ("", "")
    names = vocabulary.derivatives_by_index(upper, place)
    return names[0] if len(names) == 1 else None


def vector_derivative_near(text: str, vocabulary: Vocabulary) -> str | None:
    r"""The derivative of a vector whose difference quotient a text ends in.

    >>> sheet = Vocabulary(frozenset({"f1", "df1_dw1", "df1_dw2"}))
    >>> vector_derivative_near(r"\frac{f(1, 2.01) - f(1, 2)}{0.01}", sheet)
    'df_dw2'
    >>> vector_derivative_near(r"\frac{f_1(1, 2.01) - f_1(1, 2)}{0.01}", sheet) is None
    True
    """
    upper, place = _moved(re.sub(r"\s|\\[,;!]", "", text)) or ("", "")
    names = vocabulary.derivatives_by_index(f"{upper}1", place) if upper.isalpha() else []
    return f"d{upper}_{names[0].partition('_')[2]}" if len(names) == 1 else None


def _moved(text: str) -> tuple[str, str] | None:
    """The function of the difference quotient that a text ends in, and which variable is moved."""
    if (found := _QUOTIENT.search(text)) is None:
        return None
    upper, first, other, second = (each.translate(_SCRIPTS) for each in found.groups())
    pairs = list(zip(first.split(","), second.split(","), strict=False))
    moved = [place for place, (one, two) in enumerate(pairs, start=1) if one != two]
    return (upper, str(moved[0])) if upper == other and len(moved) == 1 else None
