"""The mean loss of a classifier's scores, and what known mistakes make of it."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solutions.accuracy import Labels, check_scores
from solutions.generalization.margins import probabilities

Array = NDArray[np.floating[Any]]

CROSS_ENTROPY = "cross-entropy"


def cross_entropy(scores: Array, labels: Labels) -> float:
    """The mean of -log softmax(z)_y, in nats.

    Args:
        scores: z, shape (images, classes).
        labels: y, shape (images,).

    >>> round(cross_entropy(np.zeros((3, 4)), np.array([0, 1, 2])), 4)
    1.3863
    """
    check_scores(scores, labels)
    wide = scores.astype(np.float64)
    shifted = wide - wide.max(axis=1, keepdims=True)
    logarithms = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return float(-logarithms[np.arange(len(labels)), labels].mean())


def loss_readings(scores: Array, labels: Labels, batch: int = 0) -> Mapping[str, float]:
    """The cross-entropy, then what comes of it by mistake.

    Args:
        scores: shape (images, classes).
        labels: shape (images,).
        batch: images in a batch, if the means of batches may have been added up.

    >>> found = loss_readings(np.zeros((4, 2)), np.array([0, 1, 0, 1]), batch=2)
    >>> [round(value, 4) for value in found.values()]
    [0.6931, -0.5, 0.6931, 0.3466, 1.3863]
    """
    shares = probabilities(scores.astype(np.float64))
    own = shares[np.arange(len(labels)), labels]
    loss = cross_entropy(scores, labels)
    found = {
        CROSS_ENTROPY: loss,
        "mean of the negative probabilities": -float(own.mean()),
        "cross-entropy of probabilities": cross_entropy(shares, labels),
    }
    if not batch:
        return found
    batches = -(-len(labels) // batch)
    return {
        **found,
        "means of batches over images": loss * batches / len(labels),
        "sum of the means of batches": loss * batches,
    }
