r"""What the formulas of a passage say of infinity, in words: `C = -a \ln 0 = \infty`."""

import re
from collections.abc import Mapping

_IN_WORDS = (
    (r"\\lim(?![a-z])\s*(?:_\s*(?:\{[^{}]*\}|\S+))?|\\(?:left|right|[bB]igg?[lr]?)(?![a-z])", " "),
    (r"\\q?quad(?![a-z])|\\\\", " ; "),
    (r"[$&]|\\[,;:! \[\]]", " "),
    (r"\\(?:long)?(?:to|rightarrow)(?![a-z])|→|->", " = "),
    (r"[-−–]\s*(?:\\infty|∞|inf\b)", " minus infinity "),
    (r"\+?\s*(?:\\infty|∞|\binf\b)", " plus infinity "),
)
_FORMULA = re.compile(
    r"(?:\\?(?:ln|log|cdot|times|plus infinity|minus infinity)(?![a-z])"
    r"|(?<![A-Za-z\\])[A-Za-z](?![A-Za-z'])|[\d\s()\[\]{}=+*·−^_-])+"
)
_PLUS, _LESS = "plus infinity", "minus infinity"
_INFINITY = re.compile(f"{_PLUS}|{_LESS}")
_MINUS = ("-", "−")
_LOGARITHM = re.compile(r"ln|log")


def with_infinities(text: str, negated: Mapping[str, str]) -> str:
    r"""A passage in which a chain is its head, and says so where it ends in infinity.

    Args:
        text: a passage.
        negated: what a formula is called that begins with a minus, by what stands in it.

    >>> called = {"ln": "the cost"}
    >>> with_infinities(r"$C = -a\ln 0 = \infty$ by $\ln y \to -\infty$", called)
    'C is plus infinity by \\ln y is minus infinity'
    >>> with_infinities("-(a ln 0 + (1 - a) ln 1), undefined", called)
    'the cost , undefined'
    >>> with_infinities(r"$C = -[a(-\infty) + 0]$", called)
    'C is plus infinity'
    """
    for signs, words in _IN_WORDS:
        text = re.sub(signs, words, text)

    def told(formula: re.Match[str]) -> str:
        members = [each.strip() for each in formula[0].split("=")]
        head, last = members[0], members[-1]
        if _INFINITY.fullmatch(head):
            return formula[0]
        if head[:1] in _MINUS:
            head = next((each for part, each in negated.items() if re.search(part, head)), head)
        if infinity := _infinity_in(last):
            return f" {head} is {infinity} "
        return f" {head} " if _LOGARITHM.search(formula[0]) else formula[0]

    return re.sub(r"[ \t]+", " ", _FORMULA.sub(told, text)).strip()


def _infinity_in(member: str) -> str:
    """What a member is in which an infinite summand stands, or nothing."""
    kinds = {*_INFINITY.findall(member)}
    if len(kinds) != 1:
        return ""
    is_negated = member[:1] in _MINUS
    return next(each for each in (_PLUS, _LESS) if (each in kinds) is not is_negated)
