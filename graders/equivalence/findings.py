"""Findings as comparisons, in the words of the model."""

from collections.abc import Callable

from graders.comparing.formulas.equality import Finding
from graders.comparing.formulas.evaluation import limited_work
from graders.errors import Undecided, Unreadable
from graders.model import Comparison, Mistake

_WORK_OF_NAMING = 8e6  # units of evaluation for the mistake behind a verdict


def named(name: Callable[[], Mistake | None]) -> Mistake | None:
    """The mistake, if it is found in time."""
    try:
        with limited_work(_WORK_OF_NAMING):
            return name()
    except (Unreadable, Undecided):
        return None


def comparison_of(finding: Finding, mistake: Mistake | None, read_as: str) -> Comparison:
    """A finding in the words of the model."""
    note = finding.note
    if finding.equal is False:
        note = "; ".join(
            each for each in (mistake.words if mistake else "", finding.witness) if each
        )
    return Comparison(
        finding.equal, finding.method, mistake, witness=finding.witness, note=note, read_as=read_as
    )
