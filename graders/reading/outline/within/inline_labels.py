"""Labels within a line: `... = 0.35 c) Next`."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from string import ascii_lowercase

from graders.reading.blocks.block import Block, Shape
from graders.reading.blocks.cutting import from_position
from graders.reading.labels.counting import roman
from graders.reading.labels.label import Path, read_label
from graders.reading.labels.labelled_lines import label_line
from graders.reading.labels.within_lines import (
    EXPLICIT,
    PART,
    bracketed_within,
    counted_within,
    dressed_within,
    id_within,
    is_mention,
    is_open,
    label_of_sentence,
    label_within,
)
from graders.reading.outline.known import Known
from graders.reading.outline.question_tree import QuestionTree
from graders.reading.outline.within.dressed_labels import Dress, dress_of

_FEW = 2  # parts that may be mentioned together: "(a) and (b)"
_ASKS = re.compile(r"[^.!?]*\?")  # a question is restated, not answered


class InlineLabels:
    """Finds where the next part begins within a paragraph."""

    def __init__(self, tree: QuestionTree, known: Known) -> None:
        self.tree, self.known = tree, known
        self.in_row: set[Path] = set()  # parts whose labels stand in a line behind mere words
        self.counting: Path = ()  # the part with which a line begins to count: "1. no 2. so"
        self.sign = ""  # behind the label with which the block begins: the stop of "i."
        self.dressed: set[Path] = set()  # parts whose labels stand in a line with the same sign
        self.dress: Dress | None = None  # of the label with which the block begins

    def begin(self, block: Block, current: Path) -> None:
        """Hears of a block that a label begins: "(a) no (b) so" are the last two parts in a row."""
        counting = rf"\W*(?:\w\W+)?{re.escape(''.join(current[-1:]))}\.\s"
        self.counting = current if re.match(counting, label_line(block)) else ()
        self.sign = _sign_behind(current[-1:], label_line(block))
        self.dress = dress_of(label_line(block))
        siblings = self.tree.children.get(current[:-1], ()) if current[1:] else ()
        if block.shape is not Shape.TEXT or not siblings or current[-1:] != siblings[-2:-1]:
            return
        name, last = siblings[-2:]
        begun = re.match(
            rf"[^()]{{0,20}}\( ?{re.escape(name)} ?\)", label_line(block), re.IGNORECASE
        )
        found = bracketed_within(last).search(block.text) if begun and last.isalpha() else None
        if found and not is_mention(block.text[: found.start()]):
            self.in_row.add((*current[:-1], last))

    def next_label(self, block: Block, current: Path) -> int | None:
        """Where within a paragraph the label of the next part stands: `... = 0.35 c) Next`."""
        if block.shape is not Shape.TEXT:
            return None
        if (first := self._next_in_row(block.text, current)) is not None:
            return first
        if (first := self._next_explicit(block.text)) is not None:
            return first
        if (first := self._next_dressed(block.text, current)) is not None:
            return first
        following = list(self._next_parts(current))
        labels = [label_within(name) for path in following for name in self._names(path)]
        labels += [id_within(path) for path in following]
        labels += [label_of_sentence(path[-1]) for path in self._later_parts(current)]
        beside = [path for path in following if path[:-1] == self.counting[:-1] == current[:-1]]
        labels += [counted_within(path[-1]) for path in beside if current == self.counting]
        for label in labels:
            for found in label.finditer(block.text):
                rest = block.text[found.end() :]
                before = block.text[: found.start()]
                if not (is_open(before) or _ASKS.match(rest)):
                    return found.start(found.lastindex or 0)
        return None

    def cut_at_alike(self, block: Block, current: Path) -> Iterator[Block]:
        """A block cut at later parts labelled as the one with which it begins: "(a) no (d) so".

        Some parts between them may be left out. All behind the first begin with whole ids.
        """
        start, whole = 0, ""
        for at, end, names in self.dress.places(block.text) if self.dress and current else ():
            path = self._meant(names, current)
            is_later = path is not None and self.tree.leads_on(path, current)
            if path and is_later and not is_open(block.text[:at]):
                yield _led(from_position(block, start), whole, at - start)
                start, whole, current = end, f"{'.'.join(path)}: ", path
        yield _led(from_position(block, start), whole) if start else block

    def _meant(self, names: Path, current: Path) -> Path | None:
        """The part without a label that is called so, beside the current one or above it."""
        starts = (current[:depth] for depth in range(len(current) - 1, -1, -1))
        found = (self.tree.descend(start, names, by_rank=self.known.by_rank) for start in starts)
        path = next(filter(None, found), None)
        return path if path in self.known.unlabelled else None

    def _names(self, path: Path) -> Iterator[str]:
        """What a part may be called: as the sheet does, and (b) or (ii) where parts are counted."""
        yield path[-1]
        if path[:-1] in self.known.by_rank and path[-1].isdigit():
            rank = self.tree.children[path[:-1]].index(path[-1])
            yield ascii_lowercase[rank]
            yield roman(rank + 1)

    def _next_in_row(self, text: str, current: Path) -> int | None:
        """Where (b) stands if all parts that are left follow in a line: "(a) no (b) so (c) two".

        Behind the label of their question all of them may.
        """
        siblings = self.tree.children.get(current[:-1], ()) if current else ()
        if len(current) < 2 or current[-1] not in siblings:
            return None
        left = [(*current[:-1], each) for each in siblings[siblings.index(current[-1]) + 1 :]]
        below = [(*current, each) for each in self.tree.children.get(current, ())]
        for row in (below, left):
            if len(row) > 1 and self._places(row, text):
                self.in_row.update(row)
        first = next((row for row in (below, left) if row and row[0] in self.in_row), [])
        return next(iter(self._places(first, text)), None)

    def _next_explicit(self, text: str) -> int | None:
        """Where a sentence is labelled with the whole id of a question: "no. Question 4 e: yes"."""
        for found in EXPLICIT.finditer(text):
            label = read_label(text[found.end() :])
            is_label = label is not None and label.explicit and not label.begins_sentence
            if is_label and label and self.tree.counts(label.parts) in self.known.unlabelled:
                return found.end()
        return None

    def _next_dressed(self, text: str, current: Path) -> int | None:
        """Where the label of the next part stands with the sign of the last: "i. no ii. so".

        A number that no other one follows may be any other.
        """
        siblings = self.tree.children.get(current[:-1], ()) if current[1:] else ()
        if not self.sign or current[-1] not in siblings:
            return None
        left = siblings[siblings.index(current[-1]) + 1 :]
        places: list[int] = []
        for path in [(*current[:-1], name) for name in left if PART.fullmatch(name)]:
            label = dressed_within(path[-1], self.sign)
            found = label.search(text, places[-1] if places else 0)
            if path not in self.known.unlabelled or not found or is_open(text[: found.start()]):
                break
            places.append(found.start(1))
            if len(places) > 1 or not path[-1].isdigit() or path in self.dressed:
                self.dressed |= {(*current[:-1], name) for name in left[: len(places)]}
        first = (*current[:-1], *left[:1])
        return places[0] if places and first in self.dressed else None

    def _places(self, row: Sequence[Path], text: str) -> Sequence[int]:
        """Where the labels of all these parts stand in their order; nowhere where one does not."""
        places: list[int] = []
        for path in row:
            ends_row = path in self.in_row or path in row[_FEW:]
            label = bracketed_within(path[-1], ends_row=ends_row)
            found = label.search(text, places[-1] if places else 0)
            if path not in self.known.unlabelled or not found or is_open(text[: found.start()]):
                return ()
            places.append(found.start(1))
        return places

    def _next_parts(self, current: Path) -> Iterator[Path]:
        """What may follow this part within a line: the first part below it, or one beside it."""
        below = [each for each in self.tree.children.get(current, ()) if PART.fullmatch(each)]
        found = [(*current, each) for each in below[:1] if current]
        for depth in range(len(current), 1, -1):
            siblings = self.tree.children[current[: depth - 1]]
            after = siblings[siblings.index(current[depth - 1]) + 1 :][:1]
            found += [(*current[: depth - 1], each) for each in after]
        yield from (path for path in found if path in self.known.unlabelled)

    def _later_parts(self, current: Path) -> Iterator[Path]:
        """The parts beside this one that come after some whose labels are lost."""
        siblings = self.tree.children.get(current[:-1], ()) if current else ()
        if len(current) < 2 or current[-1] not in siblings:
            return
        later = [(*current[:-1], each) for each in siblings[siblings.index(current[-1]) + 1 :]]
        lost = list(itertools.takewhile(lambda each: each in self.known.unlabelled, later))
        yield from (path for path in lost[1:] if PART.fullmatch(path[-1]))


def _led(block: Block, label: str, length: int | None = None) -> Block:
    """The beginning of a block behind a label."""
    return replace(block, text=label + block.text[:length].strip())


def _sign_behind(name: Path, line: str) -> str:
    """The sign behind the label of a part at the beginning of a line, a stop or a colon.

    >>> _sign_behind(("i",), "3.2 i. no ii. so"), _sign_behind(("1",), "Q1.1: 1. no")
    ('.', '.')
    """
    found = re.match(rf"[^\n]{{0,12}}?(?<![\w.]){''.join(name)}\ ?([.:])\s", line, re.IGNORECASE)
    return found[1] if found and name else ""
