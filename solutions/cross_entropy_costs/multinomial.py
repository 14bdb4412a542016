"""The cost of one of K classes, from the multinomial likelihood.

A label is y, its probability p; n examples count from 1, and so do K classes.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

MASS = r"\prod_{k=1}^{K}p_k^{y_k}"
LOG_MASS = r"\sum_{k=1}^{K}y_k\ln p_k"
LOSS = f"-{LOG_MASS}"
COST = r"-\frac{1}{n}\sum_{i=1}^{n}\sum_{k=1}^{K}y_{ik}\ln p_{ik}"
# What known mistakes arrive at: the terms of K independent labels first.
BERNOULLI_LOSS = r"-\sum_{k=1}^{K}\left[y_k\ln p_k+(1-y_k)\ln(1-p_k)\right]"
BERNOULLI_COST = (
    r"-\frac{1}{n}\sum_{i=1}^{n}\sum_{k=1}^{K}"
    r"\left[y_{ik}\ln p_{ik}+(1-y_{ik})\ln(1-p_{ik})\right]"
)
SUM_OF_LOGARITHMS = r"-\sum_{k=1}^{K}\ln(y_kp_k)"
WITHOUT_INDEX = (r"-\sum_{k=1}^{K}y_k\ln\theta", r"-\sum_{k=1}^{K}y_k\ln p")
ROLES_SWAPPED = r"-\sum_{k=1}^{K}p_k\ln y_k"


def multinomial_mass(y: Array, p: Array) -> Array:
    """P(y | p) = Πₖ pₖ^yₖ of one-hot labels.

    Args:
        y: one-hot labels, shape (n, K).
        p: positive probabilities, rows sum to one, shape (n, K).

    Returns:
        Masses, shape (n,).

    >>> multinomial_mass(np.array([[0.0, 1.0]]), np.array([[0.75, 0.25]]))
    array([0.25])
    """
    return (p**y).prod(axis=-1)


def multinomial_cost(y: Array, p: Array) -> float:
    """The mean negative log-likelihood of one-hot labels, in nats.

    Args:
        y: one-hot labels, shape (n, K).
        p: positive probabilities, rows sum to one, shape (n, K).

    >>> round(multinomial_cost(np.array([[0.0, 1.0]]), np.array([[0.75, 0.25]])), 4)
    1.3863
    """
    return float(-(y * np.log(p)).sum(axis=-1).mean())


def multinomial_values(y: Array, p: Array) -> dict[str, tuple[float, ...]]:
    """Values of what is said of a one-hot label, its mass and the terms of its logarithm.

    Args:
        y: one-hot label, shape (K,).
        p: positive probabilities that sum to one, shape (K,).

    >>> multinomial_values(np.array([0.0, 1.0]), np.array([0.75, 0.25]))["labels"]
    (0.0, 1.0)
    """
    whole = {"labels": y, "probabilities": p, "terms": y * np.log(p)}
    parts = {"": y >= 0, ", true class": y == 1, ", others": y == 0}
    values = {
        f"{name}{part}": tuple(each[where].tolist())
        for name, each in whole.items()
        for part, where in parts.items()
    }
    masses, cost = multinomial_mass(y[None], p[None]), multinomial_cost(y[None], p[None])
    return values | {"likelihood": tuple(masses.tolist()), "cost": (cost,)}
