"""Numbered lists that count further than the sheet does: layers, steps, epochs."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from graders.reading.blocks.block import Block, Shape
from graders.reading.outline.question_tree import QuestionTree


def without_long_lists(blocks: Sequence[Block], tree: QuestionTree) -> Sequence[Block]:
    """The blocks, with the numbers of lists that are no labels as bullets.

    Such a list counts from 1 without a break to two more than any question has numbered parts.

    >>> from graders.model import Where
    >>> tree = QuestionTree.of([("1",), ("2",)])
    >>> items = [Block(Shape.TEXT, "x", Where("hw.md", n), f"{n}.") for n in range(1, 5)]
    >>> {each.marker for each in without_long_lists(items, tree)}
    {'-'}
    >>> without_long_lists(items[:3], tree) == items[:3]
    True
    >>> above = Block(Shape.HEADING, "x", Where("hw.md", 0))
    >>> [each.marker for each in without_long_lists([above, *items], tree)]
    ['', '-', '-', '-', '-']
    """
    names = (int(name) for names in tree.children.values() for name in names if name.isdigit())
    fewest = max(names, default=0) + 2
    counted = [at for run in _runs(blocks) if len(run) >= fewest for at in run]
    if not counted:
        return blocks
    within = frozenset(counted)
    return [
        replace(block, marker="-") if at in within else block for at, block in enumerate(blocks)
    ]


def _runs(blocks: Sequence[Block]) -> Iterator[range]:
    """Where items stand one behind the other that are numbered from 1."""
    first, number = 0, 0
    for at, block in enumerate(blocks):
        item = block.marker.rstrip(".)") if block.shape is Shape.TEXT else ""
        if item != str(number + 1):
            yield range(first, first + number)
            first, number = at + (item != "1"), 0
        number += item == str(number + 1)
    yield range(first, first + number)
