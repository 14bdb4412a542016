"""Parts that are answered in an order of the student's own: "6.", "5.", "4." and so on.

All of a question's parts are numbered once, or some from the last to the first: a list within an
answer is not.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from string import ascii_lowercase

from graders.reading.blocks.block import Block, Shape
from graders.reading.blocks.cutting import from_position
from graders.reading.labels.counting import roman
from graders.reading.labels.label import Label, Path, read_label
from graders.reading.labels.labelled_lines import label_line, with_labels
from graders.reading.labels.within_lines import is_mention, is_open
from graders.reading.outline.question_tree import QuestionTree

_ALL: Path = ()  # whose parts are the questions
_MOST = 8  # times that the label of a part is looked for in a line


class Orders:
    """The order in which a write-up answers, as far as it is read.

    Args:
        blocks: of the write-up.
        tree: of the questions.
        by_rank: the questions whose parts are counted.
    """

    def __init__(
        self, blocks: Iterable[Block], tree: QuestionTree, by_rank: frozenset[Path]
    ) -> None:
        self.tree, self.by_rank = tree, by_rank
        self.shuffled = {_ALL} if _questions_are_shuffled(blocks, tree) else set()

    def look_ahead(self, before: Path, current: Path, following: Sequence[Block]) -> None:
        """Hears of the label behind another one, and of the blocks that follow it."""
        for section, first in ((current, ()), (current[:-1], current[-1:])):
            is_new = not first or before[: len(section)] != section
            if is_new and self._are_shuffled(section, first, following):
                self.shuffled.add(section)

    def _are_shuffled(self, section: Path, first: Path, following: Iterable[Block]) -> bool:
        """Whether the parts of a question follow its label in another order.

        Args:
            section: the question.
            first: the part that its own label leads to, if any.
            following: the blocks behind that label.
        """
        siblings = self.tree.children.get(section, ())
        if not section or len(siblings) < 2:
            return False
        parts = [*first, *self._parts_behind(section, following)]
        return _is_other_order([siblings.index(each) for each in parts])

    def _parts_behind(self, section: Path, following: Iterable[Block]) -> Iterator[str]:
        for block, label in with_labels(following):
            if block.shape is Shape.HEADING or (label and self._leads_out(label)):
                return
            if label is None or label.bare:
                continue
            path = self.tree.descend(section, label.parts[:1], by_rank=self.by_rank)
            if path is not None and len(path) == len(section) + 1:
                yield path[-1]
                continue
            beside = self.tree.descend(section[:-1], label.parts, by_rank=frozenset())
            if beside is not None and self.tree.leads_on(beside, section):
                return

    def _leads_out(self, label: Label) -> bool:
        """Whether a label is no part of a list: "3) b)" is one where there is no question 3.b."""
        is_whole = label.is_id and self.tree.descend((), label.parts, by_rank=frozenset())
        return label.explicit or bool(is_whole)

    def cut(self, block: Block, rest: Block, current: Path) -> list[Block]:
        """A paragraph cut where all parts beside its own stand in its line: "(d) x (c) y ...".

        Args:
            block: the paragraph.
            rest: the same without its label.
            current: the part that it begins with.
        """
        siblings = self.tree.children.get(current[:-1], ()) if len(current) > 1 else ()
        label = read_label(label_line(block))
        if label is None or current[-1:] == siblings[:1] or len(siblings) < 2:
            return [rest]
        own = siblings.index(current[-1])
        for names in _countings(siblings):
            is_called_so = names[own].casefold() == label.parts[-1].casefold()
            if places := _places_in_other_order(names, own, rest.text) if is_called_so else []:
                self.shuffled.add(current[:-1])
                cuts = pairwise([0, *places, len(rest.text)])
                return [_between(rest, start, end) for start, end in cuts]
        return [rest]


def _questions_are_shuffled(blocks: Iterable[Block], tree: QuestionTree) -> bool:
    """Whether all questions are numbered once, in another order; what numbers a part counts not."""
    asked = tree.children.get((), ())
    section: Path = ()
    numbers: list[str] = []
    for block, label in with_labels(blocks):
        if label is None:
            continue
        is_part = section and label.parts[0] in tree.children.get(section, ())
        is_number = label.parts[0] in asked and not label.bare
        is_number = is_number and (label.explicit or label.is_id or not is_part)
        if is_number and numbers[-1:] != [label.parts[0]]:
            numbers.append(label.parts[0])
        if _begins_section(block, label):
            names_its_part = read_label(label.rest) is not None  # "3) A) 1)"
            section = () if names_its_part else tree.resolve(label, (), by_rank=frozenset()) or ()
    return _are_all_in_other_order([asked.index(each) for each in numbers], len(asked))


def _begins_section(block: Block, label: Label) -> bool:
    return block.shape is Shape.HEADING or label.explicit or label.is_id


def _places_in_other_order(names: Sequence[str], own: int, text: str) -> list[int]:
    """Where the parts stand in a text whose own part is one of them; none in the sheet's order."""
    places = {at: _only_place(name, text) for at, name in enumerate(names) if at != own}
    found = sorted((place, at) for at, place in places.items() if place is not None)
    is_other = _are_all_in_other_order([own, *(at for _, at in found)], len(names))
    return [place for place, _ in found] if is_other else []


def _countings(siblings: Sequence[str]) -> Iterator[Sequence[str]]:
    """What parts may be called: as the sheet does, by letters, by Roman and by other numbers."""
    ranks = range(len(siblings))
    yield siblings
    if len(siblings) <= len(ascii_lowercase):
        yield [ascii_lowercase[rank] for rank in ranks]
    yield [roman(rank + 1) for rank in ranks]
    yield [str(rank + 1) for rank in ranks]


def _only_place(name: str, text: str) -> int | None:
    """Where a part's label stands in a text, if it does so once and in no formula."""
    found = re.finditer(rf"(?<=[^=<>≈+*/-]\s)(?:\({name}\)|{name}[).])(?=\s)", text, re.IGNORECASE)
    starts = [each.start() for each in islice(found, _MOST)]
    places = [at for at in starts if not is_open(text[:at])]
    is_only = len(places) == 1 and not is_mention(text[: places[0]])
    return places[0] if is_only else None


def _between(block: Block, start: int, end: int) -> Block:
    """What stands in a block between two positions."""
    part = from_position(block, start)
    return Block(part.shape, part.text[: end - start].rstrip(), part.where)


def _is_other_order(places: Sequence[int]) -> bool:
    """Whether places are taken once each, and not from the first to the last.

    Two of them are if they descend. A list within an answer counts from its first item on.
    """
    return len({*places}) == len(places) and sorted(places) != [*places]


def _are_all_in_other_order(places: Sequence[int], count: int) -> bool:
    return sorted(places) == [*range(count)] != [*places]
