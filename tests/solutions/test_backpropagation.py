"""The network of `solutions.backpropagation`, wired a second time and differentiated three ways."""

import math
from collections.abc import Callable, Mapping
from typing import Any

import mpmath
import pytest

from graders.comparing.numbers.worksheet import Worksheet, inputs_of
from solutions.backpropagation import ALTERNATIVES, FORMULAS, GIVEN, sigmoid

SHEET = Worksheet(GIVEN, FORMULAS, ALTERNATIVES)

UNITS = ("h1", "h2", "o1", "o2")
PARAMETERS = (*(f"w{number}" for number in range(1, 11)), "b1", "b2")
FORWARD = (*UNITS, "MSE")
UPDATES = tuple(f"{parameter}_new" for parameter in PARAMETERS)
DERIVATIVES = tuple(name for name in FORMULAS if name not in FORWARD + UPDATES)

WIRING = {  # unit: its bias, and the weight of each connection into it
    "h1": ("b1", {"x1": "w1", "x2": "w3", "x3": "w5"}),
    "h2": ("b1", {"x1": "w2", "x2": "w4", "x3": "w6"}),
    "o1": ("b2", {"h1": "w7", "h2": "w9"}),
    "o2": ("b2", {"h1": "w8", "h2": "w10"}),
}


def network(values: Mapping[str, Any], exp: Callable[[Any], Any]) -> dict[str, Any]:
    """Every unit, its argument `z_unit` and the loss; what `values` already holds is kept."""
    found = dict(values)
    for unit, (bias, weights) in WIRING.items():
        total = sum((found[w] * found[source] for source, w in weights.items()), found[bias])
        argument = found.setdefault(f"z_{unit}", total)
        found.setdefault(unit, 1 / (1 + exp(-argument)))
    misses = [found["o1"] - found["t1"], found["o2"] - found["t2"]]
    found.setdefault("MSE", sum(miss * miss for miss in misses) / len(misses))
    return found


def ends_of(derivative: str) -> tuple[str, str]:
    """What is differentiated by what: dMSE_dw1 is MSE by w1, slope_h1 is h1 by z_h1."""
    if derivative.startswith("slope_"):
        unit = derivative.removeprefix("slope_")
        return unit, f"z_{unit}"
    above, below = derivative.split("_")
    return above.removeprefix("d"), below.removeprefix("d")


def forty_digits() -> dict[str, Any]:
    return {name: mpmath.mpf(str(value)) for name, value in GIVEN.items()}


def test_every_quantity_is_a_value_a_derivative_or_an_update() -> None:
    values = network(GIVEN, math.exp)
    assert all(end in values for name in DERIVATIVES for end in ends_of(name))
    assert {f"dMSE_d{parameter}" for parameter in PARAMETERS} <= set(DERIVATIVES)
    assert set(FORWARD + UPDATES) <= set(FORMULAS)


def test_every_quantity_is_computed_from_given_values_or_from_earlier_lines() -> None:
    known = set(GIVEN)
    for name, formula in FORMULAS.items():
        assert set(inputs_of(formula)) <= known, name
        known.add(name)


@pytest.mark.parametrize(
    ("name", "printed"),
    [("h1", 0.986613), ("h2", 0.995033), ("o1", 0.889550), ("o2", 0.800399), ("MSE", 0.593244)],
)
def test_the_forward_pass_gives_the_known_values_cut_to_six_decimals(
    name: str, printed: float
) -> None:
    assert math.floor(SHEET.value(name) * 1e6) / 1e6 == printed


@pytest.mark.parametrize("name", FORWARD)
def test_the_forward_pass_agrees_with_forty_digits(name: str) -> None:
    with mpmath.workdps(40):
        exact = network(forty_digits(), mpmath.exp)[name]
    assert SHEET.value(name) == pytest.approx(float(exact), rel=1e-14)


@pytest.mark.parametrize("name", DERIVATIVES)
def test_a_derivative_agrees_with_forty_digits(name: str) -> None:
    above, below = ends_of(name)
    with mpmath.workdps(40):
        values = network(forty_digits(), mpmath.exp)
        given = forty_digits()
        exact = mpmath.diff(
            lambda moved: network(given | {below: moved}, mpmath.exp)[above], values[below]
        )
    assert SHEET.value(name) == pytest.approx(float(exact), rel=1e-12)


@pytest.mark.parametrize("name", DERIVATIVES)
def test_a_derivative_agrees_with_central_differences(name: str) -> None:
    above, below = ends_of(name)
    middle, step = network(GIVEN, math.exp)[below], 1e-5
    high, low = (
        network(GIVEN | {below: moved}, math.exp)[above] for moved in (middle + step, middle - step)
    )
    assert SHEET.value(name) == pytest.approx((high - low) / (2 * step), rel=1e-7)


@pytest.mark.parametrize("name", DERIVATIVES)
def test_a_derivative_agrees_with_automatic_differentiation(name: str) -> None:
    torch = pytest.importorskip("torch", reason="the second method here is torch autograd")
    above, below = ends_of(name)
    start = network(GIVEN, math.exp)[below]
    leaf = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    given = {each: torch.tensor(value, dtype=torch.float64) for each, value in GIVEN.items()}
    network(given | {below: leaf}, torch.exp)[above].backward()
    assert SHEET.value(name) == pytest.approx(leaf.grad.item(), rel=1e-12)


@pytest.mark.parametrize("name", PARAMETERS)
def test_an_update_goes_down_the_slope_that_forty_digits_give(name: str) -> None:
    with mpmath.workdps(40):
        given = forty_digits()
        slope = mpmath.diff(
            lambda moved: network(given | {name: moved}, mpmath.exp)["MSE"], given[name]
        )
        exact = given[name] - slope / 100
    assert SHEET.value(f"{name}_new") == pytest.approx(float(exact), rel=1e-14)


def test_the_updates_agree_with_one_step_of_a_library_optimiser() -> None:
    torch = pytest.importorskip("torch", reason="the second method here is torch.optim.SGD")
    values = {name: torch.tensor(value, dtype=torch.float64) for name, value in GIVEN.items()}
    parameters = [values[name].requires_grad_() for name in PARAMETERS]
    optimiser = torch.optim.SGD(parameters, lr=0.01)
    network(values, torch.exp)["MSE"].backward()
    optimiser.step()
    for name in PARAMETERS:
        assert SHEET.value(f"{name}_new") == pytest.approx(values[name].item(), rel=1e-14)


def test_one_step_lowers_the_loss() -> None:
    moved = {name: SHEET.value(f"{name}_new") for name in PARAMETERS}
    assert network(GIVEN | moved, math.exp)["MSE"] < SHEET.value("MSE")


@pytest.mark.parametrize(
    ("name", "paths"),
    [
        ("dMSE_dw1", {"dMSE_do1", "do1_dh1", "dMSE_do2", "do2_dh1", "dh1_dw1"}),
        ("dMSE_dw6", {"dMSE_do1", "do1_dh2", "dMSE_do2", "do2_dh2", "dh2_dw6"}),
        ("dMSE_dw9", {"dMSE_do1", "do1_dw9"}),
        ("dMSE_db2", {"dMSE_do1", "do1_db2", "dMSE_do2", "do2_db2"}),
    ],
)
def test_a_gradient_is_computed_from_its_paths(name: str, paths: set[str]) -> None:
    assert set(inputs_of(FORMULAS[name])) == paths


@pytest.mark.parametrize("unit", ["h1", "h2"])
def test_the_loss_by_a_hidden_unit_carries_to_every_weight_into_it(unit: str) -> None:
    for weight in WIRING[unit][1].values():
        carried = SHEET.value(f"dMSE_d{unit}") * SHEET.value(f"d{unit}_d{weight}")
        assert SHEET.value(f"dMSE_d{weight}") == pytest.approx(carried, rel=1e-14)


@pytest.mark.parametrize("name", ALTERNATIVES)
def test_every_alternative_gives_the_same_value(name: str) -> None:
    own, *others = SHEET.values(name)
    assert others == pytest.approx([own] * len(others), rel=1e-14)


@pytest.mark.parametrize(
    ("name", "known", "expected"),
    [
        ("dMSE_dw3", {"dMSE_dw1": 0.002}, 0.008),
        ("dMSE_dw5", {"dMSE_dw1": 0.002}, 0.010),
        ("dMSE_dw5", {"dMSE_dw3": 0.012}, 0.015),
        ("dMSE_dw4", {"dMSE_dw2": 0.003}, 0.012),
        ("dMSE_dw6", {"dMSE_dw2": 0.003}, 0.015),
        ("dMSE_dw6", {"dMSE_dw4": 0.004}, 0.005),
        ("dMSE_db1", {"dMSE_dw1": 0.002, "dMSE_dw2": 0.003}, 0.005),
    ],
)
def test_an_alternative_follows_the_earlier_values_of_a_student(
    name: str, known: dict[str, float], expected: float
) -> None:
    _, *others = SHEET.values(name, known=known)
    assert any(value == pytest.approx(expected) for value in others)


def test_an_alternative_needs_only_earlier_derivatives() -> None:
    order = list(FORMULAS)
    for name, formulas in ALTERNATIVES.items():
        for formula in formulas:
            derivatives = [each for each in inputs_of(formula) if each in FORMULAS]
            assert all(order.index(each) < order.index(name) for each in derivatives)


@pytest.mark.parametrize("z", [-40.0, -2.5, 0.0, 1e-9, 3.0, 40.0])
def test_the_sigmoid_agrees_with_forty_digits(z: float) -> None:
    with mpmath.workdps(40):
        exact = 1 / (1 + mpmath.exp(-z))
    assert sigmoid(z) == pytest.approx(float(exact), abs=1e-15)


@pytest.mark.parametrize(("z", "limit"), [(-1e9, 0.0), (1e9, 1.0), (-math.inf, 0.0)])
def test_the_sigmoid_does_not_overflow(z: float, limit: float) -> None:
    assert sigmoid(z) == limit
