"""The code of assignments: right and wrong variants of each function, with their verdicts."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from graders.assignments.vision_hw4 import grade_2_code
from graders.comparing.programs import evaluations, pipelines
from graders.model import Verdict
from tests.assignments.variants import differences, grade_variants, mistakes_in

CASES = Path(__file__).parent / "cases"


@dataclass(frozen=True)
class Coded:
    """The questions of an assignment that code answers."""

    full: int  # points of each
    judged_by: tuple[ModuleType, ...]  # with the mistakes that they name
    tables: Mapping[str, str]  # of variants, by question


CODED = {
    "networks_hw4": Coded(
        2, (evaluations, pipelines), {"3.1.eval": "evaluation", "5.1.transforms": "transforms"}
    ),
    "vision_hw4": Coded(
        1, (grade_2_code,), {"2.1.ii": "samples", "2.3.ii": "gpu", "2.4.i": "accuracy"}
    ),
}
ROWS: dict[tuple[str, str], dict[str, Any]] = {
    (assignment, question): tomllib.loads((CASES / f"{table}.toml").read_text("utf-8"))[table]
    for assignment, coded in CODED.items()
    for question, table in coded.tables.items()
}
Verdicts = Mapping[tuple[str, str], Mapping[str, Verdict]]


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> Verdicts:
    return {
        asked: grade_variants(tmp_path_factory.mktemp("code"), *asked, rows)
        for asked, rows in ROWS.items()
    }


@pytest.mark.parametrize(
    ("assignment", "question", "name"),
    [(*asked, name) for asked, rows in ROWS.items() for name in rows],
)
def test_code_is_judged_by_what_it_does(
    assignment: str, question: str, name: str, verdicts: Verdicts
) -> None:
    row, verdict = ROWS[assignment, question][name], verdicts[assignment, question][name]
    assert not differences(row, verdict, full=CODED[assignment].full)


@pytest.mark.parametrize("assignment", CODED)
def test_some_row_makes_each_mistake(assignment: str, verdicts: Verdicts) -> None:
    said = "".join(
        verdict.feedback
        for (of, _), found in verdicts.items()
        for verdict in found.values()
        if of == assignment
    ).casefold()
    unsaid = [m for m in mistakes_in(*CODED[assignment].judged_by) if m.casefold() not in said]
    assert not unsaid
