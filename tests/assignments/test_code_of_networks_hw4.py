"""The code of networks_hw4: a classifier evaluated, and image transforms."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from graders.comparing import evaluations, pipelines
from graders.model import Verdict
from tests.assignments.variants import differences, grade_variants, mistakes_in

CASES = Path(__file__).parent / "cases"
TABLES = {
    "3.1.eval": tomllib.loads((CASES / "evaluation.toml").read_text())["evaluation"],
    "5.1.transforms": tomllib.loads((CASES / "transforms.toml").read_text())["transforms"],
}
ALL = [(question, name) for question, rows in TABLES.items() for name in rows]


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Verdict]]:
    return {
        question: grade_variants(tmp_path_factory.mktemp("code"), "networks_hw4", question, rows)
        for question, rows in TABLES.items()
    }


@pytest.mark.parametrize(("question", "name"), ALL)
def test_code_is_judged_by_what_it_does(
    question: str, name: str, verdicts: dict[str, dict[str, Verdict]]
) -> None:
    row: dict[str, Any] = TABLES[question][name]
    assert not differences(row, verdicts[question][name], full=2)


def test_some_row_makes_each_mistake(verdicts: dict[str, dict[str, Verdict]]) -> None:
    said = "".join(each.feedback for of in verdicts.values() for each in of.values()).casefold()
    assert [
        each for each in mistakes_in(evaluations, pipelines) if each.casefold() not in said
    ] == []
