"""Problem 3: the evaluation function, run with networks and loaders of known accuracy."""

from fractions import Fraction
from pathlib import Path

import pytest

from graders.comparing.programs.accuracies import make_cases
from graders.comparing.programs.evaluations import Shares
from graders.grading.fixtures.types import SettleEvaluation
from solutions import accuracy

HARNESS = Path(__file__).parent / "inside" / "evaluation.py"
CASES = make_cases(shape=(1, 28, 28))
SHARES = Shares(count=Fraction(1, 2), mode=Fraction(1, 4), gradients=Fraction(1, 4))


@pytest.mark.question("3.1.eval", points=2, kind="code")
def grade_evaluation(settle_evaluation: SettleEvaluation) -> None:
    """The accuracy of a classifier over a whole loader, in evaluation mode, without gradients."""
    settle_evaluation(HARNESS, CASES, accuracy, SHARES)
