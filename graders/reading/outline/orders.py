"""Parts that are answered in an order of the student's own: "6.", "5.", "4." and so on."""

from collections.abc import Iterable, Iterator, Sequence

from graders.reading.outline.blocks import Block, Shape
from graders.reading.outline.labels import Label, Path, QuestionTree, read_label

Labelled = tuple[Block, Label | None]


def with_labels(blocks: Iterable[Block]) -> Iterator[Labelled]:
    """The blocks with the labels that their first lines or list markers are."""
    for block in blocks:
        text = block.shape in (Shape.TEXT, Shape.HEADING)
        yield block, read_label(label_line(block)) if text else None


def shuffled(blocks: Iterable[Block], tree: QuestionTree) -> frozenset[Path]:
    """The questions below whose labels each of their parts is numbered once, in another order.

    Lists within an answer have no such set of numbers.
    """
    labelled = tuple(with_labels(blocks))
    found: set[Path] = {()} if _are_in_other_order(labelled, tree) else set()
    section: Path | None = None
    parts: list[str] = []
    for block, label in (*labelled, (None, None)):
        begins = label is not None and label.explicit
        if block is None or begins or block.shape is Shape.HEADING:
            if section and _is_other_order(parts, tree.children.get(section, ())):
                found.add(section)
            section = tree.resolve(label, (), by_rank=frozenset()) if label and begins else None
            parts = []
        elif section and label and not label.bare:
            parts += [each for each in label.parts[:1] if each in tree.children.get(section, ())]
    return frozenset(found)


def _are_in_other_order(labelled: Iterable[Labelled], tree: QuestionTree) -> bool:
    """Whether all questions are numbered once, in another order."""
    asked = tree.children.get((), ())
    labels = (label for _, label in labelled if label and not label.bare)
    numbers = [each.parts[0] for each in labels if len(each.parts) == 1 and each.parts[0] in asked]
    return _is_other_order(numbers, asked)


def label_line(block: Block) -> str:
    """The first line of a block with the list marker that was taken off it."""
    first = block.text.partition("\n")[0]
    marker = block.marker if block.marker not in ("-", "*", "+") else ""
    return f"{marker} {first}" if marker else first


def _is_other_order(parts: Sequence[str], siblings: Sequence[str]) -> bool:
    return len(siblings) > 2 and sorted(parts) == sorted(siblings) and [*parts] != [*siblings]
