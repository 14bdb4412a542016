"""What a text says that the likelihood of a label, 1 or 0, is for each of them."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from graders.sentences import Ends

_LABEL_OR_VALUE = re.compile(
    r"(?:y ?= ?|p ?\( ?(?=[01] ?(?:\||\\mid)))(?P<label>[01])(?!\d)"
    r"|(?<![\w^])(?<!y- )(?<!y - )(?P<value>(?:1 ?- ?)?H)(?!\w| ?\)? ?\^| ?\(1)"
)
_OUTPUT = re.compile(r"\\hat\s*\{?\s*y\s*\}?|ŷ|\by_?hat\b|\bhat y\b")
_SENTENCES = Ends(".")
_CHECK_BEGINS = re.compile(
    r"[\s:;,.(]*(?:\b(?:for|if|when|where|with|as|since|because|indeed|check)\b:?\s*)*"
    r"\$?\s*y\s*=\s*[01](?!\d)"
)
_VALUES = {"1": "H", "0": "1-H"}  # of the likelihood, by the label

Pair = tuple[str, str]  # a label and a value; where told, one of them is empty


def labels_exchanged(text: str) -> bool:
    """Whether a text gives a label the value of the other one, before it or behind it.

    >>> labels_exchanged("for y=1 this is 1-ŷ and for y=0 it is ŷ")
    True
    >>> labels_exchanged("for y=1 it is ŷ, else 1-ŷ"), labels_exchanged("ŷ for y=1, 1-ŷ for y=0")
    (False, False)
    >>> labels_exchanged("It is ŷ if y=1, else 1-ŷ. Indeed y=1 gives ŷ, y=0 gives 1-ŷ.")
    False
    """
    ways = filter(None, map(_best_ways, _SENTENCES.split(text)))
    return any(all(any(map(_is_exchanged, way)) for way in each) for each in ways)


def _is_exchanged(pair: Pair) -> bool:
    label, value = pair
    return _VALUES[label] != value


def without_check(text: str) -> str:
    r"""A text without the end in which it gives each label its right value, to check a formula.

    >>> without_check(r"$p = f$: for $y=1$ it is $\hat y$, for $y=0$ it is $1-\hat y$")
    '$p = f$'
    >>> without_check("it is ŷ for y=1 and 1-ŷ for y=0"), without_check("y=1: 1-ŷ, y=0: ŷ")
    ('it is ŷ for y=1 and 1-ŷ for y=0', 'y=1: 1-ŷ, y=0: ŷ')
    """
    begins = _CHECK_BEGINS.search(text)
    if begins is None or text[: begins.start()].count("$") % 2:
        return text
    told = list(_told_in(text[begins.start() :]))
    is_check = len(told) == 2 * len(_VALUES) and dict(_pairs_in(told)) == _VALUES
    return text[: begins.start()] if is_check else text


def labels_with_values(text: str) -> set[str]:
    r"""The labels that a text gives a value, whichever it is.

    >>> sorted(labels_with_values("as y=1 gives ŷ and y=0 gives 1-ŷ"))
    ['0', '1']
    >>> sorted(labels_with_values("for y = 1 this is ŷ, for y = 0 it is\n1 - ŷ"))
    ['0', '1']
    >>> labels_with_values("where y=0 or y=1")
    set()
    """
    ways = (way for each in _SENTENCES.split(text) for way in _best_ways(each))
    return {label for way in ways for label, _ in way}


def _best_ways(sentence: str) -> list[list[Pair]]:
    """Each label with the value behind it, and each with the value before it: the longer ones."""
    told = list(_told_in(sentence))
    both = [_pairs_in(told), _pairs_in(told[::-1])]
    return [each for each in both if each and len(each) == max(map(len, both))]


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
