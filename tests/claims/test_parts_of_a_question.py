"""What a question with several parts comes to, and what of it is still open."""

from fractions import Fraction

import pytest

from graders.comparing.bounds.printed import Judged
from graders.comparing.bounds.printed import together as bounds_together
from graders.comparing.claims.checks import Check, Part, together
from graders.comparing.claims.spread import BELOW
from graders.comparing.parts import Found, Marked, State
from graders.comparing.parts import Part as PartOfDerivation
from graders.comparing.tables.cells import Cell, compare_cells
from graders.errors import Review, Undecided
from graders.grading.question_run import QuestionRun
from graders.model import Comparison, Kind, Mistake, Outcome, Question, Verdict

CLAIM, LOG, SETTING = Fraction(2, 5), Fraction(1, 5), Fraction(2, 5)
WRONG = Check(False, mistake=Mistake("claim", "the weights give another accuracy"))
OPEN = Check(None, BELOW)
QUESTION = Question("2", "Bounds", Fraction(8), Kind.TABLE)


def verdict_on(comparison: Comparison, points: int = 10) -> Verdict:
    run = QuestionRun(Question("1", "A run", Fraction(points), Kind.TRAINING), ())
    try:
        run.settle(comparison)
    except Undecided as error:
        return run.after(error)
    return run.after(None)


def test_what_is_lost_is_not_open_any_more() -> None:
    parts = [Part("claim", CLAIM, (WRONG,)), Part("log", LOG, (Check(True),)),
             Part("setting", SETTING, (OPEN,))]  # fmt: skip
    verdict = verdict_on(together(parts))
    assert verdict.outcome is Outcome.UNDECIDED
    assert (verdict.points, verdict.review_points) == (2, 4)


def test_nothing_is_lost_of_parts_that_are_open() -> None:
    parts = [Part("claim", CLAIM, (OPEN,)), Part("log", LOG, (Check(True),))]
    verdict = verdict_on(together(parts))
    assert (verdict.points, verdict.review_points) == (2, 8)


def test_cells_that_are_wrong_are_not_open() -> None:
    cells = [
        Cell("a", "1", True),
        Cell("b", "2", False),
        Cell("c", "", False),
        Cell("d", "?", None),
    ]
    verdict = verdict_on(compare_cells(cells), points=8)
    assert (verdict.points, verdict.review_points) == (2, 2)


def test_bounds_that_are_wrong_are_not_open() -> None:
    parts = [Judged("VC bound", Fraction(3), False, ""), Judged("own", Fraction(5, 2), None, "")]
    with pytest.raises(Review) as found:
        bounds_together(parts, QUESTION, ())
    assert found.value.lost == 3
    assert QuestionRun(QUESTION, ()).after(found.value).review_points == 5


def test_what_mistakes_cost_a_derivation_is_lost() -> None:
    part = PartOfDerivation("a limit", 4)
    slip = Found(part, State.MISTAKEN, Mistake("sign", "the sign"), Fraction(1, 4))
    assert Marked([slip, Found(part, State.OPEN)]).lost == 3


def test_no_person_is_named_where_none_looks() -> None:
    """A check that is open beside one that fails changes nothing: staff alone is told."""
    parts = [Part("claim", CLAIM, (WRONG, OPEN)), Part("log", LOG, (Check(True),))]
    found = together(parts)
    assert found.equal is False
    assert not any("a person looks" in each for each in found.remarks)
    assert BELOW in found.note


def test_an_open_check_is_told_where_a_person_looks() -> None:
    parts = [Part("claim", CLAIM, (WRONG, OPEN)), Part("log", LOG, (OPEN,))]
    found = together(parts)
    assert found.equal is None
    assert BELOW in found.remarks
