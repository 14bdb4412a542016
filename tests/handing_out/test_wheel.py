"""Nabla as students have it: it checks, and holds nothing that is right."""

import io
import re
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from graders.cli import ExitCode, main
from graders.declaring.assignment import assignment_names, load_assignment
from graders.errors import AssignmentError
from graders.handing_out import handout, write_files
from graders.handing_out.wheel import FILE, wheel
from tests.handing_out.handed_out import own_assignment
from tests.handing_out.test_no_reference import right_numbers

every_assignment = pytest.mark.parametrize("name", assignment_names())
REFERENCE = re.compile(r"(?:import|from) solutions|graders\.assignments\.")
KEPT_BACK = re.compile(
    r"(solutions|graders/(assignments|auditing|baselines|claims|classroom|gradescope|skeleton))/"
)
MANY_DIGITS = 6


@cache
def packed(name: str) -> bytes:
    return wheel(load_assignment(name))


@cache
def files_of(name: str) -> Mapping[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed(name))) as archive:
        return {each: archive.read(each) for each in archive.namelist()}


@every_assignment
def test_it_holds_no_assignment_no_solution_and_no_rubric(name: str) -> None:
    files = files_of(name)
    assert not list(filter(KEPT_BACK.match, files))
    assert not [file for file in files if Path(file).name.startswith("grade_")]
    text = b"\n".join(files.values()).decode()
    for question in load_assignment(name).questions:
        assert not [line for line in question.rubric if line in text]


@every_assignment
def test_it_imports_no_reference_and_holds_no_number_of_a_right_answer(name: str) -> None:
    text = b"\n".join(
        data for file, data in files_of(name).items() if "RECORD" not in file
    ).decode()
    assert not REFERENCE.search(text)
    secrets = {
        number for number in right_numbers(name) if len(re.sub(r"\D", "", number)) >= MANY_DIGITS
    }
    assert not [number for number in secrets if re.search(rf"(?<![\d.]){re.escape(number)}", text)]


def test_it_is_the_same_bytes_each_time() -> None:
    assert wheel(load_assignment("optimization_hw2")) == packed("optimization_hw2")


def test_a_check_that_leads_to_a_solution_makes_no_wheel(tmp_path: Path) -> None:
    check = "import graders.claims.runs.references\n"
    with pytest.raises(AssignmentError, match="students must not have"):
        wheel(own_assignment(tmp_path / "own", check))


@pytest.mark.slow
def test_students_check_with_it_alone(tmp_path: Path) -> None:
    assignment = load_assignment("generalization_hw1")
    write_files(handout(assignment), tmp_path / "hw")
    assert main(["handout", assignment.id, str(tmp_path / "again"), "--wheel", str(tmp_path)]) == 0
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv"], check=True)
    packages = next((tmp_path / "venv").glob("lib/python*/site-packages"))
    with zipfile.ZipFile(tmp_path / FILE) as archive:
        archive.extractall(packages)
    lent = sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
    (packages / "lent.pth").write_text("\n".join(lent), encoding="utf-8")
    command = [tmp_path / "venv/bin/python", "-I", "-m", "graders", "check", "."]
    done = subprocess.run(command, cwd=tmp_path / "hw", capture_output=True, text=True, check=False)
    assert done.returncode == ExitCode.NEEDS_PERSON, done.stderr
    assert "of 10 answers are found" in done.stdout.splitlines()[-1]
