"""A linear classifier trained by a plain loop, right or with a known mistake, step by step.

The scores are Wx + b and the loss is the mean cross-entropy of a batch, so that every gradient is
known: (p - y) xᵀ / n and (p - y) / n, with the softmax p of the scores. What a student's loop makes
of the same weights and batches is held against these.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Labels = NDArray[np.integer]

KEPT = "gradients are not reset"
ONCE_AN_EPOCH = "gradients are reset once an epoch only"
TOO_SOON = "the step is taken before the gradients are computed"
LOOPS = ("", KEPT, ONCE_AN_EPOCH, TOO_SOON)  # the right one, and those with a mistake


@dataclass(frozen=True, slots=True, eq=False)
class Batches:
    """The batches of an epoch, the same in every one: images as rows, and their classes."""

    images: Array  # shape (count, numbers)
    labels: Labels
    size: int
    steps: int  # of an epoch; the images are gone through again and again

    def __iter__(self) -> Iterator[tuple[Array, Labels]]:
        starts = range(0, len(self.images), self.size)
        for step in range(self.steps):
            start = starts[step % len(starts)]
            yield self.images[start : start + self.size], self.labels[start : start + self.size]


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """What comes of a training: the weights with the bias as last column, and every step's loss."""

    weights: Array  # shape (classes, numbers + 1)
    losses: Array


Update = Callable[[Array, Array], Array]  # new weights from old ones and their gradient


def train_linear(
    start: Array, batches: Batches, epochs: int, update: Update, *, mistake: str = ""
) -> Trained:
    """Trains from given weights.

    Args:
        start: the weights, with the bias as last column.
        batches: of an epoch.
        epochs: how many.
        update: a step of the optimiser, new for each training; see `optimizer`.
        mistake: one of `LOOPS`.

    >>> batches = Batches(np.eye(2), np.array([0, 1]), size=2, steps=50)
    >>> found = train_linear(np.zeros((2, 3)), batches, 1, optimizer("SGD", {"lr": 1.0}))
    >>> found.losses[0].round(4), bool(found.losses[-1] < 0.05)
    (np.float64(0.6931), True)
    """
    weights = start.astype(np.float64)
    losses: list[float] = []
    gradient = np.zeros_like(weights)
    for _ in range(epochs):
        if mistake == ONCE_AN_EPOCH:
            gradient = np.zeros_like(weights)
        for images, labels in batches:
            if mistake == TOO_SOON and losses:
                weights = update(weights, gradient)
            loss, new = loss_and_gradient(weights, images, labels)
            losses.append(loss)
            gradient = new + (gradient if mistake in (KEPT, ONCE_AN_EPOCH) else 0)
            if mistake != TOO_SOON:
                weights = update(weights, gradient)
    return Trained(weights, np.array(losses))


def loss_and_gradient(weights: Array, images: Array, labels: Labels) -> tuple[float, Array]:
    """The mean cross-entropy of a batch, and its gradient by weights and bias."""
    scores = images @ weights[:, :-1].T + weights[:, -1]
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares = powers / powers.sum(axis=1, keepdims=True)
    rows = np.arange(len(labels))
    loss = float(-np.log(np.maximum(shares[rows, labels], np.finfo(np.float64).tiny)).mean())
    shares[rows, labels] -= 1
    return loss, np.column_stack([shares.T @ images, shares.sum(axis=0)]) / len(labels)


def optimizer(name: str, settings: Mapping[str, float]) -> Update | None:
    """A step of SGD or Adam as torch takes it, with a memory of its own; None for another one.

    >>> optimizer("Rprop", {}) is None
    True
    """
    if name == "SGD":
        return _sgd(settings)
    return _adam(settings) if name == "Adam" else None


def _sgd(settings: Mapping[str, float]) -> Update:
    rate, momentum = settings["lr"], settings.get("momentum", 0.0)
    decay, damping = settings.get("weight_decay", 0.0), settings.get("dampening", 0.0)
    velocity: list[Array] = []

    def step(weights: Array, gradient: Array) -> Array:
        gradient = gradient + decay * weights
        if momentum:
            old = velocity.pop() if velocity else None
            new = gradient if old is None else momentum * old + (1 - damping) * gradient
            velocity.append(new)
            gradient = gradient + momentum * new if settings.get("nesterov") else new
        return weights - rate * gradient

    return step


def _adam(settings: Mapping[str, float]) -> Update:
    rate, decay = settings["lr"], settings.get("weight_decay", 0.0)
    first, second = settings.get("beta1", 0.9), settings.get("beta2", 0.999)
    epsilon = settings.get("eps", 1e-8)
    state: dict[str, Any] = {"mean": 0.0, "square": 0.0, "steps": 0}

    def step(weights: Array, gradient: Array) -> Array:
        gradient = gradient + decay * weights
        state["steps"] += 1
        state["mean"] = first * state["mean"] + (1 - first) * gradient
        state["square"] = second * state["square"] + (1 - second) * gradient**2
        mean = state["mean"] / (1 - first ** state["steps"])
        square = state["square"] / (1 - second ** state["steps"])
        return np.asarray(weights - rate * mean / (np.sqrt(square) + epsilon))

    return step


def running_losses(losses: Sequence[float], every: int, steps: int) -> dict[str, list[float]]:
    """What a loop may keep of each interval of an epoch; only the first is the running loss.

    Args:
        losses: of every step.
        every: steps in an interval; what is left of an epoch makes none.
        steps: of an epoch.

    >>> running_losses([4.0, 2.0, 3.0, 1.0], every=2, steps=4)["mean of the interval"]
    [3.0, 2.0]
    """
    ends = [
        (epoch + end - every, epoch + end)
        for epoch in range(0, len(losses), steps)
        for end in range(every, steps + 1, every)
    ]
    sums = [sum(losses[start:end]) for start, end in ends]
    return {
        "mean of the interval": [each / every for each in sums],
        "sum of the interval": sums,
        "never set back": [sum(sums[: place + 1]) / every for place in range(len(sums))],
        "last batch of the interval": [losses[end - 1] for _, end in ends],
    }
