"""The error of a softmax output, by its log-likelihood cost: a - y."""

import numpy as np
from numpy.typing import NDArray

from solutions.cross_entropy_costs.softmax_limits import softmax

Array = NDArray[np.float64]

LOG_LIKELIHOOD_COST = r"-z_t+\ln\sum_{k=1}^{K}e^{z_k}"
SOFTMAX_JACOBIAN = r"a_i(\delta_{ij}-a_j)"  # of a_i by z_j
OFF_DIAGONAL = r"-a_ta_j"  # its entry for another class than the true one, t
OUTPUT_ERROR = r"a_j-y_j"
OUTPUT_ERROR_CASES = {"true class": r"a_j-1", "other class": r"a_j"}


def softmax_jacobian(z: Array) -> Array:
    """∂aᵢ/∂zⱼ = aᵢ (δᵢⱼ − aⱼ).

    Args:
        z: inputs, shape (K,).

    Returns:
        Derivatives, outputs by inputs, shape (K, K).

    >>> softmax_jacobian(np.zeros(2))
    array([[ 0.25, -0.25],
           [-0.25,  0.25]])
    """
    a = softmax(z)
    return a[:, None] * (np.eye(len(z)) - a[None, :])


def output_error(z: Array, true_class: int) -> Array:
    """∂C/∂zⱼ of C = −ln aₜ by the chain rule, which comes to aⱼ − yⱼ.

    Args:
        z: inputs of the softmax, shape (K,).
        true_class: the index t, from 0.

    Returns:
        Errors, shape (K,).

    >>> output_error(np.zeros(4), 2)
    array([ 0.25,  0.25, -0.75,  0.25])
    """
    slope_of_cost = -1 / softmax(z)[true_class]  # by the one output that the cost depends on
    return slope_of_cost * softmax_jacobian(z)[true_class]


def output_values(z: Array, true_class: int) -> dict[str, tuple[float, ...]]:
    """Values of what is said of a softmax and its errors, also of the true class and the others.

    >>> sorted(output_values(np.array([0.0, 1.0]), 1))[:3]
    ['errors', 'errors, others', 'errors, true class']
    """
    labels = np.eye(len(z))[true_class]
    whole = {"outputs": softmax(z), "labels": labels, "errors": output_error(z, true_class)}
    is_true = labels == 1
    parts = {"": np.full(len(z), True), ", true class": is_true, ", others": ~is_true}
    values = {
        f"{name}{part}": tuple(each[where].tolist())
        for name, each in whole.items()
        for part, where in parts.items()
    }
    slopes = softmax_jacobian(z)
    inputs = tuple(np.count_nonzero(slopes, axis=1).tolist())
    return values | {
        "softmax derivatives": tuple(slopes.ravel().tolist()),
        "softmax derivatives, true class": (float(slopes[true_class, true_class]),),
        "softmax derivatives, others": tuple(slopes[true_class, ~is_true].tolist()),
        "inputs of outputs": inputs,
        "inputs of softmax": inputs,
    }
