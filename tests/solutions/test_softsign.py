"""The activation by exact branches, central differences and autograd; its LaTeX, transcribed."""

import math
from collections.abc import Callable

import mpmath
import numpy as np
import pytest
import sympy

from solutions import softsign
from solutions.softsign import derivative, derivative_branches
from tests.transcriptions import formulas

READ: dict[str, Callable[[float], float]] = {  # every formula of the module, read by hand
    r"\frac{x}{1+|x|}": lambda x: x / (1 + abs(x)),
    r"-g(x)": lambda x: -softsign.softsign(x),
    r"\frac{-x}{1-|x|}": lambda x: -x / (1 - abs(x)),
    r"\frac{-x}{1-x}": lambda x: -x / (1 - x),
    r"\frac{1}{(1+|x|)^2}": lambda x: 1 / (1 + abs(x)) ** 2,
    r"\frac{1+|x|-x}{(1+|x|)^2}": lambda x: (1 + abs(x) - x) / (1 + abs(x)) ** 2,
    r"\frac{1}{(1+x)^2}": lambda x: 1 / (1 + x) ** 2,
    r"\frac{1}{(1-x)^2}": lambda x: 1 / (1 - x) ** 2,
    r"\frac{1}{1+|x|}": lambda x: 1 / (1 + abs(x)),
    r"\frac{\operatorname{sign}(x)}{(1+|x|)^2}": lambda x: np.sign(x) / (1 + abs(x)) ** 2,
}
POINTS = (-7.3, -2.0, -0.3, 0.0, 0.4, 3.0, 11.0)


def test_every_formula_of_the_module_is_transcribed() -> None:
    constants = [value for name, value in vars(softsign).items() if name.isupper()]
    assert formulas(constants) == set(READ)


@pytest.mark.parametrize("x", POINTS)
def test_the_activation_is_its_formula(x: float) -> None:
    assert softsign.softsign(x) == READ[softsign.SOFTSIGN](x)


def test_the_activation_is_odd_symbolically() -> None:
    assert softsign.oddness_defect() == 0


@pytest.mark.parametrize("x", POINTS)
def test_the_activation_is_odd(x: float) -> None:
    assert READ[softsign.REFLECTED](x) == softsign.softsign(-x)


@pytest.mark.parametrize("latex", softsign.ODDNESS_MISTAKES.values())
def test_a_lost_sign_shows_away_from_zero(latex: str) -> None:
    assert any(abs(READ[latex](x) + softsign.softsign(x)) > 0.1 for x in POINTS)


@pytest.mark.parametrize("x", POINTS)
def test_the_derivative_is_its_formula(x: float) -> None:
    assert READ[softsign.DERIVATIVE](x) == pytest.approx(derivative(x), rel=1e-14)


@pytest.mark.parametrize("x", POINTS)
def test_the_derivative_agrees_with_central_differences_in_forty_digits(x: float) -> None:
    with mpmath.workdps(40):
        step = mpmath.mpf("1e-12")
        high, low = ((x + h) / (1 + abs(x + h)) for h in (step, -step))
        assert derivative(x) == pytest.approx(float((high - low) / (2 * step)), rel=1e-11)


@pytest.mark.parametrize("x", POINTS)
def test_the_derivative_agrees_with_automatic_differentiation(x: float) -> None:
    torch = pytest.importorskip("torch", reason="the second method here is torch autograd")
    leaf = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    torch.nn.functional.softsign(leaf).backward()
    assert derivative(x) == pytest.approx(leaf.grad.item(), rel=1e-14)


@pytest.mark.parametrize("x", [x for x in POINTS if x])
def test_each_branch_is_the_derivative_on_its_side(x: float) -> None:
    negative, positive = derivative_branches()
    symbolic = float((positive if x > 0 else negative).subs("x", x))
    assert symbolic == pytest.approx(derivative(x), rel=1e-12)


def test_the_one_sided_derivatives_agree_at_zero() -> None:
    assert softsign.one_sided_derivatives_at_zero() == (1, 1)
    assert derivative(-0.0) == derivative(0.0) == 1


@pytest.mark.parametrize("latex", softsign.DERIVATIVE_MISTAKES.values())
def test_a_wrong_derivative_differs_somewhere(latex: str) -> None:
    assert any(abs(READ[latex](x) - derivative(x)) > 0.01 for x in POINTS)


def test_one_branch_is_right_on_its_half_line_and_singular_on_the_other() -> None:
    negative, positive, *_ = softsign.DERIVATIVE_MISTAKES.values()
    for x in (0.5, 2.0, 5.0):
        assert READ[negative](-x) == pytest.approx(derivative(-x))
        assert READ[positive](x) == pytest.approx(derivative(x))
    for latex, pole in ((negative, 1.0), (positive, -1.0)):
        with pytest.raises(ZeroDivisionError):
            READ[latex](pole)


def test_a_forgotten_derivative_of_the_size_leaves_the_first_term_of_the_quotient_rule() -> None:
    x, size, slope = sympy.symbols("x size slope")
    quotient_rule = ((1 + size) - x * slope) / (1 + size) ** 2
    assert sympy.cancel(quotient_rule.subs(slope, 0)) == 1 / (size + 1)


def test_the_gradient_vanishes_like_the_square() -> None:
    assert softsign.gradient_limits() == (0, 0)
    assert softsign.decay_limit() == 1
    assert derivative(100.0) == pytest.approx(100.0**-2, rel=0.02)
    assert derivative(100.0) > 1e50 * (1 - math.tanh(100.0) ** 2)  # which is zero in a double


def test_the_activation_is_bounded_by_one() -> None:
    assert softsign.range_limits() == (-1, 1)
    assert [softsign.softsign(x) for x in (-1e9, 1e9)] == pytest.approx([-1.0, 1.0])
