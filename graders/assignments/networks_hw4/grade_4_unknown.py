"""Problem 4, which nobody has: the write-up that the sheet was recovered from leaves it out."""

import pytest

from graders.errors import Missing
from graders.grading.fixtures.types import AnswerTo, Review

UNKNOWN = "the question is not known"


@pytest.mark.question("4", points=0, kind="free_text")
def grade_unknown(answer_to: AnswerTo, review: Review) -> None:
    """A question without points, whose text is not known."""
    if answer_to("4") is None:
        raise Missing(f"No answer was found; {UNKNOWN}.")
    review(UNKNOWN)
