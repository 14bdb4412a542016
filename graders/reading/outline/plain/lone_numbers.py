"""Labels that stand alone on lines: "1", an answer, "2"; or "2.1", an answer, "4a", and so on."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from graders.reading.blocks.block import Block, Shape
from graders.reading.blocks.cutting import cut
from graders.reading.labels.label import Path, read_label
from graders.reading.outline.question_tree import QuestionTree

_ALONE = re.compile(r"[ \t]*(\d{1,2})[ \t]*")
_ID_ALONE = re.compile(r"[ \t]*\d{1,2}\.?\w{1,3}(?:\.\w{1,3})*[ \t]*")
_FEWEST = 3  # questions that are told from numbers of another kind
_UNKNOWN: Path = ()  # of a number that counts no question

Labels = Mapping[int, Path]  # of a block's lines


def with_headings(blocks: Sequence[Block], tree: QuestionTree) -> Sequence[Block]:
    r"""The blocks, with labels that stand alone as headings where they count the questions.

    They do so forwards or backwards, each once; a question that is left out is missing. Where ids
    such as "2.1" are among them, a number right behind another label may be an answer.

    >>> from graders.model import Where
    >>> tree = QuestionTree.of([("1",), ("2", "1"), ("2", "2"), ("3",)])
    >>> texts = ("1\nx\n2\ny", "3")
    >>> blocks = [Block(Shape.TEXT, text, Where("hw.md", 1)) for text in texts]
    >>> [(each.shape.value, each.text) for each in with_headings(blocks, tree)]
    [('heading', '1'), ('text', 'x'), ('heading', '2'), ('text', 'y'), ('heading', '3')]
    >>> with_headings(blocks[:1], tree) == blocks[:1]
    True
    >>> whole = Block(Shape.TEXT, "1\nx\n2.1\n0.5\n3\nz", Where("hw.md", 1))
    >>> [each.text for each in with_headings([whole], tree)]
    ['1', 'x', '2.1', '0.5', '3', 'z']
    """
    if any(block.shape is Shape.HEADING for block in _without_title(blocks)):
        return blocks
    for pattern in (_ID_ALONE, _ALONE):
        labels = [_alone(block, tree, pattern) for block in blocks]
        if _count_questions(labels, blocks, tree):
            return [
                each
                for block, own in zip(blocks, labels, strict=True)
                for each in _apart(block, own)
            ]
    return blocks


def _without_title(blocks: Sequence[Block]) -> Sequence[Block]:
    has_title = bool(blocks) and blocks[0].shape is Shape.HEADING
    return blocks[1:] if has_title and read_label(blocks[0].text) is None else blocks


def _alone(block: Block, tree: QuestionTree, pattern: re.Pattern[str]) -> Labels:
    """The labels that are all that stands on a line of a paragraph, by the line."""
    if block.shape is not Shape.TEXT or block.marker:
        return {}
    return {
        at: path
        for at, line in enumerate(block.text.split("\n"))
        if (path := _path(line, tree, pattern)) is not None
    }


def _path(line: str, tree: QuestionTree, pattern: re.Pattern[str]) -> Path | None:
    """The question that a line is the label of; None for a line that is no number either."""
    number = _ALONE.fullmatch(line)
    if number is not None:
        return tree.descend((), (number[1],), by_rank=frozenset()) or _UNKNOWN
    label = read_label(line) if pattern.fullmatch(line) else None
    return tree.descend((), label.parts, by_rank=frozenset()) if label else None


def _count_questions(labels: Sequence[Labels], blocks: Sequence[Block], tree: QuestionTree) -> bool:
    found = [path for each in labels for path in each.values()]
    if len(found) < max(_FEWEST, len(tree.children.get((), ())) // 2) or _UNKNOWN in found:
        return False
    orders = [tree.order(path) for path in found]
    in_order = orders in (sorted(set(orders)), sorted(set(orders), reverse=True))
    only_numbers = all(len(path) == 1 for path in found)
    return in_order and (only_numbers or not _has_number_behind_label(labels, blocks))


def _has_number_behind_label(labels: Sequence[Labels], blocks: Sequence[Block]) -> bool:
    """Whether a mere number stands right behind a label, which it may be the answer to."""
    behind = False
    for own, block in zip(labels, blocks, strict=True):
        for at, line in enumerate(block.text.split("\n")):
            if at in own and behind and len(own[at]) == 1:
                return True
            behind = at in own or (behind and not line.strip())
    return False


def _apart(block: Block, alone: Labels) -> Iterator[Block]:
    starts = {0, *alone, *(at + 1 for at in alone)} - {block.text.count("\n") + 1}
    labels = {block.where.line + at for at in alone}
    for part in cut(block, sorted(starts)) if alone else (block,):
        is_label = part.where.line in labels
        yield replace(part, shape=Shape.HEADING, level=1) if is_label else part
