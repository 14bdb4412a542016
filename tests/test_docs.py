"""What the documentation shows is what happens."""

import re
from pathlib import Path

from graders.batch import grade
from graders.checking import check_submission
from graders.declaring.assignment import load_assignment
from graders.model import Outcome

DOCS = Path(__file__).parents[1] / "docs"


def blocks(page: str, language: str) -> list[str]:
    text = (DOCS / page).read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def test_the_assignment_of_the_guide_grades_as_the_guide_says(tmp_path: Path) -> None:
    folder = tmp_path / "neuron"
    folder.mkdir()
    (folder / "assignment.toml").write_text(blocks("write-a-grader.md", "toml")[0])
    (folder / "grade_neuron.py").write_text(blocks("write-a-grader.md", "python")[0])
    (folder / "answers.md").write_text(blocks("write-a-grader.md", "markdown")[0])
    report = grade(folder, folder / "answers.md")
    assert [verdict.outcome for verdict in report.verdicts] == [
        Outcome.PARTIAL, Outcome.FOLLOW_THROUGH, Outcome.REVIEW,
    ]  # fmt: skip
    shown = (DOCS / "write-a-grader.md").read_text(encoding="utf-8")
    for verdict in report.verdicts[:2]:
        assert verdict.feedback in shown


def test_the_derivation_of_the_guide_is_marked_by_its_parts(tmp_path: Path) -> None:
    page = "write-a-grader.md"
    folder = tmp_path / "slope"
    folder.mkdir()
    (folder / "assignment.toml").write_text(blocks(page, "toml")[1])
    (folder / "grade_slope.py").write_text(next(b for b in blocks(page, "python") if "PARTS" in b))
    slip = blocks(page, "markdown")[1]
    right = slip.replace(r"= \sigma(z)$", r"= \sigma(z)(1 - \sigma(z))$", 1)
    vague = right.replace("for large $z$", "far out")
    reports = []
    for name, text in (("slip", slip), ("right", right), ("vague", vague)):
        (tmp_path / f"{name}.md").write_text(text)
        reports.append(grade(folder, tmp_path / f"{name}.md").verdicts[0])
    found = [(each.outcome, each.points) for each in reports]
    assert found == [(Outcome.PARTIAL, 2), (Outcome.CORRECT, 3), (Outcome.REVIEW, 2)]
    assert reports[0].feedback in (DOCS / page).read_text(encoding="utf-8")


def test_the_code_assignment_of_the_guide_grades_as_the_guide_says(tmp_path: Path) -> None:
    page = "grade-code.md"
    grader, harness, check = blocks(page, "python")
    folder, homework = tmp_path / "activations", tmp_path / "homework"
    for each in (folder / "inside", homework):
        each.mkdir(parents=True)
    (folder / "assignment.toml").write_text(blocks(page, "toml")[0])
    (folder / "grade_activations.py").write_text(grader)
    (folder / "inside" / "batches.py").write_text(harness)
    (folder / "check_activations.py").write_text(check)
    (homework / "activations.py").write_text(blocks(page, "text")[0])
    report = grade(folder, homework)
    assert [verdict.outcome for verdict in report.verdicts] == [Outcome.CORRECT, Outcome.INCORRECT]
    checked = check_submission(load_assignment(folder), homework).entries
    assert [each.verdict and each.verdict.outcome for each in checked] == [Outcome.CORRECT, None]
