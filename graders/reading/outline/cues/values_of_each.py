"""Lines that give a value to each of several parts: "norm: 20.7 for model 1, 12.3 for model 2"."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from graders.reading.bars import row_of
from graders.reading.blocks.block import Block, Row, Shape
from graders.reading.labels.label import Path
from graders.reading.quantities.named_values.named_value import TIMES_POWER
from graders.sentences import SENTENCES

PartCalled = Callable[[str], Path | None]  # what a cue such as "model 1" stands for

ORDINALS = "first second third fourth fifth".split()
_NUMBER = (
    rf"(?<![\w.^])[-−]?(?:\d+(?:,\d{{3}})*(?:\.\d+)?|\.\d+)(?:e[-+]?\d+)?(?:{TIMES_POWER}|\s*\\?%)?"
)
_LINKS = "for of in on with the and but while whereas is are was has had have gives equals".split()
_LINK = rf"\b(?:{'|'.join(_LINKS)})\b"
_SIGN = re.compile(
    rf"\b(?!{_LINK})(?P<noun>[^\W\d_]+)[ _]?(?P<digit>\d)(?!\w|\.\d)"
    rf"|\b(?P<ordinal>{'|'.join(ORDINALS)})\b(?: (?P<what>[^\W\d_]+))?"
    rf"|(?P<number>{_NUMBER})(?![\w.]*\w)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    rf"(?:[\s,;:.=()|/&$*`~≈–—]|\\approx|{_LINK}"
    r"|\b(?:it|one|about|only|(?:that|this) order|respectively|resp)\b)*",
    re.IGNORECASE,
)
_SAYS = re.compile(rf"(?:[\s:=,|($*`–—]|\\approx|{_LINK})+$", re.IGNORECASE)
_ARRANGED = re.compile(r"(?:NC)+|(?:CN)+|N+C+|C+N+")  # numbers and cues of parts
_END = re.compile(r"[.;!?]\s")
_LINE = re.compile(r"[^\n]+")

_MOST = 100  # numbers and cues in a row
_Rows = tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Sign:
    """A number in a line, or the cue of a part."""

    text: str
    part: Path | None
    start: int
    end: int


def tables_within(block: Block, part_called: PartCalled) -> Iterator[Block]:
    """A block in pieces; lines and sentences that give each of some parts a value are tables."""
    at, found = 0, [*_rows_within(block.text, part_called)]
    if not found:
        yield block
        return
    for start, end, rows in found:
        yield from _text(block, at, start)
        where, at = block.at(start), end
        drawn = "\n".join(map(row_of, rows))
        yield Block(Shape.TABLE, drawn, where, rows=tuple(Row(row, where.line) for row in rows))
    yield from _text(block, at, len(block.text))


def _text(block: Block, start: int, end: int) -> Iterator[Block]:
    if block.text[start:end].strip():
        where, marker = block.at(start), "" if start else block.marker
        yield replace(block, text=block.text[start:end].strip("\n"), where=where, marker=marker)


def _rows_within(text: str, part_called: PartCalled) -> Iterator[tuple[int, int, _Rows]]:
    """The lines that are rows, else those of their sentences that are, and where they stand."""
    for line in _LINE.finditer(text):
        if rows := rows_told(line[0], part_called):
            yield *line.span(), rows
            continue
        for start, end in SENTENCES.spans(line[0], whole=True):
            if rows := rows_told(line[0][start:end], part_called):
                yield line.start() + start, line.start() + end, rows


def rows_told(said: str, part_called: PartCalled) -> _Rows | None:
    """The cues of parts, and below them the values that are told of them, behind their name.

    >>> parts = {"model 1": ("1",), "model 2": ("2",)}.get
    >>> rows_told("The norm1 is 2.5 for model 1 and 1.5 for model 2.", parts)
    (('', 'model 1', 'model 2'), ('The norm1', '2.5', '1.5'))
    >>> rows_told("For the first model norm1 is 2.5, for the second 1.5", parts)[1]
    ('norm1', '2.5', '1.5')
    >>> rows_told("norm1 is 2.5 for model 1 and norm2 is 1.5 for model 2", parts)
    """
    signs = list(islice(_signs(said, part_called), _MOST + 1))
    if len(signs) > _MOST:
        return None
    cues = [each for each in signs if each.part]
    numbers = [each for each in signs if not each.part]
    kinds = "".join("C" if each.part else "N" for each in signs)
    apart = {each.part for each in cues}
    if not (_ARRANGED.fullmatch(kinds) and 1 < len(apart) == len(cues) == len(numbers)):
        return None
    ends = [0, *(each.end for each in signs)]
    starts = [*(each.start for each in signs), len(said)]
    words = [said[start:end] for start, end in zip(ends, starts, strict=True)]
    at = 1 if kinds[0] == "C" and _BETWEEN.fullmatch(words[0]) else 0
    name = _SAYS.sub("", words.pop(at)).strip("-*•$`,:; ").replace("|", r"\|")
    if not name or _END.search(name) or not all(map(_BETWEEN.fullmatch, words)):
        return None
    return ("", *(each.text for each in cues)), (name, *(each.text for each in numbers))


def _signs(said: str, part_called: PartCalled) -> Iterator[_Sign]:
    """The numbers and cues; "the second" is one where the first has a noun."""
    noun = ""
    for found in _SIGN.finditer(said):
        start, end = found.span()
        if found["number"]:
            yield _Sign(found[0].strip(), None, start, end)
            continue
        digit = found["digit"] or str(ORDINALS.index(found["ordinal"].lower()) + 1)
        called = found["noun"] or found["what"] or ""
        if part := part_called(f"{called} {digit}"):
            noun = called
        elif found["ordinal"] and noun and (part := part_called(f"{noun} {digit}")):
            end = found.end("ordinal")
        if part:
            yield _Sign(f"{noun} {digit}", part, start, end)
