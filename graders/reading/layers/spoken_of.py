"""Of which kinds of layer the sentence of a number speaks: "the three FC layers have 124 M"."""

import re
from collections.abc import Mapping

from graders.model import PrintedNumber
from graders.reading.quantities.numbers import numbers_in

EVERY = "every"  # of the whole network
_KINDS: Mapping[str, re.Pattern[str]] = {
    "conv": re.compile(r"\bconv|\bfilters?\b|\bkernels?\b", re.IGNORECASE),
    "fc": re.compile(r"\bfully|\bFCs?\b|\bdense\b|\blinear\b", re.IGNORECASE),
    EVERY: re.compile(
        r"\b(?:all|total|\w*together|sum|whole|entire|network|model|\w*VGG\w*)\b|\+|\bplus\b",
        re.IGNORECASE,
    ),
}
_SENTENCE_END = re.compile(r"(?<=[.;!?])(?<!i\.e\.)(?<!e\.g\.)\s|\n")


def kinds_said_of(number: PrintedNumber, text: str) -> frozenset[str]:
    """The kinds of layer that the sentence of a number names; one with several numbers is of every.

    >>> from graders.reading.quantities.numbers import read_number
    >>> text = "The FC layers have 119. The network has 128."
    >>> [sorted(kinds_said_of(read_number(each), text)) for each in ("119", "128")]
    [['fc'], ['every']]
    """
    said = next((each for each in _SENTENCE_END.split(text) if number.text in each), "")
    kinds = {kind for kind, words in _KINDS.items() if words.search(said)}
    return frozenset(kinds | {EVERY} if len(numbers_in(said)) > 1 else kinds)
