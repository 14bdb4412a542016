"""Known mistakes in measures and bounds: each is made a second time, in the words of its name."""

import math

import numpy as np
import pytest

from solutions.generalization.data_constants import DataConstants, data_constants
from solutions.generalization.margin_bounds import Setting
from solutions.generalization.measure_mistakes import (
    bounds_with_mistake,
    norm_measures_with_mistake,
)
from solutions.generalization.measures import Network, bounds, norm_measures

D, H, C = 6, 4, 3
SEEDS = range(5)


def drawn(seed: int) -> Network:
    draw = np.random.default_rng(seed)
    shapes: tuple[tuple[int, ...], ...] = ((H, D), (H,), (C, H), (C,))
    return Network(*(draw.normal(size=shape) for shape in shapes))


def size(matrix: np.ndarray) -> float:
    return float(np.sqrt((matrix**2).sum()))


def sigma(matrix: np.ndarray) -> float:
    return float(np.linalg.svd(matrix, compute_uv=False)[0])


@pytest.mark.parametrize("seed", SEEDS)
def test_measures_are_those_of_the_mistake(seed: int) -> None:
    network, start = drawn(seed), drawn(seed + 100)
    u, v = network.hidden_weight, network.output_weight
    du, dv = u - start.hidden_weight, v - start.output_weight
    found = norm_measures_with_mistake(network, start)
    columns = found["columns are taken as output units"]
    assert columns["L1max_L1max"] == pytest.approx(
        abs(u).sum(axis=0).max() * abs(v).sum(axis=0).max()
    )
    assert columns["Spec_L1max"] == pytest.approx(sigma(u) * np.sqrt((dv**2).sum(axis=0)).sum())
    squared = found["norms are squared"]
    assert squared["Frobenius1"] == pytest.approx((u**2).sum())
    assert squared["Dist_Spec"] == pytest.approx(sigma(v) ** 2 * (du**2).sum() * math.sqrt(H))
    assert squared["L1max_Spec"] == pytest.approx(sigma(v) ** 2 * (du**2).sum())
    assert squared["init_Fro"] == pytest.approx(sigma(start.hidden_weight) ** 2 * size(v) ** 2)
    difference = found["singular values of the difference"]
    assert (difference["Spectral1"], difference["Spectral2"]) == pytest.approx(
        (sigma(du), sigma(dv))
    )
    swapped = found["the roots of C and H are swapped"]
    assert swapped["Spec_Dist"] == pytest.approx(sigma(u) * size(dv) * math.sqrt(H))
    assert swapped["Dist_Spec"] == pytest.approx(sigma(v) * size(du) * math.sqrt(C))
    biased = found["biases are part of the norms"]
    assert biased["Frobenius1"] == pytest.approx(math.hypot(size(u), size(network.hidden_bias)))
    assert biased["Distance2"] == pytest.approx(
        math.hypot(size(dv), size(network.output_bias - start.output_bias))
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_without_initial_weights_distances_are_nothing_or_plain_norms(seed: int) -> None:
    network = drawn(seed)
    found = norm_measures_with_mistake(network, drawn(seed + 100))
    itself = found["the trained weights are taken as initial"]
    assert itself == norm_measures(network, network)
    zero = Network(np.zeros((H, D)), np.zeros(H), np.zeros((C, H)), np.zeros(C))
    assert found["the initial weights are taken as zero"] == norm_measures(network, zero)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_mistake_changes_a_measure_and_leaves_the_number_of_parameters(seed: int) -> None:
    right = norm_measures(drawn(seed), drawn(seed + 100))
    for name, wrong in norm_measures_with_mistake(drawn(seed), drawn(seed + 100)).items():
        assert wrong.keys() == right.keys()
        assert wrong["#parameter"] == right["#parameter"]
        assert dict(wrong) != pytest.approx(right), name


# --- bounds -------------------------------------------------------------------------------------


def problem(seed: int, margin: float) -> tuple[dict[str, float], DataConstants, Setting]:
    network, start = drawn(seed), drawn(seed + 100)
    inputs = np.random.default_rng(seed + 200).normal(size=(100, D))
    setting = Setting(network.sizes, 100, margin, accept_negative=True)
    return norm_measures(network, start), data_constants(inputs, start.hidden_units), setting


@pytest.mark.parametrize("seed", SEEDS)
def test_bounds_are_those_of_the_mistake(seed: int) -> None:
    norms, data, setting = problem(seed, 0.5)
    right, found = bounds(norms, data, setting), bounds_with_mistake(norms, data, setting)
    rest = 3 * math.sqrt(math.log(100 / 0.01))
    fro = 8 * norms["Fro_Fro"] * math.sqrt(data.kappa_2) / 0.5
    l1max = 16 * norms["L1max_L1max"] * math.sqrt(math.log(D) * data.kappa_inf_per_batch) / 0.5
    missing = found["the number of classes is missing"]
    assert missing["Fro bound"] == pytest.approx((fro + rest) ** 2)
    assert missing["L1max bound"] == pytest.approx((l1max + rest) ** 2)
    assert found["the square is missing"]["Fro bound"] == pytest.approx(math.sqrt(C) * fro + rest)
    natural = found["natural logarithms for binary ones"]["VC bound"]
    assert 1.2 < right["VC bound"] / natural < 2.1


@pytest.mark.parametrize("scale", [1.0, 1e-6])  # at the second the rest is most of the bound
@pytest.mark.parametrize("seed", SEEDS)
def test_the_square_of_a_sum_is_that_of_the_sum_of_two_measures(seed: int, scale: float) -> None:
    norms, data, setting = problem(seed, 0.5)
    norms |= {name: scale * norms[name] for name in ("Distance1", "Distance2")}
    found = bounds_with_mistake(norms, data, setting)["the square of a sum for a sum of squares"]
    factor = 42 * 8 * scale * norms["Spectral1"] * math.sqrt(math.log(8 * H) * data.kappa_max)
    ratio = factor * (norms["Spec_Dist"] + norms["Dist_Spec"]) / (math.sqrt(2) * 0.5)
    rest = 6 * math.log(2 * 100 / 0.01)
    assert found["Spec_Fro bound"] - rest == pytest.approx(ratio**2)
    assert (ratio**2 < rest) == (scale < 1)


def test_the_square_of_a_sum_is_the_sum_of_squares_where_nothing_moved() -> None:
    network = drawn(0)
    _, data, setting = problem(0, 0.5)
    norms = norm_measures(network, network)
    found = bounds_with_mistake(norms, data, setting)["the square of a sum for a sum of squares"]
    assert found["Spec_Fro bound"] == bounds(norms, data, setting)["Spec_Fro bound"]


def test_a_negative_margin_made_positive_gives_the_bounds_of_the_positive_one() -> None:
    found = bounds_with_mistake(*problem(0, -0.5))["a negative margin is made positive"]
    assert found == bounds(*problem(0, 0.5))
