"""Printed bounds judged by what they imply of the data, and put together for one report.

A bound by margins fits if some formula implies the constant that the training data have. Where
the report does not say which formula or which constant was used, its value says it; where it says
another one, a person decides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from graders.comparing.bounds.named import is_named
from graders.comparing.claims.weighing import agrees
from graders.errors import Review
from graders.model import Comparison, Mistake, PrintedNumber, Question

METHOD = "bounds"
VC_BOUND, VC_POINTS = "VC bound", Fraction(3)
MARGIN_POINTS = Fraction(5, 2)

NOT_POSITIVE = Mistake("sign", "a bound on the error is the square of a number: never negative")
LOG_BASE = Mistake("log_base", "the VC bound takes logarithms of another base")
NOT_OF_WIDTH = Mistake("inconsistent", "the VC bound does not fit the number of parameters")
OTHER_DATA = "the {name} does not imply the same constants of the data as that of the other model"
MEANINGS: Mapping[str, str] = {  # of κ∞; a formula is known by its own name
    "kappa_inf_per_batch": "that with one maximum per batch",
    "kappa_inf_per_point": "that with one maximum per point",
}
Bounds = tuple[float, float]  # between which a constant lies


@dataclass(frozen=True)
class Implied:
    """What a printed bound implies of the data, by each formula that it may be.

    `fits` and `fits_cropped` name the reading of each formula that implies a constant of the
    training images, and of these when they are cropped at random: the formula, or its constant
    where it may take one of several.
    """

    constants: Mapping[str, Bounds] = field(default_factory=dict)
    fits: Mapping[str, str] = field(default_factory=dict)
    fits_cropped: Mapping[str, str] = field(default_factory=dict)

    @property
    def shown(self) -> str:
        """The constants, for staff."""
        ends = (f"{name}: {low:.3g} to {high:.3g}" for name, (low, high) in self.constants.items())
        cropped = f"; {_said(self.fits_cropped)} on randomly cropped training images would fit"
        return ", ".join(ends) + (cropped if self.fits_cropped else "")


@dataclass(frozen=True, slots=True)
class Judged:
    """One bound of a report; `right` is None where a person decides."""

    name: str
    points: Fraction
    right: bool | None
    note: str
    remark: str = ""
    mistake: Mistake | None = None


def judge_vc_bound(
    number: PrintedNumber | None, right: Sequence[float], natural: Sequence[float]
) -> Judged:
    """The VC bound, held against what the number of parameters allows.

    Args:
        number: that is printed.
        right: the bound for each width that the number of parameters allows.
        natural: the same with logarithms of another base.
    """
    if number is None or not right:
        note = "it was not read, or no number of parameters that a width gives"
        return Judged(VC_BOUND, VC_POINTS, None, note)
    if any(agrees(number, each) for each in right):
        return Judged(VC_BOUND, VC_POINTS, True, "it fits the number of parameters")
    mistake = LOG_BASE if any(agrees(number, each) for each in natural) else NOT_OF_WIDTH
    return Judged(VC_BOUND, VC_POINTS, False, mistake.words, mistake=mistake)


def judge_negative_bound(name: str) -> Judged:
    """A bound by margins that is below zero."""
    words = f"{name}: {NOT_POSITIVE.words}"
    told = replace(NOT_POSITIVE, words=words)
    return Judged(name, MARGIN_POINTS, False, NOT_POSITIVE.words, mistake=told)


def judge_margin_bound(
    name: str,
    here: Implied | None,
    there: Implied,
    mistakes: Sequence[Mistake] = (),
    *,
    named: Sequence[str] = (),
    unnamed: str = "",
) -> Judged:
    """A bound by margins: some formula must imply the constant that the data have.

    Args:
        name: under which it is printed.
        here: what it implies; None if it was not read.
        there: what that of the other model implies, which has the same data.
        mistakes: without which it would fit.
        named: the formulas or constants that the report names.
        unnamed: what is said of a bound that fits where nothing names it.
    """
    judged = Judged(name, MARGIN_POINTS, None, "it was not read")
    if here is None:
        return judged
    if not here.constants:
        return replace(judged, note="the norms or the margin that it takes were not read")
    if here.fits:
        return _of_data(judged, here, there, named, unnamed)
    if mistakes:
        told = replace(mistakes[0], words=f"{name}: {mistakes[0].words}")
        return replace(judged, right=False, note=mistakes[0].words, mistake=told)
    if there.fits:  # the data are those of the sheet, but not for this model
        words = OTHER_DATA.format(name=name)
        told = Mistake("inconsistent", words)
        return replace(judged, right=False, note=f"{words} ({here.shown})", mistake=told)
    return replace(judged, note=f"the constants implied are not those of the data ({here.shown})")


def _of_data(
    judged: Judged, here: Implied, there: Implied, named: Sequence[str], unnamed: str
) -> Judged:
    """A bound that fits, unless the report says that it is another one."""
    said = _said(here.fits)
    note = f"{said}; {_compared(here, there)}"
    if named and not any(is_named(each, named) for each in here.fits.values()):
        called = " and ".join(MEANINGS.get(each, f"the {each}") for each in named)
        return replace(judged, note=f"{note}; the report calls it {called}")
    remark = f"the {judged.name} is {said}, by its value{'' if named else unnamed}"
    return replace(judged, right=True, note=note, remark=remark)


def _said(fits: Mapping[str, str]) -> str:
    return " or ".join(MEANINGS.get(each, f"the {each}") for each in fits.values())


def _compared(here: Implied, there: Implied) -> str:
    """Whether the bounds of both models imply the same constant of the data."""
    both = [each for each in here.fits if each in there.constants]
    if not both:
        return "the other model has nothing to compare"
    same = any(_overlap(here.constants[each], there.constants[each]) for each in both)
    return f"both models imply {'the same' if same else 'different'} constants of the data"


def _overlap(one: Bounds, other: Bounds) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def together(parts: Sequence[Judged], question: Question, remarks: Sequence[str]) -> Comparison:
    """All bounds of one report.

    Args:
        parts: the bounds.
        question: that they answer.
        remarks: for the student, on what costs no points.

    Raises:
        Review: if a person decides on one of them, with the points of the others.
    """
    earned = sum((part.points for part in parts if part.right), Fraction(0))
    mistakes = [part.mistake for part in parts if part.mistake]
    remarks = [*(part.remark for part in parts if part.remark), *remarks]
    note = "; ".join(f"{part.name}: {part.note}" for part in parts)
    if left := [part.name for part in parts if part.right is None]:
        said = [f"a person reads and marks: {', '.join(left)}", *(each.words for each in mistakes)]
        raise Review(
            " ".join(f"{each[0].upper()}{each[1:].rstrip('.')}." for each in (*said, *remarks)),
            note="\n".join((note, "rubric:", *question.rubric)),
            points=earned,
            lost=sum((part.points for part in parts if part.right is False), Fraction(0)),
            mistake=mistakes[0].code if mistakes else None,
        )
    return Comparison(
        earned == question.points,
        METHOD,
        mistakes[0] if mistakes else None,
        note=note,
        remarks=(*(each.words for each in mistakes[1:]), *remarks),
        credit=earned / question.points,
    )
