"""What is in a zip, and what is not."""

import re
import zipfile
from pathlib import Path

import pytest

from graders.declaring.assignment import assignment_names, load_assignment
from graders.errors import GraderError
from graders.gradescope.contents import Order, contents
from graders.gradescope.layout import Settings, to_toml
from graders.gradescope.own_files import left_at_home
from graders.gradescope.packing import pack
from tests.gradescope.conftest import an_assignment

NAMES = assignment_names()
SYMBOLIC = ("deep_learning_hw2", "optimization_hw2")


@pytest.fixture(scope="module")
def packed() -> dict[str, dict[str, bytes]]:
    return {name: dict(contents(Order(load_assignment(name), 600))) for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_a_zip_holds_what_one_assignment_needs_and_nothing_else(packed, name: str) -> None:
    files = packed[name]
    assert {"setup.sh", "run_autograder", "requirements.txt", "constraints.txt"} <= files.keys()
    assert f"graders/assignments/{name}/assignment.toml" in files
    others = [f"/{other}/" for other in NAMES if other != name]
    unwanted = (*others, "tests/", "submissions/", "docs/", ".git", "__pycache__", "audit.toml",
                "graders/commands/", "benchmarks/")  # fmt: skip
    assert [each for each in files if any(part in each for part in unwanted)] == []


AUTOMATIC = "__init__ closed_forms differences graph modes table_mistakes tables".split()


def test_only_the_solutions_that_graders_import_are_there(packed) -> None:
    solutions = {each for each in packed["optimization_hw2"] if each.startswith("solutions/")}
    assert solutions == {
        "solutions/__init__.py",
        *(f"solutions/automatic_differentiation/{each}.py" for each in AUTOMATIC),
        "solutions/gradient_descent.py", "solutions/sgd_step.py", "solutions/softsign.py",
    }  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_torch_is_required_by_assignments_that_run_it_alone(packed, name: str) -> None:
    required = packed[name]["requirements.txt"].decode().split()
    assert ("torch" in required) == (name not in SYMBOLIC)
    assert {"numpy", "pytest"} <= set(required)


@pytest.mark.parametrize("name", NAMES)
def test_every_requirement_is_pinned_and_names_no_place(packed, name: str) -> None:
    pins = packed[name]["constraints.txt"].decode().split()
    assert [each for each in pins if not re.fullmatch(r"[a-z0-9-]+==[\w.]+", each)] == []
    pinned = {each.partition("==")[0] for each in pins}
    assert set(packed[name]["requirements.txt"].decode().split()) <= pinned


def test_a_reference_is_not_in_the_results_before_grading(packed) -> None:
    written = packed["deep_learning_hw2"]["results_at_start.json"].decode()
    assert '"outcome": "fault"' in written
    assert '"correct"' not in written


def test_a_zip_has_the_same_bytes_each_time(tmp_path: Path) -> None:
    order = Order(load_assignment(an_assignment(tmp_path / "numbers")), 600)
    one, two = tmp_path / "one.zip", tmp_path / "two.zip"
    pack(order, one)
    (tmp_path / "numbers" / "assignment.toml").touch()
    pack(order, two)
    assert one.read_bytes() == two.read_bytes()
    with zipfile.ZipFile(one) as archive:
        modes = {each.filename: each.external_attr >> 16 for each in archive.infolist()}
    assert modes["setup.sh"] == modes["run_autograder"] == 0o100755
    assert modes["autograder.toml"] == 0o100644


def test_what_an_instructors_graders_name_is_packed_and_the_rest_is_not(tmp_path: Path) -> None:
    top = 'from pathlib import Path\nTABLE = Path(__file__).parent / "tables" / "a.csv"\n'
    folder = an_assignment(tmp_path / "numbers", top=top, hooks="def admit(metadata): ...")
    for name in ("tables/a.csv", "tables/b.csv", "samples/right.md", "notes.txt", "check_x.py"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("1")
    home = "graders/assignments/numbers/"
    files = contents(Order(load_assignment(folder), 600))
    assert {each.removeprefix(home) for each in files if each.startswith(home)} == {
        "assignment.toml", "grade_numbers.py", "hooks.py", "tables/a.csv", "tables/b.csv",
    }  # fmt: skip


READING = """
from pathlib import Path
from ..shared import SCALE
TABLES = [(Path(__file__).parents[1] / "tables" / f"{name}_1.csv").read_text() for name in "ab"]
LIST = (Path(__file__).parent / "list.json").read_text()
"""


def test_what_imported_modules_import_and_name_is_packed_too(tmp_path: Path) -> None:
    folder = an_assignment(tmp_path / "numbers", top="from .inner.references import LIST\n")
    written = {
        "__init__.py": "", "inner/__init__.py": "", "inner/references.py": READING,
        "inner/list.json": "[]", "inner/unused.py": "", "shared.py": "SCALE = 1",
        "tables/a_1.csv": "1", "tables/b_1.csv": "2", "students.csv": "a name",
    }  # fmt: skip
    for name, text in written.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    assignment = load_assignment(folder)
    home = "graders/assignments/numbers/"
    files = contents(Order(assignment, 600))
    packed = {each.removeprefix(home) for each in files if each.startswith(home)}
    assert packed == {*written, "assignment.toml", "grade_numbers.py"} - {
        "inner/unused.py", "students.csv",
    }  # fmt: skip
    assert left_at_home(assignment, files) == ["students.csv"]
    pack(Order(assignment, 600), tmp_path / "numbers.zip")


def test_what_cannot_be_loaded_as_it_is_packed_is_not_packed(tmp_path: Path) -> None:
    top = "from pathlib import Path\nNOTES = [*Path(__file__).parent.glob('*.m' + 'd')][0]\n"
    folder = an_assignment(tmp_path / "numbers", top=top)
    (folder / "notes.md").write_text("found here alone")
    with pytest.raises(GraderError, match=r"grade_numbers.py:2: IndexError"):
        pack(Order(load_assignment(folder), 600), tmp_path / "numbers.zip")
    assert not (tmp_path / "numbers.zip").exists()


def test_what_graders_import_is_required_at_its_version(tmp_path: Path) -> None:
    folder = an_assignment(tmp_path / "numbers", top="import hypothesis\n")
    files = contents(Order(load_assignment(folder), 600))
    assert b"hypothesis" in files["requirements.txt"].split()
    assert re.search(rb"^hypothesis==\d", files["constraints.txt"], re.MULTILINE)


def test_what_is_not_installed_here_is_told_before_the_upload(tmp_path: Path) -> None:
    folder = an_assignment(tmp_path / "numbers", top="import not_installed_anywhere\n")
    with pytest.raises(GraderError, match="not_installed_anywhere"):
        contents(Order(load_assignment(folder), 600))


def test_hooks_that_cannot_be_loaded_are_told_before_the_upload(tmp_path: Path) -> None:
    folder = an_assignment(tmp_path / "numbers", hooks="def adjust(:")
    with pytest.raises(GraderError, match="SyntaxError"):
        contents(Order(load_assignment(folder), 600))


def test_data_and_an_index_of_torch_are_packed_where_given(tmp_path: Path) -> None:
    data = tmp_path / "figures"
    data.mkdir()
    (data / "figure_A.csv").write_text("x,y\n")
    assignment = load_assignment(an_assignment(tmp_path / "numbers"))
    files = contents(Order(assignment, 900, data=data, torch_index=""))
    assert files["data/figure_A.csv"] == b"x,y\n"
    assert files["torch-index"] == b""
    assert files["autograder.toml"].decode() == to_toml(
        Settings("numbers", "Numbers", platform_seconds=900, has_data=True)
    )
