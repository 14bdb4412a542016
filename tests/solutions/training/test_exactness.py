"""Every run of the side-by-side trainer equals a plain loop of torch modules and optimisers."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from solutions.training.config import OPTIMIZERS, Run, TrainingConfig
from solutions.training.description import Layer, Network
from solutions.training.generated import generated_images
from solutions.training.images import Images
from solutions.training.networks import LENET, MNIST, two_layer
from solutions.training.plain import train_plainly
from solutions.training.trainer import Trainer

STEPS = 100

# Rounding is carried on: batch norm divides by small deviations, and in single precision one of
# two cells that differ by rounding alone may be the maximum of a pooling window.
EXACT, SINGLE = 1e-8, 5e-4

# Odd sides, a convolution without padding after one with, batch norm and dropout of units.
MIXED = Network(
    "mixed",
    (3, 13, 11),
    (
        Layer("conv1", "convolution", 3, 4, kernel=3, padding=1),
        Layer("norm1", "batch norm", 4),
        Layer("relu1", "relu"),
        Layer("pool1", "max pooling", kernel=2),
        Layer("conv2", "convolution", 4, 5, kernel=2),
        Layer("pool2", "max pooling", kernel=3),
        Layer("flatten", "flatten"),
        Layer("dropout1", "dropout"),
        Layer("fc1", "linear", 5, 7),
        Layer("norm2", "batch norm", 7),
        Layer("relu2", "relu"),
        Layer("dropout2", "dropout"),
        Layer("fc2", "linear", 7, 10),
    ),
)
IMAGES = {
    (3, 32, 32): generated_images(train=202, test=20),
    (1, 28, 28): generated_images(train=50, test=20, side=28, channels=1),
}
MIXED_RUNS = {
    "nothing added": Run(1, 0.05),
    "momentum": Run(2, 0.05, momentum=0.9),
    "weight decay": Run(3, 0.05, weight_decay=0.01),
    "L1": Run(4, 0.05, l1=0.002),
    "L1 subtracted": Run(5, 0.05, l1=-0.001),
    "dropout": Run(6, 0.05, dropout=0.4),
    "batch norm": Run(7, 0.05, batch_norm=True),
    "batch norm, weight decay, L1": Run(
        8, 0.05, momentum=0.5, batch_norm=True, weight_decay=0.02, l1=0.001
    ),
    "everything": Run(
        9, 0.02, momentum=0.5, batch_norm=True, weight_decay=0.02, l1=0.001, dropout=0.2
    ),
    "Adagrad": Run(1, 0.01, "adagrad", weight_decay=0.01),
    "RMSprop": Run(2, 0.001, "rmsprop", epsilon=1e-3),
    "RMSprop with momentum": Run(3, 0.001, "rmsprop", momentum=0.5, smoothing=0.9, epsilon=1e-3),
    "Adam": Run(4, 0.002, "adam", l1=0.001),
    "Adam, everything": Run(
        5, 0.002, "adam", betas=(0.8, 0.99), epsilon=1e-6, batch_norm=True, dropout=0.3
    ),
}  # fmt: skip
MNIST_RUNS = {
    "L2 and dropout": Run(0, 0.1, weight_decay=0.001, dropout=0.4),
    "L1": Run(1, 0.1, l1=0.001, dropout=0.4),
    "SGD": Run(2, 0.1, dropout=0.4),
    "momentum": Run(3, 0.1, momentum=0.1, dropout=0.4),
    "SGD with batch norm": Run(4, 0.1, batch_norm=True, dropout=0.4),
    "Adagrad": Run(5, 0.001, "adagrad", dropout=0.4),
    "Adam": Run(6, 0.001, "adam", dropout=0.4),
    "Adam with batch norm": Run(7, 0.001, "adam", batch_norm=True, dropout=0.4),
}
LENET_RUNS = {"momentum": Run(0, 0.001, momentum=0.9), "faster": Run(1, 0.01, momentum=0.9)}


def mixed_images() -> Images:
    pixels = generated_images(train=50, test=20, side=13)
    train, test = (each[:, :, :11] for each in (pixels.train_images, pixels.test_images))
    return replace(pixels, train_images=train, test_images=test)


def assert_equal_runs(
    config: TrainingConfig, images: Images, *, within: float, device: str = "cpu"
) -> None:
    """Losses of every step and the final weights of each run, over at least a hundred steps."""
    trainer = Trainer(config, images, device=torch.device(device))
    losses = np.concatenate([trainer.train_epoch(i) for i in range(config.epochs)], axis=1)
    assert losses.shape[1] >= STEPS
    for run, row, weights in zip(config.runs, losses, trainer.weights(), strict=True):
        plain = train_plainly(config, run, images, steps=losses.shape[1])
        np.testing.assert_allclose(row, plain.losses, rtol=within, atol=within)
        assert weights.keys() == plain.weights.keys()
        for name, value in plain.weights.items():
            np.testing.assert_allclose(weights[name], value, rtol=within, atol=within, err_msg=name)


def of_runs(network: Network, runs: dict[str, Run], batch: int, epochs: int) -> TrainingConfig:
    ordered = sorted(runs.values(), key=lambda run: OPTIMIZERS.index(run.optimizer))
    return TrainingConfig(network, tuple(ordered), batch, epochs, 10, precision="float64")


@pytest.mark.parametrize("name", MIXED_RUNS)
def test_a_run_with_any_setting_equals_a_plain_loop(name: str) -> None:
    config = of_runs(MIXED, {name: MIXED_RUNS[name]}, 8, 15)
    assert_equal_runs(config, mixed_images(), within=EXACT)


def test_runs_of_all_settings_side_by_side_equal_plain_loops() -> None:
    assert_equal_runs(of_runs(MIXED, MIXED_RUNS, 8, 15), mixed_images(), within=EXACT)


def test_all_runs_of_the_digits_network_equal_plain_loops() -> None:
    config = of_runs(MNIST, MNIST_RUNS, 2, 4)
    assert_equal_runs(config, IMAGES[MNIST.image].first(49, 20), within=EXACT)


def test_runs_of_the_small_colour_network_equal_plain_loops() -> None:
    config = of_runs(LENET, LENET_RUNS, 4, 2)
    assert_equal_runs(config, IMAGES[LENET.image], within=EXACT)


def test_runs_of_the_narrow_two_layer_network_equal_plain_loops() -> None:
    runs = {"default": Run(0, 0.001, momentum=0.9), "other seed": Run(1, 0.001, momentum=0.9)}
    config = replace(of_runs(two_layer(256), runs, 4, 2), mean=(0.485, 0.456, 0.406))
    assert_equal_runs(config, IMAGES[LENET.image], within=EXACT)


@pytest.mark.parametrize("network", [LENET, MNIST, two_layer(1024)], ids=lambda each: each.name)
def test_in_single_precision_runs_equal_plain_loops_to_rounding(network: Network) -> None:
    images = IMAGES[network.image]
    run = Run(0, 0.001, momentum=0.9)
    config = of_runs(network, {"default": run}, 4, -(-400 // len(images.train_labels)))
    assert_equal_runs(replace(config, precision="float32"), images, within=SINGLE)


def test_probabilities_handed_to_a_log_likelihood_equal_the_plain_loop() -> None:
    config = of_runs(MIXED, {"SGD": Run(1, 0.1)}, 8, 15)
    assert_equal_runs(replace(config, loss="negative probability"), mixed_images(), within=EXACT)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no GPU here")
@pytest.mark.parametrize("network", ["mixed", "mnist", "lenet"])
def test_captured_steps_on_a_gpu_equal_plain_loops_on_the_cpu(network: str) -> None:
    config, images = {
        "mixed": (of_runs(MIXED, MIXED_RUNS, 8, 15), mixed_images()),
        "mnist": (of_runs(MNIST, MNIST_RUNS, 2, 4), IMAGES[MNIST.image].first(49, 20)),
        "lenet": (of_runs(LENET, LENET_RUNS, 4, 2), IMAGES[LENET.image]),
    }[network]
    assert_equal_runs(config, images, within=EXACT, device="cuda")
