"""Problem 5: two pipelines of image transforms, run on images of three sizes."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from graders.comparing.programs.pipelines import (
    ONE_ONLY,
    draw_images,
    judge_pipelines,
    read_pipelines,
)
from graders.comparing.programs.runs import NOT_FOUND, Program, failure, finding
from graders.errors import Undecided
from graders.grading.fixtures.types import AnswersTo, Review, Settle
from graders.model import Question
from graders.reading.code.answer_code import all_cells, answer_cells, is_whole, mentions

HARNESS = Path(__file__).parent / "inside" / "transforms.py"
NO_CODE = "the code is not in the hand-in; a description is no pipeline"
NOT_READ = "A pipeline that is written there could not be made; a person looks."
PIPELINE = r"\bCompose\("
IMAGES = draw_images()


@pytest.mark.question("5.1.transforms", points=2, kind="code")
def grade_transforms(
    request: pytest.FixtureRequest,
    question: Question,
    answers_to: AnswersTo,
    student: Program,
    settle: Settle,
    review: Review,
) -> None:
    """Two pipelines that end in a float tensor of 3 x 224 x 224."""
    answers = answers_to(question.id)
    own, rest = answer_cells(answers), all_cells(student.code)
    result: Mapping[str, Any] = {"failed": NOT_FOUND}
    if own or mentions(rest, PIPELINE):
        result = read_pipelines(student.drive(HARNESS, "transform", own, rest, IMAGES))
    if failure(result) == NOT_FOUND:
        request.getfixturevalue("answer")  # it is missing, unless something else stands there
        review(NO_CODE)
    if failure(result):
        raise finding(result, str(answers[0].where) if answers else "")
    found = judge_pipelines(result["pipelines"], IMAGES)
    cut_off = [code for _, code in own or rest if not is_whole(code)]
    if found.mistake == ONE_ONLY and any(re.search(PIPELINE, code) for code in cut_off):
        raise Undecided(NOT_READ, points=found.credit * question.points)
    settle(found)
