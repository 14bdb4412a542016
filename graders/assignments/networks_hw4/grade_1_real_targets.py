"""Problem 1: the cross-entropy of a target between 0 and 1, marked by its parts."""

import pytest

from graders.comparing.parts import Part, Said, Written
from graders.grading.fixtures.types import SettleParts
from graders.model import Mistake
from solutions.cross_entropy_costs import real_targets

from . import minima
from .sides_of_zero import of_output

SLOPE_MISTAKES = {
    latex: Mistake("sign", words)
    for wrong in (real_targets.SLOPE_MISTAKES, real_targets.SLOPE_BY_LOGIT_MISTAKES)
    for words, latex in wrong.items()
}
WITHOUT_ZERO = (  # a derivative that is zero elsewhere, set to zero, or another zero
    r"(?<![\w(,'])z\s*=\s*y\b|"
    r"-\s*(?:\\frac\s*\{\s*y\s*\}\s*\{\s*a\s*\}|y\s*/\s*a)\s*"
    r"-\s*(?:\\frac\s*\{\s*1\s*-\s*y\s*\}\s*\{\s*1\s*-\s*a\s*\}|\(1\s*-\s*y\)\s*/\s*\(1\s*-\s*a\))"
    r"\s*=\s*0(?!\.)"
)
OUTPUT = r"^(?:[apqs]|\\sigma(?:\(z\))?|\\haty)$"
SECOND_DERIVATIVE = r"^(?:C''(?!\(y\))|(?:\\frac)?(?:d|\\partial|∂)(?:\^2|²)C)"
WRONG_CURVATURE = Mistake("sign", "the sign of the second derivative is wrong")
NO_ARGUMENT = Mistake("left_out", "why the stationary point is a minimum is not shown")

REAL_TARGETS = (
    Part(
        "the derivative",
        2,
        Written(
            (real_targets.SLOPE_BY_OUTPUT, real_targets.SLOPE_BY_LOGIT, "a-y"),
            mistakes=SLOPE_MISTAKES,
        ),
    ),
    Part(
        "the stationary point",
        2,
        Written(
            (real_targets.STATIONARY_OUTPUT,),
            heads=OUTPUT,
            stated=r"^a$",
            beside=(r"\frac{1}{1+e^{-z}}", r"\frac{e^z}{1+e^z}"),
        ),
        Said(contrary=WITHOUT_ZERO),
    ),
    Part(
        "why it is a minimum",
        2,
        Written(
            (
                *(real_targets.CURVATURE_BY_OUTPUT, real_targets.CURVATURE_BY_LOGIT, "a(1-a)"),
                r"\frac{1}{y}+\frac{1}{1-y}",  # where it is stationary
            ),
            stated=SECOND_DERIVATIVE,
            mistakes={
                f"-({real_targets.CURVATURE_BY_OUTPUT})": WRONG_CURVATURE,
                r"\frac{y}{a^2}-\frac{1-y}{(1-a)^2}": WRONG_CURVATURE,
                r"-\frac{y}{a^2}+\frac{1-y}{(1-a)^2}": WRONG_CURVATURE,
            },
        ),
        Said(
            minima.SHOWN,
            claims=(minima.COSTS, minima.SIDES, minima.OUTPUT_BY_LOGIT, minima.NEEDS),
            contrary=minima.CONTRARY,
            traces=minima.TRACES,
        ),
        left_out=NO_ARGUMENT,
    ),
)
BY_DIVERGENCE = (
    Part("the cost less that of a = y", 4, Written((r"y\ln\frac{y}{a}+(1-y)\ln\frac{1-y}{1-a}",))),
    Part(
        "why it is smallest at a = y",
        2,
        said=Said(minima.DIVERGENCE, claims=(minima.COSTS, minima.SIDES)),
    ),
)


@pytest.mark.question("1.4", points=6, kind="derivation")
def grade_real_targets(settle_parts: SettleParts) -> None:
    """Where the cost of a target between 0 and 1 is smallest, and why."""
    settle_parts(
        REAL_TARGETS,
        BY_DIVERGENCE,
        models=("target",),
        solved=("at_target",),
        cases={r"\ba\s*(?:<|\\lt)\s*y": "below_target", r"\ba\s*(?:>|\\gt)\s*y": "above_target"},
        rewritten=of_output,
    )
