"""The loss of a batch, for one network or for many side by side."""

from torch import Tensor

from solutions.training.config import Loss


def mean_loss(scores: Tensor, labels: Tensor, loss: Loss = "cross entropy") -> Tensor:
    """Mean over the batch.

    The "negative probability" −softmax(z)_y is what comes of probabilities handed to a negative
    log-likelihood that expects their logarithms; it lies between −1 and 0.

    Args:
        scores: shape (..., batch, classes).
        labels: shape (..., batch).
        loss: which.

    Returns:
        Shape (...).

    >>> import torch
    >>> mean_loss(torch.zeros(1, 4), torch.tensor([2]), "negative probability").item()
    -0.25
    """
    values = scores.softmax(-1) if loss == "negative probability" else scores.log_softmax(-1)
    return -values.gather(-1, labels.unsqueeze(-1)).squeeze(-1).mean(-1)
