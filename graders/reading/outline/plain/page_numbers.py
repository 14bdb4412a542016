"""Numbers of pages: "3" alone, or written as labels of problems are: "p. 3", "HW2 p. 3", "P3"."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from graders.reading.blocks.block import Block, Shape
from graders.reading.labels.label import Label
from graders.reading.labels.labelled_lines import label_line, with_labels
from graders.reading.outline.question_tree import QuestionTree

_PAGE = re.compile(
    r"[ \t]*(?:(?:hw|homework|assignment)[ _-]*\d*[ :.,-]*)?p\.? ?(\d{1,2})[ \t.]*", re.I
)
_ALONE = re.compile(r"(?P<dash>[-–—]?)\s*(?P<number>\d{1,3})\s*(?P=dash)\s*")


def without_page_numbers(blocks: Sequence[Block], tree: QuestionTree) -> Sequence[Block]:
    """The blocks without the numbers alone in paragraphs that count pages.

    They count on from one sure label to another, and not all of them may begin questions.
    What stands right below a label may be an answer.

    >>> from graders.model import Where
    >>> texts = ("# 2.1", "so", "2", "no", "# 3", "both", "- 3 -", "one")
    >>> where, tree = Where("hw.md", 1), QuestionTree.of([("2", "1"), ("3",)])
    >>> shapes = (Shape.HEADING if "#" in each else Shape.TEXT for each in texts)
    >>> blocks = [Block(*each, where) for each in zip(shapes, texts, strict=True)]
    >>> " ".join(each.text for each in without_page_numbers(blocks, tree))
    '# 2.1 so no # 3 both one'
    """
    labels = {at: label for at, label in enumerate(map(_sure_label, blocks)) if label}
    numbers = {
        at: int(found["number"])
        for at, each in enumerate(blocks)
        if each.shape is Shape.TEXT and (at - 1 not in labels or _says_more(blocks[at - 1]))
        if (found := _ALONE.fullmatch(each.marker + each.text)) is not None
    }
    places = sorted(numbers)
    count_on = all(numbers[one] + 1 == numbers[other] for one, other in pairwise(places))
    tops = {at: label.parts[0] for at, label in labels.items()}
    are_questions = all(_may_begin(str(each), at, tops, tree) for at, each in numbers.items())
    is_across = any(places[0] < at < places[-1] for at in labels) if places else False
    if not count_on or are_questions or not is_across:
        return blocks
    return [each for at, each in enumerate(blocks) if at not in numbers]


def _may_begin(name: str, at: int, tops: Mapping[int, str], tree: QuestionTree) -> bool:
    """Whether a number may begin a question: none that has a label, nor one before those behind."""
    names = tree.children[()]
    if name not in names or name in tops.values():
        return False
    later = names[names.index(name) :]
    return all(top in later or top not in names for place, top in tops.items() if place > at)


def _sure_label(block: Block) -> Label | None:
    """What a block begins with that is a label beyond doubt: a heading, an id, or with a word."""
    label = next((each for _, each in with_labels([block])), None)
    is_heading = block.shape is Shape.HEADING
    return label if label and (is_heading or label.explicit or label.is_id) else None


def _says_more(block: Block) -> bool:
    """Whether a block has more in it than its label."""
    label = _sure_label(block)
    return "\n" in block.text or (block.shape is not Shape.HEADING and bool(label and label.rest))


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
