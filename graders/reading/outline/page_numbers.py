"""Numbers of pages that are written as labels of problems are: "p. 3", "HW2 p. 3", "P3"."""

import re
from collections.abc import Iterable

from graders.reading.blocks.block import Block, Shape
from graders.reading.labels.label import Label
from graders.reading.labels.labelled_lines import label_line, with_labels

_PAGE = re.compile(
    r"[ \t]*(?:(?:hw|homework|assignment)[ _-]*\d*[ :.,-]*)?p\.? ?(\d{1,2})[ \t.]*", re.I
)


def may_be_page(block: Block) -> bool:
    """Whether a block begins with a line that is the number of a page or the label of a problem."""
    return block.shape is Shape.TEXT and _page(block) is not None


def counts_pages(blocks: Iterable[Block]) -> bool:
    """Whether such lines count pages: the questions have labels that these do not lead to.

    >>> from graders.model import Where
    >>> pages = ("Question 4", "so", "p. 3", "no")
    >>> counts_pages(Block(Shape.TEXT, text, Where("hw.md", 1)) for text in pages)
    True
    >>> problems = ("P1", "1. so", "P2", "2.1 no")
    >>> counts_pages(Block(Shape.TEXT, text, Where("hw.md", 1)) for text in problems)
    False
    """
    number = ""
    for block, label in with_labels(blocks):
        if may_be_page(block):
            number = _page(block) or ""
        elif (
            label is not None
            and label.parts[0].isdigit()
            and _stands_by_itself(block, label, number)
        ):
            return True
    return False


def _stands_by_itself(block: Block, label: Label, number: str) -> bool:
    """Whether a label leads to a question without the number of the page, or problem, above it."""
    is_other = label.is_id and label.parts[0] != number
    return not number or is_other or label.explicit or block.shape is Shape.HEADING


def _page(block: Block) -> str | None:
    found = _PAGE.fullmatch(label_line(block))
    return found[1] if found else None
