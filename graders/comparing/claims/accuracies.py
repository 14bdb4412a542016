"""Claimed accuracies: whether they can be, and whether the handed-in weights give them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from graders.comparing.claims.checks import Check
from graders.comparing.programs.accuracies import HIDDEN_DECIMALS
from graders.model import Mistake, PrintedNumber

NEAR = Fraction(1, 200)  # how far a claim may be from what is measured
FLIPS = 10  # images that another machine may put on the other side,
FLIPPED = 500  # one of so many where there are fewer
FINE = Fraction(1, 1000)  # a unit that tells whether a batch or all images were counted
WHOLE_PERCENTS = Fraction(1, 100)

NOT_CONFIRMED = Mistake("claim", "the weights give {measured}, not the {claimed} that is claimed")
ABOVE_ONE = Mistake("percent", "an accuracy above 100 % or below zero cannot be")
NOT_OF_IMAGES = Mistake("resolution", "no number of right images gives this accuracy")
LAST_BATCH = Mistake(
    "last_batch", "the accuracies are those of one batch: each is a multiple of one hundredth"
)
LAST_ALONE = Mistake(
    "last_batch", "this is the accuracy of the last {count} test images alone, not of all"
)
ALL_RIGHT = "all images right is not what rounding makes; it may be the last batch alone"
TWO_VALUES = "several test accuracies are claimed for this run"
NO_CLAIM = "no test accuracy could be read"
NOT_BY_ROUNDING = "the claim is near what the weights give, but not by rounding alone"
SLIPPED = "{text} is a hundredth of what is meant"
LOSSY = "the test images here are a lossy copy, so a difference of this size proves nothing"
LOSSY_NEAR = Fraction(1, 40)


@dataclass(frozen=True, slots=True)
class Claim:
    """An accuracy as it is claimed: the number, and of how many images if that is said."""

    number: PrintedNumber
    images: int | None = None

    @property
    def share(self) -> Fraction:
        """As a fraction of the images; a number above one is taken for percents."""
        value = self.number.value
        if self.number.percent:  # 0.61 % is meant as 61 %
            return value if value > Fraction(1, 100) or not value else value * 100
        return value / 100 if value > 1 else value

    @property
    def unit(self) -> Fraction:
        """One unit of the last place, on the scale of `share`."""
        value = self.number.value
        return self.number.unit * self.share / value if value else self.number.unit


def _none() -> NDArray[np.bool_]:
    return np.zeros(0, np.bool_)


@dataclass(frozen=True, slots=True)
class Measured:
    """How many images the handed-in weights put into the right class.

    Args:
        right: how many.
        images: of how many.
        lossy: whether the images are a lossy copy of those that students have.
        hits: which, in the order of the data set; empty where that is not known.
        never: the classes that no image is put into.
        losses: the mean loss over the images, and what known mistakes make of it.
    """

    right: int
    images: int
    lossy: bool = False
    hits: NDArray[np.bool_] = field(default_factory=_none, repr=False, compare=False)
    never: tuple[int, ...] = ()
    losses: Mapping[str, float] = field(default_factory=dict, repr=False, compare=False)

    @property
    def share(self) -> Fraction:
        return Fraction(self.right, self.images)

    def of_last(self, count: int) -> Fraction | None:
        """The accuracy on the last images of the data set alone."""
        last = self.hits[-count:]
        return Fraction(int(last.sum()), count) if len(last) == count else None

    def __str__(self) -> str:
        return f"{100 * self.right / self.images:.2f} % of {self.images:,} images"


def the_claim(claims: Sequence[Claim]) -> Claim | Check:
    """The one accuracy that is claimed; the finest of those that agree.

    >>> number = PrintedNumber("0.61", Fraction(61, 100), Fraction(1, 100))
    >>> the_claim([Claim(number)]) == Claim(number), the_claim([]).words
    (True, 'no test accuracy could be read')
    """
    if not claims:
        return Check(None, NO_CLAIM)
    finest = min(claims, key=lambda each: each.unit)
    if any(abs(each.share - finest.share) > each.unit + finest.unit for each in claims):
        shown = ", ".join(dict.fromkeys(each.number.text for each in claims))
        return Check(None, TWO_VALUES, note=f"claimed: {shown}")
    return finest


def check_claim(claim: Claim, measured: Measured, batch: int = 0) -> Check:
    """A claim held against what the weights give.

    Rounding and a few images on the border are passed over; what is nearer than half a percent
    is confirmed, with a remark.

    Args:
        claim: of a student.
        measured: by the weights.
        batch: images in a step, if the last batch alone may have been counted.
    """
    apart = abs(claim.share - measured.share)
    note = f"claimed {claim.number.text}, measured {measured}"
    flips = min(FLIPS, measured.images // FLIPPED)
    if apart <= claim.unit + Fraction(flips, measured.images):
        return Check(True, _remark(claim), note=note)
    if apart <= NEAR:
        return Check(True, NOT_BY_ROUNDING, note=note)
    if measured.lossy and apart <= LOSSY_NEAR:
        return Check(None, note=f"{note}; {LOSSY}")
    last = measured.images % batch or batch if batch else 0
    if last and measured.of_last(last) == claim.share:
        words = LAST_ALONE.words.format(count=last)
        return Check(False, mistake=Mistake(LAST_ALONE.code, words), note=note)
    words = NOT_CONFIRMED.words.format(measured=measured, claimed=claim.number.text)
    return Check(False, mistake=Mistake(NOT_CONFIRMED.code, words), note=note)


def _remark(claim: Claim) -> str:
    """What is said of the form of a right claim."""
    if claim.number.percent and claim.number.value != claim.share:
        return SLIPPED.format(text=claim.number.text)
    return HIDDEN_DECIMALS if claim.unit >= WHOLE_PERCENTS else ""


def check_possible(claim: Claim, images: int) -> Iterator[Check]:
    """What is wrong with an accuracy by itself, for a test set of so many images."""
    if not 0 <= claim.share <= 1 or (not claim.number.percent and claim.number.value > 100):
        yield Check(False, mistake=ABOVE_ONE)
        return
    count = claim.images or images
    nearest = Fraction(round(claim.share * count), count)
    if abs(nearest - claim.share) > claim.unit:
        words = f"{NOT_OF_IMAGES.words}: {claim.number.text} of {count:,} images"
        yield Check(False, mistake=Mistake(NOT_OF_IMAGES.code, words))
    if claim.share == 1:
        yield Check(None, ALL_RIGHT)


def check_batches(claims: Sequence[Claim], batch: int) -> Iterator[Check]:
    """Accuracies with decimals that all of them lack are those of a single batch.

    One alone may be so by chance; the chance falls tenfold or more with each further one.
    """
    fine = [each for each in claims if each.unit < WHOLE_PERCENTS and each.unit <= FINE]
    whole = [each for each in fine if (each.share * batch).denominator == 1]
    if not fine or len(whole) < len(fine):
        return
    if len(fine) > 1:
        yield Check(False, mistake=LAST_BATCH, note=f"{len(fine)} of {len(fine)} such claims")
    else:
        yield Check(None, note=f"{fine[0].number.text} may be the accuracy of {batch} images")
