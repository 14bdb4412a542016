"""Sections that are called parts and hold several questions: "Part 1: Theory", with 1. and 2."""

from collections.abc import Sequence
from dataclasses import replace

from graders.reading.blocks.block import Block, Shape
from graders.reading.labels.label import Label
from graders.reading.labels.labelled_lines import with_labels
from graders.reading.outline.question_tree import QuestionTree


def without_sections(blocks: Sequence[Block], tree: QuestionTree) -> Sequence[Block]:
    """The blocks, with headings of sections as headings without a number.

    The first section holds questions 1 and 2, each once, and no later one begins to count again.

    >>> from graders.model import Where
    >>> tree = QuestionTree.of([("1",), ("2",), ("3",)])
    >>> heads = [Block(Shape.HEADING, f"Part {n}: x", Where("hw.md", n), level=1) for n in (1, 2)]
    >>> one, two, three = (Block(Shape.TEXT, f"**{n}.** y", Where("hw.md", n)) for n in (1, 2, 3))
    >>> read = without_sections([heads[0], one, two, heads[1], three], tree)
    >>> [each.text for each in read if each.shape is Shape.HEADING]
    ['x', 'x']
    >>> steps = [heads[0], one, heads[1], one, two, three]
    >>> without_sections(steps, tree) == steps
    True
    """
    if not any(each.shape is Shape.HEADING and _is_part(each.text) for each in blocks):
        return blocks
    labelled = [(block, label) for block, label in with_labels(blocks) if label is not None]
    heads = [(block, label) for block, label in labelled if _is_section(block, label)]
    if not heads:
        return blocks
    counted: list[list[str]] = []
    for block, label in labelled:
        if _is_section(block, label):
            counted.append([])
        elif counted and not label.bare and label.parts[0] in tree.children[()]:
            counted[-1].append(label.parts[0])
    numbers = [number for section in counted for number in section]
    if counted[0][:2] != list(tree.children[()][:2]) or len(set(numbers)) < len(numbers):
        return blocks
    titles = {id(block): label.rest or "-" for block, label in heads}
    return [replace(each, text=titles.get(id(each), each.text)) for each in blocks]


def _is_section(block: Block, label: Label) -> bool:
    return (
        block.shape is Shape.HEADING
        and not label.explicit
        and len(label.parts) == 1
        and _is_part(block.text)
    )


def _is_part(heading: str) -> bool:
    return heading.casefold().lstrip("*_ ").startswith("part")
