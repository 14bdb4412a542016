"""Handwriting badly read by a machine: what is damaged goes to a person, nothing is lost."""

import pytest

from graders.batch import grade
from graders.model import Outcome, Verdict
from tests.shared import SHARED, needs

SEED = SHARED / "seeds" / "optimization_hw2.md"
pytestmark = needs("seeds", "optimization_hw2.md")

READ = {"2.1.a.vanishing", "3.3.a", "4.a.graph", "5.c", "6", "7.a", "7.b"}  # a person marks them
NOT_WRITTEN = {"5.a", "5.b"}


@pytest.fixture(scope="module")
def verdicts() -> dict[str, Verdict]:
    return {each.question.id: each for each in grade("optimization_hw2", SEED).verdicts}


def test_only_the_proof_of_oddness_is_clear(verdicts: dict[str, Verdict]) -> None:
    decided = {name for name, each in verdicts.items() if not each.outcome.needs_person}
    assert decided == {"2.1.a.centred"} | NOT_WRITTEN
    assert verdicts["2.1.a.centred"].outcome is Outcome.CORRECT


def test_texts_are_left_to_a_person(verdicts: dict[str, Verdict]) -> None:
    found = {name for name, each in verdicts.items() if each.outcome is Outcome.REVIEW}
    assert found == READ


def test_damaged_formulas_are_neither_right_nor_wrong(verdicts: dict[str, Verdict]) -> None:
    rest = set(verdicts) - READ - NOT_WRITTEN - {"2.1.a.centred"}
    assert {verdicts[name].outcome for name in rest} == {Outcome.UNDECIDED}
    assert len(rest) == 19


def test_values_that_lost_their_labels_are_shown_to_the_person(
    verdicts: dict[str, Verdict],
) -> None:
    for name, value in {"4.a.f1": "0.656", "4.a.f2": "3.0986", "4.b.21": "4.35"}.items():
        assert f"'{value}' stands under question 4" in verdicts[name].note


def test_answers_stand_at_their_lines(verdicts: dict[str, Verdict]) -> None:
    lines = {name: verdicts[name].where.rpartition(":")[2] for name in ("3.2", "5.c", "6", "7.b")}
    assert lines == {"3.2": "15", "5.c": "36", "6": "44", "7.b": "83"}
