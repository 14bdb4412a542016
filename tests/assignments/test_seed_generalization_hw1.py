"""A real report on two networks: printed blocks that fit, and a formula that lacks its floor."""

from fractions import Fraction

import pytest

from graders.batch import grade
from graders.model import Outcome, Verdict
from tests.shared import SHARED, needs

SEED = SHARED / "seeds" / "generalization_hw1.md"
pytestmark = needs("seeds", "generalization_hw1.md")


@pytest.fixture(scope="module")
def verdicts() -> dict[str, Verdict]:
    return {each.question.id: each for each in grade("generalization_hw1", SEED).verdicts}


def test_unlabelled_answers_are_found(verdicts: dict[str, Verdict]) -> None:
    lines = {name: each.where.rpartition(":")[2] for name, each in verdicts.items()}
    assert (lines["1"], lines["2"], lines["3.2.norms"], lines["4"]) == ("9", "14", "59", "83")
    missing = {name for name, each in verdicts.items() if each.outcome is Outcome.MISSING}
    assert missing == {"3.own_bound"}


def test_the_missing_floor_is_named_and_costs_one_step(verdicts: dict[str, Verdict]) -> None:
    assert verdicts["2"].outcome.needs_person
    assert verdicts["2"].points == 12
    assert "no floor" in verdicts["2"].feedback


@pytest.mark.parametrize("model", ["3.1", "3.2"])
def test_printed_numbers_fit_one_another(verdicts: dict[str, Verdict], model: str) -> None:
    assert verdicts[f"{model}.norms"].outcome is Outcome.CORRECT


@pytest.mark.parametrize("model", ["3.1", "3.2"])
def test_printed_bounds_imply_what_the_images_are(verdicts: dict[str, Verdict], model: str) -> None:
    found = verdicts[f"{model}.bounds"]
    assert (found.outcome, found.points) == (Outcome.CORRECT, Fraction(8))
    assert "L1max bound: that with one maximum per batch; both models imply the same" in found.note
    assert "own bound: the Fro bound; both models imply the same" in found.note


@pytest.mark.parametrize("model", ["3.1", "3.2"])
def test_a_negative_margin_is_remarked(verdicts: dict[str, Verdict], model: str) -> None:
    assert "not valid bounds" in verdicts[f"{model}.bounds"].feedback
    assert "fits the training accuracy" in verdicts[f"{model}.train"].note
