"""Derivatives that a sentence goes on with, and does not name again: "and by o_2 it is 0.75"."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from graders.reading.quantities.equations.chain import Chain
from graders.reading.quantities.equations.token_runs import trailing_name
from graders.reading.quantities.names.respect import RESPECT
from graders.reading.quantities.names.vocabulary import Vocabulary

DERIVATIVE = re.compile(r"d(?P<upper>[A-Za-z]\w*?)_d\w+")
SLOPE = r"\b(?:derivatives?|gradients?|partials?|slopes?|sensitivity|differentiat\w+)\b"
_BY = re.compile(
    rf"(?:\b{RESPECT}|{SLOPE}.{{0,60}}?\b(?:by|for)|(?:\A|\Aand\s+|\bof\s+\S{{1,20}}\s+)by)"
    rf"\s+(?P<lower>[^\s:;][^:;]{{0,40}}?)"
    rf"(?:,?\s+(?:it|this|that|(?:the|its)\s+(?:partial\s+)?{SLOPE}))?\s*$",
    re.IGNORECASE | re.DOTALL,
)
_THAT_OF = re.compile(r"\b(?:that|those|the ones?)\s+(?:of|for|by)\b", re.IGNORECASE)
_FEW = 12  # tokens before "with respect to"


def with_derivatives_named(chains: "Iterable[Chain]", vocabulary: Vocabulary) -> "Iterator[Chain]":
    """The chains, where "with respect to o_2 it" and "that of o_2" go on with one by o_1.

    What stands behind "with respect to" is never the name of a value itself.
    """
    upper = ""
    for chain in chains:
        derivative = DERIVATIVE.fullmatch(chain.name or "")
        of, by = ("", None) if derivative else _meant(chain, upper, vocabulary)
        if by is not None:
            name = vocabulary.canonical(f"d{of}_d{by}")
            upper = of
            yield replace(chain, name=name if name in vocabulary.known else None)
            continue
        if chain.name is not None:
            upper = derivative["upper"] if derivative else ""
        yield chain


def _meant(chain: Chain, upper: str, vocabulary: Vocabulary) -> tuple[str, str | None]:
    """Of what a chain may give a derivative, said there or before, and by what."""
    left = f"{chain.words} {chain.members[0]}" if chain.name else chain.words
    if (lower := _BY.search(left)) is not None:
        of = last_name(left[: lower.start("lower")], vocabulary) or upper or vocabulary.loss
        return of, trailing_name(vocabulary.tokens(lower["lower"]), vocabulary)[0]
    goes_on = upper and vocabulary.declares(f"d{upper}_d{chain.name}")
    return upper, chain.name if goes_on and _THAT_OF.search(chain.words) else None


def last_name(text: str, vocabulary: Vocabulary) -> str:
    """The last declared name of a few words: f1 in "for f_1 the derivative"."""
    tokens = vocabulary.tokens(text)[-_FEW:]
    ends = range(len(tokens), 0, -1)
    return next(filter(None, (trailing_name(tokens[:end], vocabulary)[0] for end in ends)), "")
