"""Question 5: a one-layer network on a 4 x d input and its invariances.

An equation between weights is tried: half of the points are for it. A person marks the rest.
"""

import pytest

from graders.grading.fixtures.types import Review
from graders.model import Answer, Mistake, Question
from graders.reading.quantities.equal_weights import (
    Pair,
    first_indices,
    index_at,
    is_restricted,
    pairs_in,
    without_typesetting,
)
from solutions.invariance import ROWS, mirror

OFF_BY_ONE = Mistake("order", "the index of the column is off by one")
OTHER_COLUMNS = Mistake("swapped", "other columns are set equal")
OTHER_ROWS = Mistake("swapped", "other rows are set equal")
COLUMNS = 6  # of the matrix on which an equation is tried


def shifts(pair: Pair, first: int) -> set[int | None]:
    """How far beside the mirrored column the other one is, over all columns."""
    found: set[int | None] = set()
    for column in range(first, first + COLUMNS):
        seen = index_at(pair.other_column, {pair.column: column, "d": COLUMNS})
        found.add(None if seen is None else seen - mirror(column, COLUMNS, first=first))
    return found


def judge_columns(plain: str) -> Mistake | bool | None:
    """Whether the equations pair each column with its mirror image, or the mistake in them."""
    pairs = [each for each in pairs_in(plain) if each.row == each.other_row]
    pairs = [each for each in pairs if each.column.isalpha()]
    off = {
        first: {shift for each in pairs for shift in shifts(each, first)}
        for first in first_indices(plain)
    }
    if not pairs or any(None in each for each in off.values()):
        return None
    if {0} in off.values():
        return True
    return OFF_BY_ONE if any(each in ({1}, {-1}) for each in off.values()) else OTHER_COLUMNS


def judge_rows(plain: str) -> Mistake | bool | None:
    """Whether the equations pair each row with its mirror image, or the mistake in them."""
    pairs = [each for each in pairs_in(plain) if each.column == each.other_column]
    rows = {frozenset((each.row, each.other_row)) for each in pairs}
    if not rows or not all(row.isdigit() for each in rows for row in each):
        return None
    wanted = [
        {frozenset((str(row), str(mirror(row, ROWS, first=first)))) for row in (first, first + 1)}
        for first in first_indices(plain)
    ]
    if rows in wanted:
        return True
    return None if any(rows < each for each in wanted) else OTHER_ROWS


def leave(
    question: Question, answer: Answer, review: Review, judged: Mistake | bool | None
) -> None:
    """Leaves the answer to a person, with what the equation between the weights is worth."""
    if isinstance(judged, Mistake):
        review(f"the equation was tried: {judged.words}", mistake=judged.code)
    if judged and not is_restricted(without_typesetting(answer.text)):
        review("the equation was tried and holds", points=question.points / 2)
    review()


@pytest.mark.question("5.1", points=3, kind="derivation")
def grade_homogeneity(answer: Answer, review: Review) -> None:
    """The scaling property of the activation, with its condition and its reason."""
    review()


@pytest.mark.question("5.2", points=3, kind="derivation")
def grade_reversed_columns(question: Question, answer: Answer, review: Review) -> None:
    """The constraint on the weights for columns in the opposite order."""
    leave(question, answer, review, judge_columns(without_typesetting(answer.text)))


@pytest.mark.question("5.3", points=3, kind="derivation")
def grade_exchanged_rows(question: Question, answer: Answer, review: Review) -> None:
    """The constraint on the weights for rows that are exchanged."""
    leave(question, answer, review, judge_rows(without_typesetting(answer.text)))


@pytest.mark.question("5.4.a", "5.4.b", "5.4.c", points=2, kind="free_text")
def grade_scaled_inputs(answer: Answer, review: Review) -> None:
    """What a constant factor on the inputs does, and how its effect can be removed."""
    review()
