"""Question 7: the review of a paper; a person reads it."""

from collections.abc import Callable

import pytest

from graders.model import Answer


@pytest.mark.question("7.a", points=10, kind="free_text")
@pytest.mark.question("7.b", points=6, kind="free_text")
def grade_paper_review(answer: Answer, review: Callable[..., None]) -> None:
    """Contributions, strengths, weaknesses and takeaways."""
    review()
