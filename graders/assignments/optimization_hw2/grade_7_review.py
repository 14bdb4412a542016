"""Question 7: the review of a paper; a person reads it."""

import pytest

from graders.grading.fixtures.types import Review
from graders.model import Answer


@pytest.mark.question("7.a", points=10, kind="free_text")
@pytest.mark.question("7.b", points=6, kind="free_text")
def grade_paper_review(answer: Answer, review: Review) -> None:
    """Contributions, strengths, weaknesses and takeaways."""
    review()
