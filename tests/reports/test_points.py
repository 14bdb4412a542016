"""Points as every report shows them."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.model import Kind, Outcome, Question, Report, Verdict
from graders.reports.points import awaited, earned, out_of, points_of, shown

TWO_POINTS = Question("1", "One", Fraction(2), Kind.NUMERIC)


def verdict(points: str, outcome: Outcome = Outcome.PARTIAL) -> Verdict:
    return Verdict(TWO_POINTS, outcome, Fraction(points))


@pytest.mark.parametrize(
    ("points", "expected"),
    [("1/3", "0.33"), ("2/3", "0.67"), ("-1", "0"), ("5", "2"), ("3/2", "1.5"), ("1/8", "0.12")],
)
def test_points_are_rounded_to_hundredths_and_stay_within_the_question(points, expected):
    assert shown(earned(verdict(points))) == expected


def test_points_that_a_person_may_award_are_never_negative():
    assert awaited(replace(verdict("0"), review_points=Fraction(-1))) == 0


def test_three_thirds_add_up_to_what_the_column_shows():
    report = Report("s", "hw", "Homework", (verdict("1/3"),) * 3, "1.0", seconds=0)
    assert shown(points_of(report)) == "0.99"


def test_points_that_wait_for_a_person_are_a_dash():
    waiting, partial = verdict("0", Outcome.UNDECIDED), verdict("1/2", Outcome.UNDECIDED)
    assert out_of([waiting]) == "–/2"
    assert out_of([waiting, partial]) == "0.5/4"
    assert out_of([verdict("0", Outcome.INCORRECT), waiting]) == "0/4"


@given(st.integers(0, 10**6))
def test_shown_points_are_read_back_as_they_were(hundredths):
    points = Fraction(hundredths, 100)
    assert Fraction(shown(points)) == points
