"""Question 2.4.i: the accuracy on the whole test set."""

from collections.abc import Iterable

import torch
from torch import nn


def accuracy(net: nn.Module, test_loader: Iterable[tuple[torch.Tensor, torch.Tensor]]) -> float:
    """Returns the share of test pictures that are classified correctly, for the whole loader.

    Args:
        net: gives one row of class scores for each picture.
        test_loader: batches of pictures and labels; the last one may be smaller.
    """
    raise NotImplementedError
