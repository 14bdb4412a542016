"""Derivations of deep_learning_hw2 in many hands, right ones and ones with a slip."""

import tomllib
from pathlib import Path

import pytest

from tests.assignments.variants import differences, grade_variants

CASES = tomllib.loads(
    (Path(__file__).parent / "cases" / "deep_learning_derivations.toml").read_text(encoding="utf-8")
)
FULL = {"1": 10, "4.1": 5, "4.2": 5, "5.1": 3, "5.2": 3, "5.3": 3}


@pytest.mark.parametrize("question", CASES)
def test_parts_of_a_derivation_earn_their_points(question: str, tmp_path: Path) -> None:
    rows = {str(number): row for number, row in enumerate(CASES[question].values())}
    verdicts = grade_variants(tmp_path, "deep_learning_hw2", question, rows)
    wrong = {
        name: found
        for number, name in enumerate(CASES[question])
        if (found := differences(CASES[question][name], verdicts[str(number)], FULL[question]))
    }
    assert not wrong
