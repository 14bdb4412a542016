"""Lines and headings that may begin a question, though nobody knows their word or title.

A line is nothing but a word and a number, "Qustn 2", or such a word as stands in a label; headings
are titles that lead nowhere, each with labels of parts below it, or one where those that lead
somewhere skip a number. Where "1." is a question, "3." may be the next one, and no part of it. What
stands there up to the next question may be labelled wrongly: "3)" below it is no question 3.
"""

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from graders.reading.blocks.block import Shape
from graders.reading.finding.answers import joined
from graders.reading.finding.overlooked.loose_lines import LooseLine
from graders.reading.labels.counting import digits_of
from graders.reading.labels.grammar import UNKNOWN_WORD
from graders.reading.labels.label import Path, read_label
from graders.reading.labels.labelled_lines import label_line
from graders.reading.layers.described import kind_of
from graders.reading.outline.pieces import Piece

_FEWEST_TITLES = 2
_ITEM = re.compile(r"(\d{1,2})\.(?=\s|$)")


def unread_sections(pieces: Sequence[Piece]) -> Iterator[LooseLine]:
    """The lines and headings of a write-up that may begin a question, in the order of each kind.

    No line does that stands there twice, or names a layer, "maxpool 2".
    """
    lines = list(_lines(pieces))
    written = Counter(each.line for each in lines)
    yield from (each for each in lines if written[each.line] == 1 and not kind_of(each.line))
    yield from _titles(pieces)
    yield from _next_items(pieces)


def _lines(pieces: Sequence[Piece]) -> Iterator[LooseLine]:
    """The lines that are nothing but a word and a number."""
    for place, piece in enumerate(pieces):
        may_be = piece.block.shape in (Shape.TEXT, Shape.HEADING) and not _is_labelled(piece)
        if may_be and (place or _has_parts(place, pieces)):  # else it is a title of all
            text = f"{piece.block.marker} {piece.block.text}" if piece.block.marker else ""
            for line in UNKNOWN_WORD.finditer(text or piece.block.text):
                names = (digits_of(line["number"]) or line["number"]).split(".")
                end = line.end() - len(text) + len(piece.block.text) if text else line.end()
                named = tuple(names), line[0].strip()
                yield LooseLine(*named, (), place, piece, end, begins_section=True)


def begins_question(piece: Piece) -> bool:
    """Whether a label stands before a piece that surely is that of a question."""
    label = read_label(piece.label) if piece.label else None
    return bool(piece.label) and (piece.announces or bool(label and label.explicit))


def _is_labelled(piece: Piece) -> bool:
    return piece.announces and bool(piece.label)


def _titles(pieces: Sequence[Piece]) -> Iterator[LooseLine]:
    """Headings that lead nowhere where no higher one leads anywhere, above labels of parts."""
    labelled = [each.block.level for each in pieces if _is_labelled(each)]
    titles = [
        place
        for place, each in enumerate(pieces)
        if each.announces and not each.label and each.block.level <= min(labelled, default=6)
    ]
    filled = [place for place in titles if joined(_below(place, pieces))]
    for place, number in _skipped(filled, pieces):
        yield _titled(place, pieces, (str(number),))
    with_parts = [place for place in titles if _has_parts(place, pieces)]
    if len(with_parts) >= _FEWEST_TITLES or (with_parts and len(filled) > _FEWEST_TITLES):
        yield from (_titled(place, pieces) for place in filled)


def _titled(place: int, pieces: Sequence[Piece], names: Path = ()) -> LooseLine:
    block = pieces[place].block
    title = block.text or "#" * block.level  # whose words are lost
    return LooseLine(names, title, (), place, pieces[place], begins_section=True)


def _skipped(titles: Iterable[int], pieces: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    """The titles among headings of questions, with the numbers that are skipped there."""
    labelled = [at for at, each in enumerate(pieces) if _is_labelled(each) and each.path]
    for place in titles:
        behind = bisect(labelled, place)
        around = [pieces[at].path[0] for at in labelled[max(behind - 1, 0) : behind + 1]]
        if 0 < behind < len(labelled) and all(map(str.isdecimal, around)):
            for number in range(int(around[0]) + 1, int(around[1])):
                yield place, number


def _next_items(pieces: Sequence[Piece]) -> Iterator[LooseLine]:
    """The items "3." that were read as parts of an item "1.", and may go on with its list."""
    labelled = {each.path: each.label for each in pieces if each.label}
    for place, piece in enumerate(pieces):
        *above, number = piece.path or ("",)
        own = _ITEM.match(piece.label)
        first = _ITEM.match(labelled.get(tuple(above), "")) if len(above) == 1 else None
        goes_on = own and first and own[1] == number and int(first[1]) < int(number)
        if goes_on and (number,) not in labelled:
            yield LooseLine((number,), piece.label, (), place, piece, begins_section=True)


def _has_parts(place: int, pieces: Sequence[Piece]) -> bool:
    below = _below(place, pieces)
    labels = (read_label(each.label or label_line(each.block)) for each in below)
    return any(label and not (label.explicit or label.bare) for label in labels)


def _below(place: int, pieces: Sequence[Piece]) -> Sequence[Piece]:
    """What stands behind a heading, up to the next one."""
    behind = (pieces[at] for at in range(place + 1, len(pieces)))
    return [*takewhile(lambda each: not each.announces, behind)]
