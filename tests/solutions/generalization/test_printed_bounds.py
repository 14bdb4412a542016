"""Printed bounds: the constant of the data that they were computed with comes out again."""

import math

import numpy as np
import pytest

from solutions.generalization.margin_bounds import Setting, Sizes, fro_bound
from solutions.generalization.printed_bounds import (
    NEEDED,
    bound_of,
    implied_constants,
    implied_kappa_2,
    implied_kappa_inf,
)
from solutions.generalization.printed_consistency import (
    CLASSES,
    CONFIDENCE,
    INPUTS,
    POINTS,
    Interval,
)

HIDDEN = 512
BLOCK = {
    name: Interval.of(value, unit=value / 1000)
    for name, value in {
        "L1max_L1max": 1620, "Fro_Fro": 75, "Frobenius1": 15, "Frobenius2": 5, "Distance1": 8,
        "Distance2": 4.5, "Spectral1": 2, "Spectral2": 3, "L1max_Spec": 530, "Spec_L1max": 28,
        "#parameter": 1578506,
    }.items()
}  # fmt: skip
POINT = {name: (each.low + each.high) / 2 for name, each in BLOCK.items()}


def three_digits(value: float) -> Interval:
    unit = 10.0 ** (math.floor(math.log10(value)) - 2)
    return Interval.of(round(value / unit) * unit, unit=unit)


@pytest.mark.parametrize("margin", [0.112, -0.4])
@pytest.mark.parametrize("formula", NEEDED)
def test_a_bound_implies_the_constant_that_it_was_computed_with(
    formula: str, margin: float
) -> None:
    constant = 4321.0
    value = bound_of(formula, POINT, margin, HIDDEN, constant)
    size = Interval(margin - 1e-4, margin + 1e-4)
    block = {**BLOCK, "margin": size, "own bound": Interval.of(value, unit=value / 1000)}
    found = implied_constants(block, "own bound", [formula])[formula]
    assert found.low < constant < found.high < 1.02 * found.low


def test_nothing_is_implied_where_a_norm_or_the_width_is_not_known_or_the_margin_may_be_zero() -> (
    None
):
    whole = {**BLOCK, "margin": Interval(0.4, 0.5), "own bound": Interval(1e12, 1e12)}
    assert [*implied_constants(whole, "own bound", [*NEEDED])] == [*NEEDED]
    zero = {**whole, "margin": Interval(-0.1, 0.1)}
    assert not implied_constants(zero, "own bound", [*NEEDED])
    no_width = {**whole, "#parameter": Interval(5.0, 6.0)}
    assert [*implied_constants(no_width, "own bound", [*NEEDED])] == ["L1max bound", "Fro bound"]
    less = {name: each for name, each in whole.items() if name != "L1max_Spec"}
    assert "Spec_L1 bound" not in implied_constants(less, "own bound", [*NEEDED])


def test_the_constant_implied_by_an_l1max_bound_gives_the_bound_back() -> None:
    for margin in (0.4, -0.4):
        constant, l1max = 0.11, 1500.0
        slope = 16 * CLASSES * l1max * math.sqrt(math.log(INPUTS))
        rest = 3 * math.sqrt(math.log(POINTS / CONFIDENCE))
        bound = (slope * math.sqrt(constant) / margin + rest) ** 2
        exact = [Interval(each, each) for each in (bound, l1max, margin)]
        assert implied_kappa_inf(*exact).low == pytest.approx(constant)


def test_the_constant_implied_by_a_frobenius_bound_gives_the_bound_back() -> None:
    sizes = Sizes(INPUTS, HIDDEN, CLASSES)
    for margin in (0.4, -0.4):
        setting = Setting(sizes, POINTS, margin, accept_negative=True)
        bound = fro_bound({"Fro_Fro": 70.0}, 3800.0, setting)
        exact = [Interval(each, each) for each in (bound, 70.0, margin)]
        assert implied_kappa_2(*exact).high == pytest.approx(3800.0)


def test_own_bounds_of_two_reports_are_frobenius_bounds_of_the_same_data() -> None:
    one, other = (
        implied_kappa_2(three_digits(bound), three_digits(norm), Interval(low, high))
        for bound, norm, low, high in (
            (1.87e11, 140.0, -0.5055, -0.5045),
            (3.84e10, 67.4, -0.5395, -0.5385),
        )
    )
    assert one.meets(other)
    assert not one.meets(other * 1.1)


def test_a_bound_below_what_it_adds_to_its_complexity_implies_nothing_of_the_data() -> None:
    small = Interval(1.0, 2.0)
    assert implied_kappa_2(small, small, small) == Interval(0.0, 0.0)


def test_the_usual_initial_weights_give_hidden_units_of_half_their_variance() -> None:
    draw, side = np.random.default_rng(0), 1 / np.sqrt(INPUTS)
    x = draw.normal(size=INPUTS)
    units = draw.uniform(-side, side, size=(4000, INPUTS)) @ x
    units += draw.uniform(-side, side, size=4000)
    expected = (x @ x + 1) / (6 * INPUTS)
    assert (np.maximum(units, 0) ** 2).mean() == pytest.approx(expected, rel=0.1)
