"""Measures and bounds of small networks: closed cases, loops with 40 digits, and torch."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import mpmath
import numpy as np
import pytest

from solutions.generalization.measures import (
    NORMS,
    OWN_BOUNDS,
    PARAMETERS,
    PER_BATCH,
    PER_POINT,
    Network,
    measures,
    norm_measures,
    over_rows,
)
from solutions.generalization.printed_consistency import Interval

D, H, C = 4, 3, 2
POINTS, MARGIN, DELTA = 70, 0.3, 0.01  # two batches, the second one short
SEEDS = range(10)
FIELDS = ("hidden_weight", "hidden_bias", "output_weight", "output_bias")
Row = list[Any]  # of numbers with 40 digits


def drawn(seed: int, sizes: tuple[int, int, int] = (D, H, C)) -> Network:
    draw = np.random.default_rng(seed)
    d, h, c = sizes
    shapes: tuple[tuple[int, ...], ...] = ((h, d), (h,), (c, h), (c,))
    return Network(*(draw.normal(size=shape) for shape in shapes))


def inputs_of(seed: int) -> np.ndarray:
    return np.random.default_rng(seed + 1000).normal(size=(POINTS, D))


# --- a second computation, by loops -------------------------------------------------------------


def exact(array: np.ndarray) -> Any:
    """A vector or the rows of a matrix, as numbers with 40 digits."""
    if array.ndim == 1:
        return [mpmath.mpf(float(entry)) for entry in array]
    return [exact(row) for row in array]


def length(row: Row) -> Any:
    return mpmath.sqrt(sum(entry**2 for entry in row))


def entries(rows: list[Row]) -> Row:
    return [entry for row in rows for entry in row]


def largest_l1(rows: list[Row]) -> Any:
    return max(sum(abs(entry) for entry in row) for row in rows)


def minus(one: list[Row], other: list[Row]) -> list[Row]:
    return [[x - y for x, y in zip(a, b, strict=True)] for a, b in zip(one, other, strict=True)]


def spectral(rows: list[Row]) -> Any:
    """The root of the largest eigenvalue of A Aᵀ."""
    matrix = mpmath.matrix(rows)
    return mpmath.sqrt(max(mpmath.eigsy(matrix * matrix.T, eigvals_only=True)))


def looped_norms(network: Network, start: Network) -> dict[str, Any]:
    u, v = exact(network.hidden_weight), exact(network.output_weight)
    u_0, v_0 = exact(start.hidden_weight), exact(start.output_weight)
    du, dv = minus(u, u_0), minus(v, v_0)
    found = {
        "Frobenius1": length(entries(u)),
        "Frobenius2": length(entries(v)),
        "Distance1": length(entries(du)),
        "Distance2": length(entries(dv)),
        "Spectral1": spectral(u),
        "Spectral2": spectral(v),
        "Fro_Fro": length([a * b for a in entries(u) for b in entries(v)]),
        "L1max_L1max": largest_l1(u) * largest_l1(v),
        "Spec_Dist": mpmath.sqrt(C) * spectral(u) * length(entries(dv)),
        "Dist_Spec": mpmath.sqrt(H) * spectral(v) * length(entries(du)),
        "Spec_L1max": spectral(u) * sum(length(row) for row in dv),
        "L1max_Spec": spectral(v) * sum(length(row) for row in du),
        "Dist_Fro": length([a * b for a in entries(du) for b in entries(v)]),
        "init_Fro": spectral(u_0) * length(entries(v)),
        "#parameter": sum(getattr(network, field).size for field in FIELDS),
    }
    found["Spec_Dist_sum"] = found["Spec_Dist"] + found["Dist_Spec"]
    found["Spec_L1max_sum"] = found["Spec_L1max"] + found["L1max_Spec"]
    found["Dist_Fro_sum"] = found["Dist_Fro"] + found["init_Fro"]
    return found


def looped_bounds(norms: Mapping[str, Any], start: Network, x: np.ndarray, gamma: Any) -> dict:
    """Every bound from its written formula; nothing but the norms is shared with the module."""
    log, sqrt, m, delta = mpmath.log, mpmath.sqrt, len(x), mpmath.mpf(DELTA)
    points, u_0, b_0 = exact(x), exact(start.hidden_weight), exact(start.hidden_bias)
    squares = [sum(entry**2 for entry in point) for point in points]
    k2, k_max = sum(squares) / m, max(squares)
    k_batch = (max(entries(points[:64])) ** 2 + max(entries(points[64:])) ** 2) / m
    k_point = sum(max(abs(entry) for entry in point) ** 2 for point in points) / m
    activity = sum(
        max(0, b + sum(w * e for w, e in zip(row, point, strict=True))) ** 2
        for row, b in zip(u_0, b_0, strict=True)
        for point in points
    )
    w, q = norms["#parameter"], H + 2 * C
    first, second = (D + 1) * H, (H + 1) * C
    per_weight = log(8 * mpmath.e * q * log(4 * mpmath.e * q, 2), 2)
    v = 2 + w * per_weight * mpmath.mpf(2 * first + second) / (first + second)
    add = 3 * sqrt(log(m / delta))
    d1, d2, s1, s2 = (norms[k] for k in ("Distance1", "Distance2", "Spectral1", "Spectral2"))
    two_thirds = mpmath.mpf(2) / 3
    rows = (norms["L1max_Spec"] ** two_thirds + norms["Spec_L1max"] ** two_thirds) ** 1.5
    r_rows = 144 * log(m) * log(2 * w) * (sqrt(k2) + 1 / sqrt(m)) * rows / gamma
    s_rows = 4.5 * log(1 / delta) + log(2 * m / max(gamma, mpmath.mpf(1e-16)))
    s_rows += 2 * log(2 + sqrt(m * k2))
    s_rows += 2 * log((2 + 2 * d1) * (2 + 2 * d2) * (2 + 2 * s1) * (2 + 2 * s2))
    r_fro = 42 * 8 * s1 * sqrt(log(8 * H)) * sqrt(k_max)
    r_fro *= sqrt(H * (s2 * d1) ** 2 + C * (s1 * d2) ** 2) / (sqrt(2) * gamma)
    r_over = 3 * sqrt(2) * (sqrt(2 * C) + 1) * (norms["Frobenius2"] + 1)
    r_over *= (sqrt(activity / m) + d1 * sqrt(k2) + 1) / gamma
    l1 = 8 * C * norms["L1max_L1max"] * 2 * sqrt(log(D)) / gamma
    fro = 8 * sqrt(C) * norms["Frobenius1"] * norms["Frobenius2"] * sqrt(k2) / gamma
    cover = 5 * H + log(max(1, gamma * sqrt(m)) / delta)
    return {
        "VC bound": 8 * C * v * log(mpmath.e * max(m / v, 1)) + 8 * log(2 / delta),
        PER_BATCH: (l1 * sqrt(k_batch) + add) ** 2,
        PER_POINT: (l1 * sqrt(k_point) + add) ** 2,
        "Fro bound": (fro + add) ** 2,
        "Spec_L1 bound": (r_rows + sqrt(s_rows)) ** 2,
        "Spec_Fro bound": r_fro**2 + 6 * log(2 * m / delta),
        "over-parametrisation bound": (r_over + 3 * sqrt(cover)) ** 2,
    }


@pytest.mark.parametrize("margin", [MARGIN, 25.0, -MARGIN])
@pytest.mark.parametrize("seed", SEEDS)
def test_every_number_is_that_of_loops_with_40_digits(seed: int, margin: float) -> None:
    network, start, inputs = drawn(seed), drawn(seed + 100), inputs_of(seed)
    with mpmath.workdps(40):
        norms = looped_norms(network, start)
        expected = norms | looped_bounds(norms, start, inputs, mpmath.mpf(margin))
    found = measures(network, start, inputs, margin, DELTA, accept_negative=True)
    assert found.keys() == expected.keys()
    for name, value in expected.items():
        assert found[name] == pytest.approx(float(value), rel=1e-11, abs=0), name


# --- a third one --------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_a_network_is_the_module_of_torch_and_its_norms_are_those_of_torch(seed: int) -> None:
    torch = pytest.importorskip("torch", reason="the second method here is torch")
    network, start = drawn(seed, (20, 9, 5)), drawn(seed + 100, (20, 9, 5))
    layers = torch.nn.Linear(20, 9).double(), torch.nn.Linear(9, 5).double()
    with torch.no_grad():
        for layer, name in zip(layers, ("hidden", "output"), strict=True):
            layer.weight.copy_(torch.tensor(getattr(network, f"{name}_weight")))
            layer.bias.copy_(torch.tensor(getattr(network, f"{name}_bias")))
        inputs = torch.randn(7, 20, dtype=torch.float64)
        scores = torch.nn.Sequential(layers[0], torch.nn.ReLU(), layers[1])(inputs)
    assert np.allclose(network.scores(inputs.numpy()), scores.numpy())
    u, v = (layer.weight.detach() for layer in layers)
    du, dv = u - torch.tensor(start.hidden_weight), v - torch.tensor(start.output_weight)
    norm, found = torch.linalg.matrix_norm, norm_measures(network, start)
    expected = {
        "Fro_Fro": norm(u) * norm(v),
        "L1max_L1max": norm(u, math.inf) * norm(v, math.inf),
        "Spec_Dist_sum": norm(u, 2) * norm(dv) * 5**0.5 + norm(v, 2) * norm(du) * 9**0.5,
        "Spec_L1max_sum": norm(u, 2) * dv.norm(dim=1).sum() + norm(v, 2) * du.norm(dim=1).sum(),
        "Dist_Fro": norm(du) * norm(v),
        PARAMETERS: sum(part.numel() for layer in layers for part in layer.parameters()),
    }
    assert {name: found[name] for name in expected} == pytest.approx(
        {name: float(value) for name, value in expected.items()}
    )


# --- closed cases -------------------------------------------------------------------------------


def network_of(hidden: np.ndarray, output: np.ndarray) -> Network:
    return Network(hidden, np.zeros(len(hidden)), output, np.zeros(len(output)))


def test_measures_of_identities_that_start_at_zero() -> None:
    network, start = network_of(np.eye(4), np.eye(4)), network_of(*2 * [np.zeros((4, 4))])
    expected = {
        "Frobenius1": 2, "Frobenius2": 2, "Distance1": 2, "Distance2": 2, "Spectral1": 1,
        "Spectral2": 1, "Fro_Fro": 4, "L1max_L1max": 1, "Spec_Dist": 4, "Dist_Spec": 4,
        "Spec_Dist_sum": 8, "Spec_L1max": 4, "L1max_Spec": 4, "Spec_L1max_sum": 8, "Dist_Fro": 4,
        "init_Fro": 0, "Dist_Fro_sum": 4, "#parameter": 40,
    }  # fmt: skip
    assert norm_measures(network, start) == pytest.approx(expected)


def test_measures_of_rank_one_that_start_at_their_negative() -> None:
    """U = (1, -2, 2)ᵀ(3, -4), of norm 15, and V = (1, 1)ᵀ(2, 0, 0), of norm √8."""
    hidden, output = np.outer([1.0, -2, 2], [3.0, -4]), np.outer([1.0, 1], [2.0, 0, 0])
    found = norm_measures(network_of(hidden, output), network_of(-hidden, -output))
    expected = {
        "Frobenius1": 15, "Frobenius2": 8**0.5, "Distance1": 30, "Distance2": 2 * 8**0.5,
        "Spectral1": 15, "Spectral2": 8**0.5, "Fro_Fro": 15 * 8**0.5, "L1max_L1max": 28,
        "Spec_Dist": 120, "Dist_Spec": 30 * 24**0.5, "Spec_Dist_sum": 120 + 30 * 24**0.5,
        "Spec_L1max": 120, "L1max_Spec": 50 * 8**0.5, "Spec_L1max_sum": 120 + 50 * 8**0.5,
        "Dist_Fro": 30 * 8**0.5, "init_Fro": 15 * 8**0.5, "Dist_Fro_sum": 45 * 8**0.5,
        "#parameter": 17,
    }  # fmt: skip
    assert found == pytest.approx(expected)


def test_measures_of_diagonal_weights_that_have_not_moved() -> None:
    network = network_of(np.diag([2.0, -6.0, 3.0]), np.diag([1.0, 2.0, -2.0]))
    found = norm_measures(network, network)
    assert (found["Fro_Fro"], found["L1max_L1max"]) == pytest.approx((21, 12))
    assert found["Dist_Fro_sum"] == found["init_Fro"] == pytest.approx(18)
    moved = [name for name in found if "Dist" in name or name in ("Spec_L1max", "L1max_Spec")]
    assert {found[name] for name in moved if name != "Dist_Fro_sum"} == {0.0}


@pytest.mark.parametrize("seed", SEEDS)
def test_biases_do_not_enter_the_norms(seed: int) -> None:
    network, start = drawn(seed), drawn(seed + 100)
    shifted = replace(network, hidden_bias=np.ones(H), output_bias=np.ones(C))
    assert norm_measures(shifted, start) == norm_measures(network, start)


# --- names, refusals ----------------------------------------------------------------------------


def test_every_name_of_the_report_has_its_number() -> None:
    found = measures(drawn(0), drawn(1), inputs_of(0), MARGIN)
    assert {*NORMS, PARAMETERS, "VC bound", PER_BATCH, PER_POINT, *OWN_BOUNDS} <= found.keys()
    assert all(type(value) is float and math.isfinite(value) for value in found.values())


@pytest.mark.parametrize("margin", [0.0, -0.505, math.nan, math.inf])
def test_a_margin_that_is_not_positive_has_no_bounds(margin: float) -> None:
    with pytest.raises(ValueError, match="holds for a positive one only"):
        measures(drawn(0), drawn(1), inputs_of(0), margin)


def test_a_network_and_its_start_need_one_width() -> None:
    with pytest.raises(ValueError, match="one shape"):
        norm_measures(drawn(0), drawn(0, (D, H + 1, C)))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param({"hidden_weight": np.ones((D, H))}, "shapes", id="columns are units"),
        pytest.param({"hidden_weight": np.ones(H)}, "shapes", id="a vector"),
        pytest.param({"output_weight": np.ones((C, H + 1))}, "shapes", id="another width"),
        pytest.param({"output_bias": np.ones((C, 1))}, "shapes", id="a bias that is a column"),
        pytest.param({"output_bias": np.array([0, np.nan])}, "finite", id="not a number"),
        pytest.param({"hidden_bias": np.ones(H, np.float32)}, "float64", id="single precision"),
    ],
)
def test_weights_that_make_no_network_are_refused(
    change: dict[str, np.ndarray], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        replace(drawn(0), **change)


def test_combined_measures_take_intervals() -> None:
    found = over_rows(Interval(1.0, 2.0), Interval(3.0, 4.0), 9)
    assert found == Interval(9.0, 24.0)
