"""What a text says that the likelihood of a label, 1 or 0, is for each of them."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

_LABEL_OR_VALUE = re.compile(
    r"(?:y ?= ?|p ?\( ?(?=[01] ?(?:\||\\mid)))(?P<label>[01])(?!\d)"
    r"|(?<![\w^])(?P<value>(?:1 ?- ?)?H)(?!\w| ?\)? ?\^| ?\(1)"
)
_OUTPUT = re.compile(r"\\hat\s*\{?\s*y\s*\}?|ŷ|\by_?hat\b|\bhat y\b")
_SENTENCE_END = re.compile(r"\.\s|\n\s*\n")
_VALUES = {"1": "H", "0": "1-H"}  # of the likelihood, by the label

Pair = tuple[str, str]  # a label and a value; where told, one of them is empty


def labels_exchanged(text: str) -> bool:
    """Whether a text gives a label the value of the other one, before it or behind it.

    >>> labels_exchanged("for y=1 this is 1-ŷ and for y=0 it is ŷ")
    True
    >>> labels_exchanged("for y=1 it is ŷ, else 1-ŷ"), labels_exchanged("ŷ for y=1, 1-ŷ for y=0")
    (False, False)
    """
    both = _both_ways(text)
    best = [each for each in both if len(each) == max(map(len, both))]
    return all(any(_VALUES[label] != value for label, value in each) for each in best)


def labels_with_values(text: str) -> set[str]:
    r"""The labels that a text gives a value, whichever it is.

    >>> sorted(labels_with_values("as y=1 gives ŷ and y=0 gives 1-ŷ"))
    ['0', '1']
    >>> sorted(labels_with_values("for y = 1 this is ŷ, for y = 0 it is\n1 - ŷ"))
    ['0', '1']
    >>> labels_with_values("where y=0 or y=1")
    set()
    """
    return max(({label for label, _ in each} for each in _both_ways(text)), key=len)


def _both_ways(text: str) -> tuple[list[Pair], list[Pair]]:
    """Each label with the value behind it, and each with the value before it."""
    told = [list(_told_in(each)) for each in _SENTENCE_END.split(text)]
    behind = [pair for each in told for pair in _pairs_in(each)]
    before = [pair for each in told for pair in _pairs_in(each[::-1])]
    return behind, before


def _told_in(sentence: str) -> Iterator[Pair]:
    """The labels and the values of a sentence, in their order."""
    plain = _OUTPUT.sub(" H ", sentence.casefold().replace("−", "-"))
    for each in _LABEL_OR_VALUE.finditer(re.sub(r"[${}\s]+", " ", plain)):
        yield each["label"] or "", each["value"] or ""


def _pairs_in(told: Sequence[Pair]) -> list[Pair]:
    return [
        (label, value.replace(" ", ""))
        for (label, _), (_, value) in pairwise(told)
        if label and value
    ]
