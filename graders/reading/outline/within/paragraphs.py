"""Paragraphs cut at the lines that begin with a label."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from graders.reading.blocks.block import Block, Shape
from graders.reading.blocks.cutting import cut
from graders.reading.labels.label import Label, Path, read_label
from graders.reading.labels.labelled_lines import label_line
from graders.reading.outline.question_tree import QuestionTree

NOT_NUMBERS = re.compile(r"[^\d\s.,+-]")


def split_at_labels(block: Block, tree: QuestionTree) -> Iterator[Block]:
    r"""A paragraph cut at the lines that begin with a label.

    Mere ids do where they follow one another, or where they are all parts of a question.

    >>> from graders.model import Where
    >>> tree = QuestionTree.of([("2", "1"), ("2", "2"), ("3",)])
    >>> texts = ("2.1 so\n2.2 so", "2)\n2.2 so\n2.1 so", "(3) has\n2.1 of them")
    >>> for block in (Block(Shape.TEXT, text, Where("hw.md", 1)) for text in texts):
    ...     print([each.text for each in split_at_labels(block, tree)])
    ['2.1 so', '2.2 so']
    ['2)', '2.2 so', '2.1 so']
    ['(3) has\n2.1 of them']
    """
    if block.shape is not Shape.TEXT or "\n" not in block.text:
        yield block
        return
    lines = [label_line(block), *block.text.split("\n")[1:]]
    labels = {at: label for at, line in enumerate(lines) if (label := read_label(line))}
    first, whole = labels.get(0), _all_parts(labels, tree)
    starts = [
        at
        for at, label in labels.items()
        if at and (not label.bare or at in whole or _are_ids(first, label, tree))
    ]
    yield from cut(block, [0, *starts])


def _all_parts(labels: Mapping[int, Label], tree: QuestionTree) -> frozenset[int]:
    """Which lines begin with ids of all parts of a question, each once, with words behind."""
    lines: dict[Path, list[int]] = {}
    parts: dict[Path, list[str]] = {}
    for at, label in labels.items():
        path = tree.descend((), label.parts, by_rank=frozenset()) if label.is_id else None
        if path and NOT_NUMBERS.search(label.rest):
            lines.setdefault(path[:-1], []).append(at)
            parts.setdefault(path[:-1], []).append(path[-1])
    return frozenset(
        at
        for path, found in parts.items()
        if sorted(found) == sorted(tree.children[path])
        for at in lines[path]
    )


def _are_ids(one: Label | None, other: Label, tree: QuestionTree) -> bool:
    """Whether two lines begin with ids, the second of which comes later: 6.2 and 6.3 or 7.1.

    The first may be that of a whole question, "2.", where a capital follows the second, or where it
    is all that stands on its line and the second is one of its parts.
    """
    if one is None or not other.is_id:
        return False
    if not (one.bare or one.rest) and other.parts[: len(one.parts)] == one.parts:
        is_alone = one.explicit and not other.rest  # "Problem 1", "1.1"
        return is_alone or NOT_NUMBERS.search(other.rest) is not None
    one, other = _with_part(one), _with_part(other)
    if not one.is_id and (one.bare or not other.rest[:1].isupper()):
        return False
    if one.parts[:-1] == other.parts[:-1] and one.parts[-1] < other.parts[-1]:
        return True
    before, after = (tree.descend((), each.parts, by_rank=frozenset()) for each in (one, other))
    in_order = before and after and tree.order(before) < tree.order(after)
    is_no_number = not other.parts[-1].isdigit() or NOT_NUMBERS.search(other.rest)
    return bool(in_order and is_no_number)


def _with_part(label: Label) -> Label:
    """An id with the label of a part behind it: "2.2 3. The border"."""
    part = read_label(label.rest) if label.is_id else None
    if part is None or part.bare:
        return label
    return replace(label, parts=(*label.parts, *part.parts), rest=part.rest)
