"""Question 1: why a margin can be negative; a person reads it."""

import pytest

from graders.grading.fixtures.types import Review
from graders.model import Answer


@pytest.mark.question("1", points=15, kind="free_text")
def grade_negative_margin(answer: Answer, review: Review) -> None:
    """When a margin is below zero, and what that says about the prediction."""
    review()
