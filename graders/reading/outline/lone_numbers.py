"""Numbers that stand alone on lines and count the questions: "1", an answer, "2", and so on."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from graders.reading.outline.block_labels import cut
from graders.reading.outline.blocks import Block, Shape
from graders.reading.outline.labels import QuestionTree

_ALONE = re.compile(r"[ \t]*(\d{1,2})[ \t]*")
_FEWEST = 3  # questions that are told from numbers of another kind


def with_headings(blocks: Sequence[Block], tree: QuestionTree) -> Sequence[Block]:
    r"""The blocks, with numbers that stand alone as headings where they count the questions.

    They do so forwards or backwards, each once; a question that is left out is missing.

    >>> from graders.model import Where
    >>> tree = QuestionTree.of([("1",), ("2",), ("3",)])
    >>> texts = ("1\nx\n2\ny", "3")
    >>> blocks = [Block(Shape.TEXT, text, Where("hw.md", 1)) for text in texts]
    >>> [(each.shape.value, each.text) for each in with_headings(blocks, tree)]
    [('heading', '1'), ('text', 'x'), ('heading', '2'), ('text', 'y'), ('heading', '3')]
    >>> with_headings(blocks[:1], tree) == blocks[:1]
    True
    """
    if any(block.shape is Shape.HEADING for block in blocks):
        return blocks
    numbers = [number for block in blocks for number in _lines_alone(block).values()]
    asked = tree.children.get((), ())
    known = [asked.index(number) for number in numbers if number in asked]
    in_order = known in (sorted(set(known)), sorted(set(known), reverse=True))
    if len(known) < max(_FEWEST, len(numbers), len(asked) // 2) or not in_order:
        return blocks
    return [each for block in blocks for each in _apart(block)]


def _lines_alone(block: Block) -> dict[int, str]:
    """The numbers that are all that stands on a line of a paragraph, by the line."""
    if block.shape is not Shape.TEXT or block.marker:
        return {}
    found = enumerate(map(_ALONE.fullmatch, block.text.split("\n")))
    return {at: number[1] for at, number in found if number}


def _apart(block: Block) -> Iterator[Block]:
    alone = _lines_alone(block)
    starts = {0, *alone, *(at + 1 for at in alone)} - {block.text.count("\n") + 1}
    for part in cut(block, sorted(starts)) if alone else (block,):
        is_number = bool(alone) and _ALONE.fullmatch(part.text) is not None
        yield replace(part, shape=Shape.HEADING, level=1) if is_number else part
