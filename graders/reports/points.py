"""Points as every report shows them: rounded once, to hundredths, and never outside the question.

A total is the sum of the rounded points, so that the column of a table adds up to its foot.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from graders.model import Report, Verdict

NONE = Fraction(0)


def rounded(points: Fraction) -> Fraction:
    """Points to the nearest hundredth, a tie to the even one.

    >>> rounded(Fraction(1, 3))
    Fraction(33, 100)
    """
    return Fraction(hundredths(points), 100)


def hundredths(points: Fraction) -> int:
    """Points as a whole number of hundredths; totals add these, for fractions are slow to add.

    >>> hundredths(Fraction(1, 3)), hundredths(Fraction(1, 200)), hundredths(Fraction(3, 200))
    (33, 0, 2)
    """
    whole, rest = divmod(points.numerator * 100, points.denominator)
    return whole + (2 * rest + (whole & 1) > points.denominator)


def earned_hundredths(verdict: Verdict) -> int:
    return min(max(hundredths(verdict.points), 0), hundredths(verdict.max_points))


def earned(verdict: Verdict) -> Fraction:
    """The points of a verdict, from 0 to the question's points."""
    return Fraction(earned_hundredths(verdict), 100)


def awaited(verdict: Verdict) -> Fraction:
    """The points that a person may still award."""
    return Fraction(max(hundredths(verdict.review_points), 0), 100)


def points_of(report: Report) -> Fraction:
    return Fraction(sum(map(earned_hundredths, report.verdicts)), 100)


def max_points_of(report: Report) -> Fraction:
    regular = (each for each in report.verdicts if not each.question.bonus)
    return total(each.max_points for each in regular)


def review_points_of(report: Report) -> Fraction:
    return Fraction(sum(max(hundredths(each.review_points), 0) for each in report.verdicts), 100)


def total(points: Iterable[Fraction]) -> Fraction:
    """The sum of points, each rounded."""
    return Fraction(sum(map(hundredths, points)), 100)


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
