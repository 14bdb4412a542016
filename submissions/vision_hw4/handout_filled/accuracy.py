"""Question 2.4.i: the accuracy on the whole test set."""

from collections.abc import Iterable

import torch
from torch import nn


def accuracy(net: nn.Module, test_loader: Iterable[tuple[torch.Tensor, torch.Tensor]]) -> float:
    """Returns the share of test pictures that are classified correctly, for the whole loader."""
    net.eval()
    right, seen = 0, 0
    with torch.no_grad():
        for pictures, labels in test_loader:
            right += (net(pictures).argmax(dim=1) == labels).sum().item()
            seen += labels.size(0)
    return right / seen
