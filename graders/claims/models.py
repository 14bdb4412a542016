"""What is printed of a trained model, held against what its weights give on both splits."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from graders.claims.asked import Asked
from graders.claims.confirming import NO_IMAGES
from graders.claims.images import LabelledImages, Split, images_in
from graders.claims.measuring import (
    NO_SCORES,
    Evaluator,
    Scores,
    read_arrays,
    shapes_of,
)
from graders.claims.networks import stored_shapes
from graders.comparing.claims.checks import Check
from graders.comparing.claims.fitting import Fit, fit
from graders.errors import Mismatch, Undecided
from graders.model import Mistake, PrintedNumber
from graders.student import Student
from solutions.margins import training_margin
from solutions.training.description import Network

POINTS, RELATIVE = 0.005, 0.02  # how far accuracies, and losses and margins, may be off
OTHER_VALUE = Mistake("claim", "the weights give another {name} than the {claimed} that is printed")
OF_PROBABILITIES = "the margin is one of probabilities, not of scores"
NOT_MEASURED = "the training images are not at hand: {names} were not measured"
NO_WIDTH = "weights do not fit a network of the hidden width that was printed"


@dataclass(frozen=True)
class Model:
    """A two-layer model that was handed in.

    Args:
        asked: the run; its network is of the width that is asked for.
        network: of the width that was printed.
        student: gives the sandbox.
        data: the instructor's folder.
    """

    asked: Asked
    network: Network
    student: Student
    data: Path | None

    def check(self, file: str, printed: Mapping[str, PrintedNumber]) -> Iterator[Check]:
        """Whether the weights in a file give what is printed.

        Args:
            file: of the weights.
            printed: `loss`, `margin` and `accuracy` on the training split, and `validation`, the
                accuracy on the other.
        """
        try:
            arrays = read_arrays(self.student, file)
        except Mismatch as error:
            yield Check(False, mistake=Mistake("weights", error.feedback))
            return
        found = fit(shapes_of(arrays), stored_shapes(self.network))
        if not found.fits:
            words = f"{NO_WIDTH}: {'; '.join(found.problems)}"
            yield Check(False, mistake=Mistake("weights", words))
            return
        try:
            yield from self._by_split(found, arrays, printed)
        except (Mismatch, Undecided) as error:
            yield Check(None, NO_SCORES, note=error.feedback)

    def _by_split(
        self, found: Fit, arrays: Mapping[str, np.ndarray], printed: Mapping[str, PrintedNumber]
    ) -> Iterator[Check]:
        if not (test := self._images("test")):
            yield Check(None, NO_IMAGES)
            return
        scale = self.asked.scale
        scores = Evaluator(self.student, test).scores(self.network, found, arrays, scale)
        yield _check(printed, "validation", _share(scores, test), POINTS)
        on_train = [name for name in ("loss", "margin", "accuracy") if name in printed]
        if not (train := self._images("train")):
            yield Check(None, NOT_MEASURED.format(names=", ".join(on_train)))
            return
        scores = Evaluator(self.student, train).scores(self.network, found, arrays, scale)
        yield _check(printed, "accuracy", _share(scores, train), POINTS)
        shares = _softmax(scores)[np.arange(len(train)), train.labels]
        loss = float(-np.log(np.maximum(shares, np.finfo(np.float64).tiny)).mean())
        yield _check(printed, "loss", loss, RELATIVE * loss)
        yield _check_margin(printed, scores, train)

    def _images(self, split: Split) -> LabelledImages | None:
        return images_in(self.data, "cifar10", split) if self.data else None


def _share(scores: Scores, images: LabelledImages) -> float:
    return float((scores.argmax(axis=1) == images.labels).mean())


def _check(
    printed: Mapping[str, PrintedNumber], name: str, measured: float, tolerance: float
) -> Check:
    if name not in printed:
        return Check(None, f"{name} is not printed")
    number = printed[name]
    note = f"{name}: printed {number.text}, measured {measured:.4g}"
    if abs(float(number) - measured) <= tolerance + float(number.unit):
        return Check(True, note=note)
    words = OTHER_VALUE.words.format(name=name, claimed=number.text)
    return Check(False, mistake=Mistake(OTHER_VALUE.code, words), note=note)


def _check_margin(
    printed: Mapping[str, PrintedNumber], scores: Scores, images: LabelledImages
) -> Check:
    """The percentile of the margins, of scores or of probabilities."""
    of_scores = training_margin(scores, images.labels)
    check = _check(printed, "margin", of_scores, RELATIVE * abs(of_scores))
    if check.holds is not False:
        return check
    of_shares = training_margin(_softmax(scores), images.labels)
    other = _check(printed, "margin", of_shares, RELATIVE * abs(of_shares))
    return Check(True, OF_PROBABILITIES, note=other.note) if other.holds else check


def _softmax(scores: Scores) -> Scores:
    wide = scores.astype(np.float64)
    shifted = np.exp(wide - wide.max(axis=1, keepdims=True))
    return shifted / shifted.sum(axis=1, keepdims=True)
