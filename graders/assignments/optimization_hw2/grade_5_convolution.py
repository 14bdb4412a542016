"""Question 5: what shift equivariance means; a person reads it."""

import pytest

from graders.grading.fixtures.types import Review
from graders.model import Answer


@pytest.mark.question("5.a", points=0, kind="derivation")
@pytest.mark.question("5.b", points=0, kind="free_text")
@pytest.mark.question("5.c", points=9, kind="free_text")
def grade_shift_equivariance(answer: Answer, review: Review) -> None:
    """What the shift equivariance of convolution means for images and videos."""
    review()
