"""What `nabla grade` says: before the grading of the graders, then of what was graded."""

import sys
from typing import TYPE_CHECKING

from graders.commands.terminals import print_text, terminal
from graders.model import Report

if TYPE_CHECKING:
    from graders.declaring.assignment import Assignment
    from graders.reports.tally import Tally


def load(assignment: "Assignment") -> None:
    """Has the graders loaded before anybody is graded."""
    from graders.grading.loading import load_graders

    if undecided := load_graders(assignment):
        names = ", ".join(undecided)
        print(f"nabla: no grader decides {names}: left as faults", file=sys.stderr)


def print_json(report: Report) -> None:
    from graders.reports.gradescope import to_json

    print(to_json(report), flush=True)


def print_class(tally: "Tally") -> None:
    from graders.reports.class_table import tally_to_table

    width, color = terminal()
    print_text(tally_to_table(tally, width=width, color=color))


def print_report(report: Report, *, verbose: bool) -> None:
    from graders.reports.terminal import to_terminal

    width, color = terminal()
    print_text(to_terminal(report, width=width, color=color, verbose=verbose))
