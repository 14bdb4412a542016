"""Public checks of the code of problems 3 and 5: small inputs that anybody may see."""

from pathlib import Path

import numpy as np
import pytest

from graders.comparing.programs.evaluations import try_example
from graders.comparing.programs.pipelines import SHAPE, read_pipelines
from graders.comparing.programs.runs import NOT_FOUND, Program, failure, finding, in_words
from graders.errors import Mismatch
from graders.grading.fixtures.types import AnswersTo
from graders.model import Question
from graders.reading.code.answer_code import all_cells, answer_cells

INSIDE = Path(__file__).parent / "inside"
IMAGE = np.full((100, 150, 3), 128, np.uint8)  # gray: 100 rows, 150 columns


@pytest.mark.question("3.1.eval", points=2, kind="code")
def check_evaluation(answers_to: AnswersTo, student: Program) -> None:
    """For two batches with 3 of 4 and 1 of 2 images right, the accuracy is 4/6."""
    answers = answers_to("3.1.eval")  # none where the code stands in a file of its own
    own, rest = answer_cells(answers), all_cells(student.code)
    where = str(answers[0].where) if answers else ""
    try_example(student, INSIDE / "evaluation.py", own, rest, where)


@pytest.mark.question("5.1.transforms", points=2, kind="code")
def check_transforms(
    request: pytest.FixtureRequest,
    question: Question,
    answers_to: AnswersTo,
    student: Program,
) -> None:
    """Two pipelines make a tensor of 3 x 224 x 224 from an image of 100 x 150."""
    answers = answers_to(question.id)
    own, rest = answer_cells(answers), all_cells(student.code)
    reply = student.drive(INSIDE / "transforms.py", "transform", own, rest, [IMAGE])
    said = read_pipelines(reply)
    if failure(said) == NOT_FOUND:
        request.getfixturevalue("answer")  # it is missing
    if failure(said):
        raise finding(said, str(answers[0].where) if answers else "")
    pipelines = said["pipelines"]
    if len(pipelines) < 2:
        raise Mismatch("Only one pipeline was found.")
    for number, each in enumerate(pipelines, start=1):
        for made in each["results"]:
            if failure(made):
                raise Mismatch(f"Pipeline {number} stops: {in_words(made)}")
            if made.get("shape") != list(SHAPE):
                raise Mismatch(f"Pipeline {number} gives {made.get('shape', made['kind'])}.")
