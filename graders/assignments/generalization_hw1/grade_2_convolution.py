"""Question 2: the output volume of a convolution layer, in four steps."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from graders.comparing.parts import Part, Said, Written
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


def step(name: str, formula: str, form: str = "", contrary: str = "") -> Part:
    area = rf"\left({formula}\right)\times\left({formula}\right)"
    wrong = convolution.MISTAKES[formula]
    beside = tuple(wrong[each] for each in (*_STARTS, _NO_FLOOR) if each in wrong)
    values, mistakes = (formula, area), mistakes_in(formula)
    return Part(
        name,
        POINTS,
        Written(values, form=form, mistakes=mistakes, beside=beside),
        Said(contrary=contrary),
    )


def _with_values(part: Part, *values: str) -> Part:
    return replace(part, written=replace(part.written, values=values))


_NEAR = r"(?:\.\.+|\\l?dots|[^.;\n]){0,60}"
_PLACES = r"(?:positions?|placements?|places|spots|starts|starting (?:points|indices|rows))\b"
COUNTED = (  # places that are counted, with their number or with the last of them
    rf"\bcount(?:s|ed|ing)? (?:where|how|[^.;\n]{{0,30}}{_PLACES})|{_PLACES} (?:\w+ )?counted\b|"
    rf"\+ ?1\W{{1,6}}(?:\w+ ){{0,3}}{_PLACES}|{_PLACES}{_NEAR}[-−–] ?n\b"
    rf"|\b(?:starts?|begins?|put|placed|slides?|moves?)\b{_NEAR}[-−–] ?n\b"
)
_SIDES = (convolution.OUTPUT_SIDE, *convolution.MISTAKES[convolution.OUTPUT_SIDE].values())
_EDGE = r"(?:side|end|edge|border)"
_PADS_ONCE = (  # words beside which the padding is read by a person
    r"\b(?:pad|zero)[^.;\n]{0,60}\b(?:"
    rf"(?:only|just) (?:on |to |at )?(?:one|a single) {_EDGE}"
    rf"|(?:one|a single) {_EDGE} (?:only|alone)"
    r"|(?:only|just) (?:on|to|at) the (?:left|right|top|bottom|end|beginning)"
    rf"|the (?:left|right|top|bottom)(?: {_EDGE})? (?:only|alone))\b"
    rf"|\bpadding(?: of)?(?: \$?Z\$?)?(?: zeros)? (?:on|to|at) (?:one|a single) {_EDGE}"
    r"\b(?![^.;\n]{0,30}\bother\b)"
)
_NEXT = r"(?:(?!\b(?:not|filters?|kernels?|independent\w*|whatever|regardless)\b|n't)[^.;\n]){0,40}"
_OF_INPUT = (
    r"(?:(?:depth|channels?|maps|slices) of the (?:input|image)|input (?:depth|channels?))\b"
)
_MAPS = r"V(?:['′]|\^\{?\\prime\}?)\$?"
_KEEPS_DEPTH = (  # words beside which the number of filters is
    rf"{_MAPS}[ ,(:]*(?:is|are|denotes?|equals?|being|means|stands for|=)\b{_NEXT}\b{_OF_INPUT}"
    rf"|\bwith \$?{_MAPS} the\b{_NEXT}\b{_OF_INPUT}"
    rf"|{_MAPS} ?= ?\$?V(?!['′^\w])|\b{_OF_INPUT}[ ,(]*(?:is |called )?\$?{_MAPS}"
    rf"|\bdepth \$?{_MAPS} (?:being|is) (?:that|the one) of the input\b"
    r"|\bdepth (?:stays|remains|is)(?: \w+)? (?:the same|unchanged|(?:that|the one) of the input)\b"
)
FILTERS = _with_values(  # of the student's own side, whose mistake is charged where it is made
    step("filters", convolution.OUTPUT_VOLUME, contrary=_KEEPS_DEPTH),
    *(rf"\left({side}\right)\times\left({side}\right)\times V'" for side in _SIDES),
)
ARGUMENT = Part("the positions are counted", POINTS, said=Said(COUNTED))
STRIDE = step("stride", convolution.OUTPUT_SIDE, form=r"frac|/|div")
STEPS = (
    step("no padding", convolution.WITHOUT_PADDING),
    step("padding", convolution.WITH_PADDING, contrary=_PADS_ONCE),
    STRIDE,
    FILTERS,
    ARGUMENT,
)
WITH_PADDING_ONCE = (  # the same mistake is charged where it is made first
    STEPS[0],
    _with_values(STEPS[1]),
    _with_values(STRIDE, convolution.MISTAKES[convolution.OUTPUT_SIDE][_ONCE]),
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
    rf"(?<![A-Za-z\d])(?:\(*1 ?\+ ?)?(?:[(\d]*(?:floor|ceil) ?)?[(⌊⌈\d]*[NnMV]"
    rf"{_SIGN}*{_OPERATOR}{_SIGN}*[\dNnZSMV)⌋⌉'′](?!{_GOES_ON})"
)
_RANGE = re.compile(r"(?:\b(?:to|until|through|last(?: \w+)?)|(?:\.\.|…),?|<=?|≤|[-–—]>) *$")


# --- where no floor is needed ---------------------------------------------------------------------

_FLOORED = re.compile(r"floor|[⌊⌋]|//|\\lceil|ceil|[⌈⌉]|\bround")
_WHAT = r"(?P<{}>[^,;:\n]{{1,50}}?)"
_STRIDE_ = r"(?:\$?S\b\$?|the stride)"
_DIVIDED = re.compile(
    rf"\b(?:S|stride)\b\$? (?:evenly |exactly |always )?divid(?:es?|ing) {_WHAT.format('one')}"
    r"(?=[,;:\n]|\.(?:\s|$)|$| (?:we|then|the|this|there|every|and|no|evenly|without)\b)"
    rf"|(?:\b(?:[Ii]f|[Ww]hen(?:ever)?|where|that|as|[Ss]ince|unless|[Bb]ecause)\b|^|[.;:,(])\s*"
    rf"{_WHAT.format('other')} (?:is|be|are) (?:\w+ )?"
    rf"(?:divisible by|a multiple of) {_STRIDE_}"
    rf"|{_WHAT.format('ratio')}\)?\s*/\s*S\$? is (?:an integer|a whole number|whole)\b",
    re.MULTILINE,
)
_TERM = re.compile(r"([-+]?)(2?)(?:\\cdot|[*·])?([NnZ])")
_NUMERATOR = {("+", "", "N"), ("-", "", "n"), ("+", "2", "Z")}
_SAID_SO = re.compile(
    r"\b(?:it|this|that|everything|numerator|evenly|exactly|difference|division)\b"
)


def divides_otherwise(text: str) -> bool:
    """Whether a formula goes without a floor, and the stride is said to divide something else.

    >>> divides_otherwise("If S divides N: (N-n+2Z)/S + 1")
    True
    >>> divides_otherwise("If S divides N + 2Z - n: (N-n+2Z)/S + 1")
    False
    >>> divides_otherwise("If the input is divisible by S, it is (N-n+2Z)/S + 1")
    True
    """
    if _FLOORED.search(text):
        return False
    return not all(
        _is_numerator(next(filter(None, each.groups()))) for each in _DIVIDED.finditer(text)
    )


def _is_numerator(words: str) -> bool:
    plain = re.sub(r"[A-Za-z]{2,}|[\s${}()\\]", "", words.replace("−", "-").replace("–", "-"))
    terms = {(sign or "+", factor, letter) for sign, factor, letter in _TERM.findall(plain)}
    return terms == _NUMERATOR or _SAID_SO.search(words) is not None


@pytest.mark.question("2", points=20, kind="derivation")
def grade_output_volume(answer: Answer, settle_parts: SettleParts) -> None:
    """The size without padding, with it, with a stride, and with all filters."""
    notation = "divisible" if says(answer.text, _NO_REST) else "convolution"
    routes: list[Sequence[Part]] = [STEPS, WITH_PADDING_ONCE]
    if divides_otherwise(answer.text):
        routes = [[_for_person(each, STRIDE.name) for each in route] for route in routes]
    settle_parts(*routes, notations=(notation,), rewritten=delimited)


def _for_person(part: Part, name: str) -> Part:
    """A part that a person reads where it is the one of this name and is right."""
    return replace(part, said=Said(contrary=".")) if part.name == name else part


def delimited(text: str) -> str:
    r"""A text with dollar signs around the formulas that are typed in its sentences.

    >>> delimited("There are N − n + 1 places, and a row has N.")
    'There are $N − n + 1$ places, and a row has N.'
    >>> delimited("(1 + floor((N-n)/S)) x V', 1 + (N-n)/S places")
    "$(1 + floor((N-n)/S)) × V'$, $1 + (N-n)/S$ places"
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
