"""What is measured of runs after an epoch beside their accuracy on the test split.

Each function makes a measure from a trainer in its initial state, for `side_by_side.train`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from solutions.generalization import measures as generalization
from solutions.generalization.data_constants import DataConstants, data_constants
from solutions.generalization.margin_bounds import Setting, Sizes
from solutions.generalization.margins import PERCENTILE
from solutions.generalization.norms import LayerNorms
from solutions.training.losses import mean_loss
from solutions.training.side_by_side import Measure
from solutions.training.trainer import Trainer

Array = NDArray[np.float64]

TRAIN_ACCURACY, TRAIN_LOSS = "train accuracy", "train loss"
MARGIN, MARGIN_OF_PROBABILITIES = "margin", "margin of probabilities"
IMAGES_AT_ONCE = 2048
HIDDEN, OUTPUT = "fc1.weight", "fc2.weight"


def train_accuracy(trainer: Trainer) -> Measure:
    """The accuracy on the whole training split."""
    return lambda trained: {TRAIN_ACCURACY: trained.accuracies(trained.train)}


def margins_and_bounds(trainer: Trainer) -> Measure:
    """Loss, accuracy and margin on the training split, every norm, measure and bound.

    The networks have one hidden layer. Bounds are the bare formulas where the margin is negative.

    Args:
        trainer: with the initial weights, from which distances are measured.
    """
    starts = {name: _copies(trainer, name) for name in (HIDDEN, OUTPUT)}
    spectral = {name: [_spectral(each) for each in start] for name, start in starts.items()}
    constants = _data_constants(trainer)

    def measure(trained: Trainer) -> Mapping[str, Array]:
        on_train = _on_the_training_split(trained)
        layers = [
            [
                norms_of(*each)
                for each in zip(_copies(trained, name), start, spectral[name], strict=True)
            ]
            for name, start in starts.items()
        ]
        sizes, points = _sizes(trained), len(trained.train)
        rows = []
        for one, two, margin, data in zip(*layers, on_train[MARGIN], constants, strict=True):
            measures = generalization.measures_of_layers(one, two, sizes)
            setting = Setting(sizes, points, float(margin), accept_negative=True)
            rows.append({**measures, **generalization.bounds(measures, data, setting)})
        return {**on_train, **{name: np.array([row[name] for row in rows]) for name in rows[0]}}

    return measure


def norms_of(weight: Tensor, start: Tensor, start_spectral: float) -> LayerNorms:
    """The norms of a layer, as `norms.layer_norms` has them, on the device.

    The spectral norm is the root of the largest eigenvalue of WWᵀ.

    Args:
        weight: W, in double precision, shape (outputs, inputs).
        start: the weight before training, of the same shape.
        start_spectral: its spectral norm.
    """
    moved = weight - start
    return LayerNorms(
        frobenius=weight.norm().item(),
        spectral=_spectral(weight),
        l1_max=weight.abs().sum(1).max().item(),
        distance=moved.norm().item(),
        l2_1_distance=moved.norm(dim=1).sum().item(),
        start_spectral=start_spectral,
    )


def _copies(trainer: Trainer, name: str) -> Tensor:
    return trainer.network.parameters[name].detach().to(torch.float64, copy=True)


def _spectral(weight: Tensor) -> float:
    return float(torch.linalg.eigvalsh(weight @ weight.T)[-1].clamp(min=0).sqrt())


def _sizes(trainer: Trainer) -> Sizes:
    _, hidden, inputs = trainer.network.parameters[HIDDEN].shape
    return Sizes(inputs, hidden, trainer.network.parameters[OUTPUT].shape[1])


@torch.no_grad()
def _on_the_training_split(trainer: Trainer) -> dict[str, Array]:
    """Loss, accuracy and margin of each run over all training images."""
    losses, margins, of_probabilities = [], [], []
    for images, labels in _batches(trainer):
        scores = trainer.network.scores(images.expand(len(trainer.config.runs), *images.shape))
        loss = mean_loss(scores, labels.expand(scores.shape[:-1]), trainer.config.loss)
        losses.append(loss.double() * len(labels))
        margins.append(margins_of(scores, labels).double())
        of_probabilities.append(margins_of(scores.double().softmax(-1), labels))
    found, as_probabilities = (
        torch.cat(each, 1).cpu().numpy() for each in (margins, of_probabilities)
    )
    total = torch.stack(losses).sum(0).cpu().numpy()
    return {
        TRAIN_LOSS: total / len(trainer.train),
        TRAIN_ACCURACY: (found > 0).mean(1),
        MARGIN: np.percentile(found, PERCENTILE, axis=1),
        MARGIN_OF_PROBABILITIES: np.percentile(as_probabilities, PERCENTILE, axis=1),
    }


def margins_of(scores: Tensor, labels: Tensor) -> Tensor:
    """The score of each label minus the best other score.

    Args:
        scores: shape (..., batch, classes).
        labels: shape (batch,).

    Returns:
        Shape (..., batch).

    >>> margins_of(torch.tensor([[3.0, 1.0, 2.5]]), torch.tensor([1]))
    tensor([-2.])
    """
    chosen = labels.expand(scores.shape[:-1]).unsqueeze(-1)
    own = scores.gather(-1, chosen).squeeze(-1)
    return own - scores.scatter(-1, chosen, -torch.inf).amax(-1)


def _batches(trainer: Trainer) -> Iterator[tuple[Tensor, Tensor]]:
    images = torch.split(trainer.train.images, IMAGES_AT_ONCE)
    yield from zip(images, torch.split(trainer.train.labels, IMAGES_AT_ONCE), strict=True)


@torch.no_grad()
def _data_constants(trainer: Trainer) -> list[DataConstants]:
    """Those of the training images, for each run with the activity of its own hidden units."""
    weight, bias = (trainer.network.parameters[f"fc1.{each}"] for each in ("weight", "bias"))
    moments = weight.new_zeros(bias.shape, dtype=torch.float64)
    for images, _ in _batches(trainer):
        units = torch.einsum("bd,rhd->rbh", images.flatten(1), weight)
        active = torch.relu(units + bias.unsqueeze(1))
        moments += active.double().square().sum(1)
    inputs = trainer.train.images.flatten(1).cpu().numpy()
    of_images = data_constants(inputs, lambda rows: np.zeros((len(rows), 1)))
    means = (moments / len(trainer.train)).cpu().numpy()
    return [replace(of_images, hidden_moments=each) for each in means]
