"""Question 4: initialisation for ReLU; the result is checked, a person reads the derivation."""

import re
from collections.abc import Sequence
from fractions import Fraction

import pytest

from graders.grading.fixtures.types import JudgeFormula, Review
from graders.model import Answer, Comparison, Mistake
from solutions.initialization import (
    SECOND_MOMENT,
    WEIGHT_STD,
    WEIGHT_STD_OF_MOMENT,
    WEIGHT_VARIANCE,
)

NOT_HALVED = Mistake("factor", "the half line is not taken into account")
HALVED_TWICE = Mistake("factor", "the half is counted twice")
A_VARIANCE = Mistake("wrong_exponent", "this is the variance, not the standard deviation")
NOT_A_VARIANCE = Mistake("wrong_exponent", "this is the standard deviation, not the variance")
FAN_OUT = Mistake("swapped", "the width of the layer itself is used, not of the one before")
OUTPUTS = r"\sqrt{\frac{2}{d_l}}"
DEFINES = re.compile(
    r"(?:\\?sigma|σ)(?P<scripts>[^=≈$\n]{0,20})[=≈]"
    r"|(?P<variance>\bVar)\b(?!\W{0,6}z)[^=≈$\n]{0,40}[=≈]"
)  # of weights, not of what they give
A_ROOT = re.compile(r"\b(?:std|standard deviation|root)\b", re.IGNORECASE)


@pytest.mark.question("4.1", points=5, kind="derivation")
def grade_second_moment(judge_formula: JudgeFormula, review: Review) -> None:
    """The second moment of a standard normal variable after ReLU."""
    found = judge_formula(SECOND_MOMENT, mistakes={"1": NOT_HALVED, r"\frac{1}{4}": HALVED_TWICE})
    leave_derivation(review, found, Fraction(2))


@pytest.mark.question("4.2", points=5, kind="derivation")
def grade_weight_std(answer: Answer, judge_formula: JudgeFormula, review: Review) -> None:
    """The standard deviation of the weights, or their variance if it is called so."""
    if is_called_variance(answer.text):
        found = judge_formula(WEIGHT_VARIANCE, mistakes={WEIGHT_STD: NOT_A_VARIANCE})
    else:
        found = judge_formula(
            WEIGHT_STD,
            mistakes={WEIGHT_VARIANCE: A_VARIANCE, OUTPUTS: FAN_OUT},
            follows={"4.1": ("M", WEIGHT_STD_OF_MOMENT)},
        )
    leave_derivation(review, found, Fraction(3))


def is_called_variance(text: str) -> bool:
    """Whether what a text defines last is the square of sigma, or a variance.

    >>> is_called_variance("Var(w) = 2/d"), is_called_variance("Var(z) = 2/d")
    (True, False)
    """
    *_, last = (None, *DEFINES.finditer(text))
    if last is None or A_ROOT.search(text, last.end()):
        return False
    return bool(last["variance"] or re.search(r"\^\s*\{?2|²", last["scripts"]))


def leave_derivation(review: Review, found: Sequence[Comparison], points: Fraction) -> None:
    """Gives the points of the result, if all candidates are right; a person reads the rest."""
    best = found[0]
    if all(each.equal for each in found):
        review("the result is right; the derivation is left to mark", points=points)
    words, code = (best.mistake.words, best.mistake.code) if best.mistake else ("", None)
    note = "; ".join(filter(None, ("the result was not confirmed", words, best.note)))
    review(note, mistake=code)
