"""Derivations in many hands, right ones and ones with a slip: rows by their question."""

import tomllib
from pathlib import Path

import pytest

from graders.declaring.assignment import load_assignment
from tests.assignments.variants import differences, grade_variants

FOLDER = Path(__file__).parent / "cases" / "derivations"
CASES = {
    (path.stem, question): rows
    for path in sorted(FOLDER.glob("*.toml"))
    for question, rows in tomllib.loads(path.read_text(encoding="utf-8")).items()
}


@pytest.mark.parametrize(("assignment", "question"), CASES)
def test_parts_of_a_derivation_earn_their_points(
    assignment: str, question: str, tmp_path: Path
) -> None:
    cases = CASES[assignment, question]
    [full] = (
        float(each.points) for each in load_assignment(assignment).questions if each.id == question
    )
    rows = {str(number): row for number, row in enumerate(cases.values())}
    verdicts = grade_variants(tmp_path, assignment, question, rows)
    wrong = {
        name: found
        for number, name in enumerate(cases)
        if (found := differences(cases[name], verdicts[str(number)], full))
    }
    assert not wrong


def test_a_step_that_fails_is_quoted_as_it_was_written(tmp_path: Path) -> None:
    text = r"$E[\varphi(z)^2] = \frac12 E[z^2] = \frac12 E[z]^2 = \frac12$ by symmetry"
    rows = {"one": {"text": text}}
    verdict = grade_variants(tmp_path, "deep_learning_hw2", "4.1", rows)["one"]
    assert r"Step 1 does not hold: \frac12 E[z^2] = \frac12 E[z]^2." in verdict.feedback
