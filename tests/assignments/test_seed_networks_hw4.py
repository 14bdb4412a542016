"""A real write-up of networks_hw4 gets the report that a careful teaching assistant would give."""

from fractions import Fraction

import pytest

from graders.batch import grade
from graders.model import Outcome, Verdict
from tests.shared import SHARED, needs

SEED = SHARED / "seeds" / "networks_hw4.md"
pytestmark = needs("seeds", "networks_hw4.md")

POINTS = {"1.1": 6, "1.2": 3, "1.3": 1, "1.4": 6, "1.5": 4, "1.6": 6, "2.3.a": 3, "2.3.b": 4}
CODE = {"3.1.eval": 1, "5.1.transforms": 2}
NAMED = {
    "3.1.eval": ("the last batch alone",),
    "5.1.transforms": ("a centre crop after a resize to the same size does nothing",),
    "1.2": ("the parameter stands where", "the logarithm of a sum is taken term by term"),
    "1.3": ("the class index of the probability is lost", "K independent labels"),
    "1.5": ("all inputs are counted", "smaller inputs are said to tend to one"),
    "1.6": ("the cases are the true class",),
    "2.3.a": ("the bound is strict",),
    "2.3.b": ("1/w stands for |w|", "the ratio is inverted"),
}


@pytest.fixture(scope="module")
def verdicts() -> dict[str, Verdict]:
    report = grade("networks_hw4", SEED)
    return {verdict.question.id: verdict for verdict in report.verdicts}


def with_outcome(verdicts: dict[str, Verdict], outcome: Outcome) -> set[str]:
    return {name for name, verdict in verdicts.items() if verdict.outcome is outcome}


def test_only_the_unknown_question_is_missing(verdicts: dict[str, Verdict]) -> None:
    assert len(verdicts) == 30
    assert with_outcome(verdicts, Outcome.MISSING) == {"4"}
    assert not with_outcome(verdicts, Outcome.UNREADABLE)
    assert verdicts["2.3.a"].where == "networks_hw4.md:124"
    assert verdicts["3.3.a.compare"].where == "networks_hw4.md:445"


def test_derivations_earn_the_points_of_their_parts(verdicts: dict[str, Verdict]) -> None:
    assert {name: verdicts[name].points for name in POINTS} == POINTS
    assert with_outcome(verdicts, Outcome.CORRECT) == {"1.1", "1.4", *CODE} - {"3.1.eval"}
    partial = {"1.2", "1.3", "1.5", "2.3.a", "2.3.b", "3.1.eval"}
    assert with_outcome(verdicts, Outcome.PARTIAL) == partial
    assert not with_outcome(verdicts, Outcome.INCORRECT)


@pytest.mark.parametrize("name", NAMED)
def test_mistakes_are_named(name: str, verdicts: dict[str, Verdict]) -> None:
    for words in NAMED[name]:
        assert words.casefold() in verdicts[name].feedback.casefold()


def test_damage_goes_to_a_person(verdicts: dict[str, Verdict]) -> None:
    assert with_outcome(verdicts, Outcome.UNDECIDED) == {"1.6", "2.3.c"}


def test_words_and_training_go_to_a_person(verdicts: dict[str, Verdict]) -> None:
    decided = {"1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "2.3.a", "2.3.b", "2.3.c", "4", *CODE}
    assert with_outcome(verdicts, Outcome.REVIEW) == set(verdicts) - decided
    runs = (each for name, each in verdicts.items() if name[0] in "35" and name not in CODE)
    assert all(each.points == Fraction(0) for each in runs)


def test_code_is_run(verdicts: dict[str, Verdict]) -> None:
    assert {name: verdicts[name].points for name in CODE} == CODE


def test_figures_that_cannot_be_are_noted_for_staff(verdicts: dict[str, Verdict]) -> None:
    assert "those of one batch" in verdicts["3.1"].note
    assert "below -1" in verdicts["3.2.l1_random"].note
    assert "below -1" not in verdicts["3.3.a.adam"].note


CONTRADICTED = {
    "3.1": "further apart than seeds make them",  # 3.3.a.sgd has its setting, and 0.88
    "3.3.a.sgd": "by its setting this run is that of 3.1",
    "3.2.l1_from_l2": "the accuracies say otherwise: 3.2.l1_from_l2 0.97, 3.1 0.99",
    "3.3.b.sgd_bn": "the training accuracy of 88% is what the answer on 3.3.a.sgd gives",
}


@pytest.mark.parametrize("name", CONTRADICTED)
def test_what_the_own_numbers_contradict_is_named(name: str, verdicts: dict[str, Verdict]) -> None:
    assert CONTRADICTED[name] in verdicts[name].note


def test_other_runs_are_not_said_to_contradict_one_another(verdicts: dict[str, Verdict]) -> None:
    runs = {name for name, each in verdicts.items() if name[:2] in ("3.", "5.")}
    for name in runs - CONTRADICTED.keys():
        assert "otherwise" not in verdicts[name].note
        assert "further apart" not in verdicts[name].note
