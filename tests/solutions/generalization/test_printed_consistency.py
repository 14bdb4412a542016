"""Printed norms: relations of random networks hold, and each broken one is found."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from solutions.generalization import printed_consistency as printed
from solutions.generalization.printed_consistency import Interval

HIDDEN = 64
SEEDS = range(20)


def frobenius(matrix: NDArray[np.float64]) -> float:
    return float(np.linalg.norm(matrix))


def spectral(matrix: NDArray[np.float64]) -> float:
    return float(np.linalg.norm(matrix, 2))


def rows(matrix: NDArray[np.float64]) -> float:
    """The sum of the norms of the rows."""
    return float(np.linalg.norm(matrix, axis=1).sum())


def measures(seed: int) -> dict[str, float]:
    """The norms and measures of a random network, from their definitions."""
    draw = np.random.default_rng(seed)
    first, first_0 = draw.normal(size=(2, HIDDEN, 30))
    second, second_0 = draw.normal(size=(2, printed.CLASSES, HIDDEN))
    spec_dist = spectral(first) * frobenius(second - second_0) * math.sqrt(printed.CLASSES)
    dist_spec = spectral(second) * frobenius(first - first_0) * math.sqrt(HIDDEN)
    spec_l1max = spectral(first) * rows(second - second_0)
    l1max_spec = spectral(second) * rows(first - first_0)
    return {
        "Frobenius1": frobenius(first),
        "Frobenius2": frobenius(second),
        "Distance1": frobenius(first - first_0),
        "Distance2": frobenius(second - second_0),
        "Spectral1": spectral(first),
        "Spectral2": spectral(second),
        "Fro_Fro": frobenius(first) * frobenius(second),
        "L1max_L1max": float(abs(first).sum(1).max() * abs(second).sum(1).max()),
        "Spec_Dist": spec_dist,
        "Dist_Spec": dist_spec,
        "Spec_Dist_sum": spec_dist + dist_spec,
        "Spec_L1max": spec_l1max,
        "L1max_Spec": l1max_spec,
        "Spec_L1max_sum": spec_l1max + l1max_spec,
        "Dist_Fro": frobenius(first - first_0) * frobenius(second),
    }


def three_digits(value: float) -> Interval:
    unit = 10.0 ** (math.floor(math.log10(value)) - 2)
    return Interval.of(round(value / unit) * unit, unit=unit)


def block(seed: int, **changes: float) -> dict[str, Interval]:
    return {name: three_digits(value) for name, value in (measures(seed) | changes).items()}


@pytest.mark.parametrize("seed", SEEDS)
def test_measures_of_a_network_printed_with_three_digits_are_consistent(seed: int) -> None:
    assert list(block(seed)) == list(printed.NORMS)
    assert not printed.broken_relations(block(seed), [HIDDEN])


@pytest.mark.parametrize(
    "name", ["Fro_Fro", "Spec_Dist", "Dist_Spec", "Spec_Dist_sum", "Spec_L1max_sum", "Dist_Fro"]
)
def test_a_measure_that_is_off_by_a_tenth_breaks_its_relation(name: str) -> None:
    for seed in SEEDS:
        wrong = block(seed, **{name: 1.1 * measures(seed)[name]})
        broken = printed.broken_relations(wrong, [HIDDEN])
        assert name in {relation.of[0] for relation in broken}


def test_the_number_of_parameters_is_that_of_the_layers() -> None:
    weights = HIDDEN * printed.INPUTS + printed.CLASSES * HIDDEN
    assert printed.parameters(HIDDEN) == weights + HIDDEN + printed.CLASSES


@pytest.mark.parametrize("count", [3.16e6, 7.89e5, 3093.0, 1.0, 1e9])
def test_widths_are_all_those_whose_parameters_print_like_this(count: float) -> None:
    rounded = three_digits(count)
    every = range(1, printed.MOST_HIDDEN + 1)
    assert printed.widths(rounded) == tuple(
        hidden for hidden in every if rounded.low <= printed.parameters(hidden) <= rounded.high
    )


def test_roots_of_rows_that_are_exchanged_are_seen() -> None:
    values = measures(0)
    swapped = values["Spectral1"] * values["Distance2"] * math.sqrt(HIDDEN)
    assert printed.roots_swapped(block(0, Spec_Dist=swapped), "Spec_Dist", [HIDDEN])
    assert not printed.roots_swapped(block(0), "Spec_Dist", [HIDDEN])


def test_a_number_that_another_relation_confirms_is_not_suspected() -> None:
    wrong = block(0, Spec_Dist_sum=2 * measures(0)["Spec_Dist_sum"])
    assert list(printed.suspects(wrong, [HIDDEN])) == ["Spec_Dist_sum"]


def test_all_numbers_of_a_relation_are_suspected_where_none_is_confirmed() -> None:
    wrong = block(0, Frobenius1=0.5 * measures(0)["Spectral1"])
    alone = {name: wrong[name] for name in ("Spectral1", "Frobenius1")}
    assert list(printed.suspects(alone, [HIDDEN])) == ["Spectral1", "Frobenius1"]
