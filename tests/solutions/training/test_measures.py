"""What is measured of runs, against the reference norms, margins and bounds of each network."""

from collections.abc import Mapping

import numpy as np
import pytest
import torch

from solutions.generalization import measures as generalization
from solutions.generalization.margins import margins, probabilities, training_margin
from solutions.generalization.norms import layer_norms
from solutions.training.config import Run, TrainingConfig, with_seeds
from solutions.training.generated import generated_images
from solutions.training.images import normalized
from solutions.training.measures import (
    MARGIN,
    MARGIN_OF_PROBABILITIES,
    TRAIN_ACCURACY,
    TRAIN_LOSS,
    margins_and_bounds,
    margins_of,
    norms_of,
    train_accuracy,
)
from solutions.training.modules import initial_module, weights_of
from solutions.training.networks import two_layer
from solutions.training.plain import train_plainly
from solutions.training.side_by_side import train

IMAGES = generated_images(train=90, test=40, side=12)
NETWORK = two_layer(14, (3, 12, 12))
RUNS = with_seeds(Run(0, 0.02, momentum=0.9), (3, 5))
CONFIG = TrainingConfig(NETWORK, RUNS, 8, 2, 100, mean=(0.4,), deviation=(0.2,),
                        precision="float64")  # fmt: skip
INPUTS = normalized(IMAGES.train_images, (0.4,), (0.2,), np.float64).reshape(90, -1)


def network_of(weights: Mapping[str, np.ndarray]) -> generalization.Network:
    names = ("fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias")
    return generalization.Network(*(weights[name].astype(np.float64) for name in names))


@pytest.mark.parametrize("row", [0, 1])
def test_measures_are_those_of_the_references(row: int) -> None:
    result = train(CONFIG, IMAGES, measuring=margins_and_bounds)
    end = network_of(result.weights[row])
    begin = network_of(weights_of(initial_module(NETWORK, RUNS[row]).double()))
    scores = end.scores(INPUTS)
    expected = {
        MARGIN: training_margin(scores, IMAGES.train_labels),
        MARGIN_OF_PROBABILITIES: training_margin(probabilities(scores), IMAGES.train_labels),
        TRAIN_ACCURACY: np.mean(margins(scores, IMAGES.train_labels) > 0),
        TRAIN_LOSS: -np.log(probabilities(scores)[np.arange(90), IMAGES.train_labels]).mean(),
    }
    expected |= generalization.measures(end, begin, INPUTS, expected[MARGIN], accept_negative=True)
    found = {name: values[row, -1] for name, values in result.measures.items()}
    assert found.keys() == expected.keys()
    for name, value in expected.items():
        assert found[name] == pytest.approx(value, rel=1e-5), name


def test_norms_are_those_of_the_reference_also_far_from_square() -> None:
    stream = np.random.default_rng(0)
    for shape in ((3, 40), (40, 3), (7, 7)):
        weight, start = stream.normal(size=(2, *shape))
        right = layer_norms(weight, start)
        found = norms_of(torch.from_numpy(weight), torch.from_numpy(start), right.start_spectral)
        for name in ("frobenius", "spectral", "l1_max", "distance", "l2_1_distance"):
            assert getattr(found, name) == pytest.approx(getattr(right, name), rel=1e-9)


def test_margins_of_many_runs_are_those_of_each() -> None:
    scores = np.random.default_rng(1).normal(size=(3, 20, 4))
    labels = np.arange(20) % 4
    found = margins_of(torch.from_numpy(scores), torch.from_numpy(labels))
    for one, right in zip(found, scores, strict=True):
        np.testing.assert_allclose(one, margins(right, labels))


def test_the_training_accuracy_is_that_of_the_plain_loop() -> None:
    result = train(CONFIG, IMAGES, measuring=train_accuracy)
    for row, run in enumerate(RUNS):
        plain = train_plainly(CONFIG, run, IMAGES, steps=12)  # an epoch
        with torch.no_grad():
            inputs = torch.from_numpy(INPUTS).view(90, 3, 12, 12)
            chosen = plain.trained.eval()(inputs).argmax(1).numpy()
        right = np.mean(chosen == IMAGES.train_labels)
        assert result.measures[TRAIN_ACCURACY][row, 0] == pytest.approx(right)


def test_what_is_measured_after_some_epochs_is_no_number_after_the_others() -> None:
    result = train(CONFIG, IMAGES, measuring=train_accuracy, measured_after=(2,))
    values = result.measures[TRAIN_ACCURACY]
    assert np.isnan(values[:, 0]).all()
    assert np.isfinite(values[:, 1]).all()
