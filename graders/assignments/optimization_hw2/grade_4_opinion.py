"""Question 4, part e: whether one is glad that software differentiates; a person reads it."""

import pytest

from graders.grading.fixtures.types import DoubtSilence, Review
from graders.model import Answer


@pytest.fixture
def look_for_opinion(doubt_silence: DoubtSilence) -> None:
    """A person looks where an opinion stands in another part."""
    doubt_silence(words=r"\b(?:glad|love|happy|hate)\b", settles=True)


@pytest.mark.usefixtures("look_for_opinion")
@pytest.mark.question("4.e", points=1, kind="free_text")
def grade_opinion(answer: Answer, review: Review) -> None:
    """Whether one is glad that software does this; any answer will do."""
    review()
