"""Of which kinds of layer the words about a number speak: "the three FC layers have 124 M"."""

import re
from collections.abc import Mapping

from graders.model import PrintedNumber
from graders.reading.quantities.numbers.in_text import numbers_in
from graders.sentences import LINES, Ends

EVERY = "every"  # of the whole network
ANOTHER = "another"  # what is no parameter, or one of several layers
_KINDS: Mapping[str, re.Pattern[str]] = {
    "conv": re.compile(r"\bconv|\bfilters?\b|\bkernels?\b", re.IGNORECASE),
    "fc": re.compile(r"\bfully|\bFCs?\b|\bdense\b|\blinear\b", re.IGNORECASE),
    "bias": re.compile(r"\b(?:no|without|w/o|of the|only)\s+bias", re.IGNORECASE),
    EVERY: re.compile(
        r"\b(?:all|total|\w*together|sum|whole|entire|network|model|\w*VGG\w*)\b|\+|\bplus\b",
        re.IGNORECASE,
    ),
}
_CLAUSES = Ends(",;", words="and")
_COUNTED = re.compile(  # right behind a number
    r"[\s$%*\\}]*(?:\([^()]{0,20}\)\s*)?"
    r"(?:of (?:all )?(?:the )?)?(?:(?:[kmg]i?)?bytes?|[kmg]i?b|layers|memory|activations|neurons"
    r"|units|operations|flops|time)\b(?!['’])",
    re.IGNORECASE,
)
_SINGLE = re.compile(
    r"\bin (?:the )?(?:first|second|third|last|1st|2nd|3rd|largest|biggest)\s+"
    r"(?:(?:FC|fully[- ]connected|dense|linear)\s*(?:layer\b|$)|layer\b)",
    re.IGNORECASE,
)


def kinds_said_of(number: PrintedNumber, text: str) -> frozenset[str]:
    """The kinds of layer that the clause of a number names, or else its sentence.

    What holds several numbers is of every kind.

    >>> from graders.reading.quantities.numbers.printed import read_number
    >>> text = "The FC layers have 119. The network has 128."
    >>> [sorted(kinds_said_of(read_number(each), text)) for each in ("119", "128")]
    [['fc'], ['every']]
    >>> sorted(kinds_said_of(read_number("8"), "FC: 119, conv: 8"))
    ['conv']
    >>> [sorted(kinds_said_of(read_number("93%"), f"93% {each}")) for each in (
    ...     "of the layers", "in the first FC layer", "of all layers' weights")]
    [['another'], ['another', 'fc'], ['every']]
    """
    sentence = next((each for each in LINES.split(text) if number.text in each), "")
    clause = next((each for each in _CLAUSES.split(sentence) if number.text in each), "")
    behind = clause.partition(number.text)[2]
    is_another = _COUNTED.match(behind) or _SINGLE.search(behind)
    named = _named_in(clause) or _named_in(sentence)
    return named | {ANOTHER} if is_another else named


def _named_in(said: str) -> frozenset[str]:
    kinds = {kind for kind, words in _KINDS.items() if words.search(said)}
    return frozenset(kinds | {EVERY} if len(numbers_in(said)) > 1 else kinds)
