r"""Ids that are dressed alike, "-> 2.1:", "3/1", "$\mathbf{2.1}$", "1 . 1": labels that count.

Nobody needs to know the dress: where lines begin with the same signs or words around ids, and the
ids are questions without a label in the order of the sheet, they are labels. Elsewhere "3/1" is a
fraction and "-> 2.1" a result.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from graders.reading.blocks.block import Block, Shape
from graders.reading.blocks.cutting import cut
from graders.reading.labels.counting import digits_of
from graders.reading.labels.grammar import PART
from graders.reading.labels.label import Path, read_label
from graders.reading.outline.question_tree import QuestionTree

_FEWEST = 3  # questions
_MOST_PARTS = 3  # behind the number of a question
_JOIN = r"(?:\ ?[^\w\s=<>≈+*^:;]\ ?\(?\ ?|\)\ ?\(\ ?)"
_DRESSED = tuple(  # with so many parts, the most first
    re.compile(
        rf"""
        (?P<before>(?:[-=]>|[^\d\n=<>≈+^]){{0,24}}?) (?<![A-Za-z0-9])
        (?P<id>(?:\d{{1,2}}|[IVX]{{1,4}})
               (?:(?:{_JOIN}{PART}|(?<=\d)[a-h])(?![A-Za-z0-9])){{{parts}}})
        (?P<behind>\ ?[^\w\s]{{0,4}}) (?=\s|$)""",
        re.VERBOSE,
    )
    for parts in range(_MOST_PARTS, -1, -1)
)
_MEANS_PART = re.compile(r"\W|\d[a-h]")  # and no mere number
_NAME = re.compile(r"[A-Za-z]+|\d+")

Dress = tuple[str, str]  # what stands before and behind an id


@dataclass(frozen=True)
class _Dressed:
    """A line that begins with an id, where it stands in its block, and what the id means."""

    block: int
    number: int
    line: str
    dress: Dress
    id: str
    path: Path | None
    rest: str


def with_ids_undressed(
    blocks: Sequence[Block], tree: QuestionTree, labels: Mapping[str, Path]
) -> Sequence[Block]:
    r"""The blocks, with ids that are dressed alike in plain writing where they count the questions.

    Args:
        blocks: of the write-up.
        tree: of the questions.
        labels: the lines that are read as labels as they are, and where they lead.

    >>> from graders.model import Where
    >>> tree = QuestionTree.of([("1", "1"), ("1", "2"), ("2", "a")])
    >>> def read(*texts):
    ...     blocks = [Block(Shape.TEXT, text, Where("hw.md", 1)) for text in texts]
    ...     return [each.text for each in with_ids_undressed(blocks, tree, {})]
    >>> read("1/1 so", "1/2 then", "2/a no")
    ['1.1: so', '1.2: then', '2.a: no']
    >>> read("so -> 1.1: a", "so -> 1.2: b\nso -> 2.a: c")
    ['1.1: a', '1.2: b', '2.a: c']
    >>> read("1/1 so", "1/2 then", "1/2 of it", "2/a no")
    ['1/1 so', '1/2 then', '1/2 of it', '2/a no']
    """
    dressed: dict[Dress, list[_Dressed]] = {}
    for each in _dressed_lines(blocks, tree):
        dressed.setdefault(each.dress, []).append(each)
    found = [each for lines in dressed.values() for each in _counting(lines, tree, labels)]
    if not found:
        return blocks
    by_block: dict[int, dict[int, _Dressed]] = {}
    for each in found:
        by_block.setdefault(each.block, {})[each.number] = each
    return [
        part for at, block in enumerate(blocks) for part in _undressed(block, by_block.get(at, {}))
    ]


def _dressed_lines(blocks: Sequence[Block], tree: QuestionTree) -> Iterator[_Dressed]:
    for at, block in enumerate(blocks):
        if block.shape in (Shape.TEXT, Shape.HEADING):
            for number, line in enumerate(block.text.split("\n")):
                label = read_label(line)
                if (label and label.explicit) or (block.marker and not number):
                    continue  # nobody doubts it
                read = [found for each in _DRESSED if (found := each.match(line))]
                means = {found: _meant(found["id"], tree) for found in read}
                if (own := next(filter(means.get, read), read[-1] if read else None)) is not None:
                    dress = own["before"].strip().casefold(), own["behind"].strip()
                    rest = line[own.end() :].strip()
                    yield _Dressed(at, number, line, dress, own["id"], means[own], rest)


def _meant(id: str, tree: QuestionTree) -> Path | None:
    """The question that an id is that of; its parts may be counted otherwise."""
    first, *parts = _NAME.findall(id)
    return tree.counts((digits_of(first) or first, *parts))


def _counting(
    lines: Sequence[_Dressed], tree: QuestionTree, labels: Mapping[str, Path]
) -> Sequence[_Dressed]:
    """Those of the ids in one dress that count the questions: all, or all those of parts."""
    of_parts = [each for each in lines if _MEANS_PART.search(each.id)]
    return next((each for each in (lines, of_parts) if _count(each, tree, labels)), ())


def _count(lines: Sequence[_Dressed], tree: QuestionTree, labels: Mapping[str, Path]) -> bool:
    """Whether ids are those of parts in the order of the sheet, and some are no labels yet."""
    paths = [each.path for each in lines if each.path]
    parts = {path for path in paths if len(path) > 1}
    own = {each.line for each in lines}
    elsewhere = {path for line, path in labels.items() if line not in own}
    are_known = len(paths) == len(lines) and not parts & elsewhere
    read = {labels.get(each.line, ()) for each in lines}
    if not are_known or len(parts) < _FEWEST:
        return False
    if len(read) == len(lines) and min(map(len, read)) >= max(map(len, parts)):
        return False  # each is that of a part already, "3a" of 2.3.a below "Problem 2"
    orders = [tree.order(path) for path in paths]
    return orders == sorted(set(orders))


def _undressed(block: Block, lines: Mapping[int, _Dressed]) -> Iterator[Block]:
    """A block cut at the lines that begin with ids, which are written as the sheet does."""
    if not lines:
        yield block
    elif block.shape is Shape.HEADING:
        yield replace(block, text=_plain(lines[0]))
    else:
        for part in cut(block, sorted({0, *lines})):
            own = lines.get(part.where.line - block.where.line)
            behind = part.text.partition("\n")[1:]
            yield replace(part, text=_plain(own) + "".join(behind)) if own else part


def _plain(line: _Dressed) -> str:
    return f"{'.'.join(line.path or ())}: {line.rest}".rstrip()
