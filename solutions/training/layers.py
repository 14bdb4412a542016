"""Layers for many runs at once: every tensor has a leading axis of runs.

Maps have shape (runs, channels, height, batch, width), units (runs, batch, units). With the batch
between height and width, all rows that one row of a kernel meets lie side by side in memory: a
convolution is one matrix product a row of the kernel, on a matrix that repeats each pixel only as
often as the kernel is wide. On a CPU large batches go run by run through torch's own convolution,
which is the faster there.
"""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable
from torch.nn import functional

LARGE_BATCH = 64  # from about here on


def convolution(maps: Tensor, weight: Tensor, bias: Tensor, *, padding: int = 0) -> Tensor:
    """Convolution with stride 1, each run with its own kernels.

    Args:
        maps: shape (runs, channels, height, batch, width).
        weight: shape (runs, outputs, channels, kernel, kernel).
        bias: shape (runs, outputs).
        padding: zeros on every side.

    Returns:
        Shape (runs, outputs, height, batch, width), with the sides after the convolution.
    """
    if maps.device.type == "cpu" and maps.shape[3] >= LARGE_BATCH:
        return _run_by_run(maps, weight, bias, padding)
    if padding:
        maps = functional.pad(maps, (padding, padding, 0, 0, padding, padding))
    apply: Callable[..., Tensor] = _Convolution.apply
    return apply(maps, weight, bias)


def max_pooling(maps: Tensor, kernel: int) -> Tensor:
    """Maximum over windows that do not overlap; the first of equal cells gets the gradient.

    Args:
        maps: shape (runs, channels, height, batch, width).
        kernel: side of a window; rows and columns that fill no window are left out.
    """
    runs, channels, _, batch, width = maps.shape
    across = maps[..., : width // kernel * kernel].flatten(3)  # windows stay inside their image
    pooled = functional.max_pool2d(across, kernel)
    return pooled.view(runs, channels, -1, batch, width // kernel)


def linear(units: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    """Wx + b, each run with its own W and b.

    Args:
        units: shape (runs, batch, inputs).
        weight: shape (runs, outputs, inputs).
        bias: shape (runs, outputs).
    """
    apply: Callable[..., Tensor] = _Linear.apply
    return apply(units, weight, bias)


def flatten(maps: Tensor) -> Tensor:
    """Units in the order of channels, rows, columns: shape (runs, batch, units)."""
    return maps.permute(0, 3, 1, 2, 4).flatten(2)


def batch_norm(
    signal: Tensor,
    weight: Tensor,
    bias: Tensor,
    statistics: tuple[Tensor, Tensor],
    *,
    training: bool,
) -> Tensor:
    """Batch normalization of each channel, or unit, of each run.

    Args:
        signal: maps or units.
        weight: shape (runs, channels).
        bias: shape (runs, channels).
        statistics: running mean and variance, shape (runs, channels), which training moves.
        training: whether it normalizes by the batch or by what is running.
    """
    units = signal.ndim == 3
    ordered = signal.transpose(1, 2) if units else signal
    mean, variance = (each.view(-1) for each in statistics)
    normal = functional.batch_norm(
        ordered.reshape(1, weight.numel(), -1),
        mean,
        variance,
        weight.reshape(-1),
        bias.reshape(-1),
        training,
    ).view(ordered.shape)
    return normal.transpose(1, 2) if units else normal


def dropout(units: Tensor, draws: Tensor, probability: Tensor) -> Tensor:
    """Units without those whose draw is below the probability, the others scaled up.

    Args:
        units: shape (runs, batch, units).
        draws: numbers in [0, 1), shape (runs, batch·units).
        probability: of each run, shape (runs, 1, 1).
    """
    kept = draws.view(units.shape) >= probability
    return units * kept / (1 - probability)


class _Linear(torch.autograd.Function):
    """Differentiated by hand to have the gradient in the memory layout of the weight."""

    @staticmethod
    def forward(ctx: Any, units: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
        ctx.save_for_backward(units, weight)
        return torch.baddbmm(bias.unsqueeze(1), units, weight.transpose(1, 2))

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor | None, Tensor, Tensor]:
        units, weight = ctx.saved_tensors
        by_units = torch.bmm(gradient, weight) if ctx.needs_input_grad[0] else None
        return by_units, torch.bmm(gradient.transpose(1, 2), units), gradient.sum(1)


class _Convolution(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, maps: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
        runs, outputs, _, kernel, _ = weight.shape
        windows = _windows(maps, kernel)
        height, batch, width = windows.shape[3:]
        columns = windows.reshape(runs, -1, height * batch * width)
        rows = weight.permute(3, 0, 1, 2, 4).reshape(kernel, runs, outputs, -1)
        high = height - kernel + 1
        met = _met(columns, kernel, high, batch * width)
        out = torch.baddbmm(bias.unsqueeze(2), rows[0], met[0])
        for row, columns_met in zip(rows[1:], met[1:], strict=True):
            out.baddbmm_(row, columns_met)
        ctx.save_for_backward(columns, rows)
        ctx.shapes = maps.shape, weight.shape
        return out.view(runs, outputs, high, batch, width)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor | None, Tensor, Tensor]:
        columns, rows = ctx.saved_tensors
        maps_shape, (runs, outputs, channels, kernel, _) = ctx.shapes
        _, _, high, batch, width = gradient.shape
        by_output = gradient.reshape(runs, outputs, -1)
        met = _met(columns, kernel, high, batch * width)
        by_row = torch.stack([torch.bmm(by_output, each.transpose(1, 2)) for each in met], 2)
        by_weight = by_row.view(runs, outputs, kernel, channels, kernel).transpose(2, 3)
        by_maps = None
        if ctx.needs_input_grad[0]:
            by_columns = torch.zeros_like(columns)
            for row, each in zip(rows, _met(by_columns, kernel, high, batch * width), strict=True):
                each.baddbmm_(row.transpose(1, 2), by_output)
            by_maps = _summed(by_columns, maps_shape, kernel)
        return by_maps, by_weight, by_output.sum(2)


def _run_by_run(maps: Tensor, weight: Tensor, bias: Tensor, padding: int) -> Tensor:
    runs = zip(maps.permute(0, 3, 1, 2, 4), weight, bias, strict=True)
    found = [functional.conv2d(*each, padding=padding) for each in runs]
    return torch.stack([each.permute(1, 2, 0, 3) for each in found])


def _windows(maps: Tensor, kernel: int) -> Tensor:
    """A view in which each row of a map is repeated once for each column of the kernel.

    Returns:
        Shape (runs, channels, kernel, height, batch, width − kernel + 1).
    """
    return maps.unfold(4, kernel, 1).permute(0, 1, 5, 2, 3, 4)


def _met(columns: Tensor, kernel: int, high: int, across: int) -> list[Tensor]:
    """The columns that each row of the kernel meets; they overlap in memory."""
    return [columns[:, :, i * across : (i + high) * across] for i in range(kernel)]


def _summed(columns: Tensor, maps_shape: torch.Size, kernel: int) -> Tensor:
    """The adjoint of `_windows`: what was repeated is added up."""
    runs, channels, height, batch, width = maps_shape
    narrow = width - kernel + 1
    parts = columns.view(runs, channels, kernel, height, batch, narrow)
    total = columns.new_zeros(maps_shape)
    for j in range(kernel):
        total[..., j : j + narrow] += parts[:, :, j]
    return total
