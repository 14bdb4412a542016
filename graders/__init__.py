"""Nabla grades deep-learning homework: write-ups, formulas, code, weights and logs."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graders.model import Comparison, Report

__all__ = ["__version__", "compare", "grade"]
__version__ = "0.1.0"


def grade(
    assignment: "str | Path", submission: "str | Path", *, data: "Path | None" = None
) -> "Report":
    """The report on one submission: see `graders.batch.grade`."""
    from graders import batch  # late: a command that grades nothing needs none of it

    return batch.grade(assignment, submission, data=data)


def compare(reference: str, student: str, **options: Any) -> "Comparison":
    """Whether a student's formula means the reference: see `graders.equivalence.compare`."""
    from graders import equivalence

    return equivalence.compare(reference, student, **options)
