"""A zip tried in a container's layout gives what `nabla grade` gives."""

import os
import subprocess
import zipfile
from pathlib import Path

import pytest

from graders.batch import Graded, Options, grade_all
from graders.cli import main
from graders.declaring.assignment import assignment_names, load_assignment
from graders.errors import GraderError
from graders.gradescope.container import SMALLEST, Size, Unheld, container
from graders.gradescope.contents import ROOT, Order
from graders.gradescope.laying_out import lay_out
from graders.gradescope.layout import Layout
from graders.gradescope.packing import pack
from graders.gradescope.trying import Trial, Tried, try_out
from graders.reports.gradescope import to_gradescope
from tests.gradescope.conftest import RIGHT, an_assignment

GIB = 1 << 30
pytestmark = pytest.mark.minutes  # a namespace and a control group for each
needs_namespaces = pytest.mark.skipif(
    os.geteuid() != 0
    or subprocess.run(["unshare", "--mount", "--pid", "--fork", "true"]).returncode != 0,
    reason="namespaces are made by root",
)


def tried(folder: Path, submission: Path, tmp_path: Path, size: Size = SMALLEST) -> Tried:
    zipped = tmp_path / "autograder.zip"
    pack(Order(load_assignment(folder), 600), zipped)
    return try_out(Trial(zipped, submission, size))


def settled(results: dict) -> list[tuple[str, str, float]]:
    tests = results["tests"]
    return [(each["number"], each["extra_data"]["outcome"], each["score"]) for each in tests]


@pytest.mark.slow
@needs_namespaces
@pytest.mark.parametrize("name", assignment_names())
def test_the_zip_decides_as_nabla_grade_does(name: str, tmp_path: Path) -> None:
    submission = ROOT / "submissions" / name / "all_right"
    run = tried(ROOT / "graders/assignments" / name, submission, tmp_path, Size(8 * GIB, 2))
    graded: list[Graded] = []
    grade_all(load_assignment(name), [submission], Options(), graded.append)
    assert settled(dict(run.results)) == settled(to_gradescope(graded[0].report))


@needs_namespaces
def test_nothing_of_the_machine_can_be_changed(tmp_path: Path) -> None:
    before = "import os; open('/autograder/tmp/x', 'w'); print(os.stat('/autograder').st_uid)"
    wall = f"open({str(tmp_path / 'changed')!r}, 'w')"
    folder = an_assignment(tmp_path / "numbers", before=f"{before}\n    {wall}")
    (tmp_path / "answers.md").write_text(RIGHT)
    run = tried(folder, tmp_path / "answers.md", tmp_path)
    assert not (tmp_path / "changed").exists()
    assert "Read-only file system" in run.results["tests"][0]["extra_data"]["note"]
    assert not Path("/autograder").exists()


@needs_namespaces
def test_a_grader_that_takes_too_much_memory_is_ended_and_told(tmp_path: Path) -> None:
    if isinstance(held := container(SMALLEST), Unheld):
        pytest.skip("there are no control groups here")
    held.close()
    folder = an_assignment(tmp_path / "numbers", before="hoard = bytearray(1 << 30)")
    (tmp_path / "answers.md").write_text(RIGHT)
    run = tried(folder, tmp_path / "answers.md", tmp_path)
    assert run.killed
    assert "want of memory" in run.results["tests"][0]["extra_data"]["note"]
    assert any("larger container" in each for each in run.warnings(SMALLEST))


def test_a_group_whose_processes_have_not_ended_costs_no_results(tmp_path: Path) -> None:
    held = Unheld()
    held.folders = (tmp_path / "memory", tmp_path / "cpu")
    for each in (*held.folders, held.folders[0] / "a process"):
        each.mkdir()
    held.close()
    assert [each.name for each in tmp_path.iterdir()] == ["memory"]


def test_what_is_no_zip_is_told(tmp_path: Path) -> None:
    (tmp_path / "answers.md").write_text(RIGHT)
    (tmp_path / "a.zip").write_text("no zip")
    with pytest.raises(GraderError, match="is no zip"):
        try_out(Trial(tmp_path / "a.zip", tmp_path / "answers.md"))


def test_metadata_that_are_not_there_are_told(tmp_path: Path) -> None:
    (tmp_path / "answers.md").write_text(RIGHT)
    zipped, missing = tmp_path / "a.zip", tmp_path / "late.json"
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("run_autograder", "")
        archive.writestr("autograder.toml", "")
    with pytest.raises(GraderError, match=r"late\.json: cannot be read"):
        lay_out(zipped, tmp_path / "answers.md", Layout(tmp_path / "root"), missing)


@needs_namespaces
def test_the_command_packs_tries_and_says_what_it_cost(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = an_assignment(tmp_path / "numbers")
    (tmp_path / "answers.md").write_text(RIGHT)
    zipped = str(tmp_path / "autograder.zip")
    answers = str(tmp_path / "answers.md")
    assert main(["zip", str(folder), "-o", zipped]) == 0
    assert main(["zip", "-o", zipped, "--try", answers, "--memory", "512M"]) == 0
    printed = capsys.readouterr().out
    assert "score 6; students read first:\n  4 of 4 points." in printed
    assert "Autograder points on Gradescope: 6\n" in printed
    assert "GiB of 0.50 GiB" in printed


def test_no_folder_is_made_for_a_zip(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nowhere = tmp_path / "nowhere"
    folder = an_assignment(tmp_path / "numbers")
    assert main(["zip", str(folder), "-o", str(nowhere / "x.zip")]) == 2
    assert "there is no such folder" in capsys.readouterr().err
    assert not nowhere.exists()


def test_the_command_asks_for_an_assignment(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["zip"]) == 2
    assert "name an assignment" in capsys.readouterr().err
