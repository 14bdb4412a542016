"""Question 4: the two models compared; a person reads it."""

from collections.abc import Callable

import pytest

from graders.model import Answer


@pytest.mark.question("4", points=8, kind="free_text")
def grade_comparison(answer: Answer, review: Callable[..., None]) -> None:
    """Margins and bounds of the two models, and why they differ."""
    review()
