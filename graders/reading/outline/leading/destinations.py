"""Where the label of a block leads: to which question, and to which of its parts.

A number in running text or in a list moves on to a question only if no heading of its own announces
that question, and only forwards: "2." in a list inside the answer to question 1 is not question 2.
"""

import re
from collections.abc import Iterator, Sequence
from functools import partial

from graders.reading.blocks.block import Block, Shape
from graders.reading.labels.heading_ids import id_in_heading
from graders.reading.labels.label import Label, Path, read_label
from graders.reading.labels.labelled_lines import is_explicit, is_labelled_display, label_line
from graders.reading.labels.nesting import Nesting
from graders.reading.outline.cues.cued_labels import Labelled
from graders.reading.outline.cues.named_labels import NamedLabels
from graders.reading.outline.known import Known
from graders.reading.outline.leading.heading_levels import HeadingLevels
from graders.reading.outline.leading.lenient import as_it_leads
from graders.reading.outline.leading.orders import Orders
from graders.reading.outline.plain.page_numbers import counts_pages, may_be_page

_MOST_LABELS = 3  # at the beginning of one line
_PRODUCT = re.compile(r"\d{1,2} ?[A-Za-z]")
_BEGINS = re.compile(r"$|\$|[A-Z]|[a-z]\w* = ")  # an answer, and no unit behind a number
_NOWHERE: Path = ("?",)


class Destinations:
    """Finds where the labels of a write-up lead, by what was labelled before them.

    Args:
        blocks: of the write-up.
        names: of the questions.
        known: of the write-up.
        orders: in which its parts stand.
    """

    def __init__(
        self, blocks: Sequence[Block], names: NamedLabels, known: Known, orders: Orders
    ) -> None:
        self.tree, self.names, self.known, self.orders = names.tree, names, known, orders
        self.nesting = Nesting(blocks, names.cues.titled_questions(blocks))
        self.has_pages = counts_pages(blocks)
        self.alone = {_bare(block) for block in blocks}  # paragraphs that may be labels: "1a"
        self.guessed: set[Path] = set()  # what was labelled in another counting at first reading
        self.counted: tuple[Path, Path] = (_NOWHERE, ())  # where a list stands in an answer
        self.by_heading: frozenset[Path] = frozenset()  # what headings announce
        self.levels = HeadingLevels(self.tree)
        self.by_heading = frozenset(self._announced(blocks))
        self.levels = HeadingLevels(self.tree)  # anew, as the headings are read again

    def _announced(self, blocks: Sequence[Block]) -> Iterator[Path]:
        """What headings, and labels with a word such as "Question", lead to."""
        current: Path = ()
        for block in blocks:
            is_announced = block.shape is Shape.HEADING or is_explicit(block)
            if is_announced and (labelled := self.of_block(block, current)) is not None:
                current, _ = labelled
                yield current

    def of_block(self, block: Block, current: Path) -> Labelled | None:
        """The path that a block is labelled with, and the rest of its first line."""
        is_heading = block.shape is Shape.HEADING
        if not (is_heading or block.shape is Shape.TEXT or is_labelled_display(block)):
            is_code = block.shape is Shape.CODE
            return self.names.cues.label_of(block, current) if is_code else None
        label = read_label(label_line(block)) or (id_in_heading(block.text) if is_heading else None)
        if label is None or (self.has_pages and may_be_page(block)):
            return self.names.of_block(block, current)
        if label.parts == self.names.cues.question_called(label.rest):
            return label.parts, label.rest
        if label.bare and not is_heading and not label.is_id:
            return self._of_number(label, current) or self.names.of_block(block, current)
        return self._of_label(block, self.nesting.of(label, current), current)

    def _of_number(self, label: Label, current: Path) -> Labelled | None:
        """The question without a label of its own that a mere number may begin."""
        is_first = label.parts == (self.tree.children[()][0],)
        fills = label.parts in self.known.gaps and self._goes_on(label.parts, current)
        fills = fills and not self._leaves_out(label.parts, current)
        return (label.parts, label.rest) if fills and not (is_first and label.rest) else None

    def _leaves_out(self, path: Path, current: Path) -> bool:
        """Whether headings announce a question between the current one and this."""
        here, there = self.tree.order(current[:1]), self.tree.order(path)
        return any(here < self.tree.order(each[:1]) < there for each in self.by_heading)

    def _of_label(self, block: Block, label: Label, current: Path) -> Labelled | None:
        is_heading = block.shape is Shape.HEADING
        leads = partial(self.levels.resolve, block, current=current, by_rank=self.known.by_rank)
        label = as_it_leads(label, leads, self.tree, self.known.by_rank)
        path = self._counted_below(label, current, leads(label))
        if path is None and _is_sure(label, is_heading=is_heading):
            path = self._next_below(label, current) or self.counted_otherwise(label)
            if path is None and (self.tree.counts(label.parts) or label.explicit):  # is not asked
                return self.tree.begin_of(label.parts), label.rest
        if path is None or (not is_heading and self._is_product(block, label, path)):
            return self.names.of_block(block, current)
        if is_heading:
            self.levels.begin(block.level, path)
        elif label.begins_sentence and not self._goes_on(path, current):
            return self.names.of_block(block, current)  # of another question: "Problem 2 is"
        if is_heading or label.explicit or label.is_id:
            return self.refined(path, label)
        called = self.names.by_words(block, current) if label.parts[-1].isdigit() else None
        if called:
            return called  # "4. Adam", in a list of them
        meant = (path, *self.tree.resolutions(label, current, by_rank=self.known.by_rank))
        return self._onwards(label, meant, current)

    def _next_below(self, label: Label, current: Path) -> Path | None:
        """The later part of question 5 that "4) a)" is, as the sheet writes it, below 5.3.

        Below 2.3.a, "3b" is 2.3.b.
        """
        top = label.parts[:1]
        is_over = top in self.tree.paths and top != current[:1]
        if label.explicit or label.dotted or not is_over:
            return None
        below = ((*current[:depth], *label.parts) for depth in range(len(current), 0, -1))
        leads_out = self.tree.leads_on(top, current)
        asked = (
            path
            for path in below
            if path in self.tree.paths and (path[:-1] == current[:-1] or not leads_out)
        )
        return next((each for each in asked if self.tree.leads_on(each, current)), None)

    def _counted_below(self, label: Label, current: Path, path: Path | None) -> Path | None:
        """The part of question 2 that "3) (1)" is in another counting, where 3 has a heading."""
        top, question = (path or ())[:1], current[:1]
        if not label.counts_on or top in ((), question) or top not in self.nesting.announced:
            return path
        below = self.tree.descend(question, label.parts, by_rank=frozenset(self.tree.children))
        if below is None or below in self.known.labelled:
            return path
        self._guess(below, self.tree.begin_of((*question, *label.parts)))
        return below

    def counted_otherwise(self, label: Label) -> Path | None:
        """What a label means in another counting, if none as the sheet writes it leads there."""
        counted = self.tree.counts(label.parts)
        if counted is None or counted in self.known.labelled:
            return None
        self._guess(counted, self.tree.begin_of(label.parts))
        return counted

    def _guess(self, path: Path, begin: Path) -> None:
        """Takes down at the first reading that only the begin of a path is labelled for sure."""
        if self.known.is_first:
            self.guessed |= {path[: depth + 1] for depth in range(len(begin), len(path))}

    def _onwards(self, label: Label, meant: Sequence[Path], current: Path) -> Labelled | None:
        """The next of the questions that a number may mean; none if a list goes on with it."""
        place, before = self.counted
        goes_on = place == current and _follows(before[-1:], label.parts[-1])
        if () in self.orders.shuffled and label.parts in self.tree.paths:
            meant = (label.parts, *meant)
        for path in () if goes_on else self._beside_first(meant, current):
            refined = self.refined(path, label)
            is_within = current[: len(path)] == path != refined[0]  # "3. b." behind "3. a."
            if self._goes_on(refined[0] if is_within else path, current):
                return refined
        self.counted = current, label.parts
        return None

    def _beside_first(self, meant: Sequence[Path], current: Path) -> Sequence[Path]:
        """The questions meant: "2." behind "1." is beside it, as no part of it was the first.

        So is "5." behind "4." where parts of an announced question are counted.
        """
        is_later_part = meant[0][:-1] == current != () and meant[0] != self._first_part(current)
        is_announced = current[:1] in self.nesting.announced or current[:-1] in self.by_heading
        is_counted = current[:-1] in self.known.by_rank and is_announced
        beside = [path for path in meant if path[:-1] == current[:-1] and path[1:]]
        return [*beside, *meant] if is_later_part or is_counted else meant

    def _first_part(self, path: Path) -> Path:
        return (*path, self.tree.children[path][0])

    def _is_product(self, block: Block, label: Label, path: Path) -> bool:
        """Whether a line is a formula, such as `2x`, where no question is called so."""
        first = "1A" if label.parts[-1].isupper() else "1a"
        called = path[-1].casefold() == label.parts[-1].casefold() or first in self.alone
        return not called and _PRODUCT.fullmatch(_bare(block)) is not None

    def refined(self, path: Path, label: Label) -> Labelled:
        """Heading "2.2 dMSE/dw9" is the part of 2.2 of that name, "b. Part B 1." is B.1.

        "Problem 2 - 2.2" is part 2 of question 2.
        """
        for _ in range(_MOST_LABELS):
            further = read_label(label.rest.removeprefix(", "))
            says_again = further is not None and _says_again(further, path)
            if further is None or (further.bare and not says_again):
                break
            same = further.parts[0].casefold() == path[-1].casefold()
            same = same and (
                further.explicit
                or says_again
                or self.tree.descend(path, further.parts, by_rank=frozenset()) is None
            )
            if parts := further.parts[same:]:
                below = self.tree.descend(path, parts, by_rank=self.known.by_rank)
                if below is None:
                    break
                path = below
            label = further
        return self.names.below(label.rest, path) or (path, label.rest)

    def _goes_on(self, path: Path, current: Path) -> bool:
        """Whether a mere number leads on: forwards, and where headings count, to the next part."""
        if any(each[: len(path)] == path for each in self.by_heading):
            return False
        if not self.tree.leads_on(path, current) and path[:-1] not in self.orders.shuffled:
            return False
        siblings = self.tree.children[path[:-1]]
        if not any((*path[:-1], each) in self.by_heading for each in siblings):
            return True
        at = siblings.index(path[-1])
        before = (*path[:-1], siblings[at - 1]) if at else path[:-1]
        return current[: len(path)] == before


def _follows(before: Path, number: str) -> bool:
    """Whether a list goes on with a number behind what it last had, if anything."""
    return number.isdigit() and before == (str(int(number) - 1),)


def _is_sure(label: Label, *, is_heading: bool) -> bool:
    """Whether a label is none of a list within an answer, nor a decimal number."""
    is_number = label.parts[-1].isdigit() and label.bare and not is_heading
    return label.parts[0].isdigit() and (label.explicit or (label.is_id and not is_number))


def _says_again(label: Label, path: Path) -> bool:
    """Whether an id, no number in a text, begins with the question that it stands behind."""
    is_sure = not label.parts[-1].isdigit() or _BEGINS.match(label.rest) is not None
    return label.is_id and is_sure and label.parts[0] == path[-1]


def _bare(block: Block) -> str:
    return block.text.strip(" $*.")
