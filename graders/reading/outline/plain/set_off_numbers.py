"""Numbers alone beside signs that set them off, "**2**", "== 2 ==", "Section 2", as headings."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from graders.reading.blocks.block import Block, Shape
from graders.reading.labels.counting import digits_of
from graders.reading.labels.grammar import ALONE
from graders.reading.outline.question_tree import QuestionTree

_LEVEL = 7  # below every heading
_FEWEST = 2


def with_set_off_numbers(blocks: Sequence[Block], tree: QuestionTree) -> Sequence[Block]:
    """The blocks, with numbers that are set off as headings where they count from 1 on.

    They may leave some out and begin again. Others are answers.

    >>> from graders.model import Where
    >>> tree = QuestionTree.of([("1",), ("2",), ("3",)])
    >>> texts = ("**1**", "so", "**3**", "no")
    >>> blocks = [Block(Shape.TEXT, text, Where("hw.md", 1)) for text in texts]
    >>> [each.text for each in with_set_off_numbers(blocks, tree) if each.level]
    ['1', '3']
    >>> with_set_off_numbers(blocks[1:], tree) == blocks[1:]
    True
    """
    numbers = {at: number for at, each in enumerate(blocks) if (number := _number_of(each))}
    counted = list(numbers.values())
    is_counted = counted[:1] == [1] and all(
        other > one or other == 1 for one, other in pairwise(counted)
    )
    asked = {name for names in tree.children.values() for name in names}
    if len(counted) < _FEWEST or not is_counted or not {*map(str, counted)} <= asked:
        return blocks
    return [
        replace(each, shape=Shape.HEADING, text=str(numbers[at]), level=_LEVEL)
        if at in numbers
        else each
        for at, each in enumerate(blocks)
    ]


def _number_of(block: Block) -> int:
    """The number that is all of a paragraph, set off; 0 for what is none."""
    is_text = block.shape is Shape.TEXT and not block.marker
    found = ALONE.fullmatch(block.text) if is_text else None
    number = digits_of(found["number"]) or found["number"] if found else ""
    return int(number) if number.isdigit() else 0
