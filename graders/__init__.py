"""Nabla grades deep-learning homework: write-ups, formulas, code, weights and logs."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graders.model import Report

__all__ = ["__version__", "grade"]
__version__ = "0.1.0"


def grade(
    assignment: "str | Path", submission: "str | Path", *, data: "Path | None" = None
) -> "Report":
    """The report on one submission: see `graders.batch.grade`."""
    from graders import batch  # late: a command that grades nothing needs none of it

    return batch.grade(assignment, submission, data=data)
