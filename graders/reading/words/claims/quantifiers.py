"""Of how many of some values a clause says something: "both", "only one of", "the second"."""

import re
from collections.abc import Callable, Mapping, Sequence

Quantifier = Callable[[Sequence[bool]], bool]

_QUANTIFIERS: Mapping[str, Quantifier] = {
    r"\bnot (?:all|every|each)\b": lambda told: not all(told),
    r"\b(?:none|neither|no)\b": lambda told: not any(told),
    r"\b(?:all|every) (?:\w+ )?(?:but|except) (?:1|the)\b": lambda told: sum(told) == len(told) - 1,
    r"\b(?:only|exactly|just|precisely) (?:1|a single)\b|\b(?:a|the) single\b": lambda told: (
        sum(told) == 1
    ),
    r"\b(?:the |all )?(?:other )?[A-Zn] ?[-−] ?1\b": lambda told: sum(told) == len(told) - 1,
    r"\b1 of\b": any,
    r"\b(?:exactly |only |just )?2\b": lambda told: sum(told) == min(2, len(told)),
    r"\b(?:other|another|rest|remaining|some|most|many|several)\b": lambda told: True,
    r"\b1\b": any,
}
_ORDINAL = re.compile(
    r"(?P<only>\b(?:only|just) )?(?:\bthe )?\b(?:(?P<first>first)|second|last)\b", re.IGNORECASE
)


def is_quantified(clause: str) -> bool:
    """Whether a clause says of how many it speaks."""
    return any(re.search(each, clause, re.IGNORECASE) for each in _QUANTIFIERS)


def holds_of_as_many(before: str, told: Sequence[bool], *, in_order: bool = False) -> bool:
    """Whether something holds of as many values as a clause says before it.

    Args:
        before: the clause up to what is said.
        told: of which of the values that holds.
        in_order: whether these are the first one, the second, and no more.

    >>> holds_of_as_many("1 of the 2 roots", [True, False])
    True
    >>> holds_of_as_many("only the second term", [True, False], in_order=True)
    False
    """
    if ordinal := _ORDINAL.search(before):
        place = 0 if ordinal["first"] else -1
        is_alone = not ordinal["only"] or sum(told) == 1
        return told[place] and is_alone if in_order else any(told)
    said = (each for words, each in _QUANTIFIERS.items() if re.search(words, before, re.IGNORECASE))
    return next(said, all)(told)
