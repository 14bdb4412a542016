"""Parts that short lines call by their words: "Adam (lr = 0.001)", below the label of all runs."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from graders.reading.blocks.block import Block, Shape
from graders.reading.labels.label import Path

_LONGEST = 80  # characters of a line that calls a part
_MOST_WORDS = 10  # of it, numbers and settings among them
_MANY = 3  # parts that only a comparison names
_SENTENCE_END = re.compile(r"[.!?,;]\s*$|[.!?;]\s+[A-Z]|:\s*\S")
_LED = re.compile(r"(?:results? )?(?:with|using|for|from)\b", re.IGNORECASE)  # "With Adam I got:"
_SET_OFF = re.compile(r"\s*\*\*([^*]+)\*\*")
_WORD = re.compile(r"[a-z]+\d*|\d+[a-z]+")

Called = Mapping[Path, Sequence[str]]  # each time the words that must all be there


class CalledParts:
    """Finds which part of a question a line calls: that of which it has the most words.

    Args:
        called: what each part may be called.
        compared: by the label above them, the part that is about all of them.
    """

    def __init__(self, called: Called, compared: Mapping[Path, Path]) -> None:
        self.called = {
            path: [frozenset(_WORD.findall(each.casefold())) for each in names]
            for path, names in called.items()
            if names
        }
        self.compared = compared

    def label_of(self, block: Block, current: Path) -> Path | None:
        """The part that a heading or the short first line of a paragraph calls, if it may come.

        What names many of the parts, below one of them, is about all.
        """
        if not self.called or block.shape not in (Shape.HEADING, Shape.TEXT):
            return None
        compared = self.compared.get(current[:-1])
        if compared and len(self._named(block.text, current[:-1])) >= _MANY:
            return compared
        first, *others = map(_set_off, block.text.split("\n"))
        if block.shape is not Shape.HEADING and not _is_short(first):
            return None
        found = self.part_in(first, current)
        also = {self.part_in(each, current) for each in others if _is_short(each)}
        return None if also - {None, found} else found

    def below(self, line: str, path: Path) -> Path | None:
        """The part right below a label that what stands behind the label calls."""
        part = self.part_in(line, path) if _is_short(line) else None
        return part if part and part[:-1] == path else None

    def part_in(self, line: str, current: Path) -> Path | None:
        """The part of which a line has the most words; of several the nearest."""
        found = {path: len(words) for path, words in self._words_in(line, current)}
        best = [path for path, count in found.items() if count == max(found.values())]
        near = [_shared(path[:-1], current) for path in best]
        nearest = [path for path, at in zip(best, near, strict=True) if at == max(near)]
        is_one = len({path[:-1] for path in nearest}) == len(nearest)
        return nearest[0] if nearest and is_one else None

    def _words_in(self, line: str, current: Path) -> Iterator[tuple[Path, frozenset[str]]]:
        """The parts that may come here with the most words for each that a line has."""
        words = _WORD.findall(line.casefold())
        for path, names in self.called.items():
            if self._may_come(path[:-1], current):
                has = [each for each in names if all(_is_among(word, words) for word in each)]
                if has:
                    yield path, max(has, key=len)

    def _named(self, text: str, parent: Path) -> list[Path]:
        """The parts below a label that a text names, none for a word that is in another's name."""
        found = dict(self._words_in(text, parent))
        return [
            path
            for path, words in found.items()
            if path[:-1] == parent and not any(words < other for other in found.values())
        ]

    def _may_come(self, parent: Path, current: Path) -> bool:
        """Whether a line stands below the label of some parts, right above it, or beside it."""
        depth = len(parent)
        beside = {path[:-1] for path in self.called if path[:-2] == parent[:-1]}
        return current[:depth] in beside or (depth > 2 and current == parent[:-1])


NO_CALLED_PARTS = CalledParts({}, {})


def _set_off(line: str) -> str:
    """The bold words that a line begins with, or all of it."""
    bold = _SET_OFF.match(line)
    return bold[1].rstrip(" .:") if bold else line


def _is_short(line: str) -> bool:
    plain = line.strip(" *_$")
    told = plain.removesuffix(".") if _LED.match(plain) else plain
    is_short = 0 < len(plain) <= _LONGEST and len(plain.split()) <= _MOST_WORDS
    return is_short and not _SENTENCE_END.search(told)


def _is_among(word: str, words: Sequence[str]) -> bool:
    """Whether a word, or the beginning of one, is among others."""
    return any(each.startswith(word) for each in words)


def _shared(one: Path, other: Path) -> int:
    """How many names two paths begin with alike."""
    pairs = zip(one, other, strict=False)
    return len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
