"""A class as a table for a spreadsheet."""

import csv
import io
from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from sys import intern

from graders.model import Report, Verdict
from graders.reports.points import (
    earned_hundredths,
    max_points_of,
    points_of,
    review_points_of,
    shown,
)
from graders.reports.text import clean

COLUMNS = ("submission", "points", "max_points", "review_points", "needs_review")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠")


def to_csv(reports: Iterable[Report]) -> str:
    """One line a submission, in the order given; one column a question, after the totals.

    A question's cell holds its points. It is empty where the report lacks the question, and
    where a person must look and no points are earned yet: that is not a zero. So are the points
    of a submission that could not be opened.

    Lines end in a newline alone, so that writing the text in text mode is right everywhere.

    >>> print(to_csv([Report("=s1", "hw1", "Homework 1", (), "1.0", seconds=0.5)]), end="")
    submission,points,max_points,review_points,needs_review
    '=s1,0,0,0,0
    """
    gradebook = Gradebook()
    for report in reports:
        gradebook.add(report)
    return gradebook.to_csv()


class Gradebook:
    """The table of a class, to which reports are added one after the other; none is kept."""

    def __init__(self) -> None:
        self.questions: dict[str, int] = {}  # an ordered set; the number is the column
        self.rows: list[tuple[str, ...]] = []

    def add(self, report: Report) -> None:
        """Adds a line."""
        columns = [self._column(verdict) for verdict in report.verdicts]
        cells = [""] * len(self.questions)
        for column, verdict in zip(columns, report.verdicts, strict=True):
            cells[column] = intern(shown_points(verdict))  # a class has few different ones
        self.rows.append((*_totals(report), *cells))

    def _column(self, verdict: Verdict) -> int:
        return self.questions.setdefault(verdict.question.id, len(self.questions))

    def to_csv(self) -> str:
        """The whole table."""
        width = len(COLUMNS) + len(self.questions)
        file = io.StringIO()
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(harmless(column) for column in (*COLUMNS, *self.questions))
        writer.writerows((*row, *[""] * (width - len(row))) for row in self.rows)
        return file.getvalue()


def harmless(text: str) -> str:
    """The text of a cell that no spreadsheet runs as a formula.

    >>> harmless("=1+1"), harmless(" @SUM(1)"), harmless("s-1")
    ("'=1+1", "' @SUM(1)", 's-1')
    """
    text = clean(text)
    risky = text.startswith(FORMULA_STARTS) or text.lstrip().startswith(FORMULA_STARTS)
    return f"'{text}" if risky else text


def _totals(report: Report) -> tuple[str, ...]:
    points = "" if report.is_unread else shown(points_of(report))
    others = map(shown, (max_points_of(report), review_points_of(report)))
    return (harmless(report.submission), points, *others, str(len(report.needs_review)))


def shown_points(verdict: Verdict) -> str:
    """The points of a question; empty where a person must look and none are earned yet."""
    points = earned_hundredths(verdict)
    return "" if verdict.outcome.needs_person and not points else _shown(points)


@cache
def _shown(hundredths: int) -> str:
    return shown(Fraction(hundredths, 100))
