"""What a student may have measured in place of the test accuracy, made again and named."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import save

from graders.claims.weights.explaining import Explaining
from graders.claims.weights.images import LabelledImages
from graders.claims.weights.measuring import Evaluator, Fitted, Scale
from graders.claims.weights.networks import stored_shapes, without_norms
from graders.comparing.claims.accuracies import Claim
from graders.comparing.claims.fitting import fit
from graders.grading.code_run import CodeRun
from graders.grading.student import Student
from graders.model import PrintedNumber, Submission
from solutions.training.config import Run, TrainingConfig
from solutions.training.generated import generated_images
from solutions.training.images import Images
from solutions.training.modules import load_weights, module
from solutions.training.networks import MNIST
from solutions.training.result import Weights
from solutions.training.side_by_side import train

NETWORK, DROPOUT, TEST = without_norms(MNIST), 0.8, 400
PLAIN = Scale((0.0,), (1.0,), "pixels in [0, 1]")


@dataclass(frozen=True)
class Trained:
    """Two runs; the training images are those that the first knows best."""

    images: Images
    weights: Weights
    other: Weights

    def hits(self, split: str, weights: Weights, *, dropout: float = 0.0) -> np.ndarray:
        """Which images are put into their class, by torch."""
        built = module(MNIST, Run(0, 0.1, dropout=dropout))
        load_weights(built, weights)
        pixels = torch.from_numpy(getattr(self.images, f"{split}_images")).unsqueeze(1)
        with torch.inference_mode():
            chosen = built(pixels.float() / 255).argmax(1).numpy()
        return chosen == getattr(self.images, f"{split}_labels")

    @cached_property
    def shares(self) -> dict[str, float]:
        """The accuracies, by the mistake that gives each; with dropout the mean of many passes."""
        torch.manual_seed(77)
        passes = [self.hits("test", self.weights, dropout=DROPOUT) for _ in range(20)]
        found = {
            "": self.hits("test", self.weights),
            "training_mode": np.stack(passes),
            "other_configuration": self.hits("test", self.other),
            "training_accuracy": self.hits("train", self.weights),
        }
        return {name: float(hits.mean()) for name, hits in found.items()}


@pytest.fixture(scope="module")
def trained() -> Trained:
    images = generated_images(train=300, test=TEST, side=28, channels=1)
    runs = tuple(Run(0, rate, optimizer="adam") for rate in (0.003, 0.00003))
    found = train(TrainingConfig(MNIST, runs, 20, 6, 15, PLAIN.mean, PLAIN.deviation), images)
    given = Trained(images, *found.weights)
    wrong = np.flatnonzero(~given.hits("train", given.weights))[40:]
    kept = {name: np.delete(getattr(images, name), wrong, axis=0)
            for name in ("train_images", "train_labels")}  # fmt: skip
    return replace(given, images=replace(images, **kept))


@pytest.fixture(scope="module")
def student(trained: Trained) -> Iterator[Student]:
    run = CodeRun(("numpy", "torch"))
    submission = Submission("ada", {"momentum.safetensors": save(dict(trained.other))})
    yield run.student(submission, Path(), None)
    run.sandbox.close()


Explain = Callable[..., str]


@pytest.fixture
def explained(trained: Trained, student: Student) -> Explain:
    """The code of the mistake that gives an accuracy, or nothing."""

    def explain(share: float, *, dropout: float = DROPOUT, at_hand: bool = True) -> str:
        shapes = {name: each.shape for name, each in trained.weights.items()}
        fitted = Fitted(NETWORK, fit(shapes, stored_shapes(NETWORK)), trained.weights)
        of = trained.images
        test = LabelledImages(of.test_images, of.test_labels)
        training = LabelledImages(of.train_images, of.train_labels) if at_hand else None
        trying = Explaining(Evaluator(student, test), fitted, PLAIN, dropout, lambda: training)
        value = round(Fraction(share), 4)
        claim = Claim(PrintedNumber(f"{share:.4f}", value, Fraction(1, 10_000)))
        found = trying.mistake(claim, ["momentum.safetensors", "nowhere.safetensors"])
        return found.code if found else ""

    return explain


def test_the_four_accuracies_differ(trained: Trained) -> None:
    shares = sorted(trained.shares.values())
    assert all(later - earlier > 0.08 for earlier, later in pairwise(shares)), shares


@pytest.mark.parametrize("code", ["training_mode", "other_configuration", "training_accuracy"])
def test_what_was_measured_instead_is_named(
    code: str, explained: Explain, trained: Trained
) -> None:
    assert explained(trained.shares[code]) == code


def test_what_is_not_at_hand_explains_nothing(explained: Explain, trained: Trained) -> None:
    shares = trained.shares
    assert explained(shares["training_mode"], dropout=0.0) == ""
    assert explained(shares["training_accuracy"], at_hand=False) == ""


def test_an_accuracy_of_nothing_known_is_not_explained(
    explained: Explain, trained: Trained
) -> None:
    assert explained(max(trained.shares.values()) + 0.1) == ""
