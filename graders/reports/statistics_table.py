"""The statistics of a class for a person at a terminal."""

import statistics
from collections.abc import Iterator

from graders.reports.class_table import legend, tally_to_table, unread
from graders.reports.lines import BOLD, DIM, Line, Span, cell, printed, split, wrapped
from graders.reports.points import shown
from graders.reports.statistics import ClassStatistics, QuestionStatistics
from graders.reports.text import one_line
from graders.reports.words import WORDS, count, seconds

GAP = ("  ", "")
BAR, TALLEST = 20, 36
WEAK = 0.15  # a discrimination below it is worth a look
MISTAKES_SHOWN = 12


def to_statistics_table(counted: ClassStatistics, *, width: int, color: bool) -> str:
    """Totals, a line for each question, the mistakes, and what waits for a person."""
    if not counted.points:
        return tally_to_table(counted.tally, width=width, color=color)
    lines = [
        *_heading(counted),
        *_histogram(counted),
        *_questions(counted, width),
        *_mistakes(counted, width),
        *_waiting(counted, width),
        *unread(counted.tally, width),
    ]
    return printed(lines, width=width, color=color)


def _heading(counted: ClassStatistics) -> Iterator[Line]:
    low, middle, high = counted.quartiles
    yield [(one_line(counted.tally.title), BOLD)]
    yield [
        (f"{count(len(counted.points), 'submission')} of {counted.max_points:g} points: ", DIM),
        (f"mean {statistics.fmean(counted.points):.1f}, median {middle:.1f}", BOLD),
        (f", half of them from {low:.1f} to {high:.1f}, spread {counted.spread:.1f}", DIM),
    ]
    median, longest = statistics.median(counted.seconds), counted.seconds[-1]
    words = f"graded in {seconds(sum(counted.seconds))}: each in {seconds(median)}"
    yield [(f"{words}, the longest in {seconds(longest)}", DIM)]


def _histogram(counted: ClassStatistics) -> Iterator[Line]:
    yield []
    bins = counted.histogram
    for number, each in enumerate(bins):
        share = f"{number * 10}–{number * 10 + 10} %"
        length = round(TALLEST * each / max(bins))
        bar = "█" * max(length, 1 if each else 0)
        yield [cell(share, 9, DIM, right=True), GAP, (bar, "blue"), (f" {each or ''}", "")]


def _questions(counted: ClassStatistics, width: int) -> Iterator[Line]:
    ids = max([len("question"), *(len(each.question.id) for each in counted.questions)])
    titles = max(12, width - ids - BAR - 36)
    yield []
    yield [
        cell("question", ids, DIM), GAP, cell("", titles), GAP, cell("points", 6, DIM, right=True),
        GAP, cell("mean", 5, DIM, right=True), GAP, cell("outcomes", BAR, DIM), GAP,
        cell("tells apart", 11, DIM, right=True),
    ]  # fmt: skip
    for each in counted.questions:
        yield [
            cell(each.question.id, ids), GAP, cell(one_line(each.question.title), titles), GAP,
            cell(shown(each.question.points), 6, right=True), GAP,
            cell("–" if each.mean is None else f"{each.mean:.0%}", 5, right=True), GAP,
            *_bar(each), GAP, _apart(each),
        ]  # fmt: skip
    yield []
    yield from legend(counted.tally, width)
    yield from _explained(width)


def _explained(width: int) -> Iterator[Line]:
    words = (
        "tells apart: how points here go with those of all other questions, from −1 to 1; near or "
        "below 0, the question or its grader deserves a look"
    )
    yield from ([(line, DIM)] for line in wrapped(words, width))


def _bar(each: QuestionStatistics) -> list[Span]:
    lengths = split([each.counted.outcomes.get(outcome, 0) for outcome in WORDS], BAR)
    return [
        (words.sign * length, words.style)
        for words, length in zip(WORDS.values(), lengths, strict=True)
    ]


def _apart(each: QuestionStatistics) -> Span:
    if each.discrimination is None:
        return cell("–", 11, DIM, right=True)
    style = "yellow" if each.discrimination < WEAK else ""
    return cell(f"{each.discrimination:+.2f}".replace("-", "−"), 11, style, right=True)


def _mistakes(counted: ClassStatistics, width: int) -> Iterator[Line]:
    found = counted.mistakes(MISTAKES_SHOWN)
    if not found:
        return
    yield []
    yield [("Mistakes named most often", BOLD)]
    for name, number, questions in found:
        label = f"  {number:4}  {one_line(name)}  "
        first, *rest = wrapped(", ".join(questions), max(20, width - len(label)), limit=2)
        yield [(label, ""), (first, DIM)]
        yield from ([(" " * len(label) + line, DIM)] for line in rest)


def _waiting(counted: ClassStatistics, width: int) -> Iterator[Line]:
    tally = counted.tally
    yield []
    if tally.marked:
        yield [(f"{count(tally.marked, 'answer')} marked by a person.", "")]
    if not tally.waiting:
        yield [("Nothing waits for a person.", BOLD)]
        return
    yield [(f"A person must look at {count(tally.waiting, 'answer')}", BOLD)]
    most = sorted(tally.questions, key=lambda each: -len(each.waiting))
    listed = ", ".join(f"{each.question.id} ({len(each.waiting)})" for each in most if each.waiting)
    yield from ([(line, DIM)] for line in wrapped(listed, width, limit=4))
