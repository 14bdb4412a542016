"""What students say of the curves of the figures of deep_learning_hw2."""

from pathlib import Path

import pytest

from graders.model import Outcome
from tests.assignments.variants import GradeText

ASSIGNMENT = "deep_learning_hw2"
DATA = Path(__file__).parents[2] / "fixtures" / ASSIGNMENT / "figures"
RIGHT, WRONG, PERSON = Outcome.CORRECT, Outcome.INCORRECT, Outcome.UNDECIDED


@pytest.mark.parametrize(
    ("text", "figure", "outcome"),
    [
        ("The small model peaks at epoch 110, the large one has no critical point.", "C", WRONG),
        ("No critical point for the large model; the others peak at 110.", "C", PERSON),
        ("Only the large network has one, close to epoch 110.", "C", RIGHT),
        ("Only the medium network has one, close to epoch 110.", "C", PERSON),
        ("Large: about 110 epochs; small and medium: none.", "C", RIGHT),
        ("Red: no critical point. Yellow: 105.", "C", PERSON),
        ("At a width of about 60.", "B", RIGHT),
        ("The first curve at a width of about 60.", "B", PERSON),
        ("At a size of 40.", "A", PERSON),
    ],
)
def test_a_peak_belongs_to_the_curve_that_is_named(
    graded: GradeText, text: str, figure: str, outcome: Outcome
) -> None:
    question = f"3.{figure}.1"
    assert graded(f"# {question}\n\n{text}\n")[question].outcome is outcome


def test_what_no_mistake_explains_is_quoted(graded: GradeText) -> None:
    assert graded("# 3.A.1\n\nAt 400 and 800.\n")["3.A.1"].feedback.endswith(": 400, 800")
