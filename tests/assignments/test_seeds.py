"""A real write-up, read by a machine from handwriting, gets the report that a person would give."""

from fractions import Fraction

import pytest

from graders.batch import grade
from graders.model import Outcome, Report, Verdict
from tests.shared import SHARED, needs

SEED = SHARED / "seeds" / "deep_learning_hw2.md"
pytestmark = needs("seeds", "deep_learning_hw2.md")

FOLLOWS = {"2.2.w4": "2.2.w2", "2.2.w6": "2.2.w2", "2.2.b1": "2.2.w2", "2.3.b2": "2.2.b2"}
HALF = {"2.2.w9", "2.2.w10", "2.2.w5", "2.2.w2", "2.3.w1", "2.3.w7"}  # right formula, wrong number
MISTAKES = {
    "2.2.w5": "decimal_point", "2.2.b2": "missing_term", "2.3.w1": "factor", "2.3.w7": "factor",
    "4.1": "factor", "5.2": "order", "6.1": "shape",
}  # fmt: skip
CUT = {"2.1.o1", "2.1.o2", "2.1.mse", "2.2.do1_dh1", "2.3.w2", "2.3.w4", "2.3.w6", "2.3.b1"}
WRONG_FORMULA = {"2.1.o1", "2.1.o2", "2.2.w1"}
PERSON = {"5.2", "5.3", "5.4.a", "5.4.b", "5.4.c"}
DOUBTFUL_STEPS = {"1": 5, "5.1": 1}  # and what the parts beside them earn
FIGURES = {f"3.{figure}.{part}" for figure in "ABC" for part in "12"}


@pytest.fixture(scope="module")
def report() -> Report:
    return grade("deep_learning_hw2", SEED)


@pytest.fixture(scope="module")
def verdicts(report: Report) -> dict[str, Verdict]:
    return {verdict.question.id: verdict for verdict in report.verdicts}


def with_outcome(verdicts: dict[str, Verdict], outcome: Outcome) -> set[str]:
    return {name for name, verdict in verdicts.items() if verdict.outcome is outcome}


def test_every_answer_is_found_with_its_line(verdicts: dict[str, Verdict]) -> None:
    assert len(verdicts) == 53
    assert not with_outcome(verdicts, Outcome.MISSING)
    assert not with_outcome(verdicts, Outcome.UNREADABLE)
    lines = {name: int(verdict.where.rpartition(":")[2]) for name, verdict in verdicts.items()}
    assert lines["2.2.w9"] == 50
    assert lines["5.4.b"] == 175
    assert list(lines.values())[:5] == sorted(list(lines.values())[:5])


def test_values_that_follow_from_an_earlier_slip_are_right(verdicts: dict[str, Verdict]) -> None:
    assert with_outcome(verdicts, Outcome.FOLLOW_THROUGH) == set(FOLLOWS)
    for name, source in FOLLOWS.items():
        assert source in verdicts[name].feedback


def test_wrong_values_with_the_right_formula_earn_half(verdicts: dict[str, Verdict]) -> None:
    assert with_outcome(verdicts, Outcome.PARTIAL) == HALF | {"4.1", "6.1"}
    for name in HALF:
        assert verdicts[name].points == verdicts[name].max_points / 2


def test_only_one_answer_is_plainly_wrong(verdicts: dict[str, Verdict]) -> None:
    assert with_outcome(verdicts, Outcome.INCORRECT) == {"2.2.b2"}


def test_mistakes_are_named(verdicts: dict[str, Verdict]) -> None:
    assert {name: each.mistake for name, each in verdicts.items() if each.mistake} == MISTAKES


def test_the_wrong_table_cell_is_named(verdicts: dict[str, Verdict]) -> None:
    assert verdicts["6.1"].points == Fraction(12 * 49, 50)
    assert "row 26 SOFTMAX" in verdicts["6.1"].feedback


def test_cut_digits_and_wrong_formulas_are_remarked(verdicts: dict[str, Verdict]) -> None:
    feedback = {name: verdict.feedback.casefold() for name, verdict in verdicts.items()}
    assert {name for name, text in feedback.items() if "cut, not rounded" in text} == CUT
    wrong = {name for name, text in feedback.items() if "not the formula printed" in text}
    assert wrong == WRONG_FORMULA


def test_texts_and_missing_figures_go_to_a_person(verdicts: dict[str, Verdict]) -> None:
    assert with_outcome(verdicts, Outcome.REVIEW) == PERSON
    assert with_outcome(verdicts, Outcome.UNDECIDED) == FIGURES | set(DOUBTFUL_STEPS)
    assert verdicts["3.C.2"].read_as == "epoch-wise"


def test_derivations_earn_the_parts_that_hold(verdicts: dict[str, Verdict]) -> None:
    assert verdicts["4.1"].points == 4  # the value, and two thirds of the links
    for name, points in DOUBTFUL_STEPS.items():
        assert verdicts[name].points == points


def test_everything_else_is_right(verdicts: dict[str, Verdict]) -> None:
    others = HALF | {"4.1", "6.1", "2.2.b2"} | set(FOLLOWS) | PERSON | FIGURES | set(DOUBTFUL_STEPS)
    assert with_outcome(verdicts, Outcome.CORRECT) == set(verdicts) - others
