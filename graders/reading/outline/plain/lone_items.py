"""Items of no list, whose dash may be a minus: "- log 4" that stands alone below a heading."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from graders.reading.blocks.block import Block, Shape
from graders.reading.labels.dashes import is_term
from graders.reading.labels.label import read_label
from graders.reading.outline.question_tree import QuestionTree

_MOST_SIGNS = 2  # more of them are the habit of one who puts a dash before each answer


def with_signs_of_items(blocks: Sequence[Block], tree: QuestionTree) -> Sequence[Block]:
    """The blocks, with the dash before a term that stands alone, where none stands before words.

    >>> from graders.model import Where
    >>> item, other = (Block(Shape.TEXT, each, Where("hw.md", 1), "-") for each in ("2x", "a word"))
    >>> tree = QuestionTree.of([])
    >>> [with_signs_of_items(each, tree)[0].text for each in ([item], [item, item], [item, other])]
    ['- 2x', '2x', '2x']
    """
    items = [at for at, each in enumerate(blocks) if each.marker == "-"]
    are_listed = any(after == before + 1 for before, after in pairwise(items))
    are_signs = 0 < len(items) <= _MOST_SIGNS and not are_listed
    if not (are_signs and all(_holds_term(blocks[at]) for at in items)):
        return blocks
    return [
        replace(block, text=f"- {block.text}", marker="") if at in items else block
        for at, block in enumerate(blocks)
    ]


def _holds_term(item: Block) -> bool:
    label = read_label(item.text)
    is_labelled = label is not None and not label.bare  # "2x" may be a label, but begins none
    return item.shape is Shape.TEXT and not is_labelled and is_term(item.text)
