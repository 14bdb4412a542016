"""Bounds: their growth with every quantity, closed cases, and margins that they refuse."""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from solutions.generalization.margin_bounds import (
    NATURAL,
    Setting,
    Sizes,
    fro_bound,
    l1max_bound,
    over_parametrisation_bound,
    spec_fro_bound,
    spec_l1_bound,
    vc_bound,
)
from solutions.generalization.measures import NORMS

SIZES = Sizes(inputs=3072, hidden=256, classes=10)
SETTING = Setting(SIZES, points=50_000, margin=0.5)
ONES: Mapping[str, float] = dict.fromkeys(NORMS, 1.0)
Bound = Callable[[Mapping[str, float], float, Setting], float]
BOUNDS: dict[str, Bound] = {  # by norms, a constant of the data, and the setting
    "L1max": l1max_bound,
    "Fro": fro_bound,
    "Spec_L1": spec_l1_bound,
    "Spec_Fro": spec_fro_bound,
    "over-parametrisation": lambda norms, kappa, setting: over_parametrisation_bound(
        norms, kappa, 2.0, setting
    ),
}
NORMS_OF = {
    "L1max": {"L1max_L1max"},
    "Fro": {"Fro_Fro"},
    "Spec_L1": {"L1max_Spec", "Spec_L1max", "Distance1", "Distance2", "Spectral1", "Spectral2"},
    "Spec_Fro": {"Distance1", "Distance2", "Spectral1", "Spectral2"},
    "over-parametrisation": {"Frobenius2", "Distance1"},
}


@pytest.fixture(params=BOUNDS)
def name(request: pytest.FixtureRequest) -> str:
    return request.param


def test_a_bound_grows_with_its_norms_and_with_no_others(name: str) -> None:
    bound = BOUNDS[name]
    grown = {
        norm
        for norm in NORMS
        if bound({**ONES, norm: 2.0}, 1.0, SETTING) > bound(ONES, 1.0, SETTING)
    }
    assert grown == NORMS_OF[name]


def test_a_bound_needs_no_norm_but_its_own(name: str) -> None:
    norms = dict.fromkeys(NORMS_OF[name], 1.0)
    assert BOUNDS[name](norms, 1.0, SETTING) == BOUNDS[name](ONES, 1.0, SETTING)


def test_a_bound_grows_with_the_data_and_falls_with_the_margin(name: str) -> None:
    bound = BOUNDS[name]
    here = bound(ONES, 1.0, SETTING)
    assert bound(ONES, 2.0, SETTING) > here
    assert bound(ONES, 1.0, replace(SETTING, margin=1.0)) < here
    assert bound(ONES, 1.0, replace(SETTING, delta=0.1)) < here


def test_for_large_norms_twice_the_margin_is_a_quarter_of_the_bound(name: str) -> None:
    bound, large = BOUNDS[name], dict.fromkeys(NORMS, 1e9)
    ratio = bound(large, 1.0, SETTING) / bound(large, 1.0, replace(SETTING, margin=1.0))
    assert ratio == pytest.approx(4, rel=1e-6)


def test_without_norms_what_is_left_depends_on_the_confidence_only() -> None:
    none, rest = dict.fromkeys(NORMS, 0.0), 9 * math.log(50_000 / 0.01)
    assert l1max_bound(none, 1.0, SETTING) == pytest.approx(rest)
    assert fro_bound(none, 1.0, SETTING) == pytest.approx(rest)
    assert spec_fro_bound(none, 1.0, SETTING) == pytest.approx(6 * math.log(1e7))
    spec_l1 = (
        4.5 * math.log(100) + math.log(2e5) + 2 * math.log(2 + 50_000**0.5 * 2) + math.log(256)
    )
    assert spec_l1_bound(none, 4.0, SETTING) == pytest.approx(spec_l1)


def test_bounds_of_round_numbers() -> None:
    """One unit in each layer, and one point: m / δ = e, log D = 0."""
    setting = Setting(Sizes(1, 1, 1), points=1, margin=2.0, delta=1 / math.e)
    assert fro_bound({"Fro_Fro": 0.5}, 4.0, setting) == pytest.approx((4 + 3) ** 2)
    assert l1max_bound({"L1max_L1max": 0.5}, 4.0, setting) == pytest.approx(9)
    norms = {"Frobenius2": 1.0, "Distance1": 0.5}
    found = over_parametrisation_bound(norms, 16.0, 1.0, setting)
    inner = 3 * math.sqrt(2) * (math.sqrt(2) + 1) * 2 * (1 + 2 + 1) / 2
    assert found == pytest.approx((inner + 3 * math.sqrt(5 + math.log(2) + 1)) ** 2)


# --- the margin ---------------------------------------------------------------------------------


@pytest.mark.parametrize("margin", [0.0, -0.0, -0.505, math.nan, math.inf, -math.inf])
def test_a_margin_that_is_not_positive_is_refused_with_words(margin: float) -> None:
    with pytest.raises(ValueError, match=r"the margin is .*; .* holds for a positive one only"):
        replace(SETTING, margin=margin)


def test_a_negative_margin_that_is_accepted_gives_the_square_of_a_negative_ratio() -> None:
    negative = replace(SETTING, margin=-0.5, accept_negative=True)
    rest = 3 * math.sqrt(math.log(50_000 / 0.01))
    ratio = math.sqrt(fro_bound(ONES, 100.0, SETTING)) - rest
    assert fro_bound(ONES, 100.0, negative) == pytest.approx((rest - ratio) ** 2)
    assert fro_bound(ONES, 100.0, negative) < fro_bound(ONES, 100.0, SETTING)


@pytest.mark.parametrize("margin", [0.0, math.nan, -math.inf])
def test_what_divides_by_nothing_is_never_accepted(margin: float) -> None:
    with pytest.raises(ValueError, match="positive one only"):
        replace(SETTING, margin=margin, accept_negative=True)


def test_every_bound_has_a_value_at_an_accepted_negative_margin(name: str) -> None:
    negative = replace(SETTING, margin=-0.5, accept_negative=True)
    assert 0 < BOUNDS[name](ONES, 1.0, negative) < math.inf


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"delta": 0.0}, "between 0 and 1"),
        ({"delta": 1.0}, "between 0 and 1"),
        ({"points": 0}, "at least one training point"),
    ],
)
def test_a_setting_that_says_nothing_is_refused(change: dict[str, float], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        replace(SETTING, **change)
    with pytest.raises(ValueError, match=words):
        vc_bound(SIZES, **{"points": 10, **change})


# --- sizes --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("hidden", "printed"), [(1024, "9.19e+09"), (256, "2.03e+09")])
def test_the_vc_bound_is_that_of_the_printed_reports(hidden: int, printed: str) -> None:
    assert f"{vc_bound(Sizes(3072, hidden, 10), 50_000):.3g}" == printed


def test_the_vc_bound_grows_with_width_and_classes_and_with_points_only_past_the_dimension() -> (
    None
):
    small = Sizes(4, 3, 2)
    assert vc_bound(Sizes(4, 4, 2), 100) > vc_bound(small, 100)
    assert vc_bound(Sizes(4, 3, 3), 100) > vc_bound(small, 100)
    assert vc_bound(small, 10) == vc_bound(small, 20)
    assert vc_bound(small, 10**9) > vc_bound(small, 10**6)


def test_natural_logarithms_make_the_vc_bound_smaller() -> None:
    right = vc_bound(SIZES, 50_000)
    natural, outer, inner = (
        right / vc_bound(SIZES, 50_000, bases=bases)
        for bases in (NATURAL, (math.e, 2), (2, math.e))
    )
    assert 1.4 < natural < 1.6
    assert 1 / outer == pytest.approx(math.log(2), rel=0.01)
    assert 1.01 < inner < 1.1


def test_the_parameters_are_weights_and_biases() -> None:
    assert Sizes(4, 3, 2).parameters == 4 * 3 + 3 + 3 * 2 + 2
    assert Sizes(4, 3, 2).weights_by_layer == (15, 8)


def test_a_layer_without_units_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one unit"):
        Sizes(4, 0, 2)
