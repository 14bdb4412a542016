"""What is printed of a trained model, held against what its weights give on both splits."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from graders.claims.runs.asked import Asked
from graders.claims.runs.confirming import NO_IMAGES
from graders.claims.runs.files import RunFiles
from graders.claims.runs.places import MOST_BY_CHANCE
from graders.claims.runs.starts import NO_START, SAME, TRAINED
from graders.claims.two_layer.margins import check_margin
from graders.claims.two_layer.network import TwoLayer, open_two_layer
from graders.claims.weights.images import LabelledImages, Split, images_in
from graders.claims.weights.losses import check_loss
from graders.claims.weights.measuring import NO_SCORES, Evaluator, Scores
from graders.comparing.claims.accuracies import Claim, Measured, check_claim, check_possible
from graders.comparing.claims.checks import Check
from graders.errors import Mismatch, Undecided
from graders.grading.student import Student
from graders.model import Mistake, PrintedNumber
from solutions.mean_losses import loss_readings

NOT_MEASURED = "the training images are not at hand: {names} were not measured"

Printed = Mapping[str, PrintedNumber]


@dataclass(frozen=True)
class Model:
    """A two-layer model that was handed in.

    Args:
        asked: the run.
        widths: the numbers of hidden units that the report allows; any, if it has none.
        student: gives the sandbox.
        data: the instructor's folder.
    """

    asked: Asked
    widths: Collection[int]
    student: Student
    data: Path | None

    def measure(self, files: RunFiles) -> "Results":
        """Runs the weights on both splits, as far as they are at hand.

        Raises:
            Mismatch: if the weights are not those of such a model.
            Undecided: if they give no scores.
        """
        end = open_two_layer(self.student, files.weights or "", self.widths)
        start = open_two_layer(self.student, files.start) if files.start else None
        test, train = self._images("test"), self._images("train")
        return Results(
            validation=self._measured(end, test) if test else None,
            training=self._scores(end, train) if test and train else None,
            labels=train.labels if train else np.zeros(0, np.int64),
            starts=tuple(self._check_start(end, start, test)),
        )

    def _measured(self, model: TwoLayer, images: LabelledImages) -> Measured:
        evaluator = Evaluator(self.student, images)
        return evaluator.measured(model.fitted, self.asked.scale)

    def _scores(self, model: TwoLayer, images: LabelledImages) -> Scores:
        evaluator = Evaluator(self.student, images)
        return evaluator.scores(model.fitted, self.asked.scale)

    def _images(self, split: Split) -> LabelledImages | None:
        return images_in(self.data, "cifar10", split) if self.data else None

    def _check_start(
        self, end: TwoLayer, start: TwoLayer | None, test: LabelledImages | None
    ) -> Iterator[Check]:
        """Whether the weights before training are there, and are those of a network not trained."""
        if start is None:
            yield Check(None, NO_START)
        elif start.width == end.width and start.is_same_as(end):
            yield Check(False, mistake=SAME)
        elif test is not None:
            found = self._measured(start, test)
            trained = found.share > MOST_BY_CHANCE
            mistake = TRAINED if trained else None
            yield Check(not trained, mistake=mistake, note=f"before training {found}")


@dataclass(frozen=True, eq=False)
class Results:
    """What the weights of a model give; None for what could not be measured."""

    validation: Measured | None
    training: Scores | None
    labels: np.ndarray
    starts: tuple[Check, ...] = ()

    def check(self, printed: Printed, percentile: float | None, batch: int) -> Iterator[Check]:
        """Whether they are what is printed.

        Args:
            printed: `loss`, `margin` and `accuracy` on the training split, and `validation`, the
                accuracy on the other.
            percentile: of the margins, as it is stated.
            batch: images in a step.
        """
        if self.validation is None:
            yield Check(None, NO_IMAGES)
            return
        yield from _check_accuracy(printed, "validation", self.validation, batch)
        on_train = [name for name in ("loss", "margin", "accuracy") if name in printed]
        if self.training is None:
            yield Check(None, NOT_MEASURED.format(names=", ".join(on_train)))
            return
        right = int((self.training.argmax(axis=1) == self.labels).sum())
        measured = Measured(right, len(self.labels), self.validation.lossy)
        yield from _check_accuracy(printed, "accuracy", measured, batch)
        yield self._check_loss(printed)
        yield check_margin(printed.get("margin"), self.training, self.labels, percentile)

    def _check_loss(self, printed: Printed) -> Check:
        assert self.training is not None
        assert self.validation is not None
        if "loss" not in printed:
            return Check(None, "loss is not printed")
        readings = loss_readings(self.training, self.labels)
        return check_loss("loss", printed["loss"], readings, lossy=self.validation.lossy)


def _check_accuracy(printed: Printed, name: str, measured: Measured, batch: int) -> Iterator[Check]:
    if name not in printed:
        yield Check(None, f"{name} is not printed")
        return
    claim = Claim(printed[name])
    yield from check_possible(claim, measured.images)
    check = check_claim(claim, measured, batch)
    yield Check(check.holds, check.words, check.mistake, f"{name}: {check.note}")


def run_and_check(
    model: Model, files: RunFiles, printed: Printed, percentile: float | None
) -> tuple[Results | None, tuple[Check, ...]]:
    """What the weights give, and whether it is what is printed."""
    try:
        found = model.measure(files)
    except Mismatch as error:
        return None, (Check(False, mistake=Mistake("weights", error.feedback)),)
    except Undecided as error:
        return None, (Check(None, NO_SCORES, note=error.feedback),)
    return found, tuple(found.check(printed, percentile, model.asked.batch))
