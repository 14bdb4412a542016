"""Lines that may be the label of a question without an answer, though no label of it was read.

Such a line begins with what the question, or one above it, may be called: "[3.2] Lemma", "b/ ...",
"=> 6 $x$". So does a label that was read for the second time, with others between: it may
be that of a question of the same name. What stands behind them is shown to a person.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, dropwhile, takewhile

from graders.model import Answer, Question
from graders.reading.blocks.block import Block, Shape
from graders.reading.blocks.cutting import from_position
from graders.reading.finding.answers import joined, of_pieces
from graders.reading.labels.counting import rank_of
from graders.reading.labels.grammar import LOOSE
from graders.reading.labels.label import Path
from graders.reading.outline.pieces import Outline, Piece

_NAME = re.compile(r"\d+|[a-z]+", re.IGNORECASE)
_FOUND_BY = "what may be its label"


@dataclass(frozen=True)
class _Loose:
    """A line that may be a label.

    Args:
        names: of a question and of what it is a part of.
        beside: the labels before and behind it; none where it was read for the second time.
        place: of its piece.
        rest: what stands behind it in its piece.
    """

    names: Path
    beside: tuple[Path, ...]
    place: int
    rest: Piece


@dataclass(frozen=True)
class Behind:
    """What stands behind lines that may be labels.

    Args:
        answers: what may answer each question without an answer.
        doubted: labels under which stands what may answer one of these, or that another line may
            be: what is found there is not called wrong.
    """

    answers: Mapping[str, Answer] = field(default_factory=dict)
    doubted: frozenset[Path] = frozenset()

    def doubts(self, question: Question) -> bool:
        return any(question.path[: len(each)] == each for each in self.doubted)


def behind_loose_labels(questions: Sequence[Question], outline: Outline) -> Behind:
    """What stands behind the first line that may be the label of each question without an answer.

    >>> from fractions import Fraction
    >>> from graders.model import Kind, Where
    >>> block = Block(Shape.TEXT, "[3.2] Let it be so.", Where("hw.md", 41))
    >>> outline = Outline((Piece(("3", "1"), block),), frozenset({("3", "1")}))
    >>> asked = Question("3.2", "A lemma", Fraction(4), Kind.DERIVATION)
    >>> behind = behind_loose_labels([asked], outline)
    >>> str(behind.answers["3.2"].where), behind.answers["3.2"].text, behind.doubted
    ('hw.md:41', 'Let it be so.', frozenset({('3', '1')}))
    """
    loose = tuple(_loose(outline.pieces)) if questions else ()
    found: dict[str, Answer] = {}
    above: set[Path] = set()
    for question, each in _calls(questions, loose, outline.labelled):
        pieces = _behind(each, outline.pieces)
        if question.id not in found and (text := joined(pieces)):
            found[question.id] = of_pieces(question, text, pieces, _FOUND_BY)
            above.add(each.rest.path)
    also = {each.names for each in loose if above and each.names in outline.labelled}
    return Behind(found, frozenset(above | also) - {()})


def _calls(
    questions: Sequence[Question], loose: Sequence[_Loose], labelled: frozenset[Path]
) -> Sequence[tuple[Question, _Loose]]:
    """Which lines may call which questions; where any do, a whole id does so whatever was read."""
    pairs = [(question, each) for question in questions for each in loose]
    found = [(question, each) for question, each in pairs if _may_mean(each, question, labelled)]
    ids = [(question, each) for question, each in pairs if found and _is_id(each, question)]
    return [*found, *ids]


def _loose(pieces: Sequence[Piece]) -> Iterator[_Loose]:
    again = _read_again(pieces)
    numbers = accumulate((_item(each.block) for each in pieces), _count, initial=0)
    labelled = zip(pieces, _next_labels(pieces), numbers, strict=False)
    for place, (piece, next_label, number) in enumerate(labelled):
        if place in again and (line := LOOSE.match(piece.label)):
            yield _Loose(_names(line), (), place, piece)
        if not (piece.announces and piece.label):
            for names, end in _labels_in(piece.block, number):
                rest = replace(piece, block=from_position(piece.block, end), announces=False)
                yield _Loose(names, (piece.path, next_label), place, rest)


def _labels_in(block: Block, number: int) -> Iterator[tuple[Path, int]]:
    """What the lines of a block may be labels of, and where they end.

    Args:
        block: of which they are lines.
        number: to which a list before it has counted, whose next item begins no question.
    """
    if block.marker.rstrip(".)").isalnum():
        if _item(block) != str(number + 1):
            yield (block.marker.rstrip(".)"),), 0
    elif block.shape is not Shape.CODE:
        yield from ((_names(line), line.end()) for line in LOOSE.finditer(block.text))


def _item(block: Block) -> str:
    """The number of an item of a list; nothing for what is none."""
    number = block.marker.rstrip(".)")
    return number if number.isdigit() else ""


def _count(number: int, item: str) -> int:
    """To which number a list has counted, from 1 on, with an item that comes next."""
    if not item:
        return number
    return int(item) if item in ("1", str(number + 1)) else 0


def _names(label: re.Match[str]) -> Path:
    return tuple(_NAME.findall(label["label"]))


def _next_labels(pieces: Sequence[Piece]) -> Sequence[Path]:
    """What the next label behind each piece leads to."""
    found: list[Path] = []
    last: Path = ()
    for piece in reversed(pieces):
        found.append(last)
        last = piece.path if piece.label else last
    return found[::-1]


def _read_again(pieces: Sequence[Piece]) -> frozenset[int]:
    """Where labels stand that lead to what had one before, and others since then."""
    labelled = [(place, each.path) for place, each in enumerate(pieces) if each.label]
    last: dict[Path, int] = {}
    again = set()
    for number, (place, path) in enumerate(labelled):
        if last.get(path, number) < number - 1:
            again.add(place)
        last[path] = number
    return frozenset(again)


def _is_id(loose: _Loose, question: Question) -> bool:
    return loose.names == question.path[: len(loose.names)]


def _may_mean(loose: _Loose, question: Question, labelled: frozenset[Path]) -> bool:
    """Whether a line may call a question, or one above it, to which no label leads.

    What is not called by its whole id stands beside a label of what it is a part of.
    """
    depths = range(len(loose.names), len(question.path) + 1)
    for called in (question.path[:depth] for depth in depths):
        above = called[: -len(loose.names)]
        is_near = not loose.beside or any(each[: len(above)] == above for each in loose.beside)
        if called not in labelled and is_near and _are_same(loose.names, called[len(above) :]):
            return True
    return False


def _are_same(names: Path, called: Path) -> bool:
    """Whether these are the names of a part and of what is above it; it may be counted."""
    *outer, last = (each.casefold() for each in names)
    *above, own = (each.casefold() for each in called)
    return outer == above and (last == own or bool({*rank_of(last)} & {*rank_of(own)}))


def _behind(loose: _Loose, pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """What stands behind a line, up to the next heading behind it."""
    behind = iter(pieces[loose.place + 1 :])
    if not joined([loose.rest]):
        behind = dropwhile(lambda each: each.announces, behind)
    return loose.rest, *takewhile(lambda each: not each.announces, behind)
