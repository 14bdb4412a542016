"""The outline of a write-up: which block belongs to which question.

Headings decide first. A label in running text or in a list moves on to a question only if no
heading of its own announces that question, and only forwards: "2." in a list inside the answer
to question 1 is not question 2. Where none of a question's parts is labelled as the sheet does,
parts are counted: (b) may be the second. A heading without a label may hold a cue of several words
("Model 1"), which stands for what all questions with this cue have in common; so may a line alone.
"""

import operator
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from graders.reading.finding.corrections import is_correction
from graders.reading.outline.block_labels import (
    as_paragraph,
    begins_with_id,
    follows,
    from_position,
    is_explicit,
    is_figures,
    is_named_by_id,
    may_hold_labels,
    without_label,
    without_rows,
)
from graders.reading.outline.blocks import Block, Row, Shape
from graders.reading.outline.cued_labels import CuedLabels, Labelled
from graders.reading.outline.file_labels import label_of_file
from graders.reading.outline.heading_ids import id_in_heading
from graders.reading.outline.heading_levels import HeadingLevels
from graders.reading.outline.inline_labels import InlineLabels
from graders.reading.outline.labelled_lines import is_labelled_display, label_line
from graders.reading.outline.labels import Label, Path, read_label
from graders.reading.outline.lone_numbers import with_headings
from graders.reading.outline.long_lists import without_long_lists
from graders.reading.outline.nesting import Nesting
from graders.reading.outline.orders import (
    are_shuffled,
    questions_are_shuffled,
    row_in_other_order,
)
from graders.reading.outline.pieces import Outline, Piece, as_statements, begins_again
from graders.reading.outline.question_tree import QuestionTree
from graders.reading.outline.sections import without_sections
from graders.reading.outline.together import answered_together
from graders.reading.quantities.names import read_name
from graders.reading.quantities.vocabulary import Vocabulary

_FARTHEST = 200  # blocks in which the parts of a question are looked for
_MOST_LABELS = 3  # at the beginning of one line
_MAX_NAME = 60  # characters of a heading or marker that is only a name
_NOTHING: Mapping[str, Path] = MappingProxyType({})
_PRODUCT = re.compile(r"\d{1,2} ?[A-Za-z]")


def _is_no_decimal(path: Path) -> bool:
    return len(path) > 2 or not path[-1].isdigit()


def read_outline(
    blocks: Sequence[Block],
    tree: QuestionTree,
    vocabulary: Vocabulary,
    named: "dict[str, list[Path]]",
    cued: Mapping[str, Path] = _NOTHING,
) -> Outline:
    """The outline of these blocks.

    Args:
        blocks: in reading order.
        tree: of the questions.
        vocabulary: of the assignment.
        named: the questions that each canonical name answers.
        cued: the label that each cue of several words stands for, as `squeezed` spells it.
    """
    blocks = without_sections(with_headings(without_long_lists(blocks, tree), tree), tree)
    outliner = _Outliner(tree, vocabulary, named, cued)
    outline = outliner.read(blocks, frozenset())
    by_rank = _counted(outline.labelled, tree)
    outliner.gaps = _gaps(outline.labelled, tree)
    outliner.inline.unlabelled = tree.paths - outline.labelled
    outliner.labelled, outliner.is_again, outliner.guessed = outline.labelled, True, set()
    again = by_rank or outliner.gaps or any(map(may_hold_labels, blocks))
    return outliner.read(blocks, by_rank) if again else outline


def _counted(labelled: frozenset[Path], tree: QuestionTree) -> frozenset[Path]:
    """The questions none of whose parts is labelled as the sheet does, and the groups in them."""
    with_parts = {path[:-1] for path in labelled}
    counted = {path for path in labelled - with_parts if path in tree.children}
    within = {
        path
        for path in tree.children
        if any(path[:depth] in counted for depth in range(1, len(path)))
    }
    return frozenset(counted | within)


def _gaps(labelled: frozenset[Path], tree: QuestionTree) -> frozenset[Path]:
    """The questions without a label among those before and after that have one."""
    found = [(name,) in labelled for name in tree.children[()]]
    return frozenset(
        (name,)
        for at, name in enumerate(tree.children[()])
        if not found[at]
        and (not at or any(found[:at]))
        and (any(found[at:]) or at + 1 == len(found))
    )


def _bare(block: Block) -> str:
    return block.text.strip(" $*.")


class _Outliner:
    def __init__(
        self,
        tree: QuestionTree,
        vocabulary: Vocabulary,
        named: "dict[str, list[Path]]",
        cued: Mapping[str, Path],
    ) -> None:
        self.tree = tree
        self.vocabulary = vocabulary
        self.named = named
        self.cues = CuedLabels(tree, cued)
        self.files: Mapping[str, Path] = _NOTHING
        self.by_rank: frozenset[Path] = frozenset()  # questions whose parts are counted
        self.labelled: frozenset[Path] = frozenset()  # what was labelled at first reading
        self.is_again = False
        self.guessed: set[Path] = set()  # what was labelled in another counting at first reading
        self.alone: set[str] = set()  # what stands alone in paragraphs and may be a label: "1a"
        self.gaps: frozenset[Path] = frozenset()  # questions that a mere number may begin
        self.inline = InlineLabels(tree)
        self.counted: tuple[Path, Path] = (("?",), ())  # where a list stands in an answer
        self.levels = HeadingLevels(tree)
        self.nesting = Nesting(())
        self.shuffled: set[Path] = set()  # questions whose parts have another order

    def read(self, blocks: Sequence[Block], by_rank: frozenset[Path]) -> Outline:
        self.files = self._labels_of_files(blocks)
        self.by_rank = self.inline.by_rank = by_rank
        self.nesting = Nesting(blocks)
        self.alone = {_bare(block) for block in blocks}
        by_heading = self._labelled_by_headings(blocks, by_rank)
        self.levels = HeadingLevels(self.tree)
        pieces: list[Piece] = []
        labelled = set(self.files.values())
        current: Path = ()
        both: tuple[Path, ...] = ((),)  # what was last labelled, at once
        parts = [part for whole in blocks for part in self.cues.cut_at_cues(whole)]
        self.shuffled = {()} if questions_are_shuffled(parts, self.tree) else set()
        file, corrects, line = "", False, ""
        for place, block in enumerate(parts):  # which grows by what follows a label within a line
            if block.where.file != file:
                file = block.where.file  # a label is for its own file
                current = self.files.get(file, ())
            if begins_again(self.tree, block, parts[place + 1 :], current, pieces):
                pieces = as_statements(pieces, current[:-1])
                current = current[:-1]
            if block.shape is Shape.TABLE and (columns := dict(self.cues.columns(block))):
                labelled.update(path[: depth + 1] for path in columns for depth in range(len(path)))
                pieces += [Piece(path, table) for path, table in columns.items()]
                continue
            if rows := self._labelled_rows(block, current, by_rank):
                parts[place + 1 : place + 1] = rows
                continue
            found = self._path(block, current, by_rank, by_heading)
            if found is not None:
                both, rest = answered_together(found[1], found[0], self.tree)
                before, current, line = current, both[-1], label_line(block)
                prefixes = {path[: depth + 1] for path in both for depth in range(len(path))}
                labelled |= prefixes - self.guessed
                self.inline.begin(block, current)
                self._look_ahead(before, current, parts[place + 1 : place + 1 + _FARTHEST])
                if block.shape is not Shape.HEADING:
                    whole, block = block, without_label(block, rest)
                    if row := row_in_other_order(whole, block, current, self.tree):
                        self.shuffled.add(current[:-1])
                        block, parts[place + 1 : place + 1] = row[0], row[1:]
            if (at := self.inline.next_label(block, current)) is not None:
                parts.insert(place + 1, from_position(block, at))
                block = replace(block, text=block.text[:at].rstrip())
            if block.text or block.shape is Shape.HEADING:
                announces = block.shape is Shape.HEADING
                corrects = is_correction(block.text) if announces else corrects
                paths = both if current == both[-1] else (current,)
                pieces += [Piece(path, block, announces, corrects, line) for path in paths]
                line = ""
        return Outline(tuple(pieces), frozenset(labelled))

    def _look_ahead(self, before: Path, current: Path, following: Sequence[Block]) -> None:
        """Hears of the order of parts that follow the label of their question."""
        for section, first in ((current, ()), (current[:-1], current[-1:])):
            is_new = not first or before[: len(section)] != section
            if is_new and are_shuffled(section, first, following, self.tree, self.by_rank):
                self.shuffled.add(section)

    def _labels_of_files(self, blocks: Sequence[Block]) -> Mapping[str, Path]:
        """The questions of files such as `q2.md`, where several files are named so."""
        found = {
            file: path
            for file in dict.fromkeys(block.where.file for block in blocks)
            if (label := label_of_file(file)) and (path := self._descend((), label))
        }
        return found if len(found) > 1 else {}

    def _descend(self, start: Path, label: Path) -> Path | None:
        return self.tree.descend(start, label, by_rank=frozenset())

    def _labelled_by_headings(
        self, blocks: Sequence[Block], by_rank: frozenset[Path]
    ) -> frozenset[Path]:
        found: set[Path] = set()
        current: Path = ()
        self.levels = HeadingLevels(self.tree)
        for block in blocks:
            if block.shape is Shape.HEADING or is_explicit(block):
                labelled = self._path(block, current, by_rank, frozenset())
                if labelled is not None:
                    current = labelled[0]
                    found.add(current)
        return frozenset(found)

    def _path(
        self, block: Block, current: Path, by_rank: frozenset[Path], by_heading: frozenset[Path]
    ) -> Labelled | None:
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
            fills = label.parts in self.gaps and self._goes_on(label.parts, current, by_heading)
            fills = fills and not (is_first and label.rest)
            return (label.parts, label.rest) if fills else self._by_name(block, current)
        label = self.nesting.of(label, current)
        path = self.levels.resolve(block, label, current, by_rank)
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
            return self._refined(path, label)
        meant = (path, *self.tree.resolutions(label, current, by_rank=by_rank))
        return self._onwards(label, meant, current, by_heading)

    def _is_sure(self, label: Label, *, heading: bool) -> bool:
        """Whether a label is none of a list within an answer, nor a decimal number."""
        is_number = label.parts[-1].isdigit() and label.bare and not heading
        return label.parts[0].isdigit() and (label.explicit or (label.is_id and not is_number))

    def _onwards(
        self, label: Label, meant: Sequence[Path], current: Path, by_heading: frozenset[Path]
    ) -> Labelled | None:
        """The next of the questions that a number may mean; none if a list goes on with it."""
        place, before = self.counted
        goes_on = place == current and follows(before[-1:], label.parts[-1])
        if () in self.shuffled and label.parts in self.tree.paths:
            meant = (label.parts, *meant)
        for path in () if goes_on else self._beside_first(meant, current):
            if self._goes_on(path, current, by_heading):
                return self._refined(path, label)
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

    def _refined(self, path: Path, label: Label) -> Labelled:
        """Heading "2.2 dMSE/dw9" is the part of 2.2 of that name, "b. Part B 1." is B.1."""
        for _ in range(_MOST_LABELS):
            further = read_label(label.rest)
            if further is None or further.bare:
                break
            same = further.parts[0].casefold() == path[-1].casefold()
            same = same and (further.explicit or self._descend(path, further.parts) is None)
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

    def _labelled_rows(self, table: Block, current: Path, by_rank: frozenset[Path]) -> list[Block]:
        """The rows of a table whose first cells are the labels of questions, as paragraphs.

        Where others have none, those with the whole id of a question stand apart from the table.
        Whole ids may come in any order, other labels only in that of the sheet.
        """
        rows = [row for row in table.rows if len(row.cells) > 1 and any(row.cells[1:])]
        if len(rows) > 1 and read_label(rows[0].cells[0]) is None:
            rows = rows[1:]
        paths = [self._of_cell(row, current, by_rank) for row in rows]
        found = [path for path in paths if path]
        orders = [self.tree.order(path) for path in found]
        in_order = all(map(operator.lt, orders, orders[1:]))
        if not in_order or len(found) < len(rows):
            ids = {
                row: path
                for row, path in zip(rows, paths, strict=True)
                if path and path not in self.tree.children and begins_with_id(row)
            }
            if len(ids) < len(rows) or not any(map(_is_no_decimal, found)):
                ids = {row: path for row, path in ids.items() if is_named_by_id(row)}
            others = [without_rows(table, ids)] if 0 < len(ids) < len(rows) else []
            return others + [as_paragraph(row, table, path) for row, path in ids.items()]
        numbered = any(row.cells[0].strip().isdigit() and len(row.cells) > 2 for row in rows)
        if numbered and len(rows) != len(self.tree.children[found[0][:-1]]):
            return []  # a list of something else
        return [as_paragraph(row, table, path) for row, path in zip(rows, found, strict=True)]

    def _of_cell(self, row: Row, current: Path, by_rank: frozenset[Path]) -> Path | None:
        """The question whose label the first cell of a row holds, or begins with below another."""
        label = read_label(row.cells[0])
        if label is None:
            return None
        figures = label.parts[0].isdigit() and is_figures(row) and not label.is_id
        if label.bare and ((label.rest and not label.is_id) or figures):
            return None
        path = self.tree.resolve(label, current, by_rank=by_rank)
        if path is None:
            return None
        path, rest = self._refined(path, label)
        strong = (label.explicit or label.is_id) and not rest
        return path if strong or path[: len(current)] == current else None

    def _named_below(self, text: str, path: Path) -> Path | None:
        if not text or len(text) > _MAX_NAME:
            return None
        below = [each for each in self.tree.children.get(path, ()) if each == text.strip("*: ")]
        if below and (*path, below[0]) not in self.tree.children:
            return (*path, below[0])
        name = read_name(text, self.vocabulary)
        found = [each for each in self.named.get(name or "", ()) if each[: len(path)] == path]
        return found[0] if len(found) == 1 else None

    def _goes_on(self, path: Path, current: Path, by_heading: frozenset[Path]) -> bool:
        """Whether a mere number leads on: forwards, and where headings count, to the next part."""
        if any(each[: len(path)] == path for each in by_heading):
            return False
        if not self.tree.leads_on(path, current) and path[:-1] not in self.shuffled:
            return False
        siblings = self.tree.children[path[:-1]]
        if not any((*path[:-1], each) in by_heading for each in siblings):
            return True
        at = siblings.index(path[-1])
        before = (*path[:-1], siblings[at - 1]) if at else path[:-1]
        return current[: len(path)] == before
