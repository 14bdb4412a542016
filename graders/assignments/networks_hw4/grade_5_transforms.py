"""Problem 5: two pipelines of image transforms, run on images of three sizes."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from graders.comparing.pipelines import judge_pipelines, read_pipelines
from graders.comparing.runs import NOT_FOUND, Program, failure, finding
from graders.model import Answer
from graders.reading.answer_code import all_cells, answer_cells

HARNESS = Path(__file__).parent / "inside" / "transforms.py"
SIZES = ((200, 300), (224, 224), (640, 251))  # height and width: any may be the longer
NO_CODE = "the code is not in the hand-in; a description is no pipeline"


def make_images(seed: int) -> list[np.ndarray[tuple[int, ...], np.dtype[np.uint8]]]:
    """An image of each size, every pixel another, from black to white."""
    random = np.random.default_rng(seed)
    return [random.integers(0, 256, size=(*size, 3), dtype=np.uint8) for size in SIZES]


IMAGES = make_images(50_123)


@pytest.mark.question("5.1.transforms", points=2, kind="code")
def grade_transforms(
    answers: tuple[Answer, ...],
    student: Program,
    settle: Callable[..., None],
    review: Callable[..., None],
) -> None:
    """Two pipelines that end in a float tensor of 3 x 224 x 224."""
    own, rest = answer_cells(answers), all_cells(student.code)
    if not own:
        review(NO_CODE)
    result = read_pipelines(student.drive(HARNESS, "transform", own, rest, IMAGES))
    if failure(result) == NOT_FOUND:
        review(NO_CODE)
    if failure(result):
        raise finding(result, str(answers[0].where))
    settle(judge_pipelines(result["pipelines"]))
