"""Ids with a slash, "3/1" and "4/a": labels where they count questions, and fractions elsewhere."""

import re
from collections.abc import Sequence
from dataclasses import replace

from graders.reading.blocks.block import Block, Shape
from graders.reading.outline.question_tree import QuestionTree

_SLASHED = re.compile(r"(\**)(\d{1,2})/(\d{1,2}|[a-h])(?:/?([a-h]))?(?=[\s.:)*]|$)[.:)]?")
_FEWEST = 3  # questions


def with_points(blocks: Sequence[Block], tree: QuestionTree) -> Sequence[Block]:
    """The blocks, with slashes as points where paragraphs begin with ids in the sheet's order.

    >>> from graders.model import Where
    >>> tree = QuestionTree.of([("1", "1"), ("1", "2"), ("2", "a")])
    >>> texts = ("1/1 so", "1/2 then", "1/2 of it", "2/a no")
    >>> blocks = [Block(Shape.TEXT, text, Where("hw.md", 1)) for text in texts]
    >>> [each.text for each in with_points([*blocks[:2], *blocks[3:]], tree)]
    ['1.1: so', '1.2: then', '2.a: no']
    >>> with_points(blocks, tree) == blocks
    True
    """
    found = {at: ids for at, each in enumerate(blocks) if (ids := _id_of(each))}
    if len(found) < _FEWEST:
        return blocks
    parts = [tuple(part for part in ids.groups()[1:] if part) for ids in found.values()]
    paths = [tree.descend((), each, by_rank=frozenset()) for each in parts]
    orders = [tree.order(path) for path in paths if path]
    if len(orders) < len(found) or orders != sorted(set(orders)):
        return blocks
    written = dict(zip(found, (".".join(each) for each in parts), strict=True))
    return [
        replace(each, text=f"{found[at][1]}{written[at]}:{each.text[found[at].end() :]}")
        if at in written
        else each
        for at, each in enumerate(blocks)
    ]


def _id_of(block: Block) -> re.Match[str] | None:
    return _SLASHED.match(block.text) if block.shape is Shape.TEXT and not block.marker else None
