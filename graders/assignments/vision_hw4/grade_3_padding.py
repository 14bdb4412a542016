"""Question 3.2: a padding and a stride with which a convolution halves the side of its input."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import pytest

from graders.errors import Unreadable
from graders.grading.fixtures.types import ReadAs, Settle
from graders.model import Answer, Comparison, Mistake
from graders.reading.layers.divided_sides import Division, divisions_in, false_sums, sum_of
from graders.reading.quantities.named_values.named_pairs import Pair, read_pair
from graders.reading.quantities.shapes import shapes_in
from graders.reading.words.against.beside import against
from graders.reading.words.against.hypotheses import without_hypotheses
from graders.reading.words.said import says
from solutions.convolution import output_side

SIDE, KERNEL, WANTED = 64, 3, 32
PAIR_SHARE = Fraction(3, 4)  # the rest is for working that fits it

CELLS = r"(?=\s+\d\s+(?:zero|0|pixel|cell|row|ring|layer))"
NAMES: Mapping[str, str] = {
    "padding": rf"padding|pad(?:ded)?(?: (?:it|the \w+))?(?: with{CELLS})?|p",
    "stride": r"strides?|(?:mov|slid|step|shift|jump)\w*(?: (?:it|the \w+))? by|s",
}
UNEVEN = re.compile(
    r"\b(?:left|right|one side|asymmetric|top|bottom|unequal|0\s*(?:and|/)\s*1|1\s*(?:and|/)\s*0)\b"
)
ONE_SIDED = re.compile(r"\b(?:only|one side|asymmetric|uneven|unequal|elsewhere)\b")
ROUNDED = re.compile(r"\b(?:round|ceil|floor)", re.IGNORECASE)
DIVIDED = (
    r"\bexact(?:ly)?\b|\bdivi(?:des|sible)\b|\bevenly\b"
    r"|\b(?:no|without(?: an?y?)?) (?:remainder|rounding|floor)"
)
POOLED = r"\bpool"

PADDED_ONCE = Mistake("factor", "there is padding at both ends")
OTHER_STRIDE = Mistake("swapped", "the working has another stride than the answer")
NOT_WHOLE = Mistake("shape", "a padding is a whole number of cells")
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


# --- the pair by itself ---------------------------------------------------------------------------


def compare_setting(padding: Fraction, stride: Fraction, text: str) -> Comparison:
    """Whether these give the wanted side, and whether the working does so with them."""
    side = side_of_map(padding, stride)
    if side == WANTED:
        return compare_working(divisions_in(text, SIDE), int(padding), int(stride), text)
    if UNEVEN.search(text):
        return undecided("a padding that differs between the sides")
    if side is not None:
        witness = f"({padding}, {stride}) gives {side}"
        return Comparison(False, "sizes", WRONG_SETTING, witness=witness)
    if ROUNDED.search(text):
        return undecided("a padding that is said to be rounded")
    return Comparison(False, "sizes", NOT_WHOLE)


def side_of_map(padding: Fraction, stride: Fraction) -> int | None:
    """The side of the output with a padding and a stride that can be used, or None."""
    if not (padding.denominator == stride.denominator == 1 and stride >= 1 and padding >= 0):
        return None
    return output_side(SIDE, KERNEL, padding=int(padding), stride=int(stride))


def compare_working(
    working: Sequence[Division], padding: int, stride: int, text: str
) -> Comparison:
    """Whether the working for a pair that fits has its stride, both paddings, and its side."""
    if any(each.stride != stride for each in working):
        return Comparison(False, "sizes", OTHER_STRIDE, credit=PAIR_SHARE)
    once = SIDE + padding - KERNEL
    if padding and any(sum_of(each.upper, Fraction(padding)) == once for each in working):
        return compare_padded_once(once, stride, text)
    results = {each for one in working if one.sum != SIDE - KERNEL for each in one.results}
    known = {WANTED, SIDE, SIDE + 2 * padding, KERNEL, padding, stride}
    if results - {WANTED} or sides_in(text) - known:
        return undecided("the working comes to another side")
    return Comparison(True, "sizes")


def compare_padded_once(once: int, stride: int, text: str) -> Comparison:
    """A padding that the working counts once: right where the text says so and nothing is left."""
    if not UNEVEN.search(text):
        return Comparison(False, "sizes", PADDED_ONCE, credit=PAIR_SHARE)
    is_exact = once % stride == 0 and once // stride + 1 == WANTED
    if is_exact and ONE_SIDED.search(text):
        return Comparison(True, "sizes")
    return undecided("a padding that differs between the sides")


def sides_in(text: str) -> set[int]:
    """The sides of the squares that a text names: of the input, the filter, or the output.

    >>> sides_in("64 x 33 x 33, with a (3, 3) filter") == {3, 33}
    True
    """
    said = next(without_hypotheses(text))
    shapes = (*shapes_in(said, axes=2), *shapes_in(said, axes=3))
    return {side for each in shapes for side in each if each.count(side) > 1}


def undecided(note: str) -> Comparison:
    return Comparison(None, "sizes", note=note)


# --- beside what else is said ---------------------------------------------------------------------


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
        return f"a sum of the working does not hold: {false_sums(text)[0]}"
    return ""
