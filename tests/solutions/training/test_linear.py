"""A linear classifier trained by a plain loop: against torch, and with its known mistakes."""

from collections.abc import Mapping

import numpy as np
import pytest
import torch

from solutions.training.linear import (
    KEPT,
    LOOPS,
    ONCE_AN_EPOCH,
    TOO_SOON,
    Batches,
    loss_and_gradient,
    optimizer,
    running_losses,
    train_linear,
)

SETTINGS: Mapping[str, tuple[str, Mapping[str, float]]] = {
    "plain": ("SGD", {"lr": 0.1}),
    "momentum": ("SGD", {"lr": 0.05, "momentum": 0.9}),
    "nesterov with decay": (
        "SGD", {"lr": 0.05, "momentum": 0.8, "nesterov": True, "weight_decay": 0.01},
    ),
    "dampened": ("SGD", {"lr": 0.05, "momentum": 0.8, "dampening": 0.3}),
    "adam": ("Adam", {"lr": 0.01}),
    "adam with decay": ("Adam", {"lr": 0.01, "weight_decay": 0.1, "eps": 1e-6}),
}  # fmt: skip


def made() -> tuple[np.ndarray, Batches]:
    random = np.random.default_rng(5)
    images, labels = random.normal(size=(12, 7)), random.integers(0, 3, size=12)
    return random.normal(size=(3, 8)), Batches(images, labels, size=4, steps=5)


def by_torch(name: str, settings: Mapping[str, float], mistake: str) -> np.ndarray:
    """The same loop in torch."""
    start, batches = made()
    layer = torch.nn.Linear(7, 3, dtype=torch.float64)
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(start[:, :-1]))
        layer.bias.copy_(torch.from_numpy(start[:, -1]))
    steps = getattr(torch.optim, name)(layer.parameters(), **settings)
    for _ in range(2):
        if mistake == ONCE_AN_EPOCH:
            steps.zero_grad()
        for images, labels in batches:
            if mistake == TOO_SOON:
                steps.step()
            if mistake in ("", TOO_SOON):
                steps.zero_grad()
            scores = layer(torch.from_numpy(images))
            torch.nn.functional.cross_entropy(scores, torch.from_numpy(labels)).backward()
            if mistake != TOO_SOON:
                steps.step()
    return np.column_stack([layer.weight.detach().numpy(), layer.bias.detach().numpy()])


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("mistake", LOOPS)
def test_a_loop_ends_where_that_of_torch_ends(name: str, mistake: str) -> None:
    kind, settings = SETTINGS[name]
    start, batches = made()
    update = optimizer(kind, settings)
    assert update is not None
    found = train_linear(start, batches, 2, update, mistake=mistake).weights
    np.testing.assert_allclose(found, by_torch(kind, settings, mistake), rtol=1e-9, atol=1e-12)


def test_loops_with_a_mistake_end_elsewhere() -> None:
    start, batches = made()
    ends = {}
    for mistake in LOOPS:
        update = optimizer("SGD", {"lr": 0.1})
        assert update is not None
        ends[mistake] = train_linear(start, batches, 2, update, mistake=mistake).weights
    assert set(ends) == {"", KEPT, ONCE_AN_EPOCH, TOO_SOON}
    for one in LOOPS:
        for other in LOOPS:
            assert np.allclose(ends[one], ends[other]) is (one == other)


def test_the_gradient_is_that_of_differences() -> None:
    weights, batches = made()
    images, labels = next(iter(batches))
    _, gradient = loss_and_gradient(weights, images, labels)
    for place in [(0, 0), (2, 7), (1, 3)]:
        moved = weights.copy()
        moved[place] += 1e-6
        above, _ = loss_and_gradient(moved, images, labels)
        moved[place] -= 2e-6
        below, _ = loss_and_gradient(moved, images, labels)
        assert gradient[place] == pytest.approx((above - below) / 2e-6, rel=1e-5)


def test_what_a_loop_keeps_of_an_interval() -> None:
    kept = running_losses([1.0, 3.0, 5.0, 2.0, 4.0, 6.0], every=2, steps=3)
    assert kept["mean of the interval"] == [2.0, 3.0]
    assert kept["sum of the interval"] == [4.0, 6.0]
    assert kept["never set back"] == [2.0, 5.0]
    assert kept["last batch of the interval"] == [3.0, 4.0]
