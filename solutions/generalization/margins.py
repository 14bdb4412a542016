r"""Margins of a classifier's scores, and the training margin γ that bounds divide by.

The margin of an example with scores f(x) and true class y is

    μ(f(x), y) = f(x)_y − max_{i ≠ y} f(x)_i.

It is negative exactly when another class scores higher, so that the example is misclassified. The
training margin is the p-th percentile of the margins of all training examples, with p = 5 unless
another is stated; it is negative when more than p percent are misclassified.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from solutions.accuracy import Labels, check_scores

Array = NDArray[np.floating[Any]]

PERCENTILE = 5.0


def margins(scores: Array, labels: Labels) -> Array:
    """The margin of each example: the score of its class minus the best other score.

    Args:
        scores: f(x), shape (examples, classes), of at least two classes.
        labels: true classes y, shape (examples,), integers from 0.

    Returns:
        Shape (examples,), in the unit of the scores.

    Raises:
        ValueError: if the shapes do not fit, or a score is not finite.

    >>> margins(np.array([[3.0, 1.0, 2.5], [3.0, 1.0, 2.5]]), np.array([0, 1]))
    array([ 0.5, -2. ])
    """
    check_scores(scores, labels)
    if scores.shape[1] < 2:
        raise ValueError("a margin needs at least two classes")
    if not np.isfinite(scores).all():
        raise ValueError("scores must be finite")
    own = np.arange(scores.shape[1]) == labels[:, np.newaxis]
    best_other = np.where(own, -np.inf, scores).max(axis=1)
    return scores[own] - best_other


def training_margin(scores: Array, labels: Labels, *, percentile: float = PERCENTILE) -> float:
    """γ: a low percentile of the margins, interpolated between the two next to it.

    Args:
        scores: shape (examples, classes).
        labels: shape (examples,).
        percentile: p, from 0 to 100.

    Raises:
        ValueError: if there is no example, or no such percentile.

    >>> scores = np.array([[0.0, 0.0], [1.0, 0.0], [2.0, 0.0]])
    >>> training_margin(scores, np.zeros(3, dtype=int), percentile=25)
    0.5
    """
    values = margins(scores, labels)
    _check_percentile(values, percentile)
    return float(np.percentile(values, percentile))


def probabilities(scores: Array) -> Array:
    """The softmax of scores over classes, for scores of any size.

    >>> probabilities(np.array([[1e4, 1e4]]))
    array([[0.5, 0.5]])
    """
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def training_margin_readings(
    scores: Array, labels: Labels, *, percentile: float = PERCENTILE
) -> dict[str, float]:
    """The training margin as it may be meant, and what known mistakes make of it.

    The first two are right as long as one is used throughout.

    >>> scores = np.array([[0.0, 0.0], [2.0, 0.0]])
    >>> training_margin_readings(scores, np.array([0, 0]))["mean of the margins of scores"]
    1.0
    """
    of_probabilities = probabilities(scores)
    return {
        "percentile of the margins of scores": training_margin(
            scores, labels, percentile=percentile
        ),
        "percentile of the margins of probabilities": training_margin(
            of_probabilities, labels, percentile=percentile
        ),
        "mean of the margins of scores": float(margins(scores, labels).mean()),
        "mean of the margins of probabilities": float(margins(of_probabilities, labels).mean()),
        "percentile from above": training_margin(scores, labels, percentile=100 - percentile),
    }


def _check_percentile(values: Array, percentile: float) -> None:
    if not values.size:
        raise ValueError("there is no example; a percentile needs at least one")
    if not 0 <= percentile <= 100:
        raise ValueError(f"a percentile lies between 0 and 100, not at {percentile:g}")
