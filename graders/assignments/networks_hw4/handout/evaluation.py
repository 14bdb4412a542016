"""Question 3.1.eval: the accuracy of a classifier."""

from collections.abc import Iterable

import torch
from torch import nn


def test(model: nn.Module, loader: Iterable[tuple[torch.Tensor, torch.Tensor]]) -> float:
    """Returns the share of images that are classified correctly, for a whole loader.

    Args:
        model: gives one row of class scores for each image.
        loader: batches of images and labels; the last one may be smaller.
    """
    raise NotImplementedError
