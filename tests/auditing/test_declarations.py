"""No question is lost: what is declared, what graders decide, and the catalogue agree."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from pathlib import Path

import pytest

from graders.declaring.assignment import Assignment, assignment_names, load_assignment
from graders.errors import AssignmentError
from tests.shared import SHARED, needs

ALL_QUESTIONS = 161
ROW = re.compile(r"^\| `([^`]+)` \| .*? \| ([\d.]+)( EC)? \| (\w+) \|$", re.MULTILINE)
NOT_A_KIND = {"plot": "free_text"}


@dataclass(frozen=True)
class Decided:
    """What a grader says of a question that it decides."""

    question: str
    points: Fraction
    kind: str


def decided(assignment: Assignment) -> Iterator[Decided]:
    """The questions that the graders of an assignment decide, by their markers."""
    for file in sorted(assignment.folder.glob("grade_*.py")):
        module = import_module(f"graders.assignments.{assignment.id}.{file.stem}")
        for name, function in vars(module).items():
            marks = getattr(function, "pytestmark", ()) if name.startswith("grade_") else ()
            for mark in marks:
                if mark.name == "question":
                    points, kind = Fraction(str(mark.kwargs["points"])), mark.kwargs["kind"]
                    yield from (Decided(each, points, kind) for each in mark.args)


@pytest.mark.parametrize("name", assignment_names())
def test_graders_decide_every_question_once_with_its_points_and_kind(name: str) -> None:
    assignment = load_assignment(name)
    declared = [Decided(each.id, each.points, each.kind) for each in assignment.questions]
    assert Counter(decided(assignment)) == Counter(declared)


def test_all_questions_of_all_assignments_are_there() -> None:
    count = sum(len(load_assignment(name).questions) for name in assignment_names())
    assert count == ALL_QUESTIONS


@needs("catalogue")
@pytest.mark.parametrize("name", assignment_names())
def test_graders_decide_what_the_catalogue_lists(name: str) -> None:
    text = (SHARED / "catalogue" / f"{name}.md").read_text(encoding="utf-8")
    listed = [
        Decided(question, Fraction(points), NOT_A_KIND.get(kind, kind))
        for question, points, _, kind in ROW.findall(text)
    ]
    assert Counter(decided(load_assignment(name))) == Counter(listed)


@needs("catalogue")
@pytest.mark.parametrize("name", assignment_names())
def test_extra_credit_of_the_catalogue_is_beyond_the_maximum(name: str) -> None:
    text = (SHARED / "catalogue" / f"{name}.md").read_text(encoding="utf-8")
    extra = {question for question, _, credit, _ in ROW.findall(text) if credit}
    assert {each.id for each in load_assignment(name).questions if each.bonus} == extra


# --- bonus questions ------------------------------------------------------------------------------

SHEET = """
bonus = {bonus}

[[question]]
id = "1.a"
title = "t"
points = 3
kind = "free_text"

[[question]]
id = "2"
title = "t"
points = 5
kind = "free_text"
"""


def sheet(folder: Path, bonus: str) -> Assignment:
    (folder / "assignment.toml").write_text(SHEET.format(bonus=bonus), encoding="utf-8")
    return load_assignment(folder)


@pytest.mark.parametrize(
    ("bonus", "most"), [("[]", 8), ('["2"]', 3), ('["1"]', 5), ('["1", "2"]', 0)]
)
def test_points_of_bonus_questions_are_beyond_the_maximum(
    tmp_path: Path, bonus: str, most: int
) -> None:
    assert sheet(tmp_path, bonus).max_points == most


def test_a_bonus_that_names_no_question_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AssignmentError, match="names no question: 3"):
        sheet(tmp_path, '["3"]')
