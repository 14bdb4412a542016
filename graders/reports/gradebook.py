"""A class as a table for a spreadsheet."""

import csv
import io
from collections.abc import Iterable

from graders.model import Report, Verdict
from graders.reports.points import (
    earned,
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
    where a person must look and no points are earned yet: that is not a zero.

    Lines end in a newline alone, so that writing the text in text mode is right everywhere.

    >>> print(to_csv([Report("=s1", "hw1", "Homework 1", (), "1.0", seconds=0.5)]), end="")
    submission,points,max_points,review_points,needs_review
    '=s1,0,0,0,0
    """
    rows = [(_totals(report), _cells(report)) for report in reports]
    questions = dict.fromkeys(id for _, cells in rows for id in cells)  # an ordered set
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(harmless(column) for column in (*COLUMNS, *questions))
    for totals, cells in rows:
        writer.writerow((*totals, *(cells.get(id, "") for id in questions)))
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
    points = (points_of(report), max_points_of(report), review_points_of(report))
    waiting = len(report.needs_review)
    return (harmless(report.submission), *map(shown, points), str(waiting))


def _cells(report: Report) -> dict[str, str]:
    return {verdict.question.id: _points(verdict) for verdict in report.verdicts}


def _points(verdict: Verdict) -> str:
    points = earned(verdict)
    return "" if verdict.outcome.needs_person and not points else shown(points)
