"""What observations say of batch size and epochs, held against the own accuracies."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from graders.assignments.vision_hw4.grade_2_training import BATCHES, LENGTHS
from graders.comparing.claims.factors import check_factors
from graders.model import Verdict
from tests.assignments.variants import differences, grade_variants

SHARES = {(4, 5): "0.60", (4, 20): "0.58", (16, 5): "0.565", (16, 20): "0.62"}
ACCURACIES = {setting: Fraction(share) for setting, share in SHARES.items()}
OVERFIT = {**ACCURACIES, (16, 20): Fraction("0.55")}

CONTRADICTED = (
    "Batch size 4 is worse than batch size 16 at 5 epochs.",
    "With batch size 4 the accuracy improves from 5 to 20 epochs.",
    "At batch size 4, more epochs give a higher accuracy.",
    "For 20 epochs, a smaller batch size has the better accuracy.",
    "With batch size 16, 20 epochs are worse than 5 epochs.",
    "Training longer lowered the accuracy for batch size 16.",
)
BORNE_OUT = (
    "Batch size 4 is better than batch size 16 at 5 epochs.",
    "With batch size 4 the accuracy drops from 5 to 20 epochs.",
    "With batch size 16, training longer improves the accuracy.",
    "For 20 epochs the larger batch size is better.",
)
NOT_TAKEN = (
    "More epochs improve the accuracy.",  # they do for one batch size
    "With batch size 4 more epochs do not improve the accuracy.",
    "With batch size 4 more epochs lower the loss.",
    "With batch size 4 the accuracy improves little from 5 to 20 epochs.",
    "With batch size 4 more epochs improve the training accuracy.",
    "Smaller batches have a noisier loss.",
    "At batch size 4 and 20 epochs the accuracy is higher.",
    "60 % is better than 58 %.",
)


def contradictions(text: str, accuracies: Mapping[tuple[int, ...], Fraction]) -> list[str]:
    found = check_factors(text, (BATCHES, LENGTHS), accuracies)
    return [each.told for each in found if each.mistake]


@pytest.mark.parametrize("text", CONTRADICTED)
def test_a_clause_that_the_accuracies_contradict_is_shown(text: str) -> None:
    [told] = contradictions(text, ACCURACIES)
    assert "otherwise" in told


@pytest.mark.parametrize("text", [*BORNE_OUT, *NOT_TAKEN])
def test_other_clauses_are_left_alone(text: str) -> None:
    assert not contradictions(text, ACCURACIES)


def test_a_clause_on_all_runs_needs_all_of_them_against_it() -> None:
    assert contradictions("More epochs improve the accuracy.", OVERFIT)
    assert not contradictions("More epochs improve the accuracy.", {})


RUNS = "\n\n".join(
    f"# 2.4.ii.b{batch}e{epochs}\n\nTest accuracy {100 * float(share):.1f} %."
    for (batch, epochs), share in SHARES.items()
)
ROWS: dict[str, dict[str, Any]] = {
    "contradicted": {
        "outcome": "review", "points": 0, "mistake": "contradiction",
        "says": ["the own accuracies say otherwise"],
        "text": f"With batch size 4 the accuracy improves from 5 to 20 epochs.\n\n{RUNS}",
    },
    "other_numbers": {
        "outcome": "review", "points": 0, "mistake": "contradiction",
        "says": ["the answer to 2.4.ii.b4e20 gives 58.0 %"],
        "text": f"Batch size 4, 20 epochs has test accuracy 63.0 %.\n\n{RUNS}",
    },
    "own_numbers": {
        "outcome": "review", "points": 0,
        "text": f"Batch size 4, 20 epochs: accuracy 58 %.\n\n{RUNS}",
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Verdict]:
    folder: Path = tmp_path_factory.mktemp("observations")
    return grade_variants(folder, "vision_hw4", "2.4.iii", ROWS)


@pytest.mark.parametrize("name", ROWS)
def test_observations_are_held_against_the_own_runs(
    name: str, verdicts: dict[str, Verdict]
) -> None:
    assert not differences(ROWS[name], verdicts[name], full=1)
    assert ("otherwise" in verdicts[name].feedback) is (name == "contradicted")
