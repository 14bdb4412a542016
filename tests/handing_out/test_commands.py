"""The command that hands out, and `nabla check` in the folder of a student."""

import subprocess
import sys
from pathlib import Path

import pytest

from graders.checking import assignment_for, check_submission
from graders.cli import ExitCode, main
from graders.declaring.assignment import load_assignment
from graders.model import Kind
from graders.reading.finding.finder import Finder
from tests.handing_out.handed_out import ROOT, written


def test_check_needs_no_assignment_in_a_folder_that_was_handed_out(tmp_path: Path) -> None:
    folder = written("optimization_hw2", tmp_path / "hw")
    checked = check_submission(assignment_for(folder), folder)
    assert not any(each.is_fine for each in checked.entries)
    filled = (
        ROOT / "submissions" / "optimization_hw2" / "handout_filled" / "answers.md"
    ).read_text(encoding="utf-8")
    (folder / "answers.md").write_text(filled, encoding="utf-8")
    for path in (folder, folder / "answers.md"):
        entries = check_submission(assignment_for(path), path).entries
        missing = [each.question.id for each in entries if not each.is_fine]
        assert missing == ["5.a", "5.b"]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["generalization_hw1", "networks_hw4", "vision_hw4"])
def test_public_checks_pass_on_what_is_filled_in(name: str, tmp_path: Path) -> None:
    folder = written(name, tmp_path / "hw")
    for file in (ROOT / "submissions" / name / "handout_filled").iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    command = [sys.executable, "-m", "graders", "check", "."]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    code = [each for each in load_assignment(name).questions if each.kind is Kind.CODE]
    assert done.stdout.count("the public check passes") == len(code), done.stdout + done.stderr


CHECK = '''
import pytest

@pytest.mark.question("1")
def check_one(answer):
    """One."""
    assert answer.text == "yes", "look again"
'''


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("yes", "1 of 1 answers are found, with no check failing"),
        ("no", "1 of 1 answers are found; a public check does not pass: 1"),
    ],
)
def test_the_last_line_of_check_tells_of_a_check_that_fails(
    text: str, last: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    question = (
        'title = "A sheet"\n[[question]]\nid = "1"\ntitle = "One"\npoints = 1\nkind = "code"\n'
    )
    (tmp_path / "assignment.toml").write_text(question, encoding="utf-8")
    (tmp_path / "check_code.py").write_text(CHECK, encoding="utf-8")
    answers = tmp_path / "answers.md"
    answers.write_text(f"# 1\n\n{text}\n", encoding="utf-8")
    assert main(["check", str(tmp_path), str(answers)]) == (text == "no")
    assert capsys.readouterr().out.splitlines()[-1] == last


def test_a_failure_of_ours_is_told_to_a_student_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Finder, "find", lambda *_: [][0])
    (tmp_path / "answers.md").write_text("# 1\n", encoding="utf-8")
    assert main(["check", "optimization_hw2", str(tmp_path)]) == ExitCode.INTERNAL
    err = capsys.readouterr().err
    assert "a fault of Nabla and none of yours" in err
    assert "Hand it in as it is" in err
    assert "Traceback" not in err


def test_where_nothing_was_handed_out_check_asks_for_the_assignment(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "answers.md").write_text("# 1\n", encoding="utf-8")
    assert main(["check", str(tmp_path)]) == ExitCode.USAGE
    assert "nabla check ASSIGNMENT PATH" in capsys.readouterr().err


def test_a_folder_is_written_over_only_by_force(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "hw"
    assert main(["handout", "vision_hw4", str(folder)]) == ExitCode.DONE
    assert f"{folder}/answers.md" in capsys.readouterr().out
    (folder / "answers.md").write_text("mine", encoding="utf-8")
    (folder / "notes.md").write_text("mine", encoding="utf-8")
    assert main(["handout", "vision_hw4", str(folder)]) == ExitCode.USAGE
    assert (folder / "answers.md").read_text(encoding="utf-8") == "mine"
    assert main(["handout", "vision_hw4", str(folder), "--force"]) == ExitCode.DONE
    assert "## 1.1.1" in (folder / "answers.md").read_text(encoding="utf-8")
    assert (folder / "notes.md").read_text(encoding="utf-8") == "mine"
