"""Question 3.2: channels, height and width of the output of a convolution."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

import pytest

from graders.errors import Unreadable
from graders.grading.fixtures.types import ReadAs, Settle
from graders.model import Answer, Comparison, Mistake
from graders.reading.layers.divided_sides import false_sums
from graders.reading.mathematics.statements.axes import labelled_axes
from graders.reading.quantities.shapes import Shape, named_sizes, shapes_in
from graders.reading.words.against.corrections import behind_correction
from graders.reading.words.against.doubts import is_doubtful
from graders.reading.words.against.hypotheses import without_hypotheses
from graders.reading.words.said import says
from graders.reading.words.tables import told_by_column
from solutions import convolution

INPUT: convolution.Shape = (32, 64, 64)
FILTERS, KERNEL = 64, 3
HALF = Fraction(1, 2)
MISTAKES: Mapping[str, str] = {
    "size kept without padding": "without padding the sides do not stay as they are",
    "one subtracted once instead of twice": "both ends lose a cell, not one of them",
    "number of input channels kept": "the output has a channel for each filter",
    "padding counted once": "there is padding at both ends",
    "+1 lost after the division": "the first position of the filter is not counted",
}
ONE_WRONG = "one of the three sizes is not right"
ASKED = re.compile(r"\d[\s$)\]]*\?")
KEPT = (
    r"\b(?:kept|preserved|unchanged|maintained|retained)\b"
    r"|\bsame (?:size|shape|height|width)s? as (?:the |its )?input"
)


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
        return f"the sizes are right, but a sum of the working does not hold: {false_sums(text)[0]}"
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
            mistake = Mistake("shape", MISTAKES[name])
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
