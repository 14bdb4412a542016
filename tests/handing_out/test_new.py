"""A new assignment works at once, wherever it is put."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from graders.auditing import Settings, audit
from graders.batch import grade
from graders.cli import ExitCode, main
from graders.declaring.assignment import load_assignment
from graders.errors import GradingFailed
from graders.judging.tables import compare_table
from graders.model import Kind, Outcome
from graders.samples import check_sample, read_sample, samples_of

ROOT = Path(__file__).parents[2]


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "made_by_new"
    assert main(["new", str(folder)]) == ExitCode.DONE
    yield folder
    for name in [each for each in sys.modules if each.startswith(folder.name)]:
        del sys.modules[name]


def run(*command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "MYPYPATH": str(ROOT)}
    command = (sys.executable, "-m", *command)
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_it_has_a_question_of_each_kind_with_a_grader(made: Path) -> None:
    kinds = {question.kind for question in load_assignment(made).questions}
    assert kinds == set(Kind) - {Kind.SHAPE, Kind.TRAINING}


def test_its_samples_get_the_reports_beside_them(made: Path) -> None:
    samples = samples_of(made)
    assert {each.name for each in samples} == {"all_right", "slips"}
    assert not [table for each in samples if (table := check_sample(each))]


def test_a_report_that_has_changed_is_shown_and_rewritten(made: Path) -> None:
    file = made / "samples" / "slips.expected.toml"
    kept = file.read_text(encoding="utf-8")
    file.write_text(kept.replace('"follow_through", points = 2', '"correct", points = 1'), "utf-8")
    [_, slips] = samples_of(made)
    assert re.search(r"1\.b +outcome +correct +follow_through", check_sample(slips, update=True))
    assert file.read_text(encoding="utf-8") == kept


def test_all_of_a_new_sample_is_shown_and_written(made: Path) -> None:
    shutil.copytree(made / "samples" / "slips", made / "samples" / "slips_too")
    *_, new = samples_of(made)
    table = check_sample(new, update=True)
    assert re.search(r'1\.b +all +- +\{ outcome = "follow_through", points = 2', table)
    assert all(name in table for name in read_sample(new.file).results)
    kept = (made / "samples" / "slips.expected.toml").read_text(encoding="utf-8")
    assert new.file.read_text(encoding="utf-8") == kept


def test_no_fault_is_ever_expected(made: Path) -> None:
    file = made / "samples" / "slips.expected.toml"
    kept = file.read_text(encoding="utf-8")
    (made / "grade_questions.py").write_text("1 / 0\n", encoding="utf-8")
    [_, slips] = samples_of(made)
    with pytest.raises(GradingFailed, match=r"slips\.expected\.toml is not written"):
        check_sample(slips, update=True)
    assert file.read_text(encoding="utf-8") == kept


@pytest.mark.slow
def test_its_own_tests_pass_and_it_is_clean(made: Path) -> None:
    for command in (
        ["pytest", made.name, "-q"],
        ["pytest", f"{made.name}/tests", "-q", "--import-mode=importlib"],
        ["mypy", "--strict", "--follow-imports=silent", "--cache-dir", os.devnull, made.name],
        ["ruff", "check", "--isolated", "--no-cache", made.name],
        ["graders", "grade", made.name, f"{made.name}/samples/all_right", "--json"],
    ):
        done = run(*command, folder=made.parent)
        expected = ExitCode.NEEDS_PERSON if command[1] == "grade" else ExitCode.DONE
        assert done.returncode == expected, f"{command}:\n{done.stdout}{done.stderr}"


@pytest.mark.slow
def test_its_graders_pass_an_audit(made: Path) -> None:
    assert not audit(load_assignment(made), Settings(per_question=10)).failures


def test_its_handout_scores_zero_and_says_why(made: Path, tmp_path: Path) -> None:
    folder = tmp_path / "for_students"
    assert main(["handout", str(made), str(folder)]) == ExitCode.DONE
    report = grade(made, folder)
    assert report.points == 0
    assert {verdict.outcome for verdict in report.verdicts} == {Outcome.MISSING}


def test_where_no_label_and_no_code_is_found_a_person_looks(made: Path, tmp_path: Path) -> None:
    page = tmp_path / "words.md"
    page.write_text("The activation comes out as 0.690.", encoding="utf-8")
    report = grade(made, page)
    first, *others = report.verdicts
    assert first.outcome is Outcome.UNDECIDED  # the number is its own
    assert {verdict.outcome for verdict in others} == {Outcome.UNREADABLE}


@pytest.mark.parametrize("name", ["my-hw", "1st", "json", "numpy", "class"])
def test_a_name_that_graders_cannot_be_imported_from_is_refused(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", str(tmp_path / name)]) == ExitCode.USAGE
    assert "attention_hw1" in capsys.readouterr().err
    assert not (tmp_path / name).exists()


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "kept_as_it_is"
    folder.mkdir()
    (folder / "mine.md").write_text("mine", encoding="utf-8")
    assert main(["new", str(folder)]) == ExitCode.USAGE
    assert [each.name for each in folder.iterdir()] == ["mine.md"]


# --- what the page says ---------------------------------------------------------------------------


def test_every_file_that_the_page_names_is_made(made: Path) -> None:
    page = (ROOT / "docs" / "from-sheet-to-zip.md").read_text(encoding="utf-8")
    table = page.partition("| file |")[2].partition("\n\n")[0]
    named = [each for each in re.findall(r"`([\w./]+)`", table) if "NAME" not in each]
    assert len(named) > 5
    for each in named:
        assert (made / each).exists(), each


def test_every_command_of_the_page_is_one(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = (ROOT / "docs" / "from-sheet-to-zip.md").read_text(encoding="utf-8")
    lines = re.findall(r"^nabla (.+)$", page, re.MULTILINE)
    assert {line.split()[0] for line in lines} >= {"new", "grade", "audit", "handout", "zip"}
    for line in lines:
        command, *rest = line.split()
        with pytest.raises(SystemExit) as stopped:
            main([command, "--help"])
        assert stopped.value.code == 0
        shown = capsys.readouterr().out
        assert all(each in shown for each in rest if each.startswith("-"))


# --- tables ---------------------------------------------------------------------------------------

EXPECTED = {"conv1": [28, 456], "pool1": [14, 0]}


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("| layer | side | n |\n|---|---|---|\n| conv1 | 28 | 456 |\n| pool1 | 14 | 0 |", 4),
        ("| layer | side | n |\n|---|---|---|\n| Pool 1 | $14$ | 0 |\n| Conv 1 | 28 | 455 |", 3),
        ("\\begin{tabular}{ccc}\nconv1 & 28 & 456 \\\\\npool1 & 14 & 0 \\\\\n\\end{tabular}", 4),
        ("- conv1: 28, 456\n- pool1: 14, 0", 4),
        ("| layer | side | n |\n|---|---|---|\n| conv1 | 28 | |\n| flatten | 7 | 7 |", 1),
    ],
    ids=["in order", "other order", "LaTeX", "a list", "cells left empty"],
)
def test_a_table_is_read_by_the_names_of_its_rows(text: str, right: int) -> None:
    found = compare_table(text, EXPECTED)
    assert found.credit * 4 == right
    assert found.equal is (right == 4)


def test_a_number_that_is_not_whole_is_judged_by_its_digits() -> None:
    assert compare_table("share: 0.333", {"share": [1 / 3]}).equal is True
    assert compare_table("share: 0.36", {"share": [1 / 3]}).equal is False


def test_a_cell_that_cannot_be_read_is_for_a_person() -> None:
    table = "| layer | side | n |\n|---|---|---|\n| conv1 | 28 | ?5é |\n| pool1 | 14 | 0 |"
    assert compare_table(table, EXPECTED).equal is None
