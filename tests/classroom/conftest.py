"""A small class: an assignment, submissions, and the folder that they are graded to."""

import csv
import io
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from graders.classroom import fingerprints
from graders.classroom.folder import ClassFolder
from graders.cli import main
from graders.model import Report

ROOT = Path(__file__).parents[2]

ASSIGNMENT = """
title = "A small sheet"

[[question]]
id = "1"
title = "A word"
points = 2
kind = "choice"

[[question]]
id = "2"
title = "An essay"
points = 3
kind = "free_text"
rubric = ["1 point: the chain rule", "2 points: the rest"]

[[question]]
id = "2.10"
title = "A doubt"
points = 1
kind = "symbolic"
"""

GRADERS = '''
import os
from fractions import Fraction
import pytest
from graders.errors import Mismatch, Review, Undecided
from graders.model import Comparison

@pytest.mark.question("1")
def grade_word(answer, settle):
    """A word."""
    if "DIE" in answer.text:
        os._exit(9)
    if "yes" not in answer.text:
        raise Mismatch("it is not yes", mistake="sign")
    settle(Comparison(True, "word"))

@pytest.mark.question("2")
def grade_essay(answer):
    """An essay."""
    raise Review("a person reads it")

@pytest.mark.question("2.10")
def grade_doubt(answer, settle):
    """A doubt."""
    if "sure" not in answer.text:
        raise Undecided("who knows", note="a note", points=Fraction(1, 2))
    settle(Comparison(True, "doubt"))
'''

TEXT = "# 1\n\n{word}\n\n# 2\n\n{essay}\n\n# 2.10\n\n{doubt}\n"


class Classroom:
    """An assignment, the submissions in `hw`, and the output folder `out`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sheet, self.hw, self.out = folder / "sheet", folder / "hw", folder / "out"
        self.review = folder / "review.csv"
        self.sheet.mkdir()
        self.hw.mkdir()
        (self.sheet / "assignment.toml").write_text(ASSIGNMENT, encoding="utf-8")
        self.graders(GRADERS)

    def graders(self, text: str) -> None:
        """Puts graders in place of those before; python must not take them for the same."""
        (self.sheet / "grade_all.py").write_text(text, encoding="utf-8")
        shutil.rmtree(self.sheet / "__pycache__", ignore_errors=True)

    def hand_in(
        self, name: str, word: str = "yes", essay: str = "The chain rule.", doubt: str = "sure"
    ) -> Path:
        path = self.hw / f"{name}.md"
        path.write_text(TEXT.format(word=word, essay=essay, doubt=doubt), encoding="utf-8")
        return path

    @property
    def paths(self) -> list[str]:
        return sorted(map(str, self.hw.iterdir()))

    def grade(self, *options: object) -> int:
        command = ["grade", str(self.sheet), *self.paths, "-o", str(self.out)]
        return main([*command, *map(str, options)])

    def run(self, command: str, *options: object) -> int:
        return main([command, str(self.out), *map(str, options)])

    def report(self, name: str) -> Report:
        """The report of a submission with the marks of persons."""
        folder = ClassFolder(self.out)
        return folder.marked(folder.record(name))

    def results(self, name: str) -> dict[str, Any]:
        return json.loads((self.out / name / "results.json").read_text(encoding="utf-8"))

    def grades(self) -> dict[str, dict[str, str]]:
        text = (self.out / "grades.csv").read_text(encoding="utf-8")
        return {row["submission"]: row for row in csv.DictReader(io.StringIO(text))}

    def rows(self) -> list[dict[str, str]]:
        """The rows of the review table."""
        text = self.review.read_text(encoding="utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline="")))

    def fill_in(self, marks: Mapping[tuple[str, str], tuple[str, str]]) -> None:
        """Writes the table and fills in points and comments by submission and question."""
        self.run("review", "-o", self.review)
        rows = self.rows()
        for row in rows:
            place = row["submission"], row["question"]
            row["points"], row["comment"] = marks.get(place, (row["points"], row["comment"]))
        self.save(rows)

    def save(
        self, rows: list[dict[str, str]], *, delimiter: str = ",", encoding: str = "utf-8-sig"
    ):
        file = io.StringIO()
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
        self.review.write_bytes(file.getvalue().encode(encoding))


@pytest.fixture(scope="session")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of our sources that nobody edits while several processes use it."""
    place = tmp_path_factory.mktemp("frozen")
    for package in ("graders", "solutions"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / package, place / package, ignore=ignored)
    return place


@pytest.fixture
def room(tmp_path: Path, frozen: Path, monkeypatch: pytest.MonkeyPatch) -> Classroom:
    """A small class, graded by sources that stay the same from the first run to the last."""
    monkeypatch.setattr(fingerprints, "ROOT", frozen)
    return Classroom(tmp_path)


@pytest.fixture
def marked_room(room: Classroom) -> Classroom:
    """Four students; ben and cleo wrote the same essay, but for a line end."""
    room.hand_in("ada", essay="My own words.")
    room.hand_in("ben", essay="The chain rule\nand more.")
    room.hand_in("cleo", essay="The chain  rule and more.")
    room.hand_in(
        "dan", word="no", essay="Third, with, commas; and\n\n=cmd|'/C calc'!A0", doubt="hm"
    )
    room.grade()
    return room
