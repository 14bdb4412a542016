"""Ids before titles in the midst of paragraphs, as a page is copied: "1.2 The loss"."""

from collections.abc import Iterator, Mapping, Sequence

from graders.reading.blocks.block import Block, Shape
from graders.reading.blocks.cutting import cut
from graders.reading.labels.label import Path, read_label
from graders.reading.labels.labelled_lines import label_line
from graders.reading.outline.question_tree import QuestionTree

_FEWEST = 3  # ids that are told from decimal numbers


def with_titles_apart(blocks: Sequence[Block], tree: QuestionTree) -> Sequence[Block]:
    r"""The blocks, cut at ids before capitals where these stand in the order of the sheet.

    >>> from graders.model import Where
    >>> tree = QuestionTree.of([("1", "1"), ("1", "2"), ("2", "1")])
    >>> texts = ("1.1 The loss\nis", "x.\n1.2 Its slope\nis y.\n2.1 Code\nnone")
    >>> blocks = [Block(Shape.TEXT, text, Where("hw.md", 1)) for text in texts]
    >>> [each.text for each in with_titles_apart(blocks, tree)]
    ['1.1 The loss\nis', 'x.', '1.2 Its slope\nis y.', '2.1 Code\nnone']
    >>> with_titles_apart(blocks[:1], tree) == blocks[:1]
    True
    """
    titles = [_titles(block, tree) for block in blocks]
    orders = [tree.order(path) for each in titles for path in each.values()]
    if len(orders) < _FEWEST or orders != sorted(set(orders)):
        return blocks
    return [
        part
        for block, own in zip(blocks, titles, strict=True)
        for part in (cut(block, sorted({0, *own})) if own else (block,))
    ]


def _titles(block: Block, tree: QuestionTree) -> Mapping[int, Path]:
    """The lines of a paragraph that begin with a mere id and a capital, and where these lead."""
    return dict(_each_title(block, tree)) if block.shape is Shape.TEXT else {}


def _each_title(block: Block, tree: QuestionTree) -> Iterator[tuple[int, Path]]:
    for at, line in enumerate([label_line(block), *block.text.split("\n")[1:]]):
        label = read_label(line)
        if label is not None and label.is_id and label.bare and label.rest[:1].isupper():
            path = tree.descend((), label.parts, by_rank=frozenset())
            if path is not None:
                yield at, path
