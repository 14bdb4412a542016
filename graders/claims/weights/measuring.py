"""Handed-in weights, opened and run behind the wall; right images are counted on this side.

A file is opened in one child, which gives arrays. Where they fit a network that we know, another
child runs that network with them, and none of the student's code is in it. The student's own
network runs only where that does not do, and what it gives is for a person to judge.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graders.claims.weights.images import LabelledImages
from graders.claims.weights.networks import class_names, steps_of
from graders.comparing.claims.accuracies import Measured
from graders.comparing.claims.fitting import Fit
from graders.errors import Mismatch, Undecided
from graders.grading.student import Student, in_words, returned
from graders.reading.code import Code
from graders.sandbox.call import Call
from graders.sandbox.inside.limits import MIB, TRAINING_LIMITS
from solutions.mean_losses import loss_readings
from solutions.training.description import Network

HARNESS = Path(__file__).parents[1] / "inside" / "forward.py"
LIMITS = replace(TRAINING_LIMITS, array_bytes=220 * MIB)
NO_SCORES = "the weights give no scores that could be counted; a person looks at them"
NOT_NUMBERS = "The weights hold values that are no numbers (NaN or infinite)."
REFUSED = "WeightsError: "
COMPLEX = "The file {file} holds complex numbers, which no network of the sheet has"
AT_ONCE = 10_000  # images that are sent in one request

Arrays = Mapping[str, NDArray[Any]]
Scores = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Scale:
    """How pixels in [0, 1] are normalised."""

    mean: tuple[float, ...]
    deviation: tuple[float, ...]
    words: str


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """Weights with the network that they fit, and how they do."""

    network: Network
    fit: Fit
    arrays: Arrays

    @property
    def named(self) -> dict[str, NDArray[Any]]:
        """The arrays by the names of the network."""
        return {ours: self.arrays[theirs] for ours, theirs in self.fit.names.items()}


@dataclass(frozen=True)
class Evaluator:
    """Counts right images for arrays and networks.

    Args:
        student: whose sandbox is used, and whose own networks may be tried.
        images: with their labels, which stay here.
        batch: images in a batch, over which students may have taken means; 0 if that is not known.
    """

    student: Student
    images: LabelledImages
    batch: int = 0

    def measured(self, fitted: Fitted, scale: Scale, *, dropout: float = 0.0) -> Measured:
        """Right images by a network that we know, with a student's weights.

        Args:
            fitted: the weights and their network.
            scale: of the pixels.
            dropout: probability that a unit is dropped, as if the network were trained on.
        """
        return self._counted(self._scores(fitted, scale, self.images.pixels, dropout))

    def scores(self, fitted: Fitted, scale: Scale) -> Scores:
        """The scores of all images by a network that we know."""
        return self._scores(fitted, scale, self.images.pixels)

    def shares_on(
        self, copies: Mapping[str, NDArray[np.uint8]], fitted: Fitted, scale: Scale
    ) -> dict[str, Fraction]:
        """The accuracy on each of these changed copies of the images."""
        return {
            name: self._counted(self._scores(fitted, scale, pixels)).share
            for name, pixels in copies.items()
        }

    def _scores(
        self, fitted: Fitted, scale: Scale, pixels: NDArray[np.uint8], dropout: float = 0.0
    ) -> Scores:
        layers, found = steps_of(fitted.network), []
        for start in range(0, len(pixels), AT_ONCE):
            call = self._alone.drive(
                HARNESS, "scores", layers, fitted.named, pixels[start : start + AT_ONCE],
                [*scale.mean], [*scale.deviation], dropout,
            )  # fmt: skip
            self._alone.close()
            found.append(self._checked(returned("The network with these weights", call)))
        return np.concatenate(found)

    @cached_property
    def _alone(self) -> Student:
        """The same sandbox without any of the student's code."""
        return replace(self.student, code=Code(()), limits=LIMITS)

    @cached_property
    def own_networks(self) -> list[str]:
        """The network classes that the student's code defines."""
        cells = (cell for module in self.student.code.modules for cell in module.cells)
        return list(dict.fromkeys(name for cell in cells for name in class_names(cell.text)))

    def by_own_network(self, arrays: Arrays, scale: Scale) -> Measured | str:
        """Right images by the student's own network class, or why there are none."""
        told: Measured | str = "no network class is defined in the code"
        for name in self.own_networks:
            told = self.by_network(name, arrays, scale)
            if isinstance(told, Measured):
                break
        return told

    def by_network(self, name: str, arrays: Arrays, scale: Scale) -> Measured | str:
        """Right images by what a class or function of the code makes, or why there are none."""
        runner = replace(self.student, limits=LIMITS)
        try:
            call = runner.drive(
                HARNESS, "own_scores", name, dict(arrays), self.images.pixels, [*scale.mean],
                [*scale.deviation], uses=name,
            )  # fmt: skip
        finally:
            runner.close()
        return (
            self._counted(call.value) if call.returned else in_words(name, call).partition("\n")[0]
        )

    def _checked(self, value: Any) -> Scores:
        """Scores of whatever kind came back, if they can be counted."""
        found = getattr(value, "array", value)
        if not isinstance(found, np.ndarray) or found.ndim != 2 or found.dtype.kind != "f":
            raise Undecided(NO_SCORES)
        if not np.isfinite(found).all():
            raise Undecided(NO_SCORES)
        return found

    def _counted(self, scores: Any) -> Measured:
        """Right images by these scores."""
        found = self._checked(scores)
        if len(found) != len(self.images):
            raise Undecided(NO_SCORES)
        right = found.argmax(axis=1) == self.images.labels
        places = self.images.places
        hits = right[:0] if places is None else right[np.argsort(places)]
        chosen = set(found.argmax(axis=1).tolist())
        never = tuple(each for each in range(found.shape[1]) if each not in chosen)
        labels = self.images.labels
        known = found.shape[1] > labels.max(initial=0)
        losses = loss_readings(found, labels, self.batch) if known else {}
        return Measured(int(right.sum()), len(right), self.images.lossy, hits, never, losses)


def read_arrays(student: Student, file: str) -> Arrays:
    """The arrays in a file of weights.

    Raises:
        Missing: if there is no such file.
        Undecided: if it cannot be opened as weights.
        Mismatch: if it holds no numbers.
    """
    call: Call = student.weights(file)
    if not call.returned and call.message.startswith(REFUSED):
        why = call.message.removeprefix(REFUSED)
        raise Undecided(f"The file {file} cannot be taken for weights: {why}")
    arrays = {str(name): np.asarray(each) for name, each in returned(file, call).items()}
    if any(each.dtype.kind == "c" for each in arrays.values()):
        raise Undecided(COMPLEX.format(file=file))
    floating = [each for each in arrays.values() if each.dtype.kind == "f"]
    if not all(np.isfinite(each).all() for each in floating):
        raise Mismatch(NOT_NUMBERS, mistake="not_finite")
    return arrays


def shapes_of(arrays: Arrays) -> dict[str, tuple[int, ...]]:
    """The shape of each array."""
    return {name: tuple(each.shape) for name, each in arrays.items()}


def are_same(one: Arrays, other: Arrays) -> bool:
    """Whether all arrays are the same, value by value, in their order."""
    pairs = zip(one.values(), other.values(), strict=False)
    return len(one) == len(other) and all(np.array_equal(*each) for each in pairs)
