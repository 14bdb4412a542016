"""The columns of a table that hold labels: "Question" and "Part" above "2.1" and "a"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from graders.reading.blocks.block import Row
from graders.reading.labels.grammar import PART
from graders.reading.labels.heading_ids import id_in_heading
from graders.reading.labels.label import read_label
from graders.reading.labels.label_words import ELSEWHERE, OTHERS, PARTS, QUESTIONS

_CALLED = re.compile(rf"\W*(?:{QUESTIONS}|{PARTS}|{ELSEWHERE}|label)\b\W*", re.IGNORECASE)
_OTHER = re.compile(rf"\W*(?:{OTHERS}s?|[i-n])\W*")
_MANY = 4  # columns, which a table of answers has not
_PARTS = re.compile(rf"\(?{PART}(?:[.()]+{PART})*[.)]*")
_NAMES = re.compile(r"[A-Za-z0-9]+")
_BEFORE_WORDS = re.compile(r"^(\d{1,2})\s+(?=[^\W\d_]\w)")
_BEFORE_COMMA = re.compile(r"^([^\s,]*\d[^\s,]*(?: ?\([^)]*\))?),(?=\s)")


def calls_labels(heading: str) -> bool:
    """Whether the heading of a column says that labels stand below it: "Question", "Part"."""
    return _CALLED.fullmatch(heading) is not None


def lists_others(heads: Sequence[str]) -> bool:
    """Whether the headings say that no answers stand below them: "layer", an index, or many."""
    return len(heads) >= _MANY or _OTHER.fullmatch(heads[0]) is not None


def counts_parts(rows: Sequence[Row], parts: Sequence[str]) -> bool:
    """Whether the rows below the first count all parts of a question, with words behind each.

    >>> rows = [Row(each, 1) for each in (("advice", "so"), ("1 data", "yes"), ("2 norm", "no"))]
    >>> counts_parts(rows, "12"), counts_parts(rows, "123")
    (True, False)
    """
    counted = [_BEFORE_WORDS.match(row.cells[0].strip()) for row in rows[1:]]
    numbers = [found[1] for found in counted if found]
    return numbers == [*parts] != [] and not lists_others(rows[0].cells)


def upright(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows of a table; its columns, if there are labels of parts above all of them.

    A mere number is one where the corner says so.

    >>> [row.cells for row in upright([Row(("(a)", "(b)"), 1), Row(("x", "y"), 2)])]
    [('(a)', 'x'), ('(b)', 'y')]
    >>> [row.cells for row in upright([Row(("Part", "1", "2"), 1), Row(("Answer", "x", "y"), 2)])]
    [('1', 'x'), ('2', 'y')]
    """
    if len(rows) < 2:
        return rows
    corner = rows[0].cells[0].strip()
    is_called = calls_labels(corner)
    first = 1 if is_called or not corner else 0
    labels = [read_label(each) for each in rows[0].cells[first:]]
    if len(labels) < 2 or not all(each and not each.rest for each in labels):
        return rows
    if not is_called and all(part.isdigit() for each in labels if each for part in each.parts):
        return rows
    columns = list(zip(*(row.cells for row in rows), strict=False))[first:]
    return [Row(cells, rows[0].line) for cells in columns]


def with_whole_labels(rows: Sequence[Row]) -> Iterator[Row]:
    """The rows below the first with whole labels in their first cells.

    An empty one has the label of the row above, and one of two columns is joined to the other. What
    read_label needs is put right: "2.1(a), derivative", "derivative (2.1a)" and "2 derivative".

    >>> cells = [("Problem", "Part", "Answer"), ("2.1", "(a)", "x"), ("", "b", "y")]
    >>> [row.cells for row in with_whole_labels([Row(each, 1) for each in cells])]
    [('2.1.a', 'x'), ('2.1.b', 'y')]
    >>> [row.cells for row in with_whole_labels([Row(("Q", "A"), 1), Row(("size (2.1a)", "x"), 2)])]
    [('2.1.a: size', 'x')]
    """
    head, *below = rows
    in_two, before = calls_labels(head.cells[1]), ""
    for row in below:
        first, *others = row.cells
        first = before = _BEFORE_COMMA.sub(r"\1:", first.strip(), count=1) or before
        first = _BEFORE_WORDS.sub(r"\1: ", first)
        if in_two and _PARTS.fullmatch(others[0].strip()):
            first, others = ".".join([first.strip(" ."), *_NAMES.findall(others[0])]), others[1:]
        elif read_label(first) is None and (behind := id_in_heading(first)) is not None:
            words, _, _ = first.partition(behind.parts[0])
            first = f"{'.'.join(behind.parts)}: {words.strip(' ([')}"
        yield replace(row, cells=(first, *others))
