"""Question 2: the output volume of a convolution layer, in four steps."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from graders.comparing.parts import Part, Said, Written
from graders.grading.fixtures.types import SettleParts
from graders.model import Answer, Mistake
from graders.reading.words.claims.trends import Trend
from graders.reading.words.rewriting.equal_sides import with_sides_apart
from graders.reading.words.rewriting.own_letters import with_letters_of_sheet
from graders.reading.words.rewriting.typed_formulas import delimited
from graders.reading.words.said import says
from solutions import convolution

_ONCE = "padding counted once"
_STARTS = ("+1 lost", "+1 lost after the division")  # where the last filter starts
_NO_FLOOR = "no floor"
PADDED = "N+2Z"  # the side of the input
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


_OUTPUT = r"(?<!per )(?:output|result|feature map|side|map)s?(?: (?:size|volume|side|map))?"
BY_STRIDE = Trend(r"strides?|\bS\b", _OUTPUT)
BY_FILTER = Trend(r"(?:filter|kernel)s? (?:size|side|width)s?|\bn\b", _OUTPUT)
BY_PADDING = Trend(r"(?:zero )?paddings?|\bZ\b", _OUTPUT, together=True)


def step(
    name: str, formula: str, trend: Trend | None = None, *, form: str = "", contrary: str = ""
) -> Part:
    area = rf"\left({formula}\right)\times\left({formula}\right)"
    wrong = convolution.MISTAKES[formula]
    starts = tuple(wrong[each] for each in (*_STARTS, _NO_FLOOR) if each in wrong)
    values, mistakes = (formula, area), mistakes_in(formula)
    return Part(
        name,
        POINTS,
        Written(values, form=form, mistakes=mistakes, beside=(*starts, PADDED)),
        Said(contrary=contrary, claims=(trend,) if trend else ()),
    )


def _with_values(part: Part, *values: str) -> Part:
    return replace(part, written=replace(part.written, values=values))


def _with_name(part: Part) -> Part:
    """A step whose side M, if it is called so, is that of this step or of one before it."""
    beside = (*part.written.beside, convolution.WITHOUT_PADDING, convolution.WITH_PADDING)
    return replace(part, written=replace(part.written, named="^M$", beside=beside), apart=True)


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
    r"|\b(?:adds?|added|grows?|increases?|larger|longer)\b[^.;,\n]{0,30}(?<!2)(?<!2 )\bZ\b\$?"
    r"[^.;,\n]{0,20}\b(?:in total|altogether|overall|in all)\b"
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
STRIDE = _with_name(step("stride", convolution.OUTPUT_SIDE, BY_STRIDE, form=r"frac|/|div"))
STEPS = (
    step("no padding", convolution.WITHOUT_PADDING, BY_FILTER),
    step("padding", convolution.WITH_PADDING, BY_PADDING, contrary=_PADS_ONCE),
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

_LETTERS = "[NnZSM]|V['′]?"
_LENGTH = r"(?:side|width|size|length|height)(?: length)?"
_FILTER = r"(?:filter|kernel)"
QUANTITIES: Mapping[str, str] = {  # what a student may call by letters of their own
    "N": rf"{_LENGTH} of the (?:square )?(?:input|image)|(?:input|image)(?:'s)? {_LENGTH}",
    "n": rf"{_LENGTH} of (?:the |a |each )?{_FILTER}s?|{_FILTER}(?:'s)?(?: {_LENGTH})?",
    "Z": r"(?:zero[- ])?padding(?: on (?:each|every) side)?",
    "S": r"strides?",
    "V'": rf"(?:(?:number|amount) of (?:the )?)?(?:{_FILTER}s|output channels)",
}
_TOTAL = re.compile(r"\b(?:total|overall|altogether|both sides together|one side)\b", re.IGNORECASE)
_COUNTED_FILTERS = re.compile(r"(?<![\w\\'′=])\$?([A-Z]|[km])\$? (filters|kernels)\b")
_IS = r"\$?\s*(?:[-−–+]\s*\d\s*)?="  # also of its neighbour: M - 1 = ...
_ON_THE_WAY = re.compile(  # M is the side of the sheet, where it is said for the last time
    rf"(?<![\w\\])(?:M_\{{?(\d)\}}?|[NM]['′]|M(?={_IS}[\s\S]*(?<![\w\\])M{_IS}))"
)
_ROUNDED = re.compile(  # in words: "$(N-n)/S$ rounded down plus 1"
    r"\$(?P<head>[^$=]*=\s*)?(?P<ratio>(?:(?!\\lfloor|⌊|//)[^$=])+)\$[,\s]*"
    r"\(?(?:and )?round(?:ed)? (?:it )?(?P<way>down|up)\)?[,\s]*"
    r"(?:\$?\s*\+\s*1\s*\$?|(?:and then )?(?:plus|add) (?:1|one)\b)"
)
_BARS = {"down": ("⌊", "⌋"), "up": ("⌈", "⌉")}
_UNPADDED = re.compile(r"\b(?:without|no)(?: any| zero)?[- ]padding\b", re.IGNORECASE)


def in_letters_of_sheet(text: str) -> str:
    r"""An answer in the letters of the sheet, with its formulas between dollar signs.

    >>> in_letters_of_sheet("Input size W, filter size F, K filters: W - F + 1")
    "Input size N, filter size n, number of filters V': $N - n + 1$"
    >>> in_letters_of_sheet("$M_1 = N-n+1$ and M x M x V' in all")
    "$O_1 = N-n+1$ and $M × M × V'$ in all"
    >>> in_letters_of_sheet("First $M = N-n+1$. Padded $M = N-n+2Z+1$")
    'First $O_0 = N-n+1$. Padded $M = N-n+2Z+1$'
    >>> in_letters_of_sheet("M = (N - n)/S (rounded down) + 1")
    '$M = ⌊(N - n)/S⌋ + 1$'
    """
    text = with_sides_apart(_UNPADDED.sub("Unpadded", text))
    text = _ON_THE_WAY.sub(lambda side: f"O_{side[1] or 0}", text)
    if not _TOTAL.search(text):
        text = with_letters_of_sheet(_COUNTED_FILTERS.sub(r"number of \2 \1", text), QUANTITIES)
    return _ROUNDED.sub(_in_bars, delimited(text, _LETTERS))


def _in_bars(rounded: re.Match[str]) -> str:
    opening, closing = _BARS[rounded["way"]]
    return f"${rounded['head'] or ''}{opening}{rounded['ratio']}{closing} + 1$"


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
    text = in_letters_of_sheet(answer.text)
    notation = "divisible" if says(text, _NO_REST) else "convolution"
    routes: list[Sequence[Part]] = [STEPS, WITH_PADDING_ONCE]
    if divides_otherwise(text):
        routes = [[_for_person(each, STRIDE.name) for each in route] for route in routes]
    settle_parts(*routes, notations=(notation,), rewritten=in_letters_of_sheet)


def _for_person(part: Part, name: str) -> Part:
    """A part that a person reads where it is the one of this name and is right."""
    return replace(part, said=Said(contrary=".")) if part.name == name else part
