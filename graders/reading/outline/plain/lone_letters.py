"""Letters of parts that stand alone on lines: "A", its answers, "B", its answers, "C"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from graders.reading.blocks.block import Block, Shape
from graders.reading.blocks.cutting import cut
from graders.reading.outline.question_tree import QuestionTree

_ALONE = re.compile(r"[ \t*]*([A-Z])[ \t*:]*")
_LEVEL = 7  # below every heading
_FEWEST = 2


def with_letters_apart(blocks: Sequence[Block], tree: QuestionTree) -> Sequence[Block]:
    r"""The blocks, with capitals alone on lines as headings where they count parts of a question.

    They are all of its parts, each once, in order.

    >>> from graders.model import Where
    >>> tree = QuestionTree.of([("3", "A", "1"), ("3", "B", "1")])
    >>> block = Block(Shape.TEXT, "A\n1. so\nB", Where("hw.md", 1))
    >>> [(each.shape.value, each.text) for each in with_letters_apart([block], tree)]
    [('heading', 'A'), ('text', '1. so'), ('heading', 'B')]
    >>> with_letters_apart([replace(block, text="A\nso")], tree)[0].shape.value
    'text'
    """
    found = [letter for block in blocks for letter in _letters(block).values()]
    counts = len(found) >= _FEWEST and tuple(found) in tree.children.values()
    return [part for block in blocks for part in _apart(block)] if counts else blocks


def _letters(block: Block) -> dict[int, str]:
    """The capitals that are all that stands on a line of a paragraph, by the line."""
    lines = block.text.split("\n") if block.shape is Shape.TEXT else []
    alone = ((at, _ALONE.fullmatch(line)) for at, line in enumerate(lines))
    return {at: letter[1] for at, letter in alone if letter and (at or not block.marker)}


def _apart(block: Block) -> Sequence[Block]:
    """A paragraph cut before and behind the letters that stand alone in it."""
    letters = _letters(block)
    starts = {0, *letters, *(at + 1 for at in letters)} - {block.text.count("\n") + 1}
    heads = {block.where.line + at: letter for at, letter in letters.items()}
    return [
        replace(part, shape=Shape.HEADING, text=heads[part.where.line], level=_LEVEL)
        if part.where.line in heads
        else part
        for part in cut(block, sorted(starts))
    ]
