"""Question 1: why a margin can be negative; a person reads it."""

from collections.abc import Callable

import pytest

from graders.model import Answer


@pytest.mark.question("1", points=15, kind="free_text")
def grade_negative_margin(answer: Answer, review: Callable[..., None]) -> None:
    """When a margin is below zero, and what that says about the prediction."""
    review()
