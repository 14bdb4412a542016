"""Question 2: the output volume of a convolution layer, in four steps."""

from collections.abc import Callable, Mapping

import pytest

from graders.comparing.parts import Part
from graders.model import Answer, Mistake
from solutions import convolution

POINTS = 4  # for each step, and for the argument
CODES: Mapping[str, str] = {
    "no floor": "wrong_function",
    "padding counted once": "factor",
    "depth of the input": "swapped",
}
WORDS: Mapping[str, str] = {
    "no floor": "the formula has no floor; try it for side 6, filter 3 and stride 2",
    "padding counted once": "the padding is counted once, but it stands on both sides",
    "depth of the input": "the depth of the input is used as that of the output",
}


def mistakes_in(formula: str) -> Mapping[str, Mistake]:
    """The known mistakes in a step, by the formulas that they lead to."""
    return {
        wrong: Mistake(CODES.get(name, "missing_term"), WORDS.get(name, f"{name}: count again"))
        for name, wrong in convolution.MISTAKES[formula].items()
    }


def step(name: str, formula: str, form: str = "") -> Part:
    return Part(name, POINTS, values=(formula,), form=form, mistakes=mistakes_in(formula))


COUNTED = r"position|placement|\bplaces\b|\bstart(?:s|ing)? (?:point|ind|row|at)|\bslid|\bfits?\b"
ARGUMENT = Part("the positions are counted", POINTS, words=COUNTED)
STEPS = (
    step("no padding", convolution.WITHOUT_PADDING),
    step("padding", convolution.WITH_PADDING),
    step("stride", convolution.OUTPUT_SIDE, form=r"frac|/|div"),
    step("filters", convolution.OUTPUT_VOLUME),
    ARGUMENT,
)


@pytest.mark.question("2", points=20, kind="derivation")
def grade_output_volume(answer: Answer, settle_parts: Callable[..., None]) -> None:
    """The size without padding, with it, with a stride, and with all filters."""
    settle_parts(STEPS)
