"""Lines that may be labels though none was read there, and labels that may lead elsewhere."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from graders.reading.blocks.block import Block, Shape
from graders.reading.blocks.cutting import from_position
from graders.reading.code.answer_code import is_whole
from graders.reading.finding.answers import is_written_code
from graders.reading.labels.grammar import LOOSE, LOOSE_ID, LOOSE_NUMBER
from graders.reading.labels.label import Path, read_label
from graders.reading.labels.loose_within import labels_in_sentences
from graders.reading.outline.pieces import Piece
from graders.reading.outline.within.label_columns import lists_others

_FRACTION = re.compile(r"\W*(\d{1,2})[ \t]*/[ \t]*\d{1,2}\W*")
_FEWEST_ROWS = 3
_LABELLED_ITEM = re.compile(r"(\d{1,2})[.)](?=\s|$)")
_ITEM = re.compile(r"^\((\d{1,2})\)(?=\s)", re.MULTILINE)
_NAME = re.compile(r"\d+|[a-z]+", re.IGNORECASE)


@dataclass(frozen=True)
class LooseLine:
    """A line that may be a label.

    Args:
        names: of a question and of what it is a part of.
        line: as it is written.
        beside: the labels before and behind it; none where it was read for the second time.
        place: of its piece.
        piece: in which it stands.
        end: where it ends there; none where it is the label of the piece.
        begins_section: whether all up to the next question may stand below it.
    """

    names: Path
    line: str
    beside: tuple[Path, ...]
    place: int
    piece: Piece
    end: int | None = None
    begins_section: bool = False

    @cached_property
    def rest(self) -> Piece:
        """What stands behind it in its piece."""
        if self.end is None:
            return self.piece
        block = from_position(self.piece.block, self.end)
        return replace(self.piece, block=block, announces=False)


def loose_lines(pieces: Sequence[Piece]) -> Iterator[LooseLine]:
    """The lines of a write-up that begin as labels do, and labels that may lead elsewhere.

    These were read again, or lead out of a label alone on its line: they may count its parts.
    """
    again, listed = _read_again(pieces), {*_in_lists(pieces)}
    labelled = zip(pieces, _next_labels(pieces), _counted(pieces), _above(pieces), strict=False)
    for place, (piece, next_label, number, above) in enumerate(labelled):
        names = _names_in(piece.label) if place in again or above else ()
        if names:
            beside = () if place in again else (above,)
            yield LooseLine(names, piece.label, beside, place, piece)
        if not (piece.announces and piece.label) and not _is_fraction(piece):
            for names, start, end in () if place in listed else _labels_in(piece, number):
                line_text = piece.block.text[start:end] or piece.block.marker
                yield LooseLine(names, line_text, (piece.path, next_label), place, piece, end)


def _labels_in(piece: Piece, number: int) -> Iterator[tuple[Path, int, int]]:
    """What the lines of a piece may be labels of, and where they begin and end.

    Args:
        piece: of which they are lines.
        number: to which a list before it has counted, whose next item begins no question.
    """
    block = piece.block
    if block.marker.rstrip(".)").isalnum():
        if _item(block) != str(number + 1):
            yield (block.marker.rstrip(".)"),), 0, 0
    elif not (_is_program(piece) or _has_numbered_rows(block)):
        lines = {
            found.start(): found
            for each in (LOOSE_NUMBER, LOOSE_ID, LOOSE)
            for found in each.finditer(block.text)
            if each is not LOOSE_NUMBER or found.start() or not piece.label
        }  # right behind a label a number is its answer
        found = (lines[start] for start in sorted(lines))
        yield from ((_names(line), line.start(), line.end()) for line in found)
        if block.shape is Shape.TEXT:
            yield from labels_in_sentences(block.text)


def _is_program(piece: Piece) -> bool:
    """Whether a piece is a file or a cell of code, or can be parsed: no text set off as code."""
    is_code = piece.block.shape is Shape.CODE
    return is_code and (not is_written_code(piece) or is_whole(piece.block.text))


def _is_fraction(piece: Piece) -> bool:
    """Whether all that stands right behind a label is a fraction, and no part of its question."""
    fraction = _FRACTION.fullmatch(piece.block.text) if piece.label else None
    return fraction is not None and fraction[1] not in piece.path[:1]


def _in_lists(pieces: Sequence[Piece]) -> Iterator[int]:
    """Where lines under a label are counted in brackets, from one on."""
    for path, under in groupby(enumerate(pieces), key=lambda each: each[1].path):
        items = [(each, place) for place, one in under for each in _ITEM.findall(one.block.text)]
        in_order = [str(number) for number in range(1, len(items) + 1)]
        if path and len(items) >= _FEWEST_ROWS and [each for each, _ in items] == in_order:
            yield from (place for _, place in items)


def _has_numbered_rows(block: Block) -> bool:
    """Whether the rows of a table are counted: those of layers or steps, or of many columns."""
    rows = [row.cells for row in block.rows if len(row.cells) > 1]
    counted = [cells[0].strip(" .)") for cells in rows[1:]]
    in_order = [str(number) for number in range(1, len(rows))]
    return (
        bool(rows)
        and lists_others(rows[0])
        and len(counted) >= _FEWEST_ROWS
        and counted == in_order
    )


def _item(block: Block) -> str:
    """The number of an item of a list; nothing for what is none."""
    number = block.marker.rstrip(".)")
    return number if number.isdigit() else ""


def _counted(pieces: Sequence[Piece]) -> Iterator[int]:
    """To which number a list has counted before each piece.

    No list goes on behind a label that is no item of it.
    """
    number = 0
    path: Path = ()
    for piece in pieces:
        labelled = _LABELLED_ITEM.match(piece.label)
        item = labelled[1] if labelled else _item(piece.block)
        if piece.path != path and item != str(number + 1):
            number = 0
        yield number
        number, path = _count(number, item), piece.path


def _count(number: int, item: str) -> int:
    """To which number a list has counted, from 1 on, with an item that comes next."""
    if not item:
        return number
    return int(item) if item in ("1", str(number + 1)) else 0


def _names_in(label: str) -> Path:
    """The names in the line of a label that signs or capitals end, or that is an id."""
    if (found := LOOSE.match(label)) is not None:
        return _names(found)
    read = read_label(label)
    return read.parts if read and read.is_id else ()


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


def _above(pieces: Sequence[Piece]) -> Iterator[Path]:
    """The label alone on its line that each piece stands behind, where none leads to a part of it.

    >>> from graders.model import Where
    >>> block = Block(Shape.TEXT, "", Where("hw.md", 1))
    >>> alone = Piece(("2",), block, announces=True, label="Problem 2")
    >>> paths = ("3", "1"), ("3", "2"), ("2", "1")
    >>> one, two, own = (Piece(path, block, label=".".join(path)) for path in paths)
    >>> list(_above([alone, one, two])), list(_above([alone, own, one]))
    ([(), ('2',), ('2',)], [(), (), ()])
    """
    above: Path = ()
    for piece in pieces:
        begins = bool(piece.label and piece.announces)
        leads_out = piece.path[: len(above)] != above
        yield above if piece.label and leads_out and not begins else ()
        if begins or not leads_out:
            above = piece.path if begins else ()
