"""Points as every report shows them: rounded once, to hundredths, and never outside the question.

A total is the sum of the rounded points, so that the column of a table adds up to its foot.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache

from graders.model import Report, Verdict

NONE = Fraction(0)


@lru_cache(maxsize=1024)  # few points occur, and each is rounded often
def rounded(points: Fraction) -> Fraction:
    """Points to the nearest hundredth, a tie to the even one.

    >>> rounded(Fraction(1, 3))
    Fraction(33, 100)
    """
    return round(points, 2)


def earned(verdict: Verdict) -> Fraction:
    """The points of a verdict, from 0 to the question's points."""
    return _clamped(verdict.points, verdict.max_points)


@lru_cache(maxsize=1024)
def _clamped(points: Fraction, most: Fraction) -> Fraction:
    return rounded(min(max(points, NONE), most))


def awaited(verdict: Verdict) -> Fraction:
    """The points that a person may still award."""
    return rounded(max(verdict.review_points, NONE))


def points_of(report: Report) -> Fraction:
    return total(earned(verdict) for verdict in report.verdicts)


def max_points_of(report: Report) -> Fraction:
    return total(rounded(verdict.max_points) for verdict in report.verdicts)


def review_points_of(report: Report) -> Fraction:
    return total(awaited(verdict) for verdict in report.verdicts)


def total(points: Iterable[Fraction]) -> Fraction:
    """The sum of rounded points, added as hundredths: fractions are slow to add."""
    return Fraction(sum(map(_hundredths, points)), 100)


@lru_cache(maxsize=1024)
def _hundredths(points: Fraction) -> int:
    return round(points * 100)


def share(part: Fraction, whole: Fraction) -> float:
    """How much of the whole a part is; 0 where there is nothing to share."""
    return float(part / whole) if whole else 0.0


def shown(points: Fraction) -> str:
    """Points for a reader: at most two decimals, none that say nothing.

    >>> shown(Fraction(123, 2)), shown(Fraction(100)), shown(Fraction(2, 3))
    ('61.5', '100', '0.67')
    """
    return f"{float(points):.2f}".rstrip("0").rstrip(".")


def out_of(verdicts: Sequence[Verdict]) -> str:
    """Points over the maximum: "1.5/2"; a dash where all of them still wait for a person."""
    reached = total(earned(verdict) for verdict in verdicts)
    possible = total(rounded(verdict.max_points) for verdict in verdicts)
    waiting = not reached and all(verdict.outcome.needs_person for verdict in verdicts)
    return f"{'–' if waiting else shown(reached)}/{shown(possible)}"
