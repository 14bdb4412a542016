"""What known mistakes make of the measures and bounds of `solutions.generalization.measures`.

Each table maps a mistake to the numbers that come out with it, by the names of the report. A
mistake that leaves a number as it is still has that number in its table.
"""

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from solutions.generalization.data_constants import DataConstants
from solutions.generalization.margin_bounds import (
    NATURAL,
    SPEC_FRO_OF_THEOREM,
    Norms,
    Setting,
    Sizes,
    fro_bound,
    l1max_bound,
    spec_fro_bound,
    spec_fro_bound_of_theorem,
    spec_fro_rest,
    vc_bound,
)
from solutions.generalization.measures import (
    PARAMETERS,
    PER_BATCH,
    Network,
    bounds,
    measures_of_layers,
)
from solutions.generalization.norms import (
    LayerNorms,
    distance,
    l1_max,
    l2_1_distance,
    layer_norms,
    spectral,
)

Array = NDArray[np.float64]
Layers = tuple[LayerNorms, LayerNorms]
Weights = tuple[tuple[Array, Array], tuple[Array, Array]]  # of either layer, after and before

WHOLE_SQUARES = ("L1max bound", "Fro bound", "Spec_L1 bound", "over-parametrisation bound")


def norm_measures_with_mistake(network: Network, start: Network) -> dict[str, Mapping[str, float]]:
    """The measures that need no data, with each known mistake.

    Args:
        network: the trained network.
        start: the network before training, of the same shapes.

    >>> one = Network(np.eye(4), np.zeros(4), np.eye(4), np.zeros(4))
    >>> norm_measures_with_mistake(one, one)["norms are squared"]["Fro_Fro"]
    16.0
    """
    weights: Weights = (
        (network.hidden_weight, start.hidden_weight),
        (network.output_weight, start.output_weight),
    )
    right = (layer_norms(*weights[0]), layer_norms(*weights[1]))
    layers: dict[str, Layers] = {
        "columns are taken as output units": _by_columns(right, weights),
        "norms are squared": (_squared(right[0]), _squared(right[1])),
        "singular values of the difference": _spectral_of_difference(right, weights),
        "biases are part of the norms": _with_biases(network, start),
        "the trained weights are taken as initial": _from(right, weights, share=1.0),
        "the initial weights are taken as zero": _from(right, weights, share=0.0),
    }
    sizes = network.sizes
    found = {name: measures_of_layers(*pair, sizes) for name, pair in layers.items()}
    exchanged = Sizes(sizes.inputs, hidden=sizes.classes, classes=sizes.hidden)
    swapped = measures_of_layers(*right, exchanged) | {PARAMETERS: float(sizes.parameters)}
    return {**found, "the roots of C and H are swapped": swapped}


def bounds_with_mistake(
    norms: Norms, data: DataConstants, setting: Setting
) -> dict[str, Mapping[str, float]]:
    """The bounds that a known mistake changes, with that mistake.

    The maximum per point where the public code has one per batch is not among them: either is
    right as long as it is named.
    """
    right = bounds(norms, data, setting)
    root = math.sqrt(setting.sizes.classes)
    without_root = {**norms, "Fro_Fro": norms["Fro_Fro"] / root}
    without_classes = {**norms, "L1max_L1max": norms["L1max_L1max"] / root**2}
    natural = vc_bound(setting.sizes, setting.points, delta=setting.delta, bases=NATURAL)
    positive = replace(setting, margin=abs(setting.margin))
    return {
        "the square is missing": {name: math.sqrt(right[name]) for name in WHOLE_SQUARES},
        "natural logarithms for binary ones": {"VC bound": natural},
        "a negative margin is made positive": bounds(norms, data, positive),
        "the number of classes is missing": {
            PER_BATCH: l1max_bound(without_classes, data.kappa_inf_per_batch, setting),
            "Fro bound": fro_bound(without_root, data.kappa_2, setting),
        },
        "the square of a sum for a sum of squares": _spec_fro_of_squared_sum(
            norms, data.kappa_max, setting
        ),
    }


def _spec_fro_of_squared_sum(norms: Norms, kappa_max: float, setting: Setting) -> dict[str, float]:
    """The bounds where √H ‖V‖₂‖U − U₀‖_F and √C ‖U‖₂‖V − V₀‖_F are added and then squared."""
    rest = spec_fro_rest(setting)
    one = norms["Spectral2"] * norms["Distance1"] * math.sqrt(setting.sizes.hidden)
    other = norms["Spectral1"] * norms["Distance2"] * math.sqrt(setting.sizes.classes)
    moved = one + other > 0  # else the two agree
    ratio = (one + other) ** 2 / (one**2 + other**2) if moved else 1.0
    formulas = {
        "Spec_Fro bound": spec_fro_bound,
        SPEC_FRO_OF_THEOREM: spec_fro_bound_of_theorem,
    }
    return {
        name: (bound(norms, kappa_max, setting) - rest) * ratio + rest
        for name, bound in formulas.items()
    }


def _by_columns(right: Layers, weights: Weights) -> Layers:
    one, two = (
        replace(norms, l1_max=l1_max(weight.T), l2_1_distance=l2_1_distance(weight.T, start.T))
        for norms, (weight, start) in zip(right, weights, strict=True)
    )
    return one, two


def _squared(norms: LayerNorms) -> LayerNorms:
    """Roots left out, also that of the norm of each row."""
    return replace(
        norms,
        frobenius=norms.frobenius**2,
        spectral=norms.spectral**2,
        distance=norms.distance**2,
        l2_1_distance=norms.distance**2,
        start_spectral=norms.start_spectral**2,
    )


def _spectral_of_difference(right: Layers, weights: Weights) -> Layers:
    one, two = (
        replace(norms, spectral=spectral(weight - start))
        for norms, (weight, start) in zip(right, weights, strict=True)
    )
    return one, two


def _with_biases(network: Network, start: Network) -> Layers:
    """Norms of (U, b₁) and (V, b₂)."""
    one, two = (
        layer_norms(np.column_stack(after), np.column_stack(before))
        for after, before in (
            (
                (network.hidden_weight, network.hidden_bias),
                (start.hidden_weight, start.hidden_bias),
            ),
            (
                (network.output_weight, network.output_bias),
                (start.output_weight, start.output_bias),
            ),
        )
    )
    return one, two


def _from(right: Layers, weights: Weights, *, share: float) -> Layers:
    """Norms with a share of the trained weights in place of the initial ones."""
    one, two = (
        replace(
            norms,
            distance=distance(weight, share * weight),
            l2_1_distance=l2_1_distance(weight, share * weight),
            start_spectral=share * norms.spectral,
        )
        for norms, (weight, _) in zip(right, weights, strict=True)
    )
    return one, two
