"""What has moved between two reports on one submission, and over a class."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from graders.model import Report, Verdict
from graders.reports.lines import BOLD, DIM, Line, cell, printed, width_of
from graders.reports.points import earned, shown
from graders.reports.tally import by_name
from graders.reports.text import one_line
from graders.reports.words import WORDS, count

GAP = ("  ", "")
LONGEST_NAME = 24


@dataclass(frozen=True, slots=True)
class Move:
    """A question whose outcome or points are other than before; None where there is no verdict."""

    submission: str
    question: str
    before: Verdict | None
    after: Verdict | None

    @property
    def gained(self) -> Fraction:
        return _points(self.after) - _points(self.before)


def moves_between(before: Report | None, after: Report) -> list[Move]:
    """The questions that moved, in the order of the assignment."""
    old = {verdict.question.id: verdict for verdict in before.verdicts} if before else {}
    new = {verdict.question.id: verdict for verdict in after.verdicts}
    moves = [Move(after.submission, id, old.get(id), new.get(id)) for id in {**new, **old}]
    return [move for move in moves if _state(move.before) != _state(move.after)]


def _state(verdict: Verdict | None) -> object:
    return None if verdict is None else (verdict.outcome, earned(verdict), verdict.marked)


def _points(verdict: Verdict | None) -> Fraction:
    return earned(verdict) if verdict else Fraction(0)


def to_moves_table(
    moves: Iterable[Move],
    submissions: int,
    *,
    width: int,
    color: bool,
    limit: int | None = None,
) -> str:
    """A line for each move, by submission, and a summary.

    Args:
        moves: of the whole class.
        submissions: how many were compared.
        width: of the terminal, in cells.
        color: whether to use the terminal's own colours.
        limit: of the moves that are shown; all of them if None.
    """
    ordered = sorted(moves, key=lambda move: by_name(move.submission))
    lines = [*_rows(ordered[:limit]), *_summary(ordered, submissions, limit)]
    return printed(lines, width=width, color=color)


def _rows(moves: Sequence[Move]) -> Iterator[Line]:
    if not moves:
        return
    columns = (
        [one_line(move.submission) for move in moves],
        [move.question for move in moves],
        [_words(move.before) for move in moves],
        [_words(move.after) for move in moves],
    )
    headings = ("submission", "question", "before", "now")
    widths = [
        max(width_of(heading), *map(width_of, column))
        for heading, column in zip(headings, columns, strict=True)
    ]
    widths[0] = min(widths[0], LONGEST_NAME)
    yield [span for each in zip(headings, widths, strict=True) for span in (cell(*each, DIM), GAP)]
    for move, texts in zip(moves, zip(*columns, strict=True), strict=True):
        spans = [span for each in zip(texts, widths, strict=True) for span in (cell(*each), GAP)]
        yield [*spans, (_signed(move.gained), _style(move.gained))]


def _words(verdict: Verdict | None) -> str:
    if verdict is None:
        return "–"
    by_hand = ", by a person" if verdict.marked else ""
    return f"{shown(earned(verdict))} {WORDS[verdict.outcome].short}{by_hand}"


def _signed(points: Fraction) -> str:
    return f"{'+' if points > 0 else '−'}{shown(abs(points))}" if points else "±0"


def _style(points: Fraction) -> str:
    return ("green" if points > 0 else "red") if points else DIM


def _summary(moves: Sequence[Move], submissions: int, limit: int | None) -> Iterator[Line]:
    moved = {move.submission for move in moves}
    if not moves:
        yield [(f"Nothing has moved in {count(submissions, 'submission')}.", BOLD)]
        return
    if more := moves[limit:] if limit is not None else ():
        yield [(f"and {len(more):,} more; in a pipe or file all are printed", DIM)]
    total = sum((move.gained for move in moves), Fraction(0))
    words = f"{count(len(moves), 'answer')} moved in {len(moved)} of "
    words += f"{count(submissions, 'submission')}: {_signed(total)} points in all"
    yield []
    yield [(words, BOLD)]
