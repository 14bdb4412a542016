"""Words that count the questions, "Zadanie 2" and "Zadanie 6": labels, though nobody knows them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from graders.reading.blocks.block import Block, Shape
from graders.reading.blocks.cutting import cut
from graders.reading.labels.counting import digits_of
from graders.reading.labels.grammar import UNKNOWN_WORD
from graders.reading.labels.label import Path
from graders.reading.labels.labelled_lines import with_labels
from graders.reading.outline.question_tree import QuestionTree

_FEWEST = 2  # questions that a word counts


@dataclass(frozen=True)
class _Counted:
    """A line that is a word and a number, where it stands, and what the number is that of."""

    block: int
    line: int
    path: Path | None


def with_counting_words(blocks: Sequence[Block], tree: QuestionTree) -> Sequence[Block]:
    """The blocks, with lines of one unknown word and a number as headings of questions.

    The word counts questions in the order of the sheet, and nothing else is labelled by a word or
    a whole id: where "Problem 4" stands, "Krok 1" and "Krok 2" may be its steps.

    >>> from graders.model import Where
    >>> tree = QuestionTree.of([("1",), ("2", "1"), ("2", "2"), ("3",)])
    >>> def read(*texts):
    ...     blocks = [Block(Shape.TEXT, text, Where("hw.md", 1)) for text in texts]
    ...     return [each.text for each in with_counting_words(blocks, tree)]
    >>> read("Soal No. 2", "1) x", "Soal No. 3", "y")
    ['Question 2', '1) x', 'Question 3', 'y']
    >>> read("Problem 1", "Krok 2", "Krok 3")
    ['Problem 1', 'Krok 2', 'Krok 3']
    """
    by_word: dict[str, list[_Counted]] = {}
    for word, line in _lines(blocks, tree):
        by_word.setdefault(word.casefold(), []).append(line)
    counting = [lines for lines in by_word.values() if _count(lines, tree)]
    if len(counting) != 1 or _has_labels(blocks):
        return blocks
    paths: dict[int, dict[int, Path]] = {}
    for each in counting[0]:
        paths.setdefault(each.block, {})[each.line] = each.path or ()
    return [part for at, block in enumerate(blocks) for part in _apart(block, paths.get(at, {}))]


def _lines(blocks: Sequence[Block], tree: QuestionTree) -> Iterator[tuple[str, _Counted]]:
    for at, block in enumerate(blocks):
        may_be = block.shape in (Shape.TEXT, Shape.HEADING) and not block.marker
        for line in UNKNOWN_WORD.finditer(block.text) if may_be else ():
            names = (digits_of(line["number"]) or line["number"]).split(".")
            number = block.text.count("\n", 0, line.start())
            yield line["word"], _Counted(at, number, tree.counts(tuple(names)))


def _count(lines: Sequence[_Counted], tree: QuestionTree) -> bool:
    orders = [tree.order(each.path) for each in lines if each.path]
    return len(orders) == len(lines) >= _FEWEST and orders == sorted(set(orders))


def _has_labels(blocks: Sequence[Block]) -> bool:
    return any(label and (label.explicit or label.is_id) for _, label in with_labels(blocks))


def _apart(block: Block, paths: Mapping[int, Path]) -> Iterator[Block]:
    """A block with its lines that begin questions as headings."""
    starts = {0, *paths, *(at + 1 for at in paths)} - {block.text.count("\n") + 1}
    for part in cut(block, sorted(starts)) if paths else (block,):
        path = paths.get(part.where.line - block.where.line)
        text = f"Question {'.'.join(path)}" if path else ""
        level = block.level or 1
        yield replace(part, shape=Shape.HEADING, text=text, level=level) if path else part
