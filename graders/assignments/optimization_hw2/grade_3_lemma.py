"""Question 3.2: the lemma on a sum of updates, marked by its parts.

Asked are the square of an update expanded, solved for the product, summed, and bounded. Every step
is tried with updates of random vectors; why the last distance may be dropped is judged by its sign.
"""

from fractions import Fraction

import pytest

from graders.comparing.parts import Part, Said, Written
from graders.grading.fixtures.types import SettleParts
from graders.reading.calculus.descent.iterates import OPTIMUM, in_declared_notation
from graders.reading.words.claims.signs import Holding
from solutions import gradient_descent as solution

STEP_POINTS = Fraction(5, 2)
_FIRST, _LAST = (rf"w(?:\^\({t}\)|\^{t}|_{t})" for t in ("1", r"T\+1"))
_NORM = rf"(?:\\?\||‖){OPTIMUM}(?:\\?\||‖)"  # of the optimum, a distance from zero
TELESCOPED = (
    rf"telescop|\bcancel|\bcollaps"
    rf"|{_FIRST}-{OPTIMUM}[^a-z]{{1,12}}-[^a-z]{{0,12}}{_LAST}-{OPTIMUM}"
)
_AT_ZERO = (
    r"(?:[wω]|\\omega)(?:[_^]?\{?\(?1\)?\}?|₁|⁽¹⁾)\s*=\s*0|(?:start|beg[iu]n)\w*[^.]{0,20}(?:zero|origin|0)"
    rf"|{_FIRST}-{OPTIMUM}[^a-z]{{1,3}}\^2={_NORM}"
)
_DROPPED = (
    r"drop|discard|omit|ignor|neglect|(?:non-?\s?|not |never |cannot be )(?:negative|positive)"
    r"|(?:at least|or equal to) (?:zero|0)|(?:\\[gl]eq?|[≥≤]|[<>]=)\s*0|T\s*\+\s*1[^=.;]{0,24}>\s*0"
    rf"|(?:\\leq?(?:slant)?|≤|<=)[^=]{{0,16}}{_NORM}"
)
_REACHED = rf"w(?:\^\(?{{?\(?T\+1\)?}}?\)?|_{{?T\+1}}?)\s*(?:=|\\to|→|\\approx|≈)\s*\$?{OPTIMUM}"
_NOT_DENIED = r"(?:(?!\b(?:not|never|non|no|nor|at least)\b)[^.;:])"
VANISHING = (  # another reason than its sign
    rf"{_REACHED}|\bconverge[sd]?\b|\b(?:distance|norm|term|last one|it)\b{_NOT_DENIED}{{0,40}}"
    r"\b(?:(?:is|be|equals|becomes)(?: then| just| almost)? (?:equal to )?zero|small|tiny"
    r"|negligible|vanish\w*)\b"
)
SIGN = Holding(("distances?", "norms?", "squares?"), frozenset("0+"))
BOUNDED = rf"\A(?=.*(?:{_AT_ZERO}))(?=.*(?:{_DROPPED}))"


@pytest.mark.question("3.2", points=10, kind="derivation")
def grade_lemma(settle_parts: SettleParts) -> None:
    """The lemma on a sum of updates: expanded, solved, telescoped, bounded."""
    expanded, solved = (solution.LEMMA_STEPS[name] for name in ("expanded", "solved"))
    settle_parts(
        (
            Part("expanded", STEP_POINTS, Written((expanded[1],), form=r"(?:\\eta|n)\^2")),
            Part(
                "solved",
                STEP_POINTS,
                Written(
                    (
                        solved[1],
                        rf"2\eta\left({solved[1]}\right)",  # divided at the end
                        rf"\sum_{{t=1}}^{{T}}\left({solved[1]}\right)",
                    ),
                    form=r"\\frac|/|(?:\\eta|n)\^2",
                    beside=(r"\|w^*\|^2",),  # the first distance
                ),
            ),
            Part("telescoped", STEP_POINTS, said=Said(TELESCOPED), leaning=True),
            Part(
                "started at zero, last distance dropped",
                STEP_POINTS,
                said=Said(BOUNDED, claims=(SIGN,), contrary=VANISHING),
                leaning=True,
            ),
        ),
        models=("one_update",),
        tight=("tight_update",),
        rewritten=in_declared_notation,
    )
