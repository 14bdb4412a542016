"""Question 3.2: sizes of a convolution, and a padding and a stride that halve them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import pytest

from graders.errors import Unreadable
from graders.grading.fixtures.types import ReadAs, Settle
from graders.model import Answer, Comparison, Mistake
from graders.reading.layers.divided_sides import divisions_in, false_sums, sum_of
from graders.reading.mathematics.statements.axes import labelled_axes
from graders.reading.quantities.columns import told_by_column
from graders.reading.quantities.named_pairs import Pair, read_pair
from graders.reading.quantities.shapes import Shape, named_sizes, shapes_in
from graders.reading.words.against.beside import against
from graders.reading.words.against.corrections import behind_correction
from graders.reading.words.against.doubts import is_doubtful
from graders.reading.words.against.hypotheses import without_hypotheses
from graders.reading.words.said import says
from solutions import convolution
from solutions.convolution import Setting

HALF = Fraction(1, 2)

INPUT: convolution.Shape = (32, 64, 64)
FILTERS, KERNEL, WANTED = 64, 3, 32
SIDE = INPUT[1]
SIZE_WORDS: Mapping[str, str] = {
    "size kept without padding": "without padding the sides do not stay as they are",
    "one subtracted once instead of twice": "both ends lose a cell, not one of them",
    "number of input channels kept": "the output has a channel for each filter",
    "padding counted once": "there is padding at both ends",
    "+1 lost after the division": "the first position of the filter is not counted",
}


ASKED = re.compile(r"\d[\s$)\]]*\?")
KEPT = (
    r"\b(?:kept|preserved|unchanged|maintained|retained)\b"
    r"|\bsame (?:size|shape|height|width)s? as (?:the |its )?input"
)
FALSE_SUM = "a sum of the working does not hold"


@pytest.mark.question("3.2.i", points=2, kind="shape")
def grade_output_size(answers: tuple[Answer, ...], read_as: ReadAs, settle: Settle) -> None:
    """Channels, height and width of the output, in any order that can be told."""
    text = told_by_column("\n".join(each.text for each in answers))
    listed = (shapes_in(each, axes=3) for each in without_hypotheses(text))
    said = next(filter(None, listed), ())
    found = [each for each in said if sorted(each) != sorted(INPUT)] or said
    if not found:
        raise Unreadable("no three sizes can be read")
    read_as(" x ".join(map(str, found[-1])))
    doubt = doubt_about(text, found)
    settle(Comparison(None, "sizes", note=doubt) if doubt else compare_output(found[-1]))


ONE_WRONG = "one of the three sizes is not right"


def doubt_about(text: str, found: Sequence[Shape]) -> str:
    """Why a person must look at the sizes that were found in a text, or nothing."""
    if is_doubtful(text) or ASKED.search(text):
        return "the sizes are doubted"
    later = behind_correction(text)
    corrected = shapes_in(later, axes=3)
    if re.search(r"\d", later) and not corrected:
        return "the sizes are corrected to what cannot be read"
    of_output = [each for each in corrected or found if not is_of_filter(each)]
    right = [compare_output(each).equal for each in of_output]
    if not any(right):
        return ""
    if not all(right):
        return "right sizes and wrong ones are given"
    if not channels_told(text) <= {FILTERS}:
        return "the sizes are right, but another one is said to count the channels"
    if false_sums(text):
        return f"the sizes are right, but {FALSE_SUM}: {false_sums(text)[0]}"
    if says(next(without_hypotheses(text)), KEPT):
        return "the sizes are right, but they are said to be those of the input"
    return ""


def is_of_filter(shape: Shape) -> bool:
    """Whether these are the sizes of the filters, or of a map alone: 32 x 3 x 3, 1 x 62 x 62."""
    return shape.count(KERNEL) > 1 or 1 in shape


def channels_told(text: str) -> set[int]:
    """The sizes that a text says to count the channels, by a name or by the order of its axes.

    >>> channels_told("C = 62, H = 62, W = 64"), channels_told("62 x 62 x 64, in the order H, W, C")
    ({62}, {64})
    """
    told = {size for name, size in named_sizes(text).items() if name == "C"}
    for line in text.splitlines():
        sizes, labels, _ = labelled_axes(line)
        shapes = shapes_in(sizes, axes=3) if set(labels) == set("CHW") else ()
        told |= {each[labels.index("C")] for each in shapes if compare_output(each).equal}
    return told


def compare_output(seen: Shape) -> Comparison:
    """Three sizes held against the right ones; half where one of them is wrong."""
    right = convolution.output_shape(INPUT, FILTERS, KERNEL)
    if sorted(seen) == sorted(right):
        return Comparison(True, "sizes")
    for name, wrong in convolution.output_shape_mistakes(INPUT, FILTERS, KERNEL).items():
        if sorted(seen) == sorted(wrong):
            mistake = Mistake("shape", SIZE_WORDS[name])
            return Comparison(False, "sizes", mistake, credit=credit_of(seen, right))
    credit = credit_of(seen, right)
    return Comparison(False, "sizes", remarks=(ONE_WRONG,) if credit else (), credit=credit)


def credit_of(seen: Shape, right: Shape) -> Fraction:
    """Half where all sizes but one are right, in whatever order."""
    left = list(right)
    for size in seen:
        if size in left:
            left.remove(size)
    return HALF if len(left) == 1 else Fraction(0)


PAIR_SHARE = Fraction(3, 4)  # the rest is for working that fits it
UNEVEN = re.compile(
    r"\b(?:left|right|one side|asymmetric|top|bottom|unequal|0\s*(?:and|/)\s*1|1\s*(?:and|/)\s*0)\b"
)
ONE_SIDED = re.compile(r"\b(?:only|one side|asymmetric|uneven|unequal|elsewhere)\b")
PADDED_ONCE = Mistake("factor", SIZE_WORDS["padding counted once"])
OTHER_STRIDE = Mistake("swapped", "the working has another stride than the answer")
ROUNDED = re.compile(r"\b(?:round|ceil|floor)", re.IGNORECASE)
NOT_WHOLE = Mistake("shape", "a padding is a whole number of cells")
DIVIDED = (
    r"\bexact(?:ly)?\b|\bdivi(?:des|sible)\b|\bevenly\b"
    r"|\b(?:no|without(?: an?y?)?) (?:remainder|rounding|floor)"
)
POOLED = r"\bpool"
OTHER_RESULT = "the working comes to another side"
WRONG_SETTING = Mistake("shape", "this padding and stride give another side")


@pytest.mark.question("3.2.ii", points=2, kind="shape")
def grade_padding_and_stride(answers: tuple[Answer, ...], read_as: ReadAs, settle: Settle) -> None:
    """A padding and a stride that halve the side; any that do are right."""
    text = "\n".join(each.text for each in answers)
    pair = read_pair(text, NAMES) or pair_of_working(text)
    if pair is None:
        raise Unreadable("a padding and a stride cannot both be read")
    padding, stride = pair.values
    read_as(f"padding {padding}, stride {stride}")
    settle(beside_others(compare_setting(padding, stride, text), pair, text))


def pair_of_working(text: str) -> Pair | None:
    """The padding and the stride that stand in the working, where nothing else names them."""
    working = divisions_in(text, SIDE)
    pairs = {(each.padding, each.stride) for each in working}
    if len(pairs) != 1:
        return None
    (padding, stride), found = *pairs, text.rfind("=")
    return None if padding is None else Pair((padding, stride), against(text, 0, found))


def beside_others(found: Comparison, pair: Pair, text: str) -> Comparison:
    """The comparison of a pair; open where the text contradicts it, or has a right one beside it.

    A pair that does not fit may stand beside the right one with the side that it comes to.
    """
    note = pair.against
    is_wrong = found.equal is False and not found.credit
    if is_wrong and any(compare_setting(*each, "").equal for each in pair.others):
        note = note or "a padding and a stride that fit stand in the answer, too"
    if found.equal:
        note = note or contradiction(pair, text)
    if not note:
        return found
    return replace(found, equal=None, mistake=None, credit=Fraction(0), note=note)


def contradiction(pair: Pair, text: str) -> str:
    """What a text says against a padding and a stride that fit, or nothing."""
    padding, stride = pair.values
    numbers = {int(each) for each in re.findall(r"(?<![\d.])\d{1,4}(?![\d.]*\d)", text)}
    sides = {side_of_map(*each) for each in pair.beside if each != pair.values}
    if not sides - {None, WANTED} <= numbers:
        return "another padding or stride is stated, too"
    if says(text, POOLED):
        return "the answer speaks of a pooling, which has a stride of its own"
    if (SIDE - KERNEL + 2 * padding) % stride and says(text, DIVIDED):
        return "the division is said to be exact, and it is not"
    if false_sums(text):
        return f"{FALSE_SUM}: {false_sums(text)[0]}"
    return ""


def side_of_map(padding: Fraction, stride: Fraction) -> int | None:
    """The side of the output with a padding and a stride that can be used, or None."""
    if padding.denominator > 1 or stride.denominator > 1 or stride < 1 or padding < 0:
        return None
    return convolution.output_side(SIDE, KERNEL, **Setting(int(padding), int(stride))._asdict())


def compare_setting(padding: Fraction, stride: Fraction, text: str) -> Comparison:
    """Whether these give the wanted side, and whether the working has the same stride."""
    side = side_of_map(padding, stride)
    if side is None:
        if UNEVEN.search(text):
            return Comparison(None, "sizes", note="a padding that differs between the sides")
        if ROUNDED.search(text):
            return Comparison(None, "sizes", note="a padding that is said to be rounded")
        return Comparison(False, "sizes", NOT_WHOLE)
    if side != WANTED:
        if UNEVEN.search(text):
            return Comparison(None, "sizes", note="a padding that differs between the sides")
        gives = f"({padding}, {stride}) gives {side}"
        return Comparison(False, "sizes", WRONG_SETTING, witness=gives)
    working = divisions_in(text, SIDE)
    if any(stride != each.stride for each in working):
        return Comparison(False, "sizes", OTHER_STRIDE, credit=PAIR_SHARE)
    once = SIDE + padding - KERNEL
    if padding and any(sum_of(each.upper, padding) == once for each in working):
        return compare_padded_once(int(once), int(stride), text)
    results = {each for one in working if one.sum != SIDE - KERNEL for each in one.results}
    known = {WANTED, SIDE, SIDE + 2 * padding, KERNEL, padding, stride}
    if results - {WANTED} or sides_in(text) - known:
        return Comparison(None, "sizes", note=OTHER_RESULT)
    return Comparison(True, "sizes")


def sides_in(text: str) -> set[int]:
    """The sides of the squares that a text names: of the input, the filter, or the output.

    >>> sides_in("64 x 33 x 33, with a (3, 3) filter") == {3, 33}
    True
    """
    said = next(without_hypotheses(text))
    shapes = (*shapes_in(said, axes=2), *shapes_in(said, axes=3))
    return {side for each in shapes for side in each if each.count(side) > 1}


def compare_padded_once(once: int, stride: int, text: str) -> Comparison:
    """A padding that the working counts once: right where the text says so and nothing is left."""
    if not UNEVEN.search(text):
        return Comparison(False, "sizes", PADDED_ONCE, credit=PAIR_SHARE)
    is_exact = once % stride == 0 and once // stride + 1 == WANTED
    if is_exact and ONE_SIDED.search(text):
        return Comparison(True, "sizes")
    return Comparison(None, "sizes", note="a padding that differs between the sides")


_CELLS = r"(?=\s+\d\s+(?:zero|0|pixel|cell|row|ring|layer))"
NAMES: Mapping[str, str] = {
    "padding": rf"padding|pad(?:ded)?(?: (?:it|the \w+))?(?: with{_CELLS})?|p",
    "stride": r"strides?|(?:mov|slid|step|shift|jump)\w*(?: (?:it|the \w+))? by|s",
}
