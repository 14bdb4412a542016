"""What the tests of single assignments share: write-ups of one page, graded."""

from pathlib import Path

import pytest

from graders.batch import grade
from tests.assignments.variants import GradeText, Verdicts


@pytest.fixture
def graded(request: pytest.FixtureRequest, tmp_path: Path) -> GradeText:
    """Grades a write-up for the `ASSIGNMENT` of the test's module, with the `DATA` it may name."""
    data = getattr(request.module, "DATA", None)

    def grade_text(text: str) -> Verdicts:
        path = tmp_path / "answers.md"
        path.write_text(text, encoding="utf-8")
        report = grade(request.module.ASSIGNMENT, path, data=data)
        return {each.question.id: each for each in report.verdicts}

    return grade_text
