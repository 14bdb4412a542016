"""The table of a class for a person at a terminal."""

from collections.abc import Iterable, Iterator

from graders.reports.lines import BOLD, DIM, Line, Span, cell, printed, split, width_of, wrapped
from graders.reports.points import shown
from graders.reports.tally import WRONG, Row, Tally
from graders.reports.text import one_line
from graders.reports.words import WORDS, count, seconds

GAP = ("  ", "")
BAR_CELLS = 24
HARDEST_SHOWN = 5


def tally_to_table(counted: Tally, *, width: int, color: bool) -> str:
    """A line for each submission, sorted by name, and a summary of the class.

    A line holds the submission, its points, how many answers a person must look at, the
    outcomes of its questions as a bar, and the seconds it took.

    Args:
        counted: the class.
        width: of the terminal, in cells.
        color: whether to use the terminal's own colours.
    """
    if not (counted.rows or counted.unread):
        return "No submissions.\n"
    lines = [*_rows(counted, width), *_summary(counted, width)] if counted.rows else []
    return printed([*lines, *unread(counted, width)], width=width, color=color)


def _rows(counted: Tally, width: int) -> Iterator[Line]:
    cells = [_cells(row) for row in counted.rows]
    headings = ("submission", "points", "to look at", "time")
    widths = [max(map(width_of, column)) for column in zip(headings, *cells, strict=True)]
    bar_cells = BAR_CELLS if width >= 72 else BAR_CELLS // 3
    widths[0] = max(8, min(widths[0], width - sum(widths[1:]) - bar_cells - 4 * len(GAP[0])))

    def line(texts: Iterable[str], bar: Iterable[Span], style: str = "") -> Line:
        name, *numbers = zip(texts, widths, strict=True)
        points, waiting, time = (cell(*each, style, right=True) for each in numbers)
        return [cell(*name, style), GAP, points, GAP, waiting, GAP, *bar, GAP, time]

    yield line(headings, [cell("outcomes", bar_cells, DIM)], DIM)
    for row, texts in zip(counted.rows, cells, strict=True):
        yield line(texts, _bar(row, bar_cells))


def _cells(row: Row) -> tuple[str, str, str, str]:
    return (
        one_line(row.submission),
        f"{shown(row.points)}/{shown(row.max_points)}",
        str(row.needs_review or ""),
        seconds(row.seconds),
    )


def _bar(row: Row, cells: int) -> list[Span]:
    """The outcomes of a submission, a sign for each share of its questions."""
    lengths = split([row.outcomes.get(outcome, 0) for outcome in WORDS], cells)
    spans = [
        (words.sign * length, words.style)
        for words, length in zip(WORDS.values(), lengths, strict=True)
    ]
    return [*spans, (" " * (cells - sum(lengths)), "")]


def _summary(counted: Tally, width: int) -> Iterator[Line]:
    lowest = counted.lowest
    yield []
    yield from legend(counted, width)
    yield []
    yield [
        (count(len(counted.rows), "submission"), BOLD),
        (f" in {seconds(counted.seconds)}: median {shown(counted.median)}", ""),
        (f", lowest {shown(lowest.points)} ({one_line(lowest.submission)})", ""),
    ]
    if counted.waiting:
        yield [(f"A person must look at {count(counted.waiting, 'answer')}.", "")]
    if hardest := counted.most_often_wrong(HARDEST_SHOWN):
        shares = ", ".join(f"{each.question.id} {each.share(*WRONG):.0%}" for each in hardest)
        yield from (
            [(line, "")] for line in wrapped(f"Most often not wholly right: {shares}", width)
        )


def unread(counted: Tally, width: int) -> Iterator[Line]:
    """The submissions that could not be opened, which nothing else counts."""
    if counted.unread:
        names = ", ".join(one_line(each.submission) for each in counted.unread)
        words = f"{count(len(counted.unread), 'submission')} could not be opened, and not counted"
        yield from ([(line, "")] for line in wrapped(f"{words}: {names}", width, limit=4))


def legend(counted: Tally, width: int) -> Iterator[Line]:
    """The signs of the outcomes that occur, with their words."""
    signs = [cell(f"{WORDS[each].sign} {WORDS[each].short}", 15) for each in counted.outcomes]
    in_a_line = max(1, width // 15)
    for start in range(0, len(signs), in_a_line):
        yield [(text, DIM) for text, _ in signs[start : start + in_a_line]]
