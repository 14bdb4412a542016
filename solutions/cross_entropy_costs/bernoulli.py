"""The cost of binary labels, from the Bernoulli likelihood.

A label is y, its probability p; n examples count from 1.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

MASS = r"p^{y}(1-p)^{1-y}"
MASS_OF_BINARY_LABELS = r"yp+(1-y)(1-p)"  # the same for labels 0 and 1 only
LOSS = r"-\left[y\ln p+(1-y)\ln(1-p)\right]"
MISTAKES = {
    "the minus sign is lost": r"y\ln p+(1-y)\ln(1-p)",
    "the sign of one of the two terms is wrong": r"-\left[y\ln p-(1-y)\ln(1-p)\right]",
    "the factors y and 1 - y have changed places": r"-\left[(1-y)\ln p+y\ln(1-p)\right]",
    "the parameter stands where the probability is meant": (
        r"-\left[y\ln\theta+(1-y)\ln(1-\theta)\right]"
    ),
    "the mean over the examples is not taken": r"-n\left[y\ln p+(1-y)\ln(1-p)\right]",
}


def bernoulli_mass(y: Array, p: Array) -> Array:
    """P(y | p) = pʸ (1 − p)¹⁻ʸ, elementwise.

    >>> bernoulli_mass(np.array([0.0, 1.0]), np.array([0.25, 0.25]))
    array([0.75, 0.25])
    """
    return p**y * (1 - p) ** (1 - y)


def bernoulli_cost(y: Array, p: Array) -> float:
    """The mean negative log-likelihood of Bernoulli labels, in nats.

    The mass is positive, so its logarithm is the sum y ln p + (1 − y) ln(1 − p), and the
    expectation over the data is the mean over the examples.

    Args:
        y: labels 0 or 1, shape (n,).
        p: probabilities of label 1, strictly between 0 and 1, shape (n,).

    >>> round(bernoulli_cost(np.array([0.0, 1.0]), np.array([0.5, 0.5])), 4)
    0.6931
    """
    log_likelihoods = y * np.log(p) + (1 - y) * np.log1p(-p)
    return float(-log_likelihoods.mean())


def bernoulli_values(y: float, p: float) -> dict[str, tuple[float, ...]]:
    """Values of what is said of one label, 0 or 1, and of the probability of label 1.

    >>> values = bernoulli_values(1.0, 0.5)
    >>> values["probability"], values["terms"][1]
    ((0.5,), -0.0)
    """
    labels, probabilities = np.array([y]), np.array([p])
    logarithms = np.log(p), np.log1p(-p)
    return {
        "label": (y,),
        "probability": (p,),
        "likelihood": tuple(bernoulli_mass(labels, probabilities).tolist()),
        "logarithms": tuple(map(float, logarithms)),
        "terms": (float(y * logarithms[0]), float((1 - y) * logarithms[1])),
        "cost": (bernoulli_cost(labels, probabilities),),
    }
