"""The outline of a write-up: which block belongs to which question.

Headings decide first. A label in running text or in a list moves on to a question only if no
heading of its own announces that question, and only forwards: "2." in a list inside the answer
to question 1 is not question 2. Where none of a question's parts is labelled as the sheet does,
parts are counted: (b) may be the second. A heading without a label may hold a cue of several words
("Model 1"), which stands for what all questions with this cue have in common; so may a line alone.
"""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType

from graders.reading.blocks import Block, Row, Shape
from graders.reading.heading_ids import id_in_heading
from graders.reading.labels import Label, Path, QuestionTree, read_label
from graders.reading.names import read_name
from graders.reading.vocabulary import Vocabulary

_MOST_LABELS = 3  # at the beginning of one line
_MAX_HEADING = 200  # characters that are looked at
_MOST_WORDS = 12  # that stand for a question in a heading
_MAX_NAME = 60  # characters of a heading or marker that is only a name
_ASKS = re.compile(r"[^.!?]*\?")  # a question is restated, not answered
_WITHIN = re.compile(r"[ \t]\(?(?:[a-z]|[ivx]{1,4})\)[ \t]", re.IGNORECASE)
_REMARK = re.compile(r"\([^()]*\)")
_INLINE = re.compile(r"[a-z]|[ivx]{1,4}", re.IGNORECASE)  # a part that may be labelled in a line
_BRACKET_NEVER_OPENED = re.compile(r"\s*(?:\d{1,2}|[a-z]|[ivx]{2,4})\)")


Labelled = tuple[Path, str]  # a path, and what follows its label on the line
_NOTHING: Mapping[str, Path] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Piece:
    """A block, or a part of one, and the path of the label it stands under."""

    path: Path
    block: Block
    announces: bool = False  # it is a label and holds no answer


@dataclass(frozen=True)
class Outline:
    """All pieces of a write-up in reading order, and the paths that were labelled."""

    pieces: tuple[Piece, ...]
    labelled: frozenset[Path]

    def below(self, path: Path) -> tuple[Piece, ...]:
        """The pieces labelled with this path or with one of its parts."""
        return tuple(piece for piece in self.pieces if piece.path[: len(path)] == path)


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
    outliner = _Outliner(tree, vocabulary, named, cued)
    outline = outliner.read(blocks, frozenset())
    by_rank = frozenset(
        path
        for path in outline.labelled
        if not any(part[:-1] == path for part in outline.labelled) and path in tree.children
    )
    outliner.gaps = _gaps(outline.labelled, tree)
    outliner.unlabelled = tree.paths - outline.labelled
    again = by_rank or outliner.gaps or any(map(_may_hold_labels, blocks))
    return outliner.read(blocks, by_rank) if again else outline


def _gaps(labelled: frozenset[Path], tree: QuestionTree) -> frozenset[Path]:
    """The questions without a label among those before and after that have one."""
    found = [(name,) in labelled for name in tree.children[()]]
    return frozenset(
        (name,)
        for at, name in enumerate(tree.children[()])
        if not found[at] and any(found[:at]) and (any(found[at:]) or at + 1 == len(found))
    )


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
        self.cued = cued
        self.gaps: frozenset[Path] = frozenset()  # questions that a mere number may begin
        self.unlabelled: frozenset[Path] = frozenset()  # parts that a label in a line may begin
        self.depths: dict[int, int] = {}  # of unexplicit headings, by their level
        self.last_heading: tuple[int, Path] = (0, ())  # its level and its question

    def read(self, blocks: Sequence[Block], by_rank: frozenset[Path]) -> Outline:
        by_heading = self._labelled_by_headings(blocks, by_rank)
        self.depths, self.last_heading = {}, (0, ())
        pieces: list[Piece] = []
        labelled: set[Path] = set()
        current: Path = ()
        parts = [part for whole in blocks for part in self._parts(whole)]
        file = ""
        for place, block in enumerate(parts):  # which grows by what follows a label within a line
            if self._begins_again(block, parts[place + 1 :], current, pieces):
                pieces = _as_statements(pieces, current[:-1])
                current = current[:-1]
            if block.where.file != file:
                file, current = block.where.file, ()  # a label is for its own file
            if block.shape is Shape.TABLE and (columns := dict(self._columns(block))):
                labelled.update(path[: depth + 1] for path in columns for depth in range(len(path)))
                pieces += [Piece(path, table) for path, table in columns.items()]
                continue
            found = self._path(block, current, by_rank, by_heading)
            if found is not None:
                current, rest = found
                labelled.update(current[: depth + 1] for depth in range(len(current)))
                if block.shape is not Shape.HEADING:
                    block = without_label(block, rest)
            if (at := self._next_label(block, current)) is not None:
                parts.insert(place + 1, _from(block, at))
                block = replace(block, text=block.text[:at].rstrip())
            if block.text or block.shape is Shape.HEADING:
                pieces.append(Piece(current, block, announces=block.shape is Shape.HEADING))
        return Outline(tuple(pieces), frozenset(labelled))

    def _labelled_by_headings(
        self, blocks: Sequence[Block], by_rank: frozenset[Path]
    ) -> frozenset[Path]:
        found: set[Path] = set()
        current: Path = ()
        self.depths, self.last_heading = {}, (0, ())
        for block in blocks:
            if block.shape is Shape.HEADING or _is_explicit(block):
                labelled = self._path(block, current, by_rank, frozenset())
                if labelled is not None:
                    current = labelled[0]
                    found.add(current)
        return frozenset(found)

    def _path(
        self, block: Block, current: Path, by_rank: frozenset[Path], by_heading: frozenset[Path]
    ) -> Labelled | None:
        """The path that a block is labelled with, and the rest of its first line."""
        if block.shape is Shape.CODE:
            return self._by_cue(block)
        if block.shape not in (Shape.HEADING, Shape.TEXT) and not _is_labelled_formula(block):
            return None
        heading = block.shape is Shape.HEADING
        label = read_label(label_line(block)) or (id_in_heading(block.text) if heading else None)
        if label is None:
            return self._by_name(block, current)
        if label.bare and not heading and not _is_id(label):
            fills = label.parts in self.gaps and self._goes_on(label.parts, current, by_heading)
            return (label.parts, label.rest) if fills else self._by_name(block, current)
        path = self._resolve(block, label, current, by_rank)
        if path is None and label.explicit and label.parts[0].isdigit():
            return (), label.rest  # a question that this sheet does not have
        if path is None:
            return self._by_name(block, current)
        if heading:
            self.last_heading = block.level, path
        strong = heading or label.explicit or _is_id(label)
        if not strong and not self._goes_on(path, current, by_heading):
            return None
        return self._refined(path, label)

    def _resolve(
        self, block: Block, label: Label, current: Path, by_rank: frozenset[Path]
    ) -> Path | None:
        """The path of a label; headings "1", "2" of one level stay at one depth."""
        if label.explicit or not block.level:
            return self.tree.resolve(label, current, by_rank=by_rank)
        depth = self.depths.get(block.level, len(label.parts))
        outer = current[: max(depth - len(label.parts), 0)]
        path = None
        if block.level in self.depths:
            path = self.tree.descend(outer, label.parts, by_rank=by_rank)
        path = path or self._of_heading(block.level, label, current, by_rank)
        if path is not None and len(label.parts) == 1:
            self.depths.setdefault(block.level, len(path))
        return path

    def _of_heading(
        self, level: int, label: Label, current: Path, by_rank: frozenset[Path]
    ) -> Path | None:
        """The question that a heading means: no part of what a heading of its own level began.

        What is no part of the last heading's question comes later than that; "#### 2." amid the
        answer to 2.4 begins neither question 2 nor 2.2.
        """
        if len(label.parts) > 1:
            return self.tree.resolve(label, current, by_rank=by_rank)
        last_level, last = self.last_heading
        deeper = level > last_level
        for ranked in (frozenset[Path](), by_rank):
            found = {
                depth: path
                for depth in range(len(current) if deeper else len(last) - 1, -1, -1)
                if (path := self.tree.descend(current[:depth], label.parts, by_rank=ranked))
            }
            later = [
                path
                for depth, path in found.items()
                if (deeper and depth >= len(last)) or self._forwards(path, current)
            ]
            if later or (found and not deeper):
                return [*later, *found.values()][0]
        return None

    def _refined(self, path: Path, label: Label) -> Labelled:
        """Heading "2.2 dMSE/dw9" is the part of 2.2 of that name, "b. Part B 1." is B.1."""
        for _ in range(_MOST_LABELS):
            further = read_label(label.rest)
            if further is None or further.bare:
                break
            if further.parts[-1].casefold() != path[-1].casefold():
                below = self.tree.descend(path, further.parts, by_rank=frozenset())
                if below is None:
                    break
                path = below
            label = further
        named = self._named_below(label.rest, path)
        return (named, "") if named else (path, label.rest)

    def _by_name(self, block: Block, current: Path) -> Labelled | None:
        """A heading or a bold line that is nothing but the name of a question below."""
        first = block.text.partition("\n")[0].strip()
        if block.shape is Shape.HEADING or re.fullmatch(r"\*\*[^*]+\*\*:?", first):
            for depth in range(len(current), -1, -1):
                path = self._named_below(first, current[:depth])
                if path is not None:
                    return path, ""
        return self._by_cue(block)

    def _by_cue(self, block: Block) -> Labelled | None:
        """A heading that holds a cue of several words, or a line that is nothing else."""
        line = block.text.partition("\n")[0]
        if block.shape is not Shape.HEADING:
            path = self._cued_by(line)
            return (path, "") if path else None
        paths = {self.cued[each] for each in _runs_of_words(line) if each in self.cued}
        path = max(paths, key=len, default=())
        return (path, "") if paths and all(path[: len(each)] == each for each in paths) else None

    def _parts(self, block: Block) -> Iterator[Block]:
        """A block cut at the lines that are nothing but a cue, and at those with a label."""
        if block.shape not in (Shape.TEXT, Shape.CODE) or not self.cued:
            yield from split_at_labels(block)
            return
        lines = block.text.split("\n")
        starts = [at for at, line in enumerate(lines) if at and self._cued_by(line)]
        for part in cut(block, [0, *starts]):
            yield from split_at_labels(part)

    def _columns(self, table: Block) -> Iterator[tuple[Path, Block]]:
        """The parts of a table whose columns, or rows, stand for a question each: "Model 1"."""
        cells = [row.cells for row in table.rows]
        for turned in (False, True):
            rows = list(zip(*cells, strict=False)) if turned else cells
            heads = {at: path for at, cell in enumerate(rows[0]) if (path := self._cued_by(cell))}
            if len(set(heads.values())) > 1 and len(heads) == len(set(heads.values())):
                yield from ((path, _column(table, rows, at)) for at, path in heads.items())
                return

    def _cued_by(self, text: str) -> Path | None:
        """What a text stands for that is a cue and, in brackets, a remark."""
        return self.cued.get(squeezed(_REMARK.sub("", text)))

    def _next_label(self, block: Block, current: Path) -> int | None:
        """Where within a paragraph the label of the next part stands: `... = 0.35 c) Next`."""
        if block.shape is not Shape.TEXT:
            return None
        labels = [_label_within(path[-1]) for path in self._next_parts(current)]
        labels += [_label_of_sentence(path[-1]) for path in self._later_parts(current)]
        for label in labels:
            for found in label.finditer(block.text):
                rest = block.text[found.end() :]
                if block.text.count("$", 0, found.start()) % 2 == 0 and not _ASKS.match(rest):
                    return found.start("label" if found["label"] else "closed")
        return None

    def _next_parts(self, current: Path) -> Iterator[Path]:
        """What may follow this part within a line: the first part below it, or one beside it."""
        below = [each for each in self.tree.children.get(current, ()) if _INLINE.fullmatch(each)]
        found = [(*current, each) for each in below[:1] if current]
        for depth in range(len(current), 1, -1):
            siblings = self.tree.children[current[: depth - 1]]
            after = siblings[siblings.index(current[depth - 1]) + 1 :][:1]
            found += [(*current[: depth - 1], each) for each in after]
        yield from (path for path in found if path in self.unlabelled)

    def _later_parts(self, current: Path) -> Iterator[Path]:
        """The parts beside this one that come after some whose labels are lost."""
        siblings = self.tree.children.get(current[:-1], ()) if current else ()
        if len(current) < 2 or current[-1] not in siblings:
            return
        later = [(*current[:-1], each) for each in siblings[siblings.index(current[-1]) + 1 :]]
        lost = list(itertools.takewhile(lambda each: each in self.unlabelled, later))
        yield from (path for path in lost[1:] if _INLINE.fullmatch(path[-1]))

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
        if not self._forwards(path, current):
            return False
        siblings = self.tree.children[path[:-1]]
        if not any((*path[:-1], each) in by_heading for each in siblings):
            return True
        at = siblings.index(path[-1])
        before = (*path[:-1], siblings[at - 1]) if at else path[:-1]
        return current[: len(path)] == before

    def _begins_again(
        self, block: Block, rest: Sequence[Block], current: Path, pieces: Sequence[Piece]
    ) -> bool:
        """Whether the parts of a question begin again: the sheet's own list came first.

        Each part but the last is one paragraph of that list, and the second part follows again.
        """
        siblings = self.tree.children.get(current[:-1], ())
        if not current or len(siblings) < 2 or not _is_labelled(block, siblings[0]):
            return False
        if any(each.announces and each.path[:-1] == current[:-1] for each in pieces):
            return False  # headings of their own set the parts apart
        counts = [sum(each.path == (*current[:-1], name) for each in pieces) for name in siblings]
        section = itertools.takewhile(lambda each: each.shape is not Shape.HEADING, rest)
        return (
            all(counts)
            and all(count == 1 for count in counts[:-1])
            and any(_is_labelled(each, siblings[1]) for each in section)
        )

    def _forwards(self, path: Path, current: Path) -> bool:
        return self.tree.order(path) > self.tree.order(current[: len(path)])


def _column(table: Block, rows: Sequence[Sequence[str]], at: int) -> Block:
    """A table of two columns: the first one, and that at a position."""
    pairs = [(row[0], row[at]) for row in rows if at < len(row)]
    text = "\n".join(f"| {name} | {value} |" for name, value in pairs)
    first = table.where.line
    return replace(table, text=text, rows=tuple(Row(pair, first) for pair in pairs))


def _may_hold_labels(block: Block) -> bool:
    return block.shape is Shape.TEXT and _WITHIN.search(block.text) is not None


@cache
def _label_within(name: str) -> re.Pattern[str]:
    """A part's label within a line: `b)` after any word that leads to none, `(b)` after a mark."""
    if not _INLINE.fullmatch(name):
        return re.compile(r"(?!)(?P<label>)")
    return re.compile(
        rf"(?:(?<!\band)(?<!\bor)(?<!\bof)(?<!\bin)(?<!\bto)(?<!\bsee)(?<!\bpart)(?<!\bparts)[ \t]+"
        rf"(?P<label>{name}\))|(?<=[.;:!?$])\s+(?P<closed>\({name}\)))(?=\s+\S)",
        re.IGNORECASE,
    )


@cache
def _label_of_sentence(name: str) -> re.Pattern[str]:
    """A part's label before a sentence, right behind the end of another one or of a formula."""
    return re.compile(
        rf"(?<=[.;:!?$])\s+(?:(?P<label>{name}\))|(?P<closed>\({name}\)))(?=\s+[A-Z$])"
    )


def _from(block: Block, at: int) -> Block:
    """What stands in a block from a position on."""
    return Block(block.shape, block.text[at:], block.at(at))


def without_label(block: Block, rest: str) -> Block:
    """A paragraph without the label that it begins with."""
    _, _, others = block.text.partition("\n")
    text = f"{rest}\n{others}" if rest else others
    line = block.where.line + (0 if rest else 1)
    return replace(block, text=text.strip(), where=replace(block.where, line=line), marker="")


def label_line(block: Block) -> str:
    """The first line of a block with the list marker that was taken off it."""
    first = block.text.partition("\n")[0]
    marker = block.marker if block.marker not in ("-", "*", "+") else ""
    return f"{marker} {first}" if marker else first


def _is_labelled(block: Block, part: str) -> bool:
    """Whether a paragraph begins with this label and no other."""
    label = read_label(label_line(block)) if block.shape is Shape.TEXT else None
    return label is not None and label.parts == (part,) and not label.bare


def _as_statements(pieces: Sequence[Piece], parent: Path) -> list[Piece]:
    """The pieces with those of a question's parts given back to the question itself."""
    return [
        replace(each, path=parent) if each.path[: len(parent)] == parent else each
        for each in pieces
    ]


def _is_explicit(block: Block) -> bool:
    label = read_label(label_line(block)) if block.shape is Shape.TEXT else None
    return label is not None and label.explicit


def _is_labelled_formula(block: Block) -> bool:
    """Whether a displayed formula has a label before it, or in it: `$$3) a) |w| ...$$`."""
    if block.shape is not Shape.MATH:
        return False
    numbered = block.marker.rstrip(".)").isalnum()
    return numbered or _BRACKET_NEVER_OPENED.match(block.text) is not None


def _is_id(label: Label) -> bool:
    return len(label.parts) > 1 and label.parts[0].isdigit()


def split_at_labels(block: Block) -> Iterator[Block]:
    """A paragraph cut at the lines that begin with a label."""
    if block.shape is not Shape.TEXT or "\n" not in block.text:
        yield block
        return
    lines = block.text.split("\n")
    first = read_label(label_line(block))
    starts = [
        number
        for number, line in enumerate(lines[1:], start=1)
        if (label := read_label(line)) is not None and (not label.bare or _are_ids(first, label))
    ]
    yield from cut(block, [0, *starts])


def _are_ids(one: Label | None, other: Label) -> bool:
    """Whether two lines begin with numbers of one kind, such as 6.2 and 6.3."""
    return (
        one is not None
        and _is_id(one)
        and _is_id(other)
        and one.parts[:-1] == other.parts[:-1]
        and one.parts[-1] < other.parts[-1]
    )


def cut(block: Block, starts: Sequence[int]) -> Iterator[Block]:
    """The parts of a block that begin with these lines, the first of them with its marker."""
    lines = block.text.split("\n")
    for first, last in zip(starts, [*starts[1:], len(lines)], strict=True):
        where = replace(block.where, line=block.where.line + first)
        marker = block.marker if first == 0 else ""
        yield Block(block.shape, "\n".join(lines[first:last]), where, marker)


def _runs_of_words(line: str) -> Iterator[str]:
    """All words of a heading that follow one another, squeezed."""
    words = re.findall(r"[^\W_]+", line[:_MAX_HEADING].casefold())
    for first in range(len(words)):
        yield from itertools.accumulate(words[first : first + _MOST_WORDS])


def squeezed(text: str) -> str:
    """The letters and digits of a text, in lower case."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())
