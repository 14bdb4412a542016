"""Question 4: initialisation for ReLU; the result is checked, a person reads the derivation."""

from collections.abc import Callable, Sequence
from fractions import Fraction

import pytest

from graders.model import Comparison, Mistake
from solutions.initialization import (
    SECOND_MOMENT,
    WEIGHT_STD,
    WEIGHT_STD_OF_MOMENT,
    WEIGHT_VARIANCE,
)

Judge = Callable[..., list[Comparison]]
Review = Callable[..., None]

NOT_HALVED = Mistake("factor", "the half line is not taken into account")
HALVED_TWICE = Mistake("factor", "the half is counted twice")
A_VARIANCE = Mistake("wrong_exponent", "this is the variance, not the standard deviation")


@pytest.mark.question("4.1", points=5, kind="derivation")
def grade_second_moment(judge_formula: Judge, review: Review) -> None:
    """The second moment of a standard normal variable after ReLU."""
    found = judge_formula(SECOND_MOMENT, mistakes={"1": NOT_HALVED, r"\frac{1}{4}": HALVED_TWICE})
    leave_derivation(review, found, Fraction(2))


@pytest.mark.question("4.2", points=5, kind="derivation")
def grade_weight_std(judge_formula: Judge, review: Review) -> None:
    """The standard deviation of the weights that keeps the variance of pre-activations."""
    found = judge_formula(
        WEIGHT_STD,
        mistakes={WEIGHT_VARIANCE: A_VARIANCE},
        follows={"4.1": ("M", WEIGHT_STD_OF_MOMENT)},
    )
    leave_derivation(review, found, Fraction(3))


def leave_derivation(review: Review, found: Sequence[Comparison], points: Fraction) -> None:
    """Gives the points of the result, if all candidates are right; a person reads the rest."""
    best = found[0]
    if all(each.equal for each in found):
        review("the result is right; the derivation is left to mark", points=points)
    words, code = (best.mistake.words, best.mistake.code) if best.mistake else ("", None)
    note = "; ".join(filter(None, ("the result was not confirmed", words, best.note)))
    review(note, mistake=code)
