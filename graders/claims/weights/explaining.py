"""Why a claim may differ from what the weights give: known mistakes, made and measured."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from graders.claims.weights.images import LabelledImages
from graders.claims.weights.measuring import Evaluator, Fitted, Scale, read_arrays, shapes_of
from graders.claims.weights.networks import stored_shapes
from graders.comparing.claims.accuracies import Claim, Measured
from graders.comparing.claims.fitting import fit
from graders.errors import Finding
from graders.grading.student import Student
from graders.model import Mistake

ON_TRAINING = Mistake("training_accuracy", "this is the accuracy on the training images")
DROPOUT = Mistake("training_mode", "this is the accuracy with dropout active: call eval() first")
OTHER_RUN = Mistake("other_configuration", "this is the accuracy of other weights: {file}")


@dataclass(frozen=True, eq=False)
class Explaining:
    """Tries what a student may have measured in place of the test accuracy.

    Args:
        evaluator: on the test images.
        fitted: the weights and their network.
        scale: of the pixels.
        dropout: with which the network was trained.
        training: gives the training images, if they are at hand.
    """

    evaluator: Evaluator
    fitted: Fitted
    scale: Scale
    dropout: float
    training: Callable[[], LabelledImages | None]

    def mistake(self, claim: Claim, others: Sequence[str]) -> Mistake | None:
        """The mistake that gives what is claimed, if there is one.

        Args:
            claim: that the weights do not confirm.
            others: the files of weights of other runs.
        """
        for mistake, measured, slack in self._tried(others):
            near = abs(claim.share - measured.share) <= claim.unit + slack
            if near and not measured.lossy:
                return mistake
        return None

    def _tried(self, others: Sequence[str]) -> Iterator[tuple[Mistake, Measured, Fraction]]:
        student = self.evaluator.student
        for file in others:
            if (measured := self._of_file(student, file)) is not None:
                words = OTHER_RUN.words.format(file=file)
                yield Mistake(OTHER_RUN.code, words), measured, Fraction(0)
        if (images := self.training()) is not None:
            yield ON_TRAINING, self._measured(Evaluator(student, images)), Fraction(0)
        if self.dropout:  # the last, as it may be near any of the others
            dropped = self._measured(self.evaluator, dropout=self.dropout)
            yield DROPOUT, dropped, _between_passes(dropped)

    def _measured(self, evaluator: Evaluator, *, dropout: float = 0.0) -> Measured:
        return evaluator.measured(self.fitted, self.scale, dropout=dropout)

    def _of_file(self, student: Student, file: str) -> Measured | None:
        """What the weights of another run give, if they are of the same network."""
        try:
            arrays, network = read_arrays(student, file), self.fitted.network
            found = fit(shapes_of(arrays), stored_shapes(network))
            if found.fits:
                return self.evaluator.measured(Fitted(network, found, arrays), self.scale)
        except Finding:  # that is for the question on that run to tell
            pass
        return None


def _between_passes(measured: Measured) -> Fraction:
    """How far two passes with dropout may be apart: two deviations, images taken one by one."""
    share = float(measured.share)
    return Fraction(2 * (2 * share * (1 - share) / measured.images) ** 0.5)
