"""Printed norms and bounds: relations of random networks hold, and each broken one is found."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from solutions import printed_consistency as printed
from solutions.margin_bounds import Setting, Sizes, fro_bound
from solutions.printed_consistency import Interval

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


def test_the_implied_constant_of_the_data_gives_the_bound_back() -> None:
    for margin in (0.4, -0.4):
        constant, l1max = 0.11, 1500.0
        slope = 16 * printed.CLASSES * l1max * math.sqrt(math.log(printed.INPUTS))
        rest = 3 * math.sqrt(math.log(printed.POINTS / printed.CONFIDENCE))
        bound = (slope * math.sqrt(constant) / margin + rest) ** 2
        exact = [Interval(each, each) for each in (bound, l1max, margin)]
        assert printed.implied_data_constant(*exact).low == pytest.approx(constant)


def test_the_constant_implied_by_a_frobenius_bound_gives_the_bound_back() -> None:
    sizes = Sizes(printed.INPUTS, HIDDEN, printed.CLASSES)
    for margin in (0.4, -0.4):
        setting = Setting(sizes, printed.POINTS, margin, accept_negative=True)
        bound = fro_bound({"Fro_Fro": 70.0}, 3800.0, setting)
        exact = [Interval(each, each) for each in (bound, 70.0, margin)]
        assert printed.implied_kappa_2(*exact).high == pytest.approx(3800.0)


def test_own_bounds_of_two_reports_are_frobenius_bounds_of_the_same_data() -> None:
    one, other = (
        printed.implied_kappa_2(three_digits(bound), three_digits(norm), Interval(low, high))
        for bound, norm, low, high in (
            (1.87e11, 140.0, -0.5055, -0.5045),
            (3.84e10, 67.4, -0.5395, -0.5385),
        )
    )
    assert one.meets(other)
    assert not one.meets(other * 1.1)


def test_a_bound_below_what_it_adds_to_its_complexity_implies_nothing_of_the_data() -> None:
    small = Interval(1.0, 2.0)
    assert printed.implied_kappa_2(small, small, small) == Interval(0.0, 0.0)


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
