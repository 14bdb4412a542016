"""The risk of a linear student under a linear teacher, on standard normal inputs.

The student predicts wᵀx, the teacher wₜᵀx, and x ~ N(0, I_d). With δ = w − wₜ,

    R(w) = E[(wᵀx − wₜᵀx)²] = E[(δᵀx)²] = Σᵢ Σⱼ δᵢ δⱼ E[xᵢ xⱼ] = δᵀ E[xxᵀ] δ.

The components are independent with mean zero, so E[xᵢ xⱼ] = E[xᵢ] E[xⱼ] = 0 for i ≠ j, and each
has variance one, so E[xᵢ²] = 1. Hence E[xxᵀ] = I and R(w) = ‖w − wₜ‖².
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

RISK = r"\|w-w_t\|^2"
MOMENTS = {"mean": "0", "variance": "1", "covariance": "0"}  # of the components of x


def risk(w: Array, w_t: Array) -> float:
    """The expected squared difference between student and teacher, ‖w − wₜ‖².

    Args:
        w: weights of the student, shape (d,).
        w_t: weights of the teacher, shape (d,).

    Raises:
        ValueError: if the two are not vectors of one length.

    >>> risk(np.array([3.0, 1.0]), np.array([0.0, 5.0]))
    25.0
    """
    if w.ndim != 1 or w.shape != w_t.shape:
        raise ValueError(f"student and teacher need one length, not {w.shape} and {w_t.shape}")
    difference = w - w_t
    return float(difference @ second_moments(len(w)) @ difference)


def second_moments(dimension: int) -> Array:
    """E[xxᵀ] of a standard normal vector, shape (dimension, dimension): the identity.

    >>> second_moments(2)
    array([[1., 0.],
           [0., 1.]])
    """
    return np.eye(dimension)
