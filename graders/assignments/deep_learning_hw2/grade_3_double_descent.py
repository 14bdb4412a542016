"""Question 3: reading double descent off the figures, whose curves the instructor provides."""

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import pytest

from graders.errors import GraderError, Undecided, Unreadable
from graders.grading.fixtures.types import ReadAs, Review, Settle
from graders.model import Answer, Comparison, Mistake, Question
from graders.reading.quantities.numbers.positions import (
    Range,
    for_all,
    is_damaged,
    names_none,
    read_positions,
)
from graders.reading.words.choosing.choices import has_loose_denial, read_choice
from graders.reading.words.choosing.named_curves import by_curve, named_in, only
from solutions.double_descent import (
    Curve,
    Interval,
    interpolation_threshold,
    kind_of_descent,
    peak,
    read_curves,
    valley,
)

Curves = Callable[[], tuple[Curve, ...]]

NO_FIGURE = "This question is about a figure; a person decides."

BELOW_ZERO = re.compile(r"(?:\b(?:at|around|about|near|of)|[=≈~:])\s*\$?[-−]\d", re.IGNORECASE)
OF_TRAINING = re.compile(
    r"\btrain\w*\s+(?:errors?|loss(?:es)?|curves?|risk)\s+(?:is|are|has|have|reach\w*|peaks?|takes?)\b"
    r"[^.;]{0,30}?(?:larg|high|max|peak|worst)|\b(?:peaks?|max\w*) of the train",
    re.IGNORECASE,
)
CALLED: Mapping[str, str] = {
    "small": "small",
    "intermediate": "intermediate|medium|middle",
    "large": "large|big",
}
A_PART = re.compile(
    r"\b(?:first|second|one of|upper|lower|top|bottom|left|right|other|only)\b", re.I
)
NO_PEAK = Mistake("wrong_function", "a monotone curve has no peak")
WIDENED = 0.1  # of the position: how far off a reading may be
CHOICE_SHARE = Fraction(2, 3)  # the rest is for the reason
KINDS: Mapping[str, Sequence[str]] = {
    "model-wise": ("model-wise", "width-wise", "model double", "model size", "width", "model"),
    "epoch-wise": ("epoch-wise", "training-time", "epoch double", "epochs", "time", "epoch"),
    "sample-wise": ("sample-wise", "data-wise", "sample double", "data size", "data", "sample"),
}


@pytest.fixture
def figure(question: Question, data_folder: Path | None) -> Callable[[], tuple[Curve, ...]]:
    """The curves of the question's figure: `figure_A.csv` in the folder given by --data."""
    name = f"figure_{question.path[1]}.csv"

    def curves() -> tuple[Curve, ...]:
        if data_folder is None:
            raise Undecided(
                NO_FIGURE, note=f"to have this graded, give the folder of {name} by --data"
            )
        try:
            return read_curves((data_folder / name).read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise Undecided(NO_FIGURE, note=f"{data_folder} holds no {name}") from error
        except ValueError as error:
            raise GraderError(str(error), where=str(data_folder / name)) from error

    return curves


@pytest.mark.question("3.A.1", "3.B.1", "3.C.1", points=2, kind="numeric")
def grade_critical_point(answer: Answer, read_as: ReadAs, figure: Curves, settle: Settle) -> None:
    """Where the test error peaks, for each curve of the figure."""
    said = answer.around or answer.text
    seen = read_positions(said)
    read_as(describe(seen, said))
    curves = figure()
    if is_damaged(said):
        raise Unreadable("A digit cannot be read for certain.")
    if BELOW_ZERO.search(said):
        raise Undecided("No position on these axes is below zero; a person looks at the sign.")
    found = compare_peaks(seen, said, curves)
    if found.equal and not all(map(peak, curves)) and not named_in(said, called(curves)):
        raise Undecided("None of the curves is named as it is called; a person looks.")
    if found.equal and OF_TRAINING.search(said):
        raise Undecided("The positions fit, but the training curve is spoken of.")
    settle((found.equal and as_called(said, curves)) or found)


def describe(seen: Sequence[Range], text: str) -> str:
    """The positions as they were understood."""
    places = [f"{low:g}" if low == high else f"{low:g} to {high:g}" for low, high in seen]
    return ", ".join(places + (["none for some curve"] if names_none(text) else []))


def compare_peaks(seen: Sequence[Range], text: str, curves: Sequence[Curve]) -> Comparison:
    """One position for each curve that has a peak, in their order, or one for all."""
    peaks = [(curve, found) for curve in curves if (found := peak(curve)) is not None]
    leaves_out = names_none(text) or only(text, called(curves)) == {each.name for each, _ in peaks}
    if not peaks and not seen and leaves_out:
        return Comparison(True, "peaks")
    claims_all = len(seen) == len(curves) and not leaves_out
    if seen and (not peaks or (claims_all and len(peaks) < len(curves))):
        return Comparison(False, "peaks", NO_PEAK)
    if len(seen) == 1 and len(peaks) > 1 and is_for_all(seen[0], text, peaks):
        seen = [seen[0]] * len(peaks)
    if len(seen) != len(peaks) or leaves_out != (len(peaks) < len(curves)):
        note = f"{len(seen)} positions were read, {len(peaks)} of {len(curves)} curves have a peak"
        return Comparison(None, "peaks", note=note)
    missed = [
        (curve, place)
        for (curve, found), place in zip(peaks, seen, strict=True)
        if not is_near(place, found)
    ]
    if not missed:
        return Comparison(True, "peaks")
    return Comparison(False, "peaks", named_misreading(missed))


def is_for_all(place: Range, text: str, peaks: Sequence[tuple[Curve, Interval]]) -> bool:
    """Whether one position is given for all curves, or meets the peak of each and is of none."""
    of_some = A_PART.search(text) or named_in(text, called([curve for curve, _ in peaks]))
    return for_all(text) or (not of_some and all(is_near(place, found) for _, found in peaks))


def as_called(text: str, curves: Sequence[Curve]) -> Comparison | None:
    """What is wrong or doubtful where a position, or none, is said of the wrong curve."""
    peaked = {each.name for each in curves if peak(each) is not None}
    for name, clause in by_curve(text, called(curves)):
        none, seen = names_none(clause), read_positions(clause)
        if seen and not none and name not in peaked:
            return Comparison(False, "peaks", NO_PEAK)
        if none and not seen and name in peaked:
            return Comparison(None, "peaks", note=f"no peak is said of {name!r}, which has one")
    return None


def called(curves: Sequence[Curve]) -> Mapping[str, str]:
    """What the curves may be called, as patterns; a name with numbers is none of a position."""
    return {each.name: CALLED.get(each.name, re.escape(each.name)) for each in curves}


def is_near(place: Range, found: Interval) -> bool:
    """Whether a reading meets the peak, widened by a tenth of its position."""
    low, high = found.low * (1 - WIDENED), found.high * (1 + WIDENED)
    return place[0] <= high and place[1] >= low and place[1] - place[0] <= high


def named_misreading(missed: Sequence[tuple[Curve, Range]]) -> Mistake | None:
    """What was read instead, if it is the same for every curve that was missed."""
    for words, position in (
        ("the minimum before the peak was read", valley),
        ("the training curve was read", interpolation_threshold),
    ):
        instead = [(position(curve), place) for curve, place in missed]
        if all(at is not None and is_near(place, Interval(at, at)) for at, place in instead):
            return Mistake("swapped", words)
    return None


@pytest.mark.question("3.A.2", "3.B.2", "3.C.2", points=2, kind="choice")
def grade_kind_of_descent(
    answer: Answer,
    question: Question,
    read_as: ReadAs,
    figure: Curves,
    settle: Settle,
    review: Review,
) -> None:
    """The type of double descent: model-wise, epoch-wise or sample-wise."""
    choice = read_choice(answer.text, KINDS)
    read_as(choice or "")
    axis = figure()[0].axis
    right = kind_of_descent(axis)
    if choice is None or right is None:
        raise Undecided("No single type could be read.", note=f"the axis is {axis!r}")
    if choice != right and has_loose_denial(answer.text, KINDS):
        raise Undecided("No single type could be read.", note=f"{choice}, with a denial")
    if choice != right:
        words = f"{choice} does not fit a horizontal axis of this kind"
        settle(Comparison(False, "choice", Mistake("swapped", words)))
    review("the type is right; the reason is left to mark", points=CHOICE_SHARE * question.points)
