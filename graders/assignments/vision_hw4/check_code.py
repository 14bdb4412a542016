"""Public checks of the code of question 2: small inputs that anybody may see, and no reference."""

from pathlib import Path

import numpy as np
import pytest

from graders.comparing.programs.evaluations import try_example
from graders.comparing.programs.outputs import Run, numbers_at_places
from graders.comparing.programs.runs import Program, Said, came_through, failure, finding, given
from graders.comparing.programs.stages import Stage
from graders.errors import Mismatch
from graders.grading.fixtures.types import AnswersTo
from graders.model import Answer
from graders.reading.code.answer_code import Cells, all_cells, answer_cells

INSIDE = Path(__file__).parent / "inside"
TRAINING, TESTS = 12, 5  # samples
NO_CODE = "No code was found in this answer: put it between ``` fences."


def code_in(answers: tuple[Answer, ...]) -> Cells:
    """The code of an answer.

    Raises:
        Mismatch: if there is none.
    """
    cells = answer_cells(answers)
    if not cells:
        raise Mismatch(NO_CODE)
    return cells


@pytest.mark.question("2.1.ii", points=1, kind="code")
def check_numbers_of_samples(answers: tuple[Answer, ...], student: Program) -> None:
    """With 12 training and 5 test samples, 12 and 5 are printed."""
    own, rest = code_in(answers), all_cells(student.code)
    reply = student.drive(INSIDE / "samples.py", "count", own, rest, (TRAINING, TESTS))
    result = given(reply, Said({"value": None}))
    places = numbers_at_places([Run(result.get("value"), reply.output)])
    if not {TRAINING, TESTS} <= {float(series[0]) for series in places.values()}:
        if failure(result):
            raise finding(result, str(answers[0].where))
        raise Mismatch(f"For {TRAINING} training and {TESTS} test samples, these do not come out.")


@pytest.mark.question("2.3.ii", points=1, kind="code")
def check_lines_for_gpu(answers: tuple[Answer, ...], student: Program) -> None:
    """The lines run on a machine that says it has a GPU."""
    own, rest = code_in(answers), all_cells(student.code)
    stage = Stage(np.eye(10, dtype=np.float32))
    truth = np.arange(10)
    reply = student.drive(
        INSIDE / "gpu.py", "train", own, rest, stage.tokens, truth, answering=stage.answer
    )
    came_through(reply, str(answers[0].where), Said({}))


@pytest.mark.question("2.4.i", points=1, kind="code")
def check_accuracy(answers_to: AnswersTo, student: Program) -> None:
    """For two batches with 3 of 4 and 1 of 2 images right, the accuracy is 4/6."""
    answers = answers_to("2.4.i")  # none where the code stands in a file of its own
    own, rest = answer_cells(answers), all_cells(student.code)
    where = str(answers[0].where) if answers else ""
    try_example(student, INSIDE / "evaluation.py", own, rest, where)
