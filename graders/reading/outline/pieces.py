"""A write-up in pieces: each a block, or a part of one, under the label that leads to it."""

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from graders.reading.blocks.block import Block, Shape
from graders.reading.labels.label import Path
from graders.reading.labels.labelled_lines import is_explicit, is_labelled
from graders.reading.outline.question_tree import QuestionTree

_CONTINUED = re.compile(r"\bcont(?:inued|inuation|['’]?d)?\b|\bctd\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A block, or a part of one, and the path of the label it stands under."""

    path: Path
    block: Block
    announces: bool = False  # it is a label and holds no answer
    corrects: bool = False  # its heading takes back what stands before: "Correction to 4 (a)"
    label: str = ""  # the line of the label that led to its path, if it is the first behind it


def passages_of(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Pieces of one path, apart where a label leads to it again, and where another file begins.

    "2 continued" goes on with what stands before, and a correction takes it back.
    """
    passages: list[list[Piece]] = []
    for piece in pieces:
        if passages and not _begins_passage(piece, passages[-1][-1]):
            passages[-1].append(piece)
        else:
            passages = [*([] if piece.corrects else passages), [piece]]
    return passages


def _begins_passage(piece: Piece, before: Piece) -> bool:
    other_file = piece.block.where.file != before.block.where.file
    return bool(piece.label or other_file) and not _CONTINUED.search(piece.label)


def shared(pieces: Iterable[Piece]) -> dict[Piece, str]:
    """The pieces that stand below several labels at once, and the line of these."""
    found: dict[Piece, str] = {}
    line = ""
    for before, piece in itertools.pairwise(pieces):
        line = before.label or piece.label or line
        if before.block is piece.block and before.path != piece.path and not piece.announces:
            found |= {before: line, piece: line}
    return found


@dataclass(frozen=True)
class Outline:
    """All pieces of a write-up in reading order, and the paths that were labelled."""

    pieces: tuple[Piece, ...]
    labelled: frozenset[Path]

    @property
    def labels(self) -> dict[str, Path]:
        """The lines that are labels, and where they lead."""
        return {each.label.removeprefix("# "): each.path for each in self.pieces if each.label}

    def below(self, path: Path) -> tuple[Piece, ...]:
        """The pieces labelled with this path or with one of its parts."""
        return tuple(piece for piece in self.pieces if piece.path[: len(path)] == path)


def begins_again(
    tree: QuestionTree, block: Block, rest: Iterable[Block], current: Path, pieces: Sequence[Piece]
) -> bool:
    """Whether the parts of a question begin again: the sheet's own list came first.

    Each part but the last is one paragraph of that list, and the second part follows again.
    """
    siblings = tree.children.get(current[:-1], ())
    if not current or len(siblings) < 2 or not is_labelled(block, siblings[0]):
        return False
    if len(current) > 1 and is_explicit(block):
        return False  # "Problem 1" is no first part
    if any(each.announces and each.path[:-1] == current[:-1] for each in pieces):
        return False  # headings of their own set the parts apart
    depth = len(current)
    paths = [each.path[:depth] for each in pieces]
    counts = [paths.count((*current[:-1], name)) for name in siblings]
    section = itertools.takewhile(lambda each: each.shape is not Shape.HEADING, rest)
    return (
        all(counts)
        and all(count == 1 for count in counts[:-1])
        and any(is_labelled(each, siblings[1]) for each in section)
    )


def as_statements(pieces: Sequence[Piece], parent: Path) -> list[Piece]:
    """The pieces with those of a question's parts given back to the question itself."""
    return [
        replace(each, path=parent) if each.path[: len(parent)] == parent else each
        for each in pieces
    ]
