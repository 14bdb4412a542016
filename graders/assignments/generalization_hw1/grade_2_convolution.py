"""Question 2: the output volume of a convolution layer, in four steps."""

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest

from graders.comparing.parts import Part
from graders.grading.fixtures.types import SettleParts
from graders.model import Answer, Mistake
from graders.reading.words.said import says
from solutions import convolution

_ONCE = "padding counted once"
_STARTS = ("+1 lost", "+1 lost after the division")  # where the last filter starts
_NO_FLOOR = "no floor"
POINTS = 4  # for each step, and for the argument
CODES: Mapping[str, str] = {
    _NO_FLOOR: "wrong_function",
    _ONCE: "factor",
    "depth of the input": "swapped",
}
WORDS: Mapping[str, str] = {
    _NO_FLOOR: "the formula has no floor; try it for side 6, filter 3 and stride 2",
    _ONCE: "the padding is counted once, but it stands on both sides",
    "depth of the input": "the depth of the input is used as that of the output",
}


def mistakes_in(formula: str) -> Mapping[str, Mistake]:
    """The known mistakes in a step, by the formulas that they lead to."""
    return {
        wrong: Mistake(CODES.get(name, "missing_term"), WORDS.get(name, f"{name}: count again"))
        for name, wrong in convolution.MISTAKES[formula].items()
    }


def step(name: str, formula: str, form: str = "") -> Part:
    area = rf"\left({formula}\right)\times\left({formula}\right)"
    wrong = convolution.MISTAKES[formula]
    beside = tuple(wrong[each] for each in (*_STARTS, _NO_FLOOR) if each in wrong)
    values, mistakes = (formula, area), mistakes_in(formula)
    return Part(name, POINTS, values=values, form=form, mistakes=mistakes, beside=beside)


_NEAR = r"(?:\.\.+|\\l?dots|[^.;\n]){0,60}"
_PLACES = r"(?:positions?|placements?|places|spots|starts|starting (?:points|indices|rows))\b"
COUNTED = (  # places that are counted, with their number or with the last of them
    rf"\bcount(?:s|ed|ing)? (?:where|how|[^.;\n]{{0,30}}{_PLACES})|{_PLACES} (?:\w+ )?counted\b|"
    rf"\+ ?1\W{{1,6}}(?:\w+ ){{0,3}}{_PLACES}|{_PLACES}{_NEAR}[-−–] ?n\b"
    rf"|\b(?:starts?|begins?|put|placed|slides?|moves?)\b{_NEAR}[-−–] ?n\b"
)
_SIDES = (convolution.OUTPUT_SIDE, *convolution.MISTAKES[convolution.OUTPUT_SIDE].values())
FILTERS = replace(  # of the student's own side, whose mistake is charged where it is made
    step("filters", convolution.OUTPUT_VOLUME),
    values=tuple(rf"\left({side}\right)\times\left({side}\right)\times V'" for side in _SIDES),
)
ARGUMENT = Part("the positions are counted", POINTS, words=COUNTED)
STRIDE = step("stride", convolution.OUTPUT_SIDE, form=r"frac|/|div")
STEPS = (
    step("no padding", convolution.WITHOUT_PADDING),
    step("padding", convolution.WITH_PADDING),
    STRIDE,
    FILTERS,
    ARGUMENT,
)
WITH_PADDING_ONCE = (  # the same mistake is charged where it is made first
    STEPS[0],
    replace(STEPS[1], values=()),
    replace(STRIDE, values=(convolution.MISTAKES[convolution.OUTPUT_SIDE][_ONCE],)),
    FILTERS,
    ARGUMENT,
)
_NO_REST = (  # the condition under which no floor is needed, or a floor in words
    r"\b(?:S|stride)\b(?:(?!\bnot\b|n't)[^.;\n]){0,30}\bdivid(?:es?|ing)\b|\bdivisible\b"
    r"|\b(?:no|without(?: a)?) remainder\b|\brounded? down\b|\bmultiple of (?:S\b|the stride\b)"
    r"|\b(?:is|be) (?:an integer|a whole number)\b"
)
_SIGN = r"(?:\d|floor|ceil|[NnZSMV](?![A-Za-z])['′]?|//|[-−–+*/×·⌊⌋⌈⌉()= ]|x(?= ?[(NnZSMV⌊⌈]))"
_OPERATOR = r"(?:[-−–+/×]|x(?= ?[(NnZSMV⌊⌈]))"
_GOES_ON = r"\s*[-−–+/×]\s*\w"  # with a letter that is misread
_BETWEEN_DOLLARS = re.compile(r"(\$\$[^$]*\$\$|\$[^$]*\$)")
_FORMULA = re.compile(
    rf"(?<![A-Za-z\d])(?:[(\d]*(?:floor|ceil) ?)?[(⌊⌈\d]*[NnMV]{_SIGN}*{_OPERATOR}{_SIGN}*"
    rf"[\dNnZSMV)⌋⌉'′](?!{_GOES_ON})"
)
_RANGE = re.compile(r"(?:\b(?:to|until|through|last(?: \w+)?)|(?:\.\.|…),?|<=?|≤|[-–—]>) *$")


@pytest.mark.question("2", points=20, kind="derivation")
def grade_output_volume(answer: Answer, settle_parts: SettleParts) -> None:
    """The size without padding, with it, with a stride, and with all filters."""
    notation = "divisible" if says(answer.text, _NO_REST) else "convolution"
    settle_parts(STEPS, WITH_PADDING_ONCE, notations=(notation,), rewritten=delimited)


def delimited(text: str) -> str:
    r"""A text with dollar signs around the formulas that are typed in its sentences.

    >>> delimited("There are N − n + 1 places, and a row has N.")
    'There are $N − n + 1$ places, and a row has N.'
    >>> delimited("M x M x V' in all")
    "$M × M × V'$ in all"
    >>> delimited("so (floor((N-n)/S)+1) x (floor((N-n)/S)+1) x V'.")
    "so $(floor((N-n)/S)+1) × (floor((N-n)/S)+1) × V'$."
    >>> delimited("from 0, 1, ... to N - n, N - n + 1 in all")
    'from 0, 1, ... to N - n, $N - n + 1$ in all'
    >>> delimited(r"N - n + 1 places, so $(N-n+1) \times (N-n+1)$ in all")
    '$N - n + 1$ places, so $(N-n+1) \\times (N-n+1)$ in all'
    """
    if text.count("$") % 2:
        return text
    return "".join(
        part if "$" in part or "\\" in part else _FORMULA.sub(_in_dollars, part)
        for part in _BETWEEN_DOLLARS.split(text)
    )


def _in_dollars(formula: re.Match[str]) -> str:
    """The formula, if its brackets close, with a multiplication sign for each x.

    Where a range ends, "from 0 to N - n", there is the last position and no number of them.
    """
    whole = formula[0]
    if _RANGE.search(formula.string[: formula.start()]):
        return whole
    if any(whole.count(one) != whole.count(other) for one, other in ("()", "⌊⌋", "⌈⌉")):
        return whole
    return f"${whole.replace('x', '×')}$"
