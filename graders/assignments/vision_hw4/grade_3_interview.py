"""Question 3: what a person reads of batch normalisation and of why convolutions are used."""

import pytest

from graders.grading.fixtures.types import Review
from graders.model import Answer


@pytest.mark.question("3.1.i", "3.1.ii", points=2, kind="free_text")
@pytest.mark.question("3.4", points=3, kind="free_text")
def grade_interview(answer: Answer, review: Review) -> None:
    """An explanation, for a person to read."""
    review()
