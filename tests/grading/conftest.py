"""A small sheet: an assignment, its graders and a submission, graded by pytest."""

import io
import json
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from graders.grading.loading import forget_graders

ASSIGNMENT = """
title = "A small sheet"

[names]
symbols = ['x']

[[question]]
id = "1"
title = "A number"
points = 2
kind = "numeric"
names = ['y']

[[question]]
id = "2"
title = "A second number"
points = 3
kind = "numeric"
names = ['z']
follows = ["1"]

[[question]]
id = "3"
title = "An essay"
points = 4
kind = "free_text"
rubric = ["mentions the chain rule"]
"""

GRADERS = '''
import pytest
from graders.comparing.numbers.targets import Target
from graders.comparing.numbers.worksheet import Worksheet

SHEET = Worksheet({"x": 3.0}, {"y": lambda x: x + 1, "z": lambda x, y: x * y})

@pytest.mark.question("1", "2")
def grade_number(quantity, settle_value):
    """A number."""
    settle_value(Target(SHEET, quantity))

@pytest.mark.question("3", points=4, kind="free_text")
def grade_essay(answer, review):
    """An essay."""
    review()
'''

RIGHT = "# 1\n\n$y = 4.00$\n\n# 2\n\n$z = 12.0$\n\n# 3\n\nThe chain rule.\n"

Results = dict[str, Any]


@dataclass(frozen=True)
class Ran:
    """How a run of pytest ended, and what it said."""

    code: int
    said: str


class Sheet:
    """A folder with an assignment and a submission, graded by pytest."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "sheet"
        self.folder.mkdir()
        self.results = folder / "results.json"
        self.declare(ASSIGNMENT)
        self.graders(GRADERS)
        self.submission = folder / "answers.md"
        self.submission.write_text(RIGHT, encoding="utf-8")

    def declare(self, text: str) -> None:
        (self.folder / "assignment.toml").write_text(text, encoding="utf-8")

    def graders(self, text: str, *, name: str = "grade_sheet.py") -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def arguments(self, *more: str) -> list[str]:
        return [
            str(self.folder), "-q", "-p", "no:cacheprovider", "-p", "no:faulthandler",
            "--submission", str(self.submission), "--results", str(self.results), *more,
        ]  # fmt: skip

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "pytest", *self.arguments(*arguments)]

    def run(self, *arguments: str) -> Ran:
        """A run in this process, which spares the start of another."""
        said, path = io.StringIO(), [*sys.path]
        forget_graders(self.folder)
        with redirect_stdout(said), redirect_stderr(said), chdir(self.folder):
            code = pytest.main(self.arguments(*arguments))
        sys.path[:] = path
        return Ran(code, said.getvalue())

    def start(self, *arguments: str) -> Ran:
        """A run as from a terminal."""
        done = subprocess.run(
            self.command(*arguments), capture_output=True, text=True, cwd=self.folder
        )
        return Ran(done.returncode, done.stdout + done.stderr)

    def tests(self, *arguments: str) -> dict[str, Results]:
        done = self.run(*arguments)
        assert self.results.exists(), done.said
        return self.read_tests()

    def read_tests(self) -> dict[str, Results]:
        return {each["number"]: each for each in self.read()["tests"]}

    def read(self) -> Results:
        found: Results = json.loads(self.results.read_text(encoding="utf-8"))
        return found


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    return Sheet(tmp_path)


def outcomes(tests: dict[str, Results]) -> dict[str, str]:
    return {number: test["extra_data"]["outcome"] for number, test in tests.items()}


LEGACY = '''
import unittest
from gradescope_utils.autograder_utils.decorators import (
    hide_errors, leaderboard, number, partial_credit, tags, visibility, weight,
)

@weight(2)
@number("L1")
@visibility("after_published")
@tags("numpy", "speed")
def test_passes():
    """A passing function"""

@weight(2)
@number("L2")
def test_fails():
    assert 1 == 2, "one is not two"

@weight(2)
@number("L3")
@hide_errors("look again")
def test_hides():
    assert 1 == 2, "secret"

@partial_credit(5)
@number("L4")
def test_partial(set_score=None):
    set_score(3.5)

@weight(1)
@number("L5")
def test_breaks():
    raise RuntimeError("ours")

class TestOld(unittest.TestCase):
    @weight(4)
    @number("L6")
    def test_method(self):
        """A method"""
        self.assertEqual(2 + 2, 4)

    @weight(4)
    @number("L7")
    def test_wrong_method(self):
        self.assertEqual(2 + 2, 5)

@leaderboard("speed", "asc")
@number("L8")
def test_fast(set_leaderboard_value=None):
    set_leaderboard_value(1.5)
'''
