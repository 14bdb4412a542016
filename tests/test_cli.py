"""The command: what it prints where, and how it ends."""

import csv
import json
import os
import zipfile
from pathlib import Path

import pytest

from graders.cli import ExitCode, main
from graders.declaring.assignment import FOLDER
from graders.equivalence import requests
from graders.model import Comparison
from graders.reading.finding.finder import Finder

SHEET = "deep_learning_hw2"
WRITE_UP = "# 2.1\n\n$$h_1 = 0.9866$$\n\n$$h_2 = 0.4$$\n"


@pytest.fixture
def write_up(tmp_path: Path) -> Path:
    path = tmp_path / "answers.md"
    path.write_text(WRITE_UP, encoding="utf-8")
    return path


def grade(*arguments: object) -> int:
    return main(["grade", SHEET, *(str(each) for each in arguments)])


def test_results_go_to_stdout_and_nothing_else(
    write_up: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert grade(write_up, "--json") == ExitCode.DONE
    out, err = capsys.readouterr()
    assert json.loads(out)["extra_data"]["submission"] == "answers"
    assert out.count("\n") == 1
    assert err == ""


def test_many_submissions_give_one_line_each_in_order(
    write_up: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "b.md"
    other.write_text(WRITE_UP, encoding="utf-8")
    grade(other, write_up, "--json")
    out, err = capsys.readouterr()
    assert [json.loads(line)["extra_data"]["submission"] for line in out.splitlines()] == [
        "b",
        "answers",
    ]
    assert err.splitlines() == ["1/2 b 2 points", "2/2 answers 2 points"]


def test_only_chosen_questions_are_graded(
    write_up: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert grade(write_up, "--json", "--only", "2.1.h1") == ExitCode.DONE
    results = json.loads(capsys.readouterr().out)
    assert [each["number"] for each in results["tests"]] == ["2.1.h1"]


def test_a_question_alone_is_judged_as_among_all_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "answers.md"
    for text, outcome in {WRITE_UP: "missing", "A letter.": "unreadable"}.items():
        path.write_text(text)
        grade(path, "--json", "--only", "2.3.w9")
        (alone,) = json.loads(capsys.readouterr().out)["tests"]
        assert alone["extra_data"]["outcome"] == outcome


def test_a_person_needed_is_exit_code_one(tmp_path: Path) -> None:
    path = tmp_path / "answers.md"
    path.write_text("# 5.4.a\n\nNothing changes, as long as the factor is positive.\n")
    assert grade(path, "--json", "--only", "5.4.a") == ExitCode.NEEDS_PERSON


@pytest.mark.parametrize(
    ("name", "value"),
    [("PYTEST_ADDOPTS", "-v --tb=short -k nothing"), ("PYTEST_PLUGINS", "absent")],
)
def test_what_a_shell_sets_for_other_tests_changes_nothing(
    name: str,
    value: str,
    write_up: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(name, value)
    assert grade(write_up, "--json", "--only", "2.1.h1") == ExitCode.DONE
    (test,) = json.loads(capsys.readouterr().out)["tests"]
    assert test["score"] == test["max_score"]
    assert os.environ[name] == value


def test_the_output_folder_holds_results_pages_and_the_gradebook(
    write_up: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    before = sorted(tmp_path.iterdir())
    grade(write_up, "-o", out)
    files = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    of_one = {"answers/report.html", "answers/report.json", "answers/results.json"}
    assert files == of_one | {"grades.csv", "report.html"}
    assert sorted(tmp_path.iterdir()) == sorted([*before, out])
    rows = list(csv.reader((out / "grades.csv").read_text().splitlines()))
    assert rows[1][0] == "answers"
    results = json.loads((out / "answers" / "results.json").read_text())
    assert len(results["tests"]) == 53


def test_two_files_of_one_name_do_not_overwrite_each_other(tmp_path: Path) -> None:
    for folder in ("ann", "ben"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "hw.md").write_text(WRITE_UP)
    grade(tmp_path / "ann" / "hw.md", tmp_path / "ben" / "hw.md", "-o", tmp_path / "out")
    assert {path.name for path in (tmp_path / "out").iterdir() if path.is_dir()} == {
        "ann_hw", "ben_hw",
    }  # fmt: skip


REFUSED = {
    "nothing there": lambda path: None,
    "an empty file": lambda path: path.write_bytes(b""),
    "a binary file": lambda path: path.write_bytes(bytes(range(256)) * 8),
    "a wrong encoding": lambda path: path.write_bytes(b"h_1 = 0.98 \x81\x8d"),
    "an empty folder": lambda path: path.mkdir(),
    "a link": lambda path: path.symlink_to("/etc/hostname"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_bad_input_is_refused_with_a_place_and_a_next_step(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "answers.md"
    REFUSED[name](path)
    before = sorted(tmp_path.rglob("*"))
    assert grade(path) == ExitCode.USAGE
    out, err = capsys.readouterr()
    assert out == ""
    assert "answers.md" in err
    assert "hint: " in err
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("place", ["hw", "hw/ann", "hw/ann/out"])
def test_results_are_not_written_among_what_was_handed_in(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("ann", "ben"):
        (tmp_path / "hw" / name).mkdir(parents=True)
        (tmp_path / "hw" / name / "hw.md").write_text(WRITE_UP, encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    assert grade(*(tmp_path / "hw").iterdir(), "-o", tmp_path / place) == ExitCode.USAGE
    assert "hint: name a folder of its own" in capsys.readouterr().err
    assert sorted(tmp_path.rglob("*")) == before


def test_the_output_folder_may_lie_beside_the_submissions(tmp_path: Path) -> None:
    hw, out = tmp_path / "hw", tmp_path / "hw" / "out"
    (hw / "ann").mkdir(parents=True)
    (hw / "ann" / "hw.md").write_text(WRITE_UP, encoding="utf-8")
    for _ in range(2):
        assert grade(*hw.iterdir(), "-o", out) == ExitCode.DONE
    assert [each.name for each in out.iterdir() if each.is_dir()] == ["ann"]


def test_a_file_of_100_megabytes_is_refused_unread(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "answers.md"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    assert grade(path) == ExitCode.USAGE
    assert "100.0 MiB" in capsys.readouterr().err


def test_an_archive_that_leads_out_of_its_folder_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "in" / "hw.zip"
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../evil.md", WRITE_UP)
    assert grade(path, "-o", tmp_path / "out") == ExitCode.USAGE
    assert not list(tmp_path.rglob("evil.md"))
    assert "leads out" in capsys.readouterr().err


def test_a_refused_submission_costs_the_others_nothing(
    write_up: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert grade(tmp_path / "none.md", write_up, "--json") == ExitCode.USAGE
    out, err = capsys.readouterr()
    names = [json.loads(line)["extra_data"]["submission"] for line in out.splitlines()]
    assert names == ["none", "answers"]
    assert "none.md" in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["grade", "no_such_sheet", "x.md"], "take one of: deep_learning_hw2"),
        (["grade", SHEET, "x.md", "--only", "9.9"], "there is no question '9.9'"),
        (["grade", SHEET, "x.md", "--only", "2.2w9"], "near it are 2.2.w9, "),
        (["grade", SHEET, "x.md", "--only", "zzz"], f"all ids are in {FOLDER / SHEET}"),
        (["grade", SHEET], "PATH"),
        (["grade", SHEET, "x.md", "-j", "0"], "'0' is no whole number from 1 on"),
        (["zip", SHEET, "--timeout", "long"], "'long' is no whole number from 1 on"),
        (["new", "/dev/null/hw1"], "/dev/null/hw1: it cannot be written: Not a directory"),
        (["handout", SHEET, "/dev/null/out"], "/dev/null/out: it cannot be written"),
        (["check", "nowhere"], "nowhere: there is no such file or folder"),
        (["audit", SHEET, "--allow", "nowhere"], "nowhere: it cannot be read: No such file"),
        (["audit", SHEET, "--sample", "nowhere"], "nowhere: there is no such folder"),
        (["greade"], "greade"),
    ],
)
def test_wrong_usage_is_exit_code_two(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        code = main(arguments)
    except SystemExit as end:
        code = int(end.code or 0)
    assert code == ExitCode.USAGE
    assert message in capsys.readouterr().err


def test_what_fails_in_a_folder_is_told_by_its_grading_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(finder: Finder, blocks: object) -> object:
        raise RecursionError("too deep")

    monkeypatch.setattr(Finder, "find", broken)
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(WRITE_UP, encoding="utf-8")
    assert grade(tmp_path, "--only", "2.1.h1") == ExitCode.INTERNAL
    assert "2.1.h1: grading failed: reading the submission: " in capsys.readouterr().err


def test_a_write_up_of_one_student_can_be_a_folder_a_zip_or_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "hw"
    folder.mkdir()
    (folder / "answers.md").write_text(WRITE_UP)
    with zipfile.ZipFile(tmp_path / "hw.zip", "w") as archive:
        archive.writestr("hw/answers.md", WRITE_UP)
    seen = []
    for path in (folder, tmp_path / "hw.zip", folder / "answers.md"):
        grade(path, "--json")
        tests = json.loads(capsys.readouterr().out)["tests"]
        seen.append([(each["number"], each["score"]) for each in tests])
    assert seen[0] == seen[1] == seen[2]


def test_a_request_at_which_we_fail_costs_the_other_lines_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def compare_or_fail(reference: str, student: str, **_: object) -> Comparison:
        return Comparison(bool(1 / len(student)), "digits")

    monkeypatch.setattr(requests, "compare", compare_or_fail)
    lines = [json.dumps({"id": each, "reference": "2x", "student": each}) for each in ("", "x")]
    path = tmp_path / "requests.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert main(["compare", str(path)]) == ExitCode.INTERNAL
    out, err = capsys.readouterr()
    found = [json.loads(line) for line in out.splitlines()]
    assert [each["equal"] for each in found] == [None, True]
    assert found[0]["note"].startswith("a fault of ours: ZeroDivisionError")
    assert "ZeroDivisionError" in err
