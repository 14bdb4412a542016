r"""Measures and bounds of a network with one hidden layer: from its weights, its start, its data.

The network is f(x) = V relu(Ux + b₁) + b₂ with U of shape (H, D) and V of shape (C, H); U₀ and V₀
are its initial weights. `measures` gives every number of the report by its name. Beside this
module `norms` has those of one weight, `margin_bounds` the formulas of bounds, `margins` the margin
γ, `data_constants` κ₂, κ_max, κ∞ and h.

What combines norms combines intervals of positive numbers, too, as printed ones stand for them.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from solutions.generalization import margin_bounds
from solutions.generalization.data_constants import DataConstants, data_constants
from solutions.generalization.margin_bounds import DELTA, Norms, Setting, Sizes
from solutions.generalization.norms import LayerNorms, layer_norms

Array = NDArray[np.float64]


class Quantity(Protocol):
    """What can be multiplied: a number, or an interval of positive numbers."""

    def __mul__(self, other: Self | float, /) -> Self: ...


Q = TypeVar("Q", bound=Quantity)

NORMS = (
    "Frobenius1", "Frobenius2", "Distance1", "Distance2", "Spectral1", "Spectral2", "Fro_Fro",
    "L1max_L1max", "Spec_Dist", "Dist_Spec", "Spec_Dist_sum", "Spec_L1max", "L1max_Spec",
    "Spec_L1max_sum", "Dist_Fro",
)  # fmt: skip
PARAMETERS = "#parameter"
PER_BATCH, PER_POINT = "L1max bound", "L1max bound, one maximum per point"  # by the κ∞ they use
OWN_BOUNDS = ("Fro bound", "Spec_L1 bound", "Spec_Fro bound", "over-parametrisation bound")


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """f(x) = V relu(Ux + b₁) + b₂, with rows of weights as output units.

    Raises:
        ValueError: if shapes do not fit, or an entry is no finite number of float64.

    >>> network = Network(np.eye(2), np.zeros(2), np.array([[3.0, 4.0]]), np.ones(1))
    >>> network.scores(np.array([[1.0, -1.0]]))
    array([[4.]])
    """

    hidden_weight: Array  # U, shape (H, D)
    hidden_bias: Array  # b₁, shape (H,)
    output_weight: Array  # V, shape (C, H)
    output_bias: Array  # b₂, shape (C,)

    def __post_init__(self) -> None:
        parts = (self.hidden_weight, self.hidden_bias, self.output_weight, self.output_bias)
        shapes = tuple(part.shape for part in parts)
        match shapes:
            case (hidden, _), (biases,), (classes, units), (output_biases,) if (
                hidden == biases == units and classes == output_biases
            ):
                pass
            case _:
                raise ValueError(f"shapes (H, D), (H,), (C, H), (C,) are needed, not {shapes}")
        if any(part.dtype != np.float64 or not np.isfinite(part).all() for part in parts):
            raise ValueError("weights and biases must be finite numbers of float64")

    @property
    def sizes(self) -> Sizes:
        hidden, inputs = self.hidden_weight.shape
        return Sizes(inputs, hidden, len(self.output_weight))

    def hidden_units(self, inputs: NDArray[np.floating[Any]]) -> Array:
        """relu(Ux + b₁) of each row x, shape (points, H)."""
        return np.maximum(inputs @ self.hidden_weight.T + self.hidden_bias, 0.0)

    def scores(self, inputs: NDArray[np.floating[Any]]) -> Array:
        """f(x) of each row x, shape (points, C)."""
        return self.hidden_units(inputs) @ self.output_weight.T + self.output_bias


# --- everything by its name ---------------------------------------------------------------------


def measures(
    network: Network,
    start: Network,
    inputs: NDArray[np.floating[Any]],
    margin: float,
    delta: float = DELTA,
    *,
    accept_negative: bool = False,
) -> Mapping[str, float]:
    """Every norm, measure and bound of the report, by its name.

    The L1max bound is given for either meaning of κ∞; `PER_BATCH`, plain "L1max bound", is that
    of the public code.

    Args:
        network: the trained network.
        start: the network before training.
        inputs: the training points, shape (m, D), normalised as the network has seen them.
        margin: γ, see `solutions.generalization.margins.training_margin`.
        delta: δ.
        accept_negative: compute the formulas for a negative margin too, where they bound nothing.

    Raises:
        ValueError: if shapes do not fit, or the margin is not one that is accepted.
    """
    setting = Setting(network.sizes, len(inputs), margin, delta, accept_negative)
    norms = norm_measures(network, start)
    return {**norms, **bounds(norms, data_constants(inputs, start.hidden_units), setting)}


def norm_measures(network: Network, start: Network) -> dict[str, float]:
    """The measures that need no data: fifteen norms of the report, two more, and #parameter.

    >>> one = Network(np.eye(4), np.zeros(4), np.eye(4)[:2], np.zeros(2))
    >>> norm_measures(one, one)["Fro_Fro"] == 2 * 2**0.5
    True
    """
    hidden = layer_norms(network.hidden_weight, start.hidden_weight)
    output = layer_norms(network.output_weight, start.output_weight)
    return measures_of_layers(hidden, output, network.sizes)


def measures_of_layers(one: LayerNorms, two: LayerNorms, sizes: Sizes) -> dict[str, float]:
    """The measures that need no data, from the norms of the hidden and of the output layer."""
    basic = {
        "Frobenius1": one.frobenius, "Frobenius2": two.frobenius,
        "Distance1": one.distance, "Distance2": two.distance,
        "Spectral1": one.spectral, "Spectral2": two.spectral,
    }  # fmt: skip
    combined = {
        "Fro_Fro": one.frobenius * two.frobenius,
        "L1max_L1max": one.l1_max * two.l1_max,
        "Spec_Dist": over_rows(one.spectral, two.distance, sizes.classes),
        "Dist_Spec": over_rows(two.spectral, one.distance, sizes.hidden),
        "Spec_L1max": one.spectral * two.l2_1_distance,  # at most Spec_Dist
        "L1max_Spec": two.spectral * one.l2_1_distance,  # at most Dist_Spec
        "Dist_Fro": one.distance * two.frobenius,
        "init_Fro": one.start_spectral * two.frobenius,
    }
    sums = {
        "Spec_Dist_sum": combined["Spec_Dist"] + combined["Dist_Spec"],
        "Spec_L1max_sum": combined["Spec_L1max"] + combined["L1max_Spec"],
        "Dist_Fro_sum": combined["Dist_Fro"] + combined["init_Fro"],
    }
    return {**basic, **combined, **sums, PARAMETERS: float(sizes.parameters)}


def bounds(norms: Norms, data: DataConstants, setting: Setting) -> dict[str, float]:
    """Every bound of the report, from norms by their names."""
    sizes, points = setting.sizes, setting.points
    return {
        "VC bound": margin_bounds.vc_bound(sizes, points, delta=setting.delta),
        PER_BATCH: margin_bounds.l1max_bound(norms, data.kappa_inf_per_batch, setting),
        PER_POINT: margin_bounds.l1max_bound(norms, data.kappa_inf_per_point, setting),
        "Fro bound": margin_bounds.fro_bound(norms, data.kappa_2, setting),
        "Spec_L1 bound": margin_bounds.spec_l1_bound(norms, data.kappa_2, setting),
        "Spec_Fro bound": margin_bounds.spec_fro_bound(norms, data.kappa_max, setting),
        "over-parametrisation bound": margin_bounds.over_parametrisation_bound(
            norms, data.kappa_2, float(data.hidden_moments.sum()), setting
        ),
    }


def over_rows(spectral: Q, distance: Q, rows: int) -> Q:
    """A spectral norm and the distance of the other layer, with the root of the rows of its weight.

    >>> over_rows(2.0, 3.0, rows=4)
    12.0
    """
    return spectral * distance * math.sqrt(rows)
