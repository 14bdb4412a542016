"""Layers of many runs, against torch's of one."""

import itertools

import pytest
import torch
from torch.nn import functional

from solutions.training import layers
from solutions.training.losses import mean_loss

RUNS, BATCH = 3, 2


def maps(channels: int, height: int, width: int) -> torch.Tensor:
    generator = torch.Generator().manual_seed(channels + height + width)
    shape = RUNS, channels, height, BATCH, width
    return torch.randn(shape, generator=generator, dtype=torch.float64, requires_grad=True)


def weights(*shape: int) -> torch.Tensor:
    generator = torch.Generator().manual_seed(sum(shape))
    return torch.randn(RUNS, *shape, generator=generator, dtype=torch.float64, requires_grad=True)


def one_by_one(signal: torch.Tensor) -> list[torch.Tensor]:
    """The maps of each run as torch has them: batch, channels, height, width."""
    return [each.permute(2, 0, 1, 3) for each in signal]


@pytest.mark.parametrize(
    ("side", "kernel", "padding"),
    [(6, 3, 0), (6, 3, 1), (5, 5, 0), (5, 5, 2), (4, 1, 0), (7, 2, 1)],
)
def test_a_convolution_and_its_gradients_are_those_of_each_run_alone(
    side: int, kernel: int, padding: int
) -> None:
    signal, weight, bias = maps(2, side, side + 1), weights(4, 2, kernel, kernel), weights(4)
    inputs = signal, weight, bias
    ours = one_by_one(layers.convolution(*inputs, padding=padding))
    theirs = [
        functional.conv2d(*each, padding=padding)
        for each in zip(one_by_one(signal), weight, bias, strict=True)
    ]
    torch.testing.assert_close(ours, theirs)
    found, expected = (
        torch.autograd.grad(sum(each.sin().sum() for each in out), inputs) for out in (ours, theirs)
    )
    torch.testing.assert_close(found, expected)


def test_a_linear_layer_and_its_gradients_are_those_of_each_run_alone() -> None:
    inputs = weights(5, 4), weights(3, 4), weights(3)
    ours = list(layers.linear(*inputs))
    theirs = [functional.linear(*each) for each in zip(*inputs, strict=True)]
    torch.testing.assert_close(ours, theirs)
    found, expected = (
        torch.autograd.grad(sum(each.sin().sum() for each in out), inputs) for out in (ours, theirs)
    )
    torch.testing.assert_close(found, expected)


def test_the_gradient_of_a_convolution_is_that_of_central_differences() -> None:
    assert torch.autograd.gradcheck(
        lambda *inputs: layers.convolution(*inputs, padding=1),
        (maps(1, 3, 4), weights(2, 1, 3, 3), weights(2)),
    )


@pytest.mark.parametrize(
    ("height", "width", "kernel"), [(4, 6, 2), (5, 7, 2), (9, 8, 3), (3, 3, 3)]
)
def test_pooling_gives_the_maxima_of_each_image_alone(height: int, width: int, kernel: int) -> None:
    signal = maps(2, height, width)
    ours = one_by_one(layers.max_pooling(signal, kernel))
    theirs = [functional.max_pool2d(each, kernel) for each in one_by_one(signal)]
    torch.testing.assert_close(ours, theirs)


def test_of_equal_cells_pooling_sends_the_gradient_to_the_one_torch_chooses() -> None:
    signal = torch.zeros(RUNS, 2, 4, BATCH, 4, requires_grad=True)
    ours, theirs = (
        torch.autograd.grad(sum(each.sum() for each in pooled), signal)
        for pooled in (
            one_by_one(layers.max_pooling(signal, 2)),
            [functional.max_pool2d(each, 2) for each in one_by_one(signal)],
        )
    )
    assert torch.equal(*ours, *theirs)


def test_units_come_in_the_order_of_channels_rows_and_columns() -> None:
    signal = maps(2, 3, 4)
    for ours, each in zip(layers.flatten(signal), one_by_one(signal), strict=True):
        assert torch.equal(ours, each.flatten(1))


@pytest.mark.parametrize(("is_map", "training"), list(itertools.product([True, False], repeat=2)))
def test_batch_norm_is_that_of_each_run_alone(is_map: bool, training: bool) -> None:
    signal = maps(3, 4, 5) if is_map else weights(5, 3)
    weight, bias, mean, variance = weights(3), weights(3) + 1, weights(3) * 2, weights(3) ** 2
    statistics = mean.detach().clone(), variance.detach().clone()
    ours = layers.batch_norm(signal, weight, bias, statistics, training=training)
    alone = one_by_one(signal) if is_map else list(signal)
    own = [each.detach().clone() for each in (mean, variance)]
    theirs = [
        functional.batch_norm(each, own[0][i], own[1][i], weight[i], bias[i], training)
        for i, each in enumerate(alone)
    ]
    torch.testing.assert_close(one_by_one(ours) if is_map else list(ours), theirs)
    torch.testing.assert_close(list(statistics), own)


def test_the_losses_are_those_of_torch() -> None:
    scores, labels = weights(6, 4), torch.arange(RUNS * 6).view(RUNS, 6) % 4
    for each, own, ours, mistaken in zip(
        scores,
        labels,
        mean_loss(scores, labels),
        mean_loss(scores, labels, "negative probability"),
        strict=True,
    ):
        torch.testing.assert_close(ours, functional.cross_entropy(each, own))
        torch.testing.assert_close(mistaken, functional.nll_loss(each.softmax(1), own))
