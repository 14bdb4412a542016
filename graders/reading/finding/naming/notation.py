r"""A student's own letters: "let $a_j = h_j$ be the hidden activations" makes a_1 another h_1."""

import re
from collections.abc import Iterator, Mapping, Sequence

from graders.reading.blocks.block import Block, Shape
from graders.reading.quantities.names.reader import read_name
from graders.reading.quantities.names.vocabulary import Vocabulary

_INTRODUCES = re.compile(
    r"\b(?:let|denote[sd]?|write|call|notation|rename|instead|where|with|names?)\b", re.IGNORECASE
)
_EQUATION = re.compile(r"\$(?P<one>[^$=]{1,40})=(?P<other>[^$=]{1,40})\$")
_NAME = r"\$?(?:\\(?:hat|tilde|bar|mathbf)\s*\{?\s*)?[A-Za-z]+\}?_?\{?[\dijk]\}?\$?"
_AMONG = r"\s*(?:,\s*and|,|and)\s+"
_NAMES = rf"{_NAME}(?:{_AMONG}{_NAME})*"
_STANDS_FOR = re.compile(
    rf"(?P<one>{_NAMES}) (?:for|instead of|denotes?|stands? for|means?)(?: the)?(?: [a-z]+){{0,3}} "
    rf"(?=(?P<other>{_NAMES}))"
)
_INDEXED = re.compile(r"(?P<base>[A-Za-z]+?)_?(?P<index>[ijkl])(?P<rest>_[a-z]+)?")
_INDEX = re.compile(r"(?<![A-Za-z\\])(?:d|∂)?([A-Za-z]) ?_ ?\{? ?([lI12])(?![\w-])")
_JOINED = re.compile(r"(?<![A-Za-z\\])(?:d|∂)?([a-z])([lI])(?![\w'-])")
_NUMBERED = re.compile(r"(?P<base>[A-Za-z]+)(?P<index>\d+)")


def own_letters(blocks: Sequence[Block], vocabulary: Vocabulary) -> Mapping[str, str]:
    r"""The declared name that each of the student's own names stands for.

    >>> from graders.model import Where
    >>> sheet = Vocabulary(frozenset({"h1", "h2", "o1"}))
    >>> block = Block(Shape.TEXT, r"Let $a_j = h_j$ and $\hat{y}_1 = o_1$.", Where("hw.md", 1))
    >>> own_letters([block], sheet)
    {'a1': 'h1', 'a2': 'h2', 'y1_hat': 'o1'}
    >>> block = Block(Shape.TEXT, "I write a1, a2 for the units h1 and h2.", Where("hw.md", 1))
    >>> own_letters([block], sheet)
    {'a1': 'h1', 'a2': 'h2'}
    >>> scanned = Block(Shape.TEXT, "h _ l = 0.987, h _ 2 = 0.995", Where("hw.md", 1))
    >>> own_letters([scanned], sheet)
    {'h_l': 'h1'}
    """
    found = dict(_misread_indices(blocks, vocabulary))
    for block in blocks:
        if block.shape is Shape.TEXT and _INTRODUCES.search(block.text):
            for one, other in _equal(block.text):
                found |= _pairs(one, other, vocabulary)
    return found


def _equal(text: str) -> Iterator[tuple[str, str]]:
    """What a text sets equal, or lists as standing for one another, one by one."""
    yield from ((each["one"], each["other"]) for each in _EQUATION.finditer(text))
    for words in _STANDS_FOR.finditer(text):
        ours, theirs = (re.split(_AMONG, words[each]) for each in ("one", "other"))
        yield from zip(ours[-len(theirs) :], theirs, strict=False)


def _misread_indices(blocks: Sequence[Block], vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """The names that OCR has read with a letter for the 1: `h_l` beside h_2 and no h_1, or `hl`."""
    texts = [block.text for block in blocks]
    indexed = {pair for text in texts for pair in _INDEX.findall(text)}
    for base, index in sorted(indexed):
        alone = (base, "2") in indexed and (base, "1") not in indexed
        if index in "lI" and alone and vocabulary.declares(f"{base}1"):
            yield f"{base}_{index}", f"{base}1"
    for base, index in sorted({pair for text in texts for pair in _JOINED.findall(text)}):
        if vocabulary.declares(f"{base}1") and vocabulary.declares(f"{base}2"):
            yield f"{base}{index}", f"{base}1"


def _pairs(one: str, other: str, vocabulary: Vocabulary) -> Mapping[str, str]:
    """The names on one side of an equation that stand for declared ones on the other."""
    names = read_name(one), read_name(other)
    for own, declared in (names, names[::-1]):
        pairs = dict(_alike(own, declared, vocabulary)) if own and declared else {}
        if pairs:
            return pairs
    return {}


def _alike(own: str, declared: str, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    if vocabulary.begins(own.rstrip("0123456789_ijkl")):
        return
    if vocabulary.declares(declared):
        yield own, vocabulary.canonical(declared)
        return
    mine, theirs = _INDEXED.fullmatch(own), _INDEXED.fullmatch(declared)
    if mine and theirs and mine["index"] == theirs["index"]:
        for name in sorted(vocabulary.known):
            numbered = _NUMBERED.fullmatch(name)
            if numbered and numbered["base"] == theirs["base"]:
                yield f"{mine['base']}{numbered['index']}{mine['rest'] or ''}", name
