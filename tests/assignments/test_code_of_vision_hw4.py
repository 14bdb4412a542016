"""The code of vision_hw4: numbers of samples, lines for the GPU, the accuracy of the test set."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from graders.assignments.vision_hw4 import grade_2_code
from graders.model import Verdict
from tests.assignments.variants import differences, grade_variants, mistakes_in

CASES = Path(__file__).parent / "cases"
TABLES = {
    "2.1.ii": tomllib.loads((CASES / "samples.toml").read_text())["samples"],
    "2.3.ii": tomllib.loads((CASES / "gpu.toml").read_text())["gpu"],
    "2.4.i": tomllib.loads((CASES / "accuracy.toml").read_text())["accuracy"],
}
ALL = [(question, name) for question, rows in TABLES.items() for name in rows]


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Verdict]]:
    return {
        question: grade_variants(tmp_path_factory.mktemp("code"), "vision_hw4", question, rows)
        for question, rows in TABLES.items()
    }


@pytest.mark.parametrize(("question", "name"), ALL)
def test_code_is_judged_by_what_it_does(
    question: str, name: str, verdicts: dict[str, dict[str, Verdict]]
) -> None:
    row: dict[str, Any] = TABLES[question][name]
    assert not differences(row, verdicts[question][name], full=1)


def test_some_row_makes_each_mistake(verdicts: dict[str, dict[str, Verdict]]) -> None:
    said = "".join(each.feedback for of in verdicts.values() for each in of.values()).casefold()
    assert [each for each in mistakes_in(grade_2_code) if each.casefold() not in said] == []
