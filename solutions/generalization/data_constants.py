"""Constants of the training points that bounds of a network with one hidden layer depend on.

For m points x of D numbers each, normalised as the network sees them,

    κ₂ = (1/m) Σ_x ‖x‖₂²        κ_max = max_x ‖x‖₂²        hᵢ = (1/m) Σ_x relu(U₀x + b₀)ᵢ²

with the weights U₀ and biases b₀ of the hidden layer before training. κ∞ is used with two meanings:

    per batch:  (1/m) Σ over mini-batches of 64 of (the largest entry in the batch)²
    per point:  (1/m) Σ_x ‖x‖∞²

The first is that of the public code. It takes the largest signed entry and still divides by the
number of points, so that it is smaller by about the size of a batch. The second is what the theorem
means. κ∞ per batch depends on the order of the points, though little.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Inputs = NDArray[np.floating[Any]]

BATCH = 64


@dataclass(frozen=True, slots=True, eq=False)
class DataConstants:
    """What bounds take from the training points."""

    points: int  # m
    kappa_2: float
    kappa_max: float
    kappa_inf_per_batch: float
    kappa_inf_per_point: float
    hidden_moments: Array  # h, shape (H,)


def data_constants(
    inputs: Inputs, start_hidden_units: Callable[[Inputs], Array], *, batch: int = BATCH
) -> DataConstants:
    """The constants of training points, taken batch by batch: memory does not grow with them.

    Args:
        inputs: shape (m, D), one point a row.
        start_hidden_units: relu(U₀x + b₀) for rows x, shape (points, H).
        batch: how many points share a maximum in κ∞ per batch; the last batch may be shorter.

    Raises:
        ValueError: if there is no point, or an entry is not finite.

    >>> points = np.array([[3.0, -4.0], [1.0, 0.0]])
    >>> found = data_constants(points, lambda x: np.maximum(x, 0.0))
    >>> found.kappa_2, found.kappa_max, found.kappa_inf_per_batch, found.kappa_inf_per_point
    (13.0, 25.0, 4.5, 8.5)
    >>> found.hidden_moments
    array([5., 0.])
    """
    if inputs.ndim != 2 or not inputs.size:
        raise ValueError(f"inputs need shape (points, dimensions) and a point, not {inputs.shape}")
    squares, largest_square, per_batch, per_point = 0.0, 0.0, 0.0, 0.0
    moments: Array = np.zeros(())
    for first in range(0, len(inputs), batch):
        rows = inputs[first : first + batch].astype(np.float64)
        if not np.isfinite(rows).all():
            raise ValueError("inputs must be finite")
        lengths = (rows**2).sum(axis=1)
        squares += float(lengths.sum())
        largest_square = max(largest_square, float(lengths.max()))
        per_batch += float(rows.max()) ** 2
        per_point += float((np.abs(rows).max(axis=1) ** 2).sum())
        moments = moments + (start_hidden_units(rows) ** 2).sum(axis=0)
    m = len(inputs)
    return DataConstants(m, squares / m, largest_square, per_batch / m, per_point / m, moments / m)
