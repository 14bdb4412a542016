"""Derivatives that a sentence goes on with, and does not name again: "and by o_2 it is 0.75"."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from graders.reading.quantities.names import name_of
from graders.reading.quantities.token_runs import trailing_name
from graders.reading.quantities.vocabulary import Vocabulary

if TYPE_CHECKING:
    from graders.reading.quantities.chains import Chain

DERIVATIVE = re.compile(r"d(?P<upper>[A-Za-z]\w*?)_d\w+")
_ANOTHER_BY = re.compile(
    r"\b(?:with respect to|w\.?\s?r\.?\s?t\.?)\s+(\S.{0,40}?)(?:\s+(?:it|this|that))?\s*$",
    re.IGNORECASE,
)
_THAT_OF = re.compile(r"\b(?:that|those|the ones?)\s+(?:of|for|by)\b", re.IGNORECASE)
_FEW = 12  # tokens before "with respect to"


def with_derivatives_named(chains: "Iterable[Chain]", vocabulary: Vocabulary) -> "Iterator[Chain]":
    """The chains, where "with respect to o_2 it" and "that of o_2" go on with one by o_1."""
    upper = ""
    for chain in chains:
        derivative = DERIVATIVE.fullmatch(chain.name or "")
        by, goes_on_with = (None, upper) if derivative else _meant(chain, upper, vocabulary)
        if goes_on_with and by is not None and vocabulary.declares(f"d{goes_on_with}_d{by}"):
            upper = goes_on_with
            yield replace(chain, name=vocabulary.canonical(f"d{upper}_d{by}"))
            continue
        if chain.name is not None:
            upper = derivative["upper"] if derivative else ""
        yield chain


def _meant(chain: "Chain", upper: str, vocabulary: Vocabulary) -> tuple[str | None, str]:
    """What a chain may give a derivative by, and of what, where that was said before."""
    if _THAT_OF.search(chain.words):
        return chain.name, upper
    left = f"{chain.words} {chain.members[0]}" if chain.name else chain.words
    lower = _ANOTHER_BY.search(left)
    if lower is None:
        return None, upper
    of = _last_name(left[: lower.start()], vocabulary) or upper
    return name_of(vocabulary.tokens(lower[1]), vocabulary), of


def _last_name(text: str, vocabulary: Vocabulary) -> str:
    """The last declared name of a few words: f1 in "for f_1 the derivative"."""
    tokens = vocabulary.tokens(text)[-_FEW:]
    ends = range(len(tokens), 0, -1)
    return next(filter(None, (trailing_name(tokens[:end], vocabulary)[0] for end in ends)), "")
