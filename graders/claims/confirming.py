"""A claimed accuracy, confirmed by the weights or not, and held against other seeds."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

from graders.claims.asked import Asked
from graders.claims.explaining import Explaining
from graders.claims.found import Found
from graders.claims.images import images_in
from graders.claims.measuring import NO_SCORES, Arrays, Evaluator, Scale, read_arrays, shapes_of
from graders.claims.networks import alike, class_names, stored_shapes
from graders.claims.references import Reference, no_baseline
from graders.comparing.claims.accuracies import (
    NOT_CONFIRMED,
    Claim,
    Measured,
    check_claim,
    check_possible,
    the_claim,
)
from graders.comparing.claims.checks import Check
from graders.comparing.claims.fitting import Fit, fit
from graders.comparing.claims.memory import check_memory, copies
from graders.comparing.claims.spread import check_spread
from graders.errors import Mismatch, Undecided
from graders.grading.student import Student
from graders.model import Mistake
from solutions.training.description import Network

TEST_IMAGES = 10_000
MIRRORED = frozenset({"cifar10"})  # whose images are of the same class seen in a mirror
COPIES = 61_303  # seed of the changed copies
NO_IMAGES = "the test images are not at hand here, so the weights were not run; a person runs them"
NO_WEIGHTS = "no weights are in the hand-in, so the claim cannot be confirmed"
SEVERAL = "several files may be meant as the {what} of this run; a person looks"
OTHER_SCALE = "the claim holds with another normalisation of the images than asked for: {words}"
OWN_NETWORK = "the student's own network gives {measured} with these weights"
NEVER = "no image is put into these classes: {classes}"
NO_OTHERS = (
    "other runs of this configuration are not at hand here, so the accuracy was measured again, "
    "but not held against theirs"
)
HARDLY_TRAINED = "the accuracy is near that of guessing; a person looks"
MOST_BY_CHANCE = Fraction(3, 10)  # of the images, by a network that was hardly trained
NOT_OF_NETWORK = Mistake("weights", "the weights do not fit the network of the sheet")
LARGER_OR_SMALLER = "the network has other sizes than the one that the baseline was trained with"


@dataclass(frozen=True)
class ClaimJudge:
    """Judges the claim of a run.

    Args:
        asked: by the sheet.
        reference: its baseline and those of other runs.
        data: the instructor's folder, if one is given.
        student: gives the sandbox; asked for when weights are there.
        assignment: its id, for what staff is told.
        results: what was measured so far.
    """

    asked: Asked
    reference: Reference
    data: Path | None
    student: Callable[[], Student]
    assignment: str
    results: list[Measured] = field(default_factory=list, compare=False)

    def check_claim(self, found: Found) -> Iterator[Check]:
        """Whether the weights give what is claimed, and the configuration gives such weights."""
        claim = the_claim(found.claims)
        if isinstance(claim, Claim):
            yield from check_possible(claim, TEST_IMAGES)
            if not found.files.weights:
                yield from self._plausible(claim)
        else:
            yield claim
        if "weights" in found.files.open:
            yield Check(None, SEVERAL.format(what="weights"))
        elif not found.files.weights:
            yield Check(None, NO_WEIGHTS)
        else:
            others = [each.weights for each in found.others.values() if each.weights]
            yield from self._by_weights(found.files.weights, claim, others)

    def check_weights(self, found: Found) -> Iterator[Check]:
        """Whether weights without a claim are those of a network trained as asked for."""
        if found.files.weights:
            yield from self._by_weights(found.files.weights, Check(True))

    def _plausible(self, claim: Claim) -> Iterator[Check]:
        """A claim without weights, for the person who marks it."""
        spread = self.reference.spread(comparable=not self.asked.other_sizes)
        if spread is None:
            yield Check(None, note=self._no_baseline)
            return
        inside = spread.low - claim.unit <= claim.share <= spread.ceiling + float(claim.unit)
        where = "within" if inside else "outside"
        yield Check(None, note=f"the claim {claim.number.text} is {where} {spread}")

    @property
    def _no_baseline(self) -> str:
        return no_baseline(self.assignment, self.asked.baseline)

    def _by_weights(
        self, file: str, claim: Claim | Check, others: Sequence[str] = ()
    ) -> Iterator[Check]:
        student = self.student()
        try:
            arrays = read_arrays(student, file)
        except Mismatch as error:
            yield Check(False, mistake=Mistake(error.mistake or "weights", error.feedback))
            return
        networks, found = self.fitting(arrays)
        images = images_in(self.data, self.asked.data) if self.data else None
        if images is None:
            own = any(class_names(each.text) for module in student.code.modules
                      for each in module.cells)  # fmt: skip
            yield from (
                _fit_checks(found) if found.fits or not own else [Check(None, _fit_words(found))]
            )
            if found.fits or own:
                yield Check(None, NO_IMAGES)
            return
        evaluator = Evaluator(student, images)
        try:
            if found.fits:
                yield Check(True, found.remark, note=f"{found.parameters:,} parameters")
                yield from self._measured(evaluator, networks, arrays, claim, others)
            else:
                yield from self._other_network(evaluator, arrays, found)
        except (Mismatch, Undecided) as error:  # our own pass over the images did not come through
            yield Check(None, NO_SCORES, note=error.feedback)

    def fitting(self, arrays: Arrays) -> tuple[list[tuple[Network, Fit]], Fit]:
        """The networks that arrays fit, and how they fit the first, or the declared one."""
        shapes, asked = shapes_of(arrays), self.asked.network
        declared = fit(shapes, stored_shapes(asked))
        if declared.fits or not self.asked.other_sizes:
            return [(asked, declared)], declared
        others = [(each, fit(shapes, stored_shapes(each))) for each in alike(asked, shapes)]
        fitting = [(network, found) for network, found in others if found.fits]
        return (fitting, fitting[0][1]) if fitting else ([(asked, declared)], declared)

    def _other_network(self, evaluator: Evaluator, arrays: Arrays, found: Fit) -> Iterator[Check]:
        """Weights of another network: what the student's own code makes of them is no proof."""
        own = evaluator.by_own_network(arrays, self.asked.scale)
        if isinstance(own, Measured):
            yield Check(None, _fit_words(found), note=OWN_NETWORK.format(measured=own))
        else:
            yield from _fit_checks(found, note=own)

    def _measured(
        self,
        evaluator: Evaluator,
        networks: Sequence[tuple[Network, Fit]],
        arrays: Arrays,
        claim: Claim | Check,
        others: Sequence[str],
    ) -> Iterator[Check]:
        asked = self.asked
        tried = [
            (evaluator.measured(network, found, arrays, asked.scale), network, found)
            for network, found in networks
        ]
        measured, network, found = max(tried, key=lambda each: each[0].right)
        known, scale = (network, found), asked.scale
        if isinstance(claim, Claim):
            check = check_claim(claim, measured, asked.batch)
            if check.holds is False:
                other = self._at_another_scale(evaluator, known, arrays, claim)
                if other is not None:
                    check, measured, scale = other
                else:
                    own = self._by_own_network(evaluator, arrays, claim)
                    check = own or self._explained(evaluator, known, arrays, claim, others, check)
            yield check
        self.results.append(measured)
        if measured.never:
            yield Check(True, NEVER.format(classes=", ".join(map(str, measured.never))))
        yield from self._spread(evaluator, measured, known, arrays, scale)

    def _explained(
        self, evaluator: Evaluator, known: tuple[Network, Fit], arrays: Arrays, claim: Claim,
        others: Sequence[str], check: Check,
    ) -> Check:  # fmt: skip
        """A claim that is not confirmed, with the mistake that gives it where one is known."""
        if check.mistake is None or check.mistake.code != NOT_CONFIRMED.code:
            return check
        explaining = Explaining(
            evaluator, *known, arrays, self.asked.scale, self.asked.dropout,
            lambda: images_in(self.data, self.asked.data, "train") if self.data else None,
        )  # fmt: skip
        mistake = explaining.mistake(claim, others)
        return replace(check, mistake=mistake) if mistake else check

    def _at_another_scale(
        self, evaluator: Evaluator, known: tuple[Network, Fit], arrays: Arrays, claim: Claim
    ) -> tuple[Check, Measured, Scale] | None:
        """The usual normalisation by which a claim holds, if there is one."""
        for scale in self.asked.scales[1:]:
            measured = evaluator.measured(*known, arrays, scale)
            if check_claim(claim, measured).holds:
                words = OTHER_SCALE.format(words=scale.words)
                return Check(None, words, note=f"measured {measured}"), measured, scale
        return None

    def _by_own_network(self, evaluator: Evaluator, arrays: Arrays, claim: Claim) -> Check | None:
        """For a person, where the student's own network gives what ours does not."""
        own = evaluator.by_own_network(arrays, self.asked.scale)
        if isinstance(own, Measured) and check_claim(claim, own).holds:
            return Check(None, note=OWN_NETWORK.format(measured=own))
        return None

    def _spread(
        self,
        evaluator: Evaluator,
        measured: Measured,
        known: tuple[Network, Fit],
        arrays: Arrays,
        scale: Scale,
    ) -> Iterator[Check]:
        """Whether one more run of the configuration may have this accuracy."""
        same = known[0] == self.asked.network and not measured.lossy
        spread = self.reference.spread(comparable=same)
        if spread is None:
            yield self._without_others(evaluator, measured, known, arrays, scale)
            return
        check = check_spread(measured.share, spread, self.reference.fitting(measured.share))
        note = "" if known[0] == self.asked.network else LARGER_OR_SMALLER
        yield replace(check, note="; ".join(filter(None, (check.note, note))))
        if measured.share > spread.ceiling:
            yield self._memory(evaluator, measured, known, arrays, scale)

    def _memory(
        self, evaluator: Evaluator, measured: Measured, known: tuple[Network, Fit],
        arrays: Arrays, scale: Scale,
    ) -> Check:  # fmt: skip
        """Whether the weights know the test images by heart, for a person."""
        pixels, flip = evaluator.images.pixels, self.asked.data in MIRRORED
        changed = copies(pixels, flip=flip, seed=COPIES)
        return check_memory(measured.share, evaluator.shares_on(changed, *known, arrays, scale))

    def _without_others(
        self, evaluator: Evaluator, measured: Measured, known: tuple[Network, Fit],
        arrays: Arrays, scale: Scale,
    ) -> Check:  # fmt: skip
        """An accuracy that no other runs are there for: confirmed, unless it tells of a mistake."""
        note = f"measured {measured}; {self._no_baseline}"
        if measured.share <= MOST_BY_CHANCE:
            return Check(None, HARDLY_TRAINED, note=note)
        memory = self._memory(evaluator, measured, known, arrays, scale)
        words = NO_OTHERS if memory.holds else f"{NO_OTHERS}; a person looks"
        return Check(memory.holds, words, note=f"{note}; {memory.note}")


def _fit_words(found: Fit) -> str:
    return f"{NOT_OF_NETWORK.words}: {'; '.join(found.problems)}"


def _fit_checks(found: Fit, note: str = "") -> Iterator[Check]:
    count = f"{found.parameters:,} parameters"
    if found.fits:
        yield Check(True, found.remark, note=count)
    else:
        words = Mistake(NOT_OF_NETWORK.code, _fit_words(found))
        yield Check(False, mistake=words, note="; ".join(filter(None, (count, note))))
