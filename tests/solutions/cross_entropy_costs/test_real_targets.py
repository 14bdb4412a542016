"""The cost of a real-valued target, against forty digits and autograd; the LaTeX, transcribed."""

import math
from collections.abc import Callable

import mpmath
import numpy as np
import pytest
import sympy

from solutions.cross_entropy_costs import real_targets
from solutions.cross_entropy_costs.real_targets import (
    derivative_by_logit,
    derivative_by_output,
    stationary_output,
)
from solutions.cross_entropy_costs.swapped_roles import cost
from tests.transcriptions import formulas

ln, exp = np.log, np.exp


def sigmoid(z: float) -> float:
    return 1 / (1 + math.exp(-z))


TARGET: dict[str, Callable[..., float]] = {  # of z and y, with a = σ(z)
    r"-\frac{y}{a}+\frac{1-y}{1-a}": lambda z, y: -y / sigmoid(z) + (1 - y) / (1 - sigmoid(z)),
    r"\sigma(z)-y": lambda z, y: sigmoid(z) - y,
    "y": lambda z, y: y,
    r"\frac{y}{a^2}+\frac{1-y}{(1-a)^2}": lambda z, y: (
        y / sigmoid(z) ** 2 + (1 - y) / (1 - sigmoid(z)) ** 2
    ),
    r"\sigma(z)(1-\sigma(z))": lambda z, y: sigmoid(z) * (1 - sigmoid(z)),
    r"\frac{y}{a}-\frac{1-y}{1-a}": lambda z, y: y / sigmoid(z) - (1 - y) / (1 - sigmoid(z)),
    r"-\frac{y}{a}-\frac{1-y}{1-a}": lambda z, y: -y / sigmoid(z) - (1 - y) / (1 - sigmoid(z)),
    "y-a": lambda z, y: y - sigmoid(z),
}


def test_every_formula_is_transcribed() -> None:
    constants = [value for name, value in vars(real_targets).items() if name.isupper()]
    assert formulas(constants) == TARGET.keys()


TARGETS = (0.05, 0.3, 0.5, 0.9)
LOGITS = (-2.5, -0.4, 0.0, 1.7)


@pytest.mark.parametrize("y", TARGETS)
@pytest.mark.parametrize("z", LOGITS)
@pytest.mark.parametrize("order", [1, 2])
def test_the_derivatives_are_their_formulas_and_agree_with_forty_digits(
    order: int, z: float, y: float
) -> None:
    by_output = real_targets.SLOPE_BY_OUTPUT if order == 1 else real_targets.CURVATURE_BY_OUTPUT
    by_logit = real_targets.SLOPE_BY_LOGIT if order == 1 else real_targets.CURVATURE_BY_LOGIT
    a = sigmoid(z)

    def at(expression: sympy.Expr, **values: float) -> float:
        by_name = {str(each): each for each in expression.free_symbols}
        return float(expression.subs({by_name[n]: v for n, v in values.items() if n in by_name}))

    with mpmath.workdps(40):
        c = -(y * mpmath.log(mpmath.mpf(a)) + (1 - y) * mpmath.log(1 - mpmath.mpf(a)))
        assert cost(a, y) == pytest.approx(float(c))
        exact_by_output = mpmath.diff(
            lambda v: -(y * mpmath.log(v) + (1 - y) * mpmath.log(1 - v)), a, order
        )
        exact_by_logit = mpmath.diff(
            lambda v: y * mpmath.log(1 + mpmath.exp(-v)) + (1 - y) * mpmath.log(1 + mpmath.exp(v)),
            z,
            order,
        )
    for ours, read, exact in (
        (at(derivative_by_output(order), a=a, y=y), TARGET[by_output](z, y), exact_by_output),
        (at(derivative_by_logit(order), z=z, y=y), TARGET[by_logit](z, y), exact_by_logit),
    ):
        assert [ours, read] == pytest.approx([float(exact)] * 2, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("y", TARGETS)
@pytest.mark.parametrize("z", LOGITS)
def test_the_slope_agrees_with_automatic_differentiation(z: float, y: float) -> None:
    torch = pytest.importorskip("torch", reason="the second method here is torch autograd")
    leaf = torch.tensor(z, dtype=torch.float64, requires_grad=True)
    target = torch.tensor(y, dtype=torch.float64)
    torch.nn.functional.binary_cross_entropy_with_logits(leaf, target).backward()
    assert TARGET[real_targets.SLOPE_BY_LOGIT](z, y) == pytest.approx(leaf.grad.item(), abs=1e-14)


@pytest.mark.parametrize("y", TARGETS)
def test_the_cost_is_smallest_where_the_output_is_the_target(y: float) -> None:
    left, right = -20.0, 20.0
    golden = (math.sqrt(5) - 1) / 2
    while right - left > 1e-9:
        one, other = right - golden * (right - left), left + golden * (right - left)
        if cost(sigmoid(one), y) < cost(sigmoid(other), y):
            right = other
        else:
            left = one
    assert sigmoid((left + right) / 2) == pytest.approx(y, abs=1e-6)
    assert str(stationary_output()) == real_targets.STATIONARY_OUTPUT
    assert all(cost(sigmoid(z), y) >= cost(y, y) for z in np.linspace(-6, 6, 101))


def test_the_second_derivative_is_positive_so_the_point_is_a_minimum() -> None:
    odds, target_odds = sympy.symbols("odds target_odds", positive=True)
    a, y = sympy.symbols("a y", positive=True)
    curvature = derivative_by_output(2).subs(
        {a: odds / (1 + odds), y: target_odds / (1 + target_odds)}
    )
    assert sympy.factor(sympy.simplify(curvature)).is_positive


def test_the_wrong_slopes_differ_from_the_slope() -> None:
    z, y = 0.4, 0.3
    for latex in real_targets.SLOPE_MISTAKES.values():
        assert TARGET[latex](z, y) != pytest.approx(
            TARGET[real_targets.SLOPE_BY_OUTPUT](z, y), rel=0.1
        )
    [flipped] = real_targets.SLOPE_BY_LOGIT_MISTAKES.values()
    assert TARGET[flipped](z, y) == -TARGET[real_targets.SLOPE_BY_LOGIT](z, y)
