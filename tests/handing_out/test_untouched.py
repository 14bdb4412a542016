"""What students get is read as nothing until it is filled in."""

from pathlib import Path

from graders.checking import assignment_for, check_submission
from graders.handing_out import Form
from graders.model import Kind, Outcome
from tests.handing_out.handed_out import every_assignment, reports, written


@every_assignment
def test_untouched_it_scores_zero_and_nothing_is_unreadable(name: str, tmp_path: Path) -> None:
    folders = [written(name, tmp_path / form, form) for form in Form]
    for report in reports(name, folders):
        assert report.points == 0
        for verdict in report.verdicts:
            assert verdict.outcome is Outcome.MISSING, verdict


def test_a_stub_that_is_left_untouched_is_no_answer(tmp_path: Path) -> None:
    folder = written("generalization_hw1", tmp_path / "given")
    page = folder / "answers.md"
    page.write_text("A margin may be negative, I think.", encoding="utf-8")
    [report] = reports("generalization_hw1", [folder])
    assert {verdict.outcome for verdict in report.verdicts} == {Outcome.UNREADABLE}
    page.unlink()
    (folder / "README.md").unlink()
    [report] = reports("generalization_hw1", [folder])
    assert {verdict.outcome for verdict in report.verdicts} == {Outcome.MISSING}


@every_assignment
def test_examples_and_forms_that_are_left_standing_are_no_answers(
    name: str, tmp_path: Path
) -> None:
    folder = written(name, tmp_path / "left")
    page = folder / "answers.md"
    text = page.read_text(encoding="utf-8")
    _, _, rest = text.partition("-->\n")  # the title stays a comment
    page.write_text(rest.replace("<!-- ", "").replace("\n-->", ""), encoding="utf-8")
    [report] = reports(name, [folder])
    assert report.points == 0
    found = {verdict.outcome for verdict in report.verdicts}
    assert found <= {Outcome.MISSING, Outcome.REVIEW, Outcome.INCORRECT}
    review = [each for each in report.verdicts if each.outcome is Outcome.REVIEW]
    assert all(each.question.kind is Kind.TRAINING for each in review)


def test_a_page_that_somebody_wrote_into_is_read(tmp_path: Path) -> None:
    folder = written("optimization_hw2", tmp_path / "hw")
    page = folder / "questions.md"
    text = page.read_text(encoding="utf-8")
    answered = text.replace("The value $f_1(1, 2)$.", "The value $f_1(1, 2)$.\n\n$f_1 = 0.6560$")
    page.write_text(answered, encoding="utf-8")
    [report] = reports("optimization_hw2", [folder])
    right = [each.question.id for each in report.verdicts if each.outcome is Outcome.CORRECT]
    assert right == ["4.a.f1"]


def test_what_is_typed_into_its_comments_goes_to_a_person(tmp_path: Path) -> None:
    folder = written("optimization_hw2", tmp_path / "ada")
    answers = folder / "answers.md"
    text = answers.read_text(encoding="utf-8")
    before, lead, after = text.partition("For example:")
    answers.write_text(f"{before}{lead}\nMy answer is w = 3.\n{after}", encoding="utf-8")
    (report,) = reports("optimization_hw2", [folder])
    outcomes = [each.outcome for each in report.verdicts]
    assert outcomes[0] is Outcome.UNREADABLE
    assert "in the comment" in report.verdicts[0].feedback
    assert set(outcomes[1:]) == {Outcome.MISSING}
    (note,) = check_submission(assignment_for(folder), folder).notes
    assert note.startswith(f"{report.verdicts[0].question.id}: text stands in the comment")


def test_a_name_alone_is_no_answer(tmp_path: Path) -> None:
    folder = written("optimization_hw2", tmp_path / "ada")
    answers = folder / "answers.md"
    text = answers.read_text(encoding="utf-8")
    answers.write_text(f"Name: Ada Lovelace, ID 471100\n\n{text}", encoding="utf-8")
    (report,) = reports("optimization_hw2", [folder])
    assert {each.outcome for each in report.verdicts} == {Outcome.MISSING}
