"""Question 3.1.eval: the accuracy of a classifier."""

from collections.abc import Iterable

import torch
from torch import nn


@torch.no_grad()
def test(model: nn.Module, loader: Iterable[tuple[torch.Tensor, torch.Tensor]]) -> float:
    """Returns the share of images that are classified correctly, for a whole loader."""
    model.eval()
    hits = images = 0
    for inputs, labels in loader:
        guesses = model(inputs).argmax(dim=1)
        hits += int((guesses == labels).sum())
        images += len(labels)
    return hits / images
