"""The words and signs of the outcomes, the same in every report."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from graders.model import Outcome, Report
from graders.reports.points import max_points_of, points_of, review_points_of, shown


@dataclass(frozen=True, slots=True)
class Words:
    """How an outcome is called in a sentence and in a narrow column, and how it is marked."""

    sentence: str
    short: str
    sign: str
    ascii_sign: str
    style: str  # one of rich's, from the sixteen colours that a terminal's theme sets


WORDS = {
    Outcome.CORRECT: Words("correct", "correct", "✓", "+", "green"),
    Outcome.FOLLOW_THROUGH: Words("follows from your earlier value", "follows", "→", ">", "cyan"),
    Outcome.PARTIAL: Words("partly correct", "partly", "◐", "%", "yellow"),
    Outcome.INCORRECT: Words("not correct", "not correct", "✗", "x", "red"),
    Outcome.MISSING: Words("not found", "not found", "○", "o", "bright_black"),
    Outcome.UNREADABLE: Words("could not be read", "unreadable", "?", "?", "magenta"),
    Outcome.UNDECIDED: Words("not settled", "not settled", "≈", "=", "magenta"),
    Outcome.REVIEW: Words("read by a person", "to be read", "✎", "r", "blue"),
    Outcome.FAULT: Words("our failure", "our failure", "!", "!", "bold red"),
}


def count(number: int, noun: str) -> str:
    """A number with its noun.

    >>> count(1, "question"), count(1200, "question")
    ('1 question', '1,200 questions')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def listed(names: Sequence[str], limit: int = 10) -> str:
    """Names, but not too many of them.

    >>> listed(["ada", "ben", "cleo"], limit=2)
    'ada, ben, ...'
    """
    return ", ".join(names[:limit]) + (", ..." if len(names) > limit else "")


def count_points(points: Fraction) -> str:
    """Points with their noun.

    >>> count_points(Fraction(1)), count_points(Fraction(1, 2))
    ('1 point', '0.5 points')
    """
    return f"{shown(points)} point{'' if points == 1 else 's'}"


def count_outcomes(numbers: Mapping[Outcome, int]) -> str:
    """Outcomes with their numbers, in words.

    >>> count_outcomes({Outcome.CORRECT: 3, Outcome.MISSING: 1})
    '3 correct, 1 not found'
    """
    occurring = (each for each in Outcome if numbers.get(each))
    return ", ".join(f"{numbers[each]} {WORDS[each].sentence}" for each in occurring)


def standing(report: Report) -> str:
    """Where a submission stands, in one line: "61.5 of 100 points, up to 30 more after review"."""
    reached = f"{shown(points_of(report))} {of_what(report)}"
    still_open = review_points_of(report)
    return f"{reached}, up to {shown(still_open)} more after review" if still_open else reached


def of_what(report: Report) -> str:
    """What follows the points reached: "of 100 points", or "extra points" where all are bonus."""
    possible = max_points_of(report)
    is_extra = not possible and any(each.question.bonus for each in report.verdicts)
    return "extra points" if is_extra else f"of {shown(possible)} points"


def seconds(duration: float) -> str:
    """A duration for a reader.

    >>> seconds(0.0421), seconds(14.2), seconds(float("nan"))
    ('0.04 s', '14.2 s', '– s')
    """
    if not math.isfinite(duration):
        return "– s"
    return f"{duration:.2f} s" if duration < 10 else f"{duration:,.1f} s"
