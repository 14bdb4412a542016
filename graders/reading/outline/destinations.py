"""Where the label of a block leads: to which question, and to which of its parts.

A number in running text or in a list moves on to a question only if no heading of its own announces
that question, and only forwards: "2." in a list inside the answer to question 1 is not question 2.
"""

import re
from collections.abc import Mapping, Sequence

from graders.reading.outline.block_labels import follows, is_explicit
from graders.reading.outline.blocks import Block, Shape
from graders.reading.outline.cued_labels import CuedLabels, Labelled
from graders.reading.outline.heading_ids import id_in_heading
from graders.reading.outline.heading_levels import HeadingLevels
from graders.reading.outline.labelled_lines import is_labelled_display, label_line
from graders.reading.outline.labels import Label, Path, read_label
from graders.reading.outline.nesting import Nesting
from graders.reading.outline.question_tree import QuestionTree
from graders.reading.quantities.names import read_name
from graders.reading.quantities.vocabulary import Vocabulary

_MOST_LABELS = 3  # at the beginning of one line
_MAX_NAME = 60  # characters of a heading or marker that is only a name
_PRODUCT = re.compile(r"\d{1,2} ?[A-Za-z]")


class Destinations:
    """Finds where labels lead, by what was labelled before them.

    Args:
        tree: of the questions.
        vocabulary: of the assignment.
        named: the questions that each canonical name answers.
        cues: that stand for questions.
    """

    def __init__(
        self,
        tree: QuestionTree,
        vocabulary: Vocabulary,
        named: Mapping[str, Sequence[Path]],
        cues: CuedLabels,
    ) -> None:
        self.tree = tree
        self.vocabulary = vocabulary
        self.named = named
        self.cues = cues
        self.by_rank: frozenset[Path] = frozenset()  # questions whose parts are counted
        self.by_heading: frozenset[Path] = frozenset()  # what headings announce
        self.gaps: frozenset[Path] = frozenset()  # questions that a mere number may begin
        self.shuffled: set[Path] = set()  # questions whose parts have another order
        self.counted: tuple[Path, Path] = (("?",), ())  # where a list stands in an answer
        self.levels = HeadingLevels(tree)
        self.nesting = Nesting(())
        self.labelled: frozenset[Path] = frozenset()  # what was labelled at first reading
        self.is_again = False
        self.guessed: set[Path] = set()  # what was labelled in another counting at first reading
        self.alone: set[str] = set()  # what stands alone in paragraphs and may be a label: "1a"

    def read_again(self, labelled: frozenset[Path]) -> None:
        """Hears of what was labelled at first reading."""
        self.labelled, self.is_again, self.guessed = labelled, True, set()
        self.gaps = self.tree.gaps(labelled)

    def begin(self, blocks: Sequence[Block], by_rank: frozenset[Path]) -> None:
        """Hears of the blocks of a write-up, and of the questions whose parts are counted."""
        self.by_rank, self.by_heading = by_rank, frozenset()
        self.nesting = Nesting(blocks)
        self.alone = {_bare(block) for block in blocks}
        self.levels = HeadingLevels(self.tree)
        self.by_heading = frozenset(self._announced(blocks))
        self.levels = HeadingLevels(self.tree)

    def _announced(self, blocks: Sequence[Block]) -> set[Path]:
        """What headings, and labels with a word such as "Question", lead to."""
        found: set[Path] = set()
        current: Path = ()
        for block in blocks:
            if block.shape is Shape.HEADING or is_explicit(block):
                labelled = self.of_block(block, current)
                if labelled is not None:
                    current = labelled[0]
                    found.add(current)
        return found

    def of_block(self, block: Block, current: Path) -> Labelled | None:
        """The path that a block is labelled with, and the rest of its first line."""
        if block.shape is Shape.CODE and not is_labelled_display(block):
            return self.cues.label_of(block, current)
        if block.shape not in (Shape.HEADING, Shape.TEXT) and not is_labelled_display(block):
            return None
        heading = block.shape is Shape.HEADING
        label = read_label(label_line(block)) or (id_in_heading(block.text) if heading else None)
        if label is None:
            return self._by_name(block, current)
        if label.bare and not heading and not label.is_id:
            is_first = label.parts == (self.tree.children[()][0],)
            fills = label.parts in self.gaps and self._goes_on(label.parts, current)
            fills = fills and not (is_first and label.rest)
            return (label.parts, label.rest) if fills else self._by_name(block, current)
        label = self.nesting.of(label, current)
        path = self.levels.resolve(block, label, current, self.by_rank)
        if path is None and self._is_sure(label, heading=heading):
            counted = self.tree.counts(label.parts)
            if counted and counted not in self.labelled:
                self.guessed |= set() if self.is_again else {counted}
                path = counted
            elif counted or label.explicit:  # (): this sheet does not have the question
                return self.tree.begin_of(label.parts), label.rest
        if path is None or (not heading and self._is_product(block, label, path)):
            return self._by_name(block, current)
        if heading:
            self.levels.begin(block.level, path)
        if heading or label.explicit or label.is_id:
            return self.refined(path, label)
        meant = (path, *self.tree.resolutions(label, current, by_rank=self.by_rank))
        return self._onwards(label, meant, current)

    def _is_sure(self, label: Label, *, heading: bool) -> bool:
        """Whether a label is none of a list within an answer, nor a decimal number."""
        is_number = label.parts[-1].isdigit() and label.bare and not heading
        return label.parts[0].isdigit() and (label.explicit or (label.is_id and not is_number))

    def _onwards(self, label: Label, meant: Sequence[Path], current: Path) -> Labelled | None:
        """The next of the questions that a number may mean; none if a list goes on with it."""
        place, before = self.counted
        goes_on = place == current and follows(before[-1:], label.parts[-1])
        if () in self.shuffled and label.parts in self.tree.paths:
            meant = (label.parts, *meant)
        for path in () if goes_on else self._beside_first(meant, current):
            if self._goes_on(path, current):
                return self.refined(path, label)
        self.counted = current, label.parts
        return None

    def _beside_first(self, meant: Sequence[Path], current: Path) -> Sequence[Path]:
        """The questions meant: "2." behind "1." is beside it, as no part of it was the first."""
        is_later_part = meant[0][:-1] == current != () and meant[0] != self._first_part(current)
        beside = [path for path in meant if path[:-1] == current[:-1] and path[1:]]
        return [*beside, *meant] if is_later_part else meant

    def _first_part(self, path: Path) -> Path:
        return (*path, self.tree.children[path][0])

    def _is_product(self, block: Block, label: Label, path: Path) -> bool:
        """Whether a line is a formula, such as `2x`, where no question is called so."""
        first = "1A" if label.parts[-1].isupper() else "1a"
        called = path[-1].casefold() == label.parts[-1].casefold() or first in self.alone
        return not called and _PRODUCT.fullmatch(_bare(block)) is not None

    def refined(self, path: Path, label: Label) -> Labelled:
        """Heading "2.2 dMSE/dw9" is the part of 2.2 of that name, "b. Part B 1." is B.1."""
        for _ in range(_MOST_LABELS):
            further = read_label(label.rest)
            if further is None or further.bare:
                break
            same = further.parts[0].casefold() == path[-1].casefold()
            same = same and (
                further.explicit
                or self.tree.descend(path, further.parts, by_rank=frozenset()) is None
            )
            if parts := further.parts[same:]:
                below = self.tree.descend(path, parts, by_rank=self.by_rank)
                if below is None:
                    break
                path = below
            label = further
        named = self._named_below(label.rest, path) or self.cues.below(label.rest, path)
        return (named, "") if named else (path, label.rest)

    def _by_name(self, block: Block, current: Path) -> Labelled | None:
        """A heading or a bold line that is nothing but the name of a question below."""
        first = block.text.partition("\n")[0].strip()
        if block.shape is Shape.HEADING or re.fullmatch(r"\*\*[^*]+\*\*:?", first):
            for depth in range(len(current), -1, -1):
                path = self._named_below(first, current[:depth])
                if path is not None:
                    return path, ""
        return self.cues.label_of(block, current)

    def _named_below(self, text: str, path: Path) -> Path | None:
        if not text or len(text) > _MAX_NAME:
            return None
        below = [each for each in self.tree.children.get(path, ()) if each == text.strip("*: ")]
        if below and (*path, below[0]) not in self.tree.children:
            return (*path, below[0])
        name = read_name(text, self.vocabulary)
        found = [each for each in self.named.get(name or "", ()) if each[: len(path)] == path]
        return found[0] if len(found) == 1 else None

    def _goes_on(self, path: Path, current: Path) -> bool:
        """Whether a mere number leads on: forwards, and where headings count, to the next part."""
        if any(each[: len(path)] == path for each in self.by_heading):
            return False
        if not self.tree.leads_on(path, current) and path[:-1] not in self.shuffled:
            return False
        siblings = self.tree.children[path[:-1]]
        if not any((*path[:-1], each) in self.by_heading for each in siblings):
            return True
        at = siblings.index(path[-1])
        before = (*path[:-1], siblings[at - 1]) if at else path[:-1]
        return current[: len(path)] == before


def _bare(block: Block) -> str:
    return block.text.strip(" $*.")
