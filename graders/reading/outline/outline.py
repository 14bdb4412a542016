"""The outline of a write-up: which block belongs to which question.

Headings decide first. Where none of a question's parts is labelled as the sheet does, parts are
counted: (b) may be the second. A heading without a label may hold a cue of several words
("Model 1"), which stands for what all questions with this cue have in common; so may a line alone.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from graders.reading.blocks.block import Block, Shape
from graders.reading.blocks.cutting import from_position, without_label
from graders.reading.intake import check_blocks
from graders.reading.labels.dashes import Dashes
from graders.reading.labels.label import Path, read_label
from graders.reading.labels.labelled_lines import label_line
from graders.reading.labels.within_lines import may_hold_labels
from graders.reading.outline.cues.cued_labels import Labelled
from graders.reading.outline.cues.named_labels import NamedLabels
from graders.reading.outline.file_labels import labels_of_files
from graders.reading.outline.known import Known
from graders.reading.outline.leading.destinations import Destinations
from graders.reading.outline.leading.filled_headings import (
    is_above_nothing,
    is_answer,
    is_decimal,
    says_something,
)
from graders.reading.outline.leading.orders import Orders
from graders.reading.outline.leading.together import answered_together
from graders.reading.outline.pieces import Outline, Piece, as_statements, begins_again
from graders.reading.outline.plain.alike_ids import with_ids_undressed
from graders.reading.outline.plain.counting_words import with_counting_words
from graders.reading.outline.plain.lone_items import with_signs_of_items
from graders.reading.outline.plain.lone_letters import with_letters_apart
from graders.reading.outline.plain.lone_numbers import with_headings
from graders.reading.outline.plain.long_lists import without_long_lists
from graders.reading.outline.plain.page_numbers import without_page_numbers
from graders.reading.outline.plain.sections import without_sections
from graders.reading.outline.plain.set_off_numbers import with_set_off_numbers
from graders.reading.outline.plain.titled_ids import with_titles_apart
from graders.reading.outline.within.inline_labels import InlineLabels
from graders.reading.outline.within.labelled_rows import labelled_rows
from graders.reading.words.against.corrections import is_correction

_FARTHEST = 200  # blocks in which the parts of a question are looked for
_MADE_PLAIN = (
    without_page_numbers,
    with_counting_words,
    with_titles_apart,
    without_long_lists,
    with_headings,
    with_set_off_numbers,
    with_letters_apart,
    without_sections,
    with_signs_of_items,
)


def read_outline(blocks: Sequence[Block], names: NamedLabels) -> Outline:
    """The outline of these blocks, in reading order, by what labels and names lead to.

    They are read twice: what has a label anywhere tells what the others may mean.
    """
    tree = names.tree
    for made_plain in _MADE_PLAIN:
        blocks = made_plain(blocks, tree)
    outline = _Reading(blocks, names, Known()).outline()
    undressed = with_ids_undressed(blocks, tree, outline.labels)
    if undressed is not blocks:
        blocks, outline = undressed, _Reading(undressed, names, Known()).outline()
    known = Known.of(outline.labelled, tree)
    again = known.by_rank or known.gaps or any(map(may_hold_labels, blocks))
    return _Reading(blocks, names, known).outline() if again else outline


class _Reading:
    """One reading of a write-up, block by block.

    Args:
        blocks: in reading order.
        names: of the questions.
        known: of the write-up.
    """

    def __init__(self, blocks: Sequence[Block], names: NamedLabels, known: Known) -> None:
        self.tree, self.cues, self.by_rank = names.tree, names.cues, known.by_rank
        self.files = labels_of_files(blocks, self.tree)
        self.ahead = deque(part for whole in blocks for part in self.cues.cut_at_cues(whole))
        self.orders = Orders(self.ahead, self.tree, known.by_rank)
        self.destinations = Destinations([*self.ahead], names, known, self.orders)
        self.inline = InlineLabels(self.tree, known)
        self.dashes = Dashes(blocks)
        self.pieces: list[Piece] = []
        self.labelled = set(self.files.values())
        self.file = ""
        self.current: Path = ()
        self.both: tuple[Path, ...] = ((),)  # what was last labelled, at once
        self.label = ""  # the line of it, until a piece stands behind it
        self.corrects = False

    def outline(self) -> Outline:
        """The outline; what follows a label within a line becomes a block of its own."""
        while self.ahead:
            block = self.ahead.popleft()
            check_blocks(len(self.pieces), block.where.file)
            self._begin_file(block.where.file)
            self._begin_again(block)
            if (apart := self.cues.with_tables(block, self.current)) != [block]:
                self._read_next(apart)
            elif columns := self._columns(block):
                self._mark(columns)
                self.pieces += [Piece(path, table) for path, table in columns.items()]
            elif rows := labelled_rows(block, self.current, self.destinations):
                self._read_next(rows)
            else:
                found = self.destinations.of_block(block, self.current)
                found = None if self._is_lone_value(block) else found
                if self._is_text(block, found):
                    block = replace(block, shape=Shape.TEXT)
                elif found is not None:
                    block = self._begin(block, found)
                self._keep(self._up_to_next_label(block))
        return Outline(tuple(self.pieces), frozenset(self.labelled))

    def _read_next(self, blocks: Sequence[Block]) -> None:
        self.ahead.extendleft(reversed(blocks))

    def _begin_file(self, file: str) -> None:
        """Hears of the file of a block: a label is for its own file."""
        if file != self.file:
            self.file, self.current = file, self.files.get(file, ())

    def _begin_again(self, block: Block) -> None:
        if begins_again(self.tree, block, self.ahead, self.current, self.pieces):
            self.current = self.current[:-1]
            self.pieces = as_statements(self.pieces, self.current)

    def _columns(self, block: Block) -> Mapping[Path, Block]:
        return dict(self.cues.columns(block)) if block.shape is Shape.TABLE else {}

    def _mark(self, paths: Iterable[Path]) -> None:
        """Takes down that these have labels, and what is above them."""
        prefixes = {path[: depth + 1] for path in paths for depth in range(len(path))}
        self.labelled |= prefixes - self.destinations.guessed

    def _is_text(self, block: Block, found: Labelled | None) -> bool:
        """Whether a heading without a label is text of the answer above it.

        A name of several words in it may be that of what has a label already: "Model 1 is wider."
        """
        if block.shape is not Shape.HEADING or read_label(label_line(block)) is not None:
            return False
        leads_back = found is None or found[0] in self.labelled
        is_text = leads_back and says_something(block.text)
        return bool(self.current) and is_text and is_above_nothing(block, self.ahead)

    def _is_lone_value(self, block: Block) -> bool:
        """Whether a number such as 3.1 is all that stands below the heading of an only question."""
        above = self.pieces[-1] if self.pieces else None
        if above is None or not above.announces or above.path in self.tree.children:
            return False
        return is_decimal(block) and is_above_nothing(above.block, self.ahead)

    def _begin(self, block: Block, found: Labelled) -> Block:
        """Begins what the label of a block leads to; the block without its label."""
        self.both, rest = answered_together(found[1], found[0], self.tree, self.by_rank)
        before, self.current = self.current, self.both[-1]
        if self.label and self.current[: len(before)] != before:  # nothing stands behind that
            alone = replace(block, shape=Shape.HEADING, text="")
            self.pieces.append(Piece(before, alone, announces=True, label=self.label))
        self.label = label_line(block)
        rest = self.dashes.put_back(block, rest)
        self._mark(self.both)
        self.inline.begin(block, self.current)
        self.orders.look_ahead(before, self.current, [*islice(self.ahead, _FARTHEST)])
        if block.shape is Shape.HEADING:
            if is_answer(rest) and is_above_nothing(block, self.ahead):
                self._read_next([replace(block, shape=Shape.TEXT, text=rest, level=0)])
            return block
        first, *others = self.orders.cut(block, without_label(block, rest), self.current)
        self._read_next(others)
        return first

    def _up_to_next_label(self, block: Block) -> Block:
        """A block up to the next label within a line; what begins there comes next."""
        if block.shape is Shape.TEXT:
            block, *others = self.inline.cut_at_alike(block, self.current)
            self._read_next(others)
        at = self.inline.next_label(block, self.current)
        if at is None:
            return block
        self._read_next([from_position(block, at)])
        return replace(block, text=block.text[:at].rstrip())

    def _keep(self, block: Block) -> None:
        """Puts a block under the label, or the labels, that it stands below."""
        announces = block.shape is Shape.HEADING
        if block.text or announces:
            self.corrects = is_correction(block.text) if announces else self.corrects
            paths = self.both if self.current == self.both[-1] else (self.current,)
            self.pieces += [
                Piece(path, block, announces, self.corrects, self.label) for path in paths
            ]
            self.label = ""
