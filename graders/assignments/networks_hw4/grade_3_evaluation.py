"""Problem 3: the evaluation function, run with networks and loaders of known accuracy."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from graders.comparing.accuracies import make_cases
from graders.comparing.evaluations import Shares, evaluate_cases, judge_evaluation
from graders.comparing.runs import Program
from graders.model import Answer, Question
from graders.reading.answer_code import all_cells, answer_cells, mentions
from solutions import accuracy as solved

HARNESS = Path(__file__).parent / "inside" / "evaluation.py"
CASES = make_cases(shape=(1, 28, 28))
SHARES = Shares(count=Fraction(1, 2), mode=Fraction(1, 4), gradients=Fraction(1, 4))
NO_CODE = "the code is not in the hand-in; what it printed is no proof"
NO_LOOP = "no loop over a loader that calls a network was found in the code"
LOOP = r"\bfor\b|\b(?:next|map|reduce)\("  # what any evaluation has


@pytest.mark.question("3.1.eval", points=2, kind="code")
def grade_evaluation(
    request: pytest.FixtureRequest,
    question: Question,
    answers_to: Callable[[str], tuple[Answer, ...]],
    student: Program,
    settle: Callable[..., None],
    review: Callable[..., None],
) -> None:
    """The accuracy of a classifier over a whole loader, in evaluation mode, without gradients."""
    answers = answers_to(question.id)
    own, rest = answer_cells(answers), all_cells(student.code)
    found = None
    if mentions((*own, *rest), LOOP):
        found = evaluate_cases(student, HARNESS, own, rest, CASES)
    if found is None or not found.is_there:
        request.getfixturevalue("answer")  # it is missing, unless something else stands there
        review(f"{NO_LOOP}: {found.told}" if own and found else NO_CODE)
    else:
        where = str(answers[0].where) if answers else ""
        settle(judge_evaluation(found, CASES, solved, SHARES, where))
