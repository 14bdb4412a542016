"""A small assignment packed as a zip, and a container's folders to run it in."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from graders.declaring.assignment import load_assignment
from graders.gradescope.contents import Order
from graders.gradescope.laying_out import lay_out, lend_environment
from graders.gradescope.layout import SETTINGS, Layout, Settings, to_toml
from graders.gradescope.packing import pack

NAME = "numbers"
QUESTIONS = {"1": "visible", "2": "visible", "3": "hidden"}
DECLARED = """
[[question]]
id = "{id}"
title = "Question {id}"
points = 2
kind = "numeric"
visibility = "{visibility}"
names = ['a_{id}']
"""
GRADERS = """
import pytest

from graders.model import Comparison


@pytest.mark.question("1", "2", "3")
def grade_number(answer, question, leaderboard, settle):
    '''The number of the question.'''
    {before}
    is_it = answer.text.strip().split()[-1] == question.id
    settle(Comparison(is_it, "number"), hint="This is another number.")
"""
RIGHT = "".join(f"# {number}\n\n{number}\n\n" for number in QUESTIONS)
METADATA: dict[str, Any] = {
    "id": 4711,
    "created_at": "2026-11-20T18:00:00.000000-08:00",
    "assignment": {
        "due_date": "2026-11-19T18:00:00-08:00",
        "late_due_date": None,
        "release_date": "2026-11-01T00:00:00-08:00",
        "group_size": 2,
        "group_submission": True,
        "id": 9,
        "course_id": 8,
        "title": "Numbers",
        "total_points": "6.0",
    },
    "submission_method": "upload",
    "users": [{"email": "someone@example.org", "id": 1, "name": "Someone"}],
    "previous_submissions": [
        {"submission_time": "2026-11-20T10:00:00-08:00", "score": 3.0,
         "autograder_error": False, "results": {}},
    ],
}  # fmt: skip


@dataclass(frozen=True)
class Ran:
    """What a run of `run_autograder` left."""

    layout: Layout
    process: "subprocess.CompletedProcess[str]"

    @property
    def results(self) -> dict[str, Any]:
        return json.loads(self.layout.results_file.read_bytes())

    @property
    def outcomes(self) -> list[str]:
        return [each["extra_data"]["outcome"] for each in self.results["tests"]]

    @property
    def notes(self) -> str:
        return "\n".join(self.results["extra_data"]["notes"])


@dataclass(frozen=True)
class Autograder:
    """A zip of the small assignment, unpacked as on the platform."""

    layout: Layout

    @property
    def environment(self) -> dict[str, str]:
        return {"PATH": os.environ["PATH"], "AUTOGRADER_ROOT": str(self.layout.root)}

    @property
    def command(self) -> str:
        return str(self.layout.root / "run_autograder")

    def hand_in(self, files: dict[str, str]) -> None:
        for name, text in files.items():
            path = self.layout.submission / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def replace_grader(self, before: str, *, top: str) -> None:
        home = self.layout.source / "graders" / "assignments" / NAME
        (home / "grade_numbers.py").write_text(top + GRADERS.format(before=before))

    def run(self) -> Ran:
        done = subprocess.run(
            [self.command], env=self.environment, capture_output=True, text=True, timeout=120
        )
        return Ran(self.layout, done)


Make = Callable[..., Autograder]


def an_assignment(folder: Path, *, before: str = "pass", hooks: str = "", top: str = "") -> Path:
    """An assignment's folder; `before` is what its grader does first."""
    folder.mkdir()
    questions = [DECLARED.format(id=id, visibility=seen) for id, seen in QUESTIONS.items()]
    (folder / "assignment.toml").write_text("\n".join(['title = "Numbers"', *questions]))
    (folder / "grade_numbers.py").write_text(top + GRADERS.format(before=before))
    if hooks:
        (folder / "hooks.py").write_text(hooks)
    return folder


@pytest.fixture(scope="session")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The root of a container with the small assignment, ready to be copied."""
    folder = tmp_path_factory.mktemp("unpacked")
    zipped, empty = folder / "autograder.zip", folder / "empty"
    empty.mkdir()
    pack(Order(load_assignment(an_assignment(folder / NAME)), 600), zipped)
    layout = Layout(folder / "autograder")
    lay_out(zipped, empty, layout)
    lend_environment(layout, layout)
    return layout.root


@pytest.fixture
def make(tmp_path: Path, unpacked: Path) -> Make:
    def make(
        *, seconds: int = 600, metadata: object = METADATA, hand_in: str = RIGHT, **parts: str
    ) -> Autograder:
        layout = Layout(tmp_path / "autograder")
        shutil.copytree(unpacked, layout.root, symlinks=True)
        packages = next((layout.root / "venv").glob("lib/python*/site-packages/nabla.pth"))
        packages.write_text(packages.read_text().replace(str(unpacked), str(layout.root)))
        home = layout.source / "graders" / "assignments" / NAME
        shutil.rmtree(home)
        an_assignment(home, **parts)
        settings = Settings(NAME, platform_seconds=seconds)
        (layout.source / SETTINGS).write_text(to_toml(settings))
        layout.metadata.write_text(metadata if isinstance(metadata, str) else json.dumps(metadata))
        autograder = Autograder(layout)
        autograder.hand_in({"answers.md": hand_in} if hand_in else {})
        return autograder

    return make
