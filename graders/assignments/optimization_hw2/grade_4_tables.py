"""Question 4, parts c and d: the tables of forward and reverse mode, node by node."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from graders.comparing.tables.cells import compare_cells
from graders.comparing.tables.node_tables import Mode
from graders.errors import Undecided, Unreadable
from graders.grading.fixtures.types import AnswersTo, DoubtSilence, ReadAs, Settle, TextUnder
from graders.model import Answer, Question
from graders.reading.graphs.node_tables import Row, plain_name
from solutions import automatic_differentiation as solution

from .modes import MODES, doubt_lost_label, rows_in

UNCLEAR_SEEDS = "It is not clear which column is for which seed."
FEW_ROWS = 5  # a table with fewer nodes says too little to be called complete


@pytest.fixture
def look_without_label(question: Question, doubt_silence: DoubtSilence) -> None:
    """A person looks where derivatives stand under question 4, but under none of its parts."""
    doubt_lost_label(question, doubt_silence)


@pytest.mark.usefixtures("look_without_label")
@pytest.mark.question("4.c.table", "4.d.table", points=5, kind="table")
def grade_table(
    question: Question,
    answers: tuple[Answer, ...],
    answers_to: AnswersTo,
    text_under: TextUnder,
    read_as: ReadAs,
    settle: Settle,
) -> None:
    """The tangent or adjoint of every node, a column for each seed.

    The adjoints of the inputs may stand in the Jacobian alone.
    """
    rows, mode = rows_in(answers, question.id[:3], text_under), MODES[question.id]
    read_as(f"a table with {len(rows)} rows")
    if not rows:
        raise Unreadable("No table with a column for each seed can be read.")
    if not all(row.ordered for row in rows):
        raise Undecided(UNCLEAR_SEEDS, note="the headings of the two columns tell no order")
    ours = own_names_aside(rows, mode)
    goes_on = mode is MODES["4.d.table"] and bool(answers_to("4.d.jacobian"))
    named = mode.named_cells(ours, goes_on=goes_on)
    comparison = compare_cells(tuple(named if mode.uses_names(ours) else mode.own_cells(rows)))
    if len({row.label for row in rows}) < FEW_ROWS:
        note = f"only {len(rows)} rows stand there; are they all nodes of the student's own graph?"
        raise Undecided("This table is short.", note=note)
    turned = [row.turned for row in rows]
    if not mode.uses_names(ours) and mode.uses_names(own_names_aside(turned, mode)):
        raise Undecided(UNCLEAR_SEEDS, note="the values fit the columns in the other order")
    settle(comparison)


def own_names_aside(rows: Sequence[Row], mode: Mode) -> list[Row]:
    """The rows with a student's own letters, where letters are not used as on the sheet, nameless.

    A letter such as g is a coarse node of the sheet, and may be any other one of a student's.
    """
    letters = [row for row in rows if row.node and plain_name(row.label) in solution.COARSE_NAMES]
    fitting = [row for row in letters if mode.is_right(row)]
    if 2 * len(fitting) > len(letters):
        return list(rows)
    return [replace(row, node="") if row in letters else row for row in rows]
