"""What is reported of what we failed to grade."""

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from graders import __version__
from graders.model import Outcome, Question, Report, Verdict

if TYPE_CHECKING:
    from graders.declaring.assignment import Assignment

NOT_GRADED = "the grading did not reach this question"


def fault(question: Question, note: str) -> Verdict:
    """The verdict on a question that we failed to grade."""
    return Verdict(
        question,
        Outcome.FAULT,
        Fraction(0),
        "grading failed here through no fault of yours; a person will look at it",
        note,
        review_points=question.points,
    )


def not_graded(
    assignment: "Assignment", name: str, reason: str, *, only: Sequence[str] = ()
) -> Report:
    """The report on a submission that we failed to grade: faults alone."""
    asked = assignment.chosen(only)
    verdicts = tuple(fault(each, reason) for each in assignment.questions if each.id in asked)
    return Report(name, assignment.id, assignment.title, verdicts, __version__, seconds=0.0)
