"""Problem 5: image data and fine-tuning; a person marks figures and runs by their rubric."""

from collections.abc import Callable

import pytest

from graders.model import Answer

Review = Callable[..., None]


@pytest.mark.question("5.1.show", points=1, kind="free_text")
def grade_classes_shown(answer: Answer, review: Review) -> None:
    """An image of each of the ten classes, with its name."""
    review()


@pytest.mark.question("5.2.correct", points=1, kind="training")
@pytest.mark.question("5.2.trick", points=2, kind="training")
def grade_own_image(answer: Answer, review: Review) -> None:
    """What a network trained on ImageNet makes of the student's own image."""
    review()


@pytest.mark.question("5.3", "5.4", points=3, kind="training")
def grade_fine_tuning(answer: Answer, review: Review) -> None:
    """A network fine-tuned with early stopping on the validation loss."""
    review()
