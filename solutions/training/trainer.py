"""The side-by-side trainer: its tensors, one step of all runs, an epoch."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from solutions.training.capture import Action, captured
from solutions.training.config import TrainingConfig
from solutions.training.images import Images, normalized
from solutions.training.losses import mean_loss
from solutions.training.modules import Weights
from solutions.training.optimizers import Update
from solutions.training.randomness import epoch_order
from solutions.training.stacked import StackedNetwork

IMAGES_AT_ONCE = {"cpu": 256, "cuda": 16_384}  # in an evaluation, over all runs


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """Normalized images and their labels on a device."""

    images: Tensor  # (count, channels, height, width)
    labels: Tensor  # (count,)

    def __len__(self) -> int:
        return len(self.labels)


class Trainer:
    """Runs of one network, trained step by step on the same images in orders of their own.

    Args:
        config: its runs in the order of their optimisers.
        images: of the size that the network takes.
        device: where everything is kept.
        start: initial weights of each run, in the order of the runs; by default from their seeds.

    Raises:
        ValueError: if the images do not fit the network, or initial weights do not.
    """

    def __init__(
        self,
        config: TrainingConfig,
        images: Images,
        *,
        device: torch.device,
        start: Iterable[Weights] | None = None,
    ) -> None:
        if images.shape != config.network.image:
            raise ValueError(f"{config.network.name} takes images of {config.network.image}, "
                             f"not of {images.shape}")  # fmt: skip
        self.config, self.device = config, device
        dtype = torch.float64 if config.precision == "float64" else torch.float32
        self.network = StackedNetwork(config.network, config.runs, device=device, dtype=dtype)
        self._start(start)
        self.train = split_on(device, config, images, train=True)
        self.test = split_on(device, config, images, train=False)
        self._update = Update(config.runs, self.network.values, self.network.used)
        self._make_buffers(len(self.train))
        self._steps = self._captured_steps(len(self.train))

    @property
    def state(self) -> dict[str, Tensor]:
        """Everything that the next epoch depends on besides its number, by name."""
        statistics = {
            f"{layer}.{name}": each
            for layer, both in self.network.statistics.items()
            for name, each in zip(("mean", "variance"), both, strict=True)
        }
        return {"values": self.network.values, **statistics, **self._update.state}

    def train_epoch(self, epoch: int) -> NDArray[np.float64]:
        """Every image once, in each run's own order of this epoch.

        Returns:
            The loss of every step with its L1 term, shape (runs, steps).
        """
        count = len(self.train)
        orders = [epoch_order(run.seed, epoch, count) for run in self.config.runs]
        self._order.copy_(torch.from_numpy(np.stack(orders)))
        self._first.fill_(epoch * self.config.steps(count))
        self._step.copy_(self._first)
        full, rest = divmod(count, self.config.batch_size)
        for _ in range(full):
            self._steps[self.config.batch_size]()
        if rest:
            self._steps[rest]()
        return self._losses.cpu().numpy().astype(np.float64)

    def accuracies(self, split: Split | None = None) -> NDArray[np.float64]:
        """Share of images whose highest score is that of their label, shape (runs,).

        Args:
            split: what is evaluated; the test split unless told.
        """
        split = self.test if split is None else split
        runs = len(self.config.runs)
        right = torch.zeros(runs, dtype=torch.int64, device=self.device)
        at_once = max(1, IMAGES_AT_ONCE[self.device.type] // runs)
        with torch.no_grad():
            for begin in range(0, len(split), at_once):
                images = split.images[begin : begin + at_once]
                labels = split.labels[begin : begin + at_once]
                scores = self.network.scores(images.expand(runs, *images.shape))
                right += (scores.argmax(-1) == labels).sum(1)
        return right.cpu().numpy() / len(split)

    def weights(self) -> list[Mapping[str, NDArray[np.floating]]]:
        """The present weights of each run."""
        return [self.network.weights(row) for row in range(len(self.config.runs))]

    def _start(self, start: Iterable[Weights] | None) -> None:
        if start is None:
            self.network.initialize()
            return
        for row, weights in zip(range(len(self.config.runs)), start, strict=True):
            self.network.load(row, weights)

    def _make_buffers(self, count: int) -> None:
        runs = len(self.config.runs)
        self._gradients = torch.zeros_like(self.network.values)
        self._gradient_views = tuple(self.network.views(self._gradients).values())
        self._leaves = tuple(self.network.parameters.values())
        self._order = torch.zeros(runs, count, dtype=torch.int64, device=self.device)
        self._first, self._step = self._order.new_zeros(()), self._order.new_zeros(())
        self._losses = self.network.values.new_zeros(runs, self.config.steps(count))

    def _captured_steps(self, count: int) -> dict[int, Action]:
        """A step for each size of a batch: the full one, and what is left at the end."""
        changed = (*self.state.values(), self._step, self._losses)
        sizes = {min(self.config.batch_size, count), count % self.config.batch_size} - {0}
        return {size: captured(self._step_of(size), changed, self.device) for size in sizes}

    def _step_of(self, size: int) -> Action:
        columns = torch.arange(size, device=self.device)

        def take() -> None:
            number = self._step - self._first
            chosen = self._order.index_select(1, number * self.config.batch_size + columns)
            images = self.train.images[chosen]
            losses = mean_loss(
                self.network.scores(images, self._step), self.train.labels[chosen], self.config.loss
            )
            self._differentiate(losses)
            objective = losses.detach() + self._update.penalty()
            self._losses.index_copy_(1, number.view(1), objective.unsqueeze(1))
            self._update.take(self._gradients, self._step)
            self._step.add_(1)

        return take

    def _differentiate(self, losses: Tensor) -> None:
        """Gradients of each run's loss by its own parameters: no run has a part in another's."""
        found = torch.autograd.grad(losses.sum(), self._leaves, materialize_grads=True)
        for view, gradient in zip(self._gradient_views, found, strict=True):
            view.copy_(gradient)


def split_on(device: torch.device, config: TrainingConfig, images: Images, *, train: bool) -> Split:
    """The training or the test split as the network sees it."""
    pixels, labels = (
        (images.train_images, images.train_labels)
        if train
        else (images.test_images, images.test_labels)
    )
    dtype = np.float64 if config.precision == "float64" else np.float32
    values = normalized(pixels, config.mean, config.deviation, dtype)
    return Split(torch.from_numpy(values).to(device), torch.from_numpy(labels).to(device))
