"""Question 3.own_bound: one more generalization bound by margins."""

import math
from collections.abc import Iterable

import torch
from torch import nn


def layers(model: nn.Module) -> list[torch.Tensor]:
    """The weights of the linear layers, in double precision."""
    found = [each.weight for each in model.modules() if isinstance(each, nn.Linear)]
    return [weight.detach().double() for weight in found]


def own_bound(
    model: nn.Module,
    init_model: nn.Module,
    data: Iterable[tuple[torch.Tensor, torch.Tensor]],
    margin: float,
    delta: float = 0.01,
) -> float:
    """Returns the Spec_L1 bound (2017), infinity for a margin that is not positive."""
    if margin <= 0:
        return math.inf
    first, second = layers(model)
    first_start, second_start = layers(init_model)
    images = torch.cat([batch.flatten(1) for batch, _ in data]).double()
    points = len(images)
    mean_square = float(images.square().sum(dim=1).mean())
    parameters = sum(each.numel() for each in model.parameters())
    top, bottom = (float(torch.linalg.matrix_norm(each, 2)) for each in (first, second))
    moved, moved_last = first - first_start, second - second_start
    rows, rows_last = (float(each.norm(dim=1).sum()) for each in (moved, moved_last))
    complexity = ((bottom * rows) ** (2 / 3) + (top * rows_last) ** (2 / 3)) ** 1.5
    scale = math.sqrt(mean_square) + 1 / math.sqrt(points)
    ratio = 144 * math.log(points) * math.log(2 * parameters) * scale * complexity / margin
    rest = 4.5 * math.log(1 / delta) + math.log(2 * points / max(margin, 1e-16))
    rest += 2 * math.log(2 + math.sqrt(points * mean_square))
    sizes = (float(moved.norm()), float(moved_last.norm()), top, bottom)
    rest += 2 * sum(math.log(2 + 2 * size) for size in sizes)
    return (ratio + math.sqrt(rest)) ** 2
