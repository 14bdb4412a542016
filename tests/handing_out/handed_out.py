"""What is handed out for an assignment, and the reports that it gets."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from graders.batch import Graded, Options, grade_all
from graders.declaring.assignment import Assignment, assignment_names, load_assignment
from graders.handing_out import Form, handout, write_files
from graders.model import Report

ROOT = Path(__file__).parents[2]
every_assignment = pytest.mark.parametrize("name", assignment_names())


@cache
def files_of(name: str, form: Form = Form.MARKDOWN) -> Mapping[str, str]:
    return {file: data.decode() for file, data in handout(load_assignment(name), form).items()}


def written(name: str, folder: Path, form: Form = Form.MARKDOWN) -> Path:
    write_files(handout(load_assignment(name), form), folder)
    return folder


def own_assignment(folder: Path, check: str) -> Assignment:
    folder.mkdir()
    question = 'id = "1"\ntitle = "T"\npoints = 1\nkind = "code"\n'
    (folder / "assignment.toml").write_text(f"[[question]]\n{question}", encoding="utf-8")
    (folder / "references.py").write_text("RIGHT = 1.25\n", encoding="utf-8")
    (folder / "check_code.py").write_text(check, encoding="utf-8")
    return load_assignment(folder)


def reports(name: str, folders: list[Path]) -> list[Report]:
    found: list[Graded] = []
    grade_all(load_assignment(name), folders, Options(), found.append)
    return [each.report for each in found]
