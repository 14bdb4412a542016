"""The place of a measured accuracy among those of other seeds of the same configuration."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from graders.claims.runs.asked import Asked
from graders.claims.runs.references import Reference, no_baseline
from graders.claims.weights.measuring import Evaluator, Fitted, Scale
from graders.comparing.claims.accuracies import Claim, Measured
from graders.comparing.claims.checks import Check
from graders.comparing.claims.memory import check_memory, copies
from graders.comparing.claims.spread import check_spread

MIRRORED = frozenset({"cifar10"})  # whose images are of the same class seen in a mirror
COPIES = 61_303  # seed of the changed copies
MOST_BY_CHANCE = Fraction(3, 10)  # of the images, by a network that was hardly trained
NO_OTHERS = (
    "other runs of this configuration are not at hand here, so the accuracy was measured again, "
    "but not held against theirs"
)
HARDLY_TRAINED = "the accuracy is near that of guessing; a person looks"
LARGER_OR_SMALLER = "the network has other sizes than the one that the baseline was trained with"


@dataclass(frozen=True)
class Place:
    """Holds accuracies against the baseline of a run.

    Args:
        asked: the run.
        reference: its baseline and those of other runs.
        assignment: its id, for what staff is told.
    """

    asked: Asked
    reference: Reference
    assignment: str

    def of_claim(self, claim: Claim) -> Check:
        """A claim without weights, for the person who marks it."""
        spread = self.reference.spread(comparable=not self.asked.other_sizes)
        if spread is None:
            return Check(None, note=self._no_baseline)
        inside = spread.low - claim.unit <= claim.share <= spread.ceiling + float(claim.unit)
        where = "within" if inside else "outside"
        return Check(None, note=f"the claim {claim.number.text} is {where} {spread}")

    def of_weights(
        self, evaluator: Evaluator, measured: Measured, fitted: Fitted, scale: Scale
    ) -> Iterator[Check]:
        """Whether one more run of the configuration may have this accuracy.

        Args:
            evaluator: on the test images.
            measured: what the weights give.
            fitted: the weights and their network.
            scale: of the pixels, by which that was measured.
        """
        same_network = fitted.network == self.asked.network
        spread = self.reference.spread(comparable=same_network and not measured.lossy)
        if spread is None:
            yield self._without_others(measured, self._memory(evaluator, measured, fitted, scale))
            return
        check = check_spread(measured.share, spread, self.reference.fitting(measured.share))
        note = "" if same_network else LARGER_OR_SMALLER
        yield replace(check, note="; ".join(filter(None, (check.note, note))))
        if spread.is_below(measured.share):
            yield self._memory(evaluator, measured, fitted, scale)

    @property
    def _no_baseline(self) -> str:
        return no_baseline(self.assignment, self.asked.baseline)

    def _memory(
        self, evaluator: Evaluator, measured: Measured, fitted: Fitted, scale: Scale
    ) -> Check:
        """Whether the weights know the test images by heart, for a person."""
        flip = self.asked.data in MIRRORED
        changed = copies(evaluator.images.pixels, flip=flip, seed=COPIES)
        return check_memory(measured.share, evaluator.shares_on(changed, fitted, scale))

    def _without_others(self, measured: Measured, memory: Check) -> Check:
        """An accuracy that no other runs are there for: confirmed, unless it tells of a mistake."""
        note = f"measured {measured}; {self._no_baseline}"
        if measured.share <= MOST_BY_CHANCE:
            return Check(None, HARDLY_TRAINED, note=note)
        words = NO_OTHERS if memory.holds else f"{NO_OTHERS}; a person looks"
        return Check(memory.holds, words, note=f"{note}; {memory.note}")
