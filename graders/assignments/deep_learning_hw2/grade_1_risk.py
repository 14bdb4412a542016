"""Question 1: the risk in a teacher-student setup."""

import pytest

from graders.grading.fixtures.types import Review
from graders.model import Answer


@pytest.mark.question("1", points=10, kind="derivation")
def grade_risk(answer: Answer, review: Review) -> None:
    """The proof that the risk is the squared distance of student and teacher."""
    review()
