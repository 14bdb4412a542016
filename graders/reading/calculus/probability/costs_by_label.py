r"""Costs that words give for each of two labels: "label 1 costs $-\ln p$"."""

import re

_LABEL = re.compile(
    r"\b([Cc]lass|[Ll]abel|[Tt]arget)s?\b(?: (?:is|being|equals|equal to|of|that is))? "
    r"\$?(?P<value>0|1|zero|one)\b\$?"
)
_COST = re.compile(
    r"(y\s*=\s*[01]\b\$?[^$.;]{0,60}?\b(?:is|costs?|pays?|gives?|becomes|equals)\b[^$.;]{0,12})"
    r"\$\s*(?=[-−]\s*\\(?:ln|log)\b[^$=]*\$)"
)


def of_costs_by_label(text: str) -> str:
    r"""A text in which the cost of a label is an equation for its likelihood P.

    >>> of_costs_by_label(r"Label 1 costs $-\ln p$, for $y = 0$ it is $-\ln q$.")
    'Label $y = 1$ costs $-\\ln P = -\\ln p$, for $y = 0$ it is $-\\ln P = -\\ln q$.'
    """
    return _COST.sub(r"\1$-\\ln P = ", _LABEL.sub(_equation, text))


def _equation(label: re.Match[str]) -> str:
    value = "1" if label["value"] in ("1", "one") else "0"
    return f"{label[1]} $y = {value}$"
