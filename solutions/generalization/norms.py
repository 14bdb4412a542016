"""Norms of the weights of a network, rows of a weight being its output units.

For a matrix A of m rows, with singular values σ₁ ≥ σ₂ ≥ ...,

    ‖A‖_F = (Σᵢⱼ aᵢⱼ²)^½ = (Σ σₖ²)^½      Frobenius
    ‖A‖₂ = σ₁ ≤ ‖A‖_F                      spectral
    maxᵢ Σⱼ |aᵢⱼ|                          L1-max: the largest L1 norm of a row
    Σᵢ (Σⱼ aᵢⱼ²)^½ ≤ √m ‖A‖_F              L2,1: the sum of the L2 norms of rows

and the distance of a weight from its initial value is a norm of the difference. Biases have no
part in any of them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def frobenius(matrix: Array) -> float:
    """‖A‖_F, the root of the sum of the squared entries.

    Args:
        matrix: A, shape (rows, columns).

    >>> frobenius(np.array([[1.0, 2.0], [2.0, 4.0]]))
    5.0
    """
    return float(np.linalg.norm(matrix, "fro"))


def spectral(matrix: Array) -> float:
    """‖A‖₂, the largest singular value.

    Args:
        matrix: A, shape (rows, columns).

    >>> spectral(np.diag([1.0, -7.0, 2.0]))
    7.0
    """
    return float(np.linalg.norm(matrix, 2))


def l1_max(matrix: Array) -> float:
    """maxᵢ ‖aᵢ‖₁, the largest L1 norm of a row: the norm of A as a map between L∞ norms.

    Args:
        matrix: A, shape (rows, columns).

    >>> l1_max(np.array([[1.0, -2.0], [0.5, 0.5]]))
    3.0
    """
    return float(np.abs(matrix).sum(axis=1).max())


def l2_1(matrix: Array) -> float:
    """Σᵢ ‖aᵢ‖₂, the sum of the L2 norms of the rows.

    Args:
        matrix: A, shape (rows, columns).

    >>> l2_1(np.array([[3.0, 4.0], [0.0, 1.0]]))
    6.0
    """
    return float(np.linalg.norm(matrix, axis=1).sum())


def distance(matrix: Array, start: Array) -> float:
    """‖A − A₀‖_F, how far a weight has moved from its initial value.

    Raises:
        ValueError: if the two have different shapes.

    >>> distance(np.eye(2), -np.eye(2)) == 8**0.5
    True
    """
    return frobenius(_difference(matrix, start))


def l2_1_distance(matrix: Array, start: Array) -> float:
    """Σᵢ ‖(A − A₀)ᵢ‖₂, how far the rows of a weight have moved, summed up.

    Raises:
        ValueError: if the two have different shapes.

    >>> l2_1_distance(np.eye(2), -np.eye(2))
    4.0
    """
    return l2_1(_difference(matrix, start))


@dataclass(frozen=True, slots=True)
class LayerNorms:
    """Every norm of one layer that measures and bounds of a network are made of."""

    frobenius: float
    spectral: float
    l1_max: float
    distance: float  # from the initial weight, Frobenius
    l2_1_distance: float  # from the initial weight, L2,1
    start_spectral: float  # of the initial weight


def layer_norms(weight: Array, start: Array) -> LayerNorms:
    """The norms of a layer's weight.

    Args:
        weight: shape (output units, input units).
        start: the initial weight, of the same shape.

    >>> layer_norms(np.eye(4), np.zeros((4, 4)))
    LayerNorms(frobenius=2.0, spectral=1.0, l1_max=1.0, distance=2.0, l2_1_distance=4.0, \
start_spectral=0.0)
    """
    return LayerNorms(
        frobenius=frobenius(weight),
        spectral=spectral(weight),
        l1_max=l1_max(weight),
        distance=distance(weight, start),
        l2_1_distance=l2_1_distance(weight, start),
        start_spectral=spectral(start),
    )


def _difference(matrix: Array, start: Array) -> Array:
    if matrix.shape != start.shape:
        raise ValueError(
            f"a weight and its initial value need one shape, not {matrix.shape} and {start.shape}"
        )
    return matrix - start
