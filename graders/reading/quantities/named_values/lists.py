"""Names with their values side by side: `h1 .9866, h2 .9950`."""

import re
from collections.abc import Iterator

from graders.reading.quantities.equations.chain import Chain
from graders.reading.quantities.equations.derivatives_meant import DERIVATIVE
from graders.reading.quantities.named_values.named_value import NUMBER, SCALED, NamedValue
from graders.reading.quantities.names.reader import read_name
from graders.reading.quantities.names.vocabulary import Vocabulary
from graders.reading.quantities.numbers.printed import read_number

_TYPED = r"(?:(?:torch|np|numpy)\.)?(?:tensor|float(?:32|64)?)\("  # as programs print numbers
_PAIR = re.compile(
    r"['\"]?(?P<name>\$?(?=[^\s,;:=$'\"]*[^\W\d])[^\s,;:=$'\"]++\$?)"
    r"(?P<gradient>\s+(?i:grad(?:ient)?\.?))?"
    rf"['\"]?:?\s+(?P<value>{SCALED}|{_TYPED}{NUMBER}[^()]*\))(?=[\s,;.}}]|$)"
)
_BETWEEN = re.compile(r"[\s,;.]*(?:and\s+)?(?:for\s+)?")
_LEAD = re.compile(r"[\s{]*(?:(?P<words>[A-Za-z][^\d:=|]*):\s+)?(?:for\s+)?")
_AMONG = re.compile(r"\s*(?:,\s+(?:and\s+)?|;|\b(?:and|respectively)\b|\bresp\.)\s*")
_REMARK = re.compile(r",?\s*(?:respectively|resp\.|\([^()\d]*\))\s*\.?\s*$")
_GRADIENTS = re.compile(r"\b(?:gradient|derivative)s\b", re.IGNORECASE)
_FEWEST = 2  # pairs that make a list


def listed_values(text: str, vocabulary: Vocabulary) -> Iterator[NamedValue]:
    r"""The values in lines that are nothing but declared names, each with a number behind it.

    Words with a colon may lead to them.

    >>> words = Vocabulary(frozenset({"h1", "h2"}))
    >>> [(each.name, each.text) for each in listed_values("h1 .9866, h2 .9950", words)]
    [('h1', '.9866'), ('h2', '.9950')]
    >>> [each.name for each in listed_values("h1 .9866\nh2 .9950", words)]
    ['h1', 'h2']
    >>> [each.name for each in listed_values("{'h1': 0.9866, 'h2': 0.9950}", words)]
    ['h1', 'h2']
    >>> [(each.name, each.words) for each in listed_values("Hidden: h1 .98, h2 .99", words)]
    [('h1', 'Hidden'), ('h2', 'Hidden')]
    >>> list(listed_values("with h1 3 layers", words))
    []
    """
    start = 0
    run: list[NamedValue] = []
    for line in text.split("\n"):
        pairs = _pairs(line, start, vocabulary)
        start += len(line) + 1
        if pairs:
            run += pairs
            continue
        yield from run if len(run) >= _FEWEST else ()
        run = []
    yield from run if len(run) >= _FEWEST else ()


def _pairs(line: str, start: int, vocabulary: Vocabulary) -> list[NamedValue]:
    """The values of a line that is nothing but names and numbers; none of any other."""
    found: list[NamedValue] = []
    lead = _LEAD.match(line)
    words, at = (lead["words"] or "", lead.end()) if lead else ("", 0)
    while pair := _PAIR.match(line, at):
        spelled = pair["name"].strip("$")
        name = read_name(f"grad {spelled}" if pair["gradient"] else spelled, vocabulary)
        if name is None or not vocabulary.declares(name):
            return []
        span = (start + pair.start(), start + pair.end())
        found.append(NamedValue(name, pair["value"], span, words, pair["name"]))
        between = _BETWEEN.match(line, pair.end())
        at = between.end() if between else pair.end()
    return found if not line[at:].strip(" }") else []


def side_by_side(chain: Chain, vocabulary: Vocabulary) -> Iterator[NamedValue]:
    """The values of as many names: "h_1 and h_2 are 0.9866 and 0.9950".

    >>> words = Vocabulary(frozenset({"h1", "h2"}))
    >>> both = Chain(("w_1, w_2", "0.002, 0.0004"), None, "the gradients of w_1, w_2", (0, 39))
    >>> loss = Vocabulary(frozenset({"dMSE_dw1", "dMSE_dw2"}), loss="MSE")
    >>> [each.name for each in side_by_side(both, loss)]
    ['dMSE_dw1', 'dMSE_dw2']
    >>> pair = Chain(("h_1, h_2", "0.9866, 0.9950 (rounded)"), None, "h_1, h_2", (0, 25))
    >>> [(each.name, each.text) for each in side_by_side(pair, words)]
    [('h1', '0.9866'), ('h2', '0.9950')]
    """
    left, right = (
        f"{chain.words} {chain.members[0]}" if chain.name else chain.words,
        chain.members[-1],
    )
    named = [each for each in _AMONG.split(left.strip("()[]$ ")) if each]
    right = _REMARK.sub("", right)
    values = [each for each in _AMONG.split(right.strip("()[]$. ")) if each]
    if len(named) != len(values) or len(named) < _FEWEST or not all(map(read_number, values)):
        return
    words = [each.split()[-1].strip("()$") for each in named if each.split()]
    names = [read_name(each, vocabulary) for each in words]
    derivative = DERIVATIVE.fullmatch(chain.name or "")
    if _GRADIENTS.search(named[0]):
        names = [read_name(f"grad {each}", vocabulary) for each in words]
    elif derivative and chain.name == vocabulary.canonical(f"d{derivative['upper']}_d{names[-1]}"):
        names = [vocabulary.canonical(f"d{derivative['upper']}_d{each}") for each in names]
    known = [name for name in names if name in vocabulary.known]
    if len(names) == len(values) == len(known):
        for name, value in zip(known, values, strict=True):
            yield NamedValue(name, value, chain.span, called=name)
