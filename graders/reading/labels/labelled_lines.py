"""The line of a block that may be a label, with the list marker that was taken off it."""

import re
from collections.abc import Iterable, Iterator

from graders.reading.blocks.block import Block, Shape
from graders.reading.labels.label import Label, read_label

_BRACKET_NEVER_OPENED = re.compile(r"\s*(?:\d{1,2}|[a-z]|[ivx]{2,4})\)")


def with_labels(blocks: Iterable[Block]) -> Iterator[tuple[Block, Label | None]]:
    """The blocks with the labels that their first lines or list markers are."""
    for block in blocks:
        may_be = block.shape in (Shape.TEXT, Shape.HEADING) or is_labelled_display(block)
        yield block, read_label(label_line(block)) if may_be else None


def label_line(block: Block) -> str:
    """The first line of a block with the marker that was taken off it."""
    first = block.text.partition("\n")[0]
    if block.shape is Shape.HEADING:
        return f"# {first}"
    marker = block.marker if block.marker not in ("-", "*", "+") else ""
    return f"{marker} {first}" if marker else first


def is_labelled_display(block: Block) -> bool:
    """Whether a displayed formula has a label before it, or in it: `$$3) a) |w| ...$$`.

    So may a table or code have one before it.
    """
    numbered = block.marker.rstrip(".)").isalnum()
    if block.shape is not Shape.MATH:
        return block.shape in (Shape.TABLE, Shape.CODE) and numbered
    return numbered or _BRACKET_NEVER_OPENED.match(block.text) is not None


def is_labelled(block: Block, part: str) -> bool:
    """Whether a paragraph begins with this label and no other."""
    label = read_label(label_line(block)) if block.shape is Shape.TEXT else None
    return label is not None and label.parts == (part,) and not label.bare


def is_explicit(block: Block) -> bool:
    label = read_label(label_line(block)) if block.shape is Shape.TEXT else None
    return label is not None and label.explicit and not label.begins_sentence
