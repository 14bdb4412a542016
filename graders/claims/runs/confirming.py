"""A claim of a run, confirmed by its weights or not."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from graders.claims.runs.asked import Asked
from graders.claims.runs.found import Found
from graders.claims.runs.places import Place
from graders.claims.runs.references import Reference
from graders.claims.weights.explaining import Explaining
from graders.claims.weights.images import images_in
from graders.claims.weights.losses import check_loss
from graders.claims.weights.measuring import (
    NO_SCORES,
    Arrays,
    Evaluator,
    Fitted,
    Scale,
    are_same,
    read_arrays,
    shapes_of,
)
from graders.claims.weights.networks import alike, class_names, stored_shapes
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
from graders.comparing.claims.repeats import SAME_WEIGHTS
from graders.errors import Finding, Mismatch, Undecided
from graders.grading.student import Student
from graders.model import Mistake

TEST_IMAGES = 10_000
NO_IMAGES = "the test images are not at hand here, so the weights were not run; a person runs them"
NO_WEIGHTS = "no weights are in the hand-in, so the claim cannot be confirmed"
SEVERAL = "several files may be meant as the {what} of this run; a person looks"
ANY_SCALE = "the claim holds with this normalisation of the images: {words}"
OTHER_SCALE = "the claim holds with another normalisation of the images than asked for: {words}"
OWN_NETWORK = "the student's own network gives {measured} with these weights"
OWN_ONLY = (
    "with your own network these weights give what you claim, with that of the sheet they do not; "
    "a person looks"
)
NEVER = "no image is put into these classes: {classes}"
NOT_OF_NETWORK = Mistake("weights", "the weights do not fit the network of the sheet")


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
                yield self._place.of_claim(claim)
        else:
            yield claim
        if "weights" in found.files.open:
            yield Check(None, SEVERAL.format(what="weights"))
        elif not found.files.weights:
            yield Check(None, NO_WEIGHTS)
        else:
            yield from self._by_weights(found, claim)

    def check_weights(self, found: Found) -> Iterator[Check]:
        """Whether weights without a claim are those of a network trained as asked for."""
        if found.files.weights:
            yield from self._by_weights(found, Check(True))

    def fitting(self, arrays: Arrays) -> tuple[list[Fitted], Fit]:
        """The networks that arrays fit, and how they fit the first, or the declared one."""
        shapes, asked = shapes_of(arrays), self.asked.network
        declared = fit(shapes, stored_shapes(asked))
        if declared.fits or not self.asked.other_sizes:
            return [Fitted(asked, declared, arrays)], declared
        others = ((each, fit(shapes, stored_shapes(each))) for each in alike(asked, shapes))
        fitting = [Fitted(network, found, arrays) for network, found in others if found.fits]
        return (fitting, fitting[0].fit) if fitting else ([], declared)

    @property
    def _place(self) -> Place:
        return Place(self.asked, self.reference, self.assignment)

    def _by_weights(self, found: Found, claim: Claim | Check) -> Iterator[Check]:
        student, file = self.student(), found.files.weights or ""
        try:
            arrays = read_arrays(student, file)
        except Mismatch as error:
            yield Check(False, mistake=Mistake(error.mistake or "weights", error.feedback))
            return
        except Undecided as error:  # what cannot be run again is not wrong for that
            yield Check(None, error.feedback)
            return
        yield from _of_another_run(student, arrays, found)
        networks, how = self.fitting(arrays)
        images = images_in(self.data, self.asked.data) if self.data else None
        if images is None:
            yield from _without_images(student, how)
            return
        evaluator = Evaluator(student, images, self.asked.batch)
        try:
            if how.fits:
                yield Check(True, how.remark, note=f"{how.parameters:,} parameters")
                yield from self._measured(evaluator, networks, claim, found)
            else:
                yield from self._other_network(evaluator, arrays, how)
        except (Mismatch, Undecided) as error:  # our own pass over the images did not come through
            yield Check(None, NO_SCORES, note=error.feedback)

    def _other_network(self, evaluator: Evaluator, arrays: Arrays, found: Fit) -> Iterator[Check]:
        """Weights of another network: what the student's own code makes of them is no proof."""
        own = evaluator.by_own_network(arrays, self.asked.scale)
        if isinstance(own, Measured):
            yield Check(None, _fit_words(found), note=OWN_NETWORK.format(measured=own))
        else:
            yield from _fit_checks(found, note=own)

    def _measured(
        self, evaluator: Evaluator, networks: Sequence[Fitted], claim: Claim | Check, found: Found
    ) -> Iterator[Check]:
        asked = self.asked
        tried = [(evaluator.measured(each, asked.scale), each) for each in networks]
        measured, fitted = max(tried, key=lambda each: each[0].right)
        scale = asked.scale
        if isinstance(claim, Claim):
            check = check_claim(claim, measured, asked.batch)
            if check.holds is False:
                other = self._at_another_scale(evaluator, fitted, claim)
                if other is not None:
                    check, measured, scale = other
                else:
                    own = self._by_own_network(evaluator, fitted.arrays, claim)
                    check = own or self._explained(evaluator, fitted, claim, found, check)
            yield check
        self.results.append(measured)
        for loss in found.test_losses:
            yield check_loss("test loss", loss, measured.losses, lossy=measured.lossy)
        if measured.never:
            yield Check(True, NEVER.format(classes=", ".join(map(str, measured.never))))
        yield from self._place.of_weights(evaluator, measured, fitted, scale)

    def _explained(
        self, evaluator: Evaluator, fitted: Fitted, claim: Claim, found: Found, check: Check
    ) -> Check:
        """A claim that is not confirmed, with the mistake that gives it where one is known."""
        if check.mistake is None or check.mistake.code != NOT_CONFIRMED.code:
            return check
        explaining = Explaining(
            evaluator, fitted, self.asked.scale, self.asked.dropout,
            lambda: images_in(self.data, self.asked.data, "train") if self.data else None,
        )  # fmt: skip
        others = [each.files.weights for each in found.others.values() if each.files.weights]
        mistake = explaining.mistake(claim, others)
        return replace(check, mistake=mistake) if mistake else check

    def _at_another_scale(
        self, evaluator: Evaluator, fitted: Fitted, claim: Claim
    ) -> tuple[Check, Measured, Scale] | None:
        """The usual normalisation by which a claim holds, if there is one."""
        for scale in self.asked.scales[1:]:
            measured = evaluator.measured(fitted, scale)
            if check_claim(claim, measured).holds:
                free = self.asked.any_scale
                words = (ANY_SCALE if free else OTHER_SCALE).format(words=scale.words)
                check = Check(free or None, words, note=f"measured {measured}")
                return check, measured, scale
        return None

    def _by_own_network(self, evaluator: Evaluator, arrays: Arrays, claim: Claim) -> Check | None:
        """For a person, where the student's own network gives what ours does not."""
        own = evaluator.by_own_network(arrays, self.asked.scale)
        if isinstance(own, Measured) and check_claim(claim, own).holds:
            return Check(None, OWN_ONLY, note=OWN_NETWORK.format(measured=own))
        return None


def _of_another_run(student: Student, arrays: Arrays, found: Found) -> Iterator[Check]:
    """Weights that are, bit for bit, those of another run of the sheet."""
    for name, other in found.others.items():
        if other.files.weights and other.claims_as_much_as(found):
            try:
                theirs = read_arrays(student, other.files.weights)
            except Finding:  # that is for the question on that run to tell
                continue
            if are_same(arrays, theirs):
                yield Check(None, SAME_WEIGHTS.format(run=name))


def _without_images(student: Student, found: Fit) -> Iterator[Check]:
    """What can be said of weights that are not run."""
    cells = (cell for module in student.code.modules for cell in module.cells)
    own = any(class_names(each.text) for each in cells)
    if own and not found.fits:
        yield Check(None, _fit_words(found))
    else:
        yield from _fit_checks(found)
    if found.fits or own:
        yield Check(None, NO_IMAGES)


def _fit_words(found: Fit) -> str:
    return f"{NOT_OF_NETWORK.words}: {'; '.join(found.problems)}"


def _fit_checks(found: Fit, note: str = "") -> Iterator[Check]:
    count = f"{found.parameters:,} parameters"
    if found.fits:
        yield Check(True, found.remark, note=count)
    else:
        words = Mistake(NOT_OF_NETWORK.code, _fit_words(found))
        yield Check(False, mistake=words, note="; ".join(filter(None, (count, note))))
