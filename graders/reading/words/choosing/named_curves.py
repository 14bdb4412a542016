"""Of which of several curves a text speaks: "the small model peaks at 110"."""

import re
from collections.abc import Iterator, Mapping

from graders.sentences import Ends

_CLAUSES = Ends(
    ".;!?,", also=r"\b(?:but|while|whereas|and|or|than|unlike)\b(?!\s*[$\d])", lines=True
)
_ALONE = re.compile(r"\b(?:only|alone|just|solely|single|sole)\b", re.IGNORECASE)

Names = Mapping[str, str]  # what each curve may be called, as a pattern


def named_in(text: str, names: Names) -> frozenset[str]:
    """The curves that a text names.

    >>> sorted(named_in("the larger and the small one", {"small": "small", "large": "large"}))
    ['large', 'small']
    """
    called = ((each, rf"\b(?:{pattern})(?:st|r|er|est)?\b") for each, pattern in names.items())
    return frozenset(each for each, word in called if re.search(word, text, re.IGNORECASE))


def by_curve(text: str, names: Names) -> Iterator[tuple[str, str]]:
    """The clauses that name one curve, each with its name.

    >>> list(by_curve("small: 110, the large one not", {"small": "small", "large": "large"}))
    [('small', 'small: 110'), ('large', ' the large one not')]
    >>> list(by_curve("the small one at 110", {"small": "small", "large": "large"}))
    [('small', 'the small one at 110')]
    """
    for clause in _CLAUSES.split(text):
        named = named_in(clause, names)
        if len(named) == 1:
            yield next(iter(named)), clause


def only(text: str, names: Names) -> frozenset[str]:
    """The curves of which something is said that is said of no other: "only the large one".

    >>> sorted(only("Only the large model has one, at 110.", {"small": "small", "large": "large"}))
    ['large']
    """
    clauses = (each for each in _CLAUSES.split(text) if _ALONE.search(each))
    return next((named for each in clauses if (named := named_in(each, names))), frozenset())
