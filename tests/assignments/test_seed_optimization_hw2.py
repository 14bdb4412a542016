"""Badly read handwriting: what is clear is settled, what is damaged goes to a person."""

import pytest

from graders.batch import grade
from graders.model import Outcome, Verdict
from tests.shared import SHARED, needs

SEED = SHARED / "seeds" / "optimization_hw2.md"
pytestmark = needs("seeds", "optimization_hw2.md")

RIGHT = {
    "2.1.a.centred", "3.3.a", "4.a.f1", "4.a.f2", "4.b.11", "4.b.21", "4.b.22", "4.c.11",
    "4.d.jacobian",
}  # fmt: skip
READ = {"2.1.a.vanishing", "4.a.graph", "4.e", "5.c", "6", "7.a", "7.b"}  # a person marks them
NOT_WRITTEN = {"4.d.table", "5.a", "5.b"}
DAMAGED = {  # and the points that are beyond doubt all the same
    "2.1.a.derivative": 0, "3.1.minimiser": 0, "3.1.relation": 2, "3.2": 2.5, "3.3.b": 0,
    "4.b.12": 0, "4.c.table": 0, "4.c.12": 0, "4.c.21": 0, "4.c.22": 1,
}  # fmt: skip
LINES = {
    "3.2": 15, "4.a.f1": 25, "4.b.12": 25, "4.c.11": 27, "4.c.12": 27, "4.d.jacobian": 30,
    "4.e": 30, "5.c": 36, "6": 44, "7.b": 85,
}  # fmt: skip
AS_READ = {
    "4.a.f2": "3.0986, the end of a chain of 3", "4.b.12": "-0.3", "4.b.21": "4.35",
    "4.c.12": "-0.34", "4.d.jacobian": "0.35, -0.39; 4.33, 1.33",
}  # fmt: skip


@pytest.fixture(scope="module")
def verdicts() -> dict[str, Verdict]:
    return {each.question.id: each for each in grade("optimization_hw2", SEED).verdicts}


def with_outcome(verdicts: dict[str, Verdict], outcome: Outcome) -> set[str]:
    return {name for name, each in verdicts.items() if each.outcome is outcome}


def test_what_is_clear_is_right_though_labels_are_lost(verdicts: dict[str, Verdict]) -> None:
    assert with_outcome(verdicts, Outcome.CORRECT) == RIGHT


def test_texts_are_left_to_a_person(verdicts: dict[str, Verdict]) -> None:
    assert with_outcome(verdicts, Outcome.REVIEW) == READ


def test_damaged_formulas_are_neither_right_nor_wrong(verdicts: dict[str, Verdict]) -> None:
    assert with_outcome(verdicts, Outcome.UNDECIDED) == set(DAMAGED)
    assert {name: verdicts[name].points for name in DAMAGED} == DAMAGED


def test_only_what_was_not_written_is_missing(verdicts: dict[str, Verdict]) -> None:
    assert with_outcome(verdicts, Outcome.MISSING) == NOT_WRITTEN


def test_all_but_the_missing_are_quoted_with_their_lines(verdicts: dict[str, Verdict]) -> None:
    for name in set(verdicts) - NOT_WRITTEN:
        assert verdicts[name].text
        assert verdicts[name].where
    lines = {name: int(verdicts[name].where.rpartition(":")[2]) for name in LINES}
    assert lines == LINES
    assert {name: verdicts[name].read_as for name in AS_READ} == AS_READ


def test_the_choice_and_the_counterexample_are_read(verdicts: dict[str, Verdict]) -> None:
    assert verdicts["6"].points == 8
    assert "from w = 0, term 2 sampled, with any small step" in verdicts["6"].note
