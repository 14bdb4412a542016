"""A write-up in pieces: each a block, or a part of one, under the label that leads to it."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from graders.reading.blocks.block import Block, Shape
from graders.reading.labels.label import Path
from graders.reading.labels.labelled_lines import is_explicit, is_labelled
from graders.reading.outline.question_tree import QuestionTree


@dataclass(frozen=True, slots=True)
class Piece:
    """A block, or a part of one, and the path of the label it stands under."""

    path: Path
    block: Block
    announces: bool = False  # it is a label and holds no answer
    corrects: bool = False  # its heading takes back what stands before: "Correction to 4 (a)"
    label: str = ""  # the line of the label that led to its path, if it is the first behind it


@dataclass(frozen=True)
class Outline:
    """All pieces of a write-up in reading order, and the paths that were labelled."""

    pieces: tuple[Piece, ...]
    labelled: frozenset[Path]

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
