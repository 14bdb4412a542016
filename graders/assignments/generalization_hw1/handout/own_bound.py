"""Question 3.own_bound: one more generalization bound by margins."""

from collections.abc import Iterable

import torch
from torch import nn


def own_bound(
    model: nn.Module,
    init_model: nn.Module,
    data: Iterable[tuple[torch.Tensor, torch.Tensor]],
    margin: float,
    delta: float = 0.01,
) -> float:
    """Returns your bound on the generalization error, as one number.

    Args:
        model: the trained network, two linear layers with a ReLU between them.
        init_model: the same network before training.
        data: batches of images and labels.
        margin: the training margin.
        delta: the bound holds with probability 1 - delta.
    """
    raise NotImplementedError
