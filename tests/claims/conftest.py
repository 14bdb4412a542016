"""Small trained networks, images and baselines, made here."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from solutions.baselines import Baseline, BaselineRun
from solutions.training.config import Run, TrainingConfig, with_seeds
from solutions.training.generated import generated_images
from solutions.training.images import Images
from solutions.training.networks import LENET
from solutions.training.result import Result, Weights
from solutions.training.side_by_side import train

STEPS, EPOCHS, EVERY, SEEDS = 3125, 5, 500, 12


@pytest.fixture(scope="session")
def images() -> Images:
    return replace(generated_images(train=600, test=500), name="cifar10")


@pytest.fixture(scope="session")
def trained(images: Images) -> Result:
    runs = with_seeds(Run(0, 0.05, momentum=0.9), range(2))
    return train(TrainingConfig(LENET, runs, 20, 3, 10), images)


@pytest.fixture(scope="session")
def weights(trained: Result) -> Weights:
    return trained.weights[0]


@pytest.fixture(scope="session")
def right(trained: Result, images: Images) -> int:
    """How many test images the weights put into their class."""
    return round(float(trained.accuracies[0, -1]) * len(images.test_labels))


@pytest.fixture(scope="session")
def data(images: Images, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The instructor's folder."""
    folder = tmp_path_factory.mktemp("data")
    np.savez(folder / "cifar10.npz", test_images=images.test_images, test_labels=images.test_labels)
    return folder


def losses_of(seed: int) -> list[float]:
    """A loss curve as small networks have it: it falls, and seeds and intervals differ."""
    random = np.random.default_rng(seed)
    intervals = EPOCHS * (STEPS // EVERY + 1)
    fall = 1.1 + 1.2 * np.exp(-np.arange(intervals) / 8) + 0.02 * random.normal()
    return [float(each) for each in fall * np.exp(0.01 * random.normal(size=intervals))]


def made_baseline(accuracies: list[float], *, complete: bool = True) -> Baseline:
    """A baseline of made runs, as one of the configurations of vision_hw4."""
    runs = tuple(
        BaselineRun(seed, (accuracy,) * EPOCHS, (), tuple(losses_of(seed)), {})
        for seed, accuracy in enumerate(accuracies)
    )
    configuration = {
        "batch_size": 16, "epochs": EPOCHS, "log_every": EVERY,
        "logged": "mean of the interval", "loss": "cross entropy",
    }  # fmt: skip
    return Baseline(
        "b16e5", "vision_hw4", configuration, runs, 50_000, 500, "cifar10", "a test", {}, "",
        complete,
    )  # fmt: skip


@pytest.fixture(scope="session")
def baseline(right: int) -> Baseline:
    """Runs like the trained one."""
    random = np.random.default_rng(7)
    shares = right / 500 + 0.01 * random.normal(size=SEEDS)
    return made_baseline([round(float(each) * 500) / 500 for each in shares])
