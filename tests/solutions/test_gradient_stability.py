"""The bound, the width and its maximum in forty digits and by search; the LaTeX, transcribed."""

import math
from collections.abc import Callable

import mpmath
import numpy as np
import pytest
import sympy

from solutions import gradient_stability
from solutions.gradient_stability import (
    active_interval,
    largest_sigmoid_slope,
    quadratic,
    roots,
    sigmoid_slope,
    smallest_weight,
    widest,
    widest_by_search,
    width,
)
from tests.transcriptions import formulas

sqrt, log = math.sqrt, math.log


def r_1(w: float) -> float:
    return (abs(w) - 2 - sqrt(abs(w) * (abs(w) - 4))) / 2


def r_2(w: float) -> float:
    return (abs(w) - 2 + sqrt(abs(w) * (abs(w) - 4))) / 2


READ: dict[str, Callable[..., float]] = {  # every formula of the module, read by hand
    r"\frac{1}{4}": lambda: 1 / 4,
    r"x^2+(2-|w|)x+1": lambda x, w: x**2 + (2 - abs(w)) * x + 1,
    r"\frac{|w|-2-\sqrt{|w|(|w|-4)}}{2}": r_1,
    r"\frac{|w|-2+\sqrt{|w|(|w|-4)}}{2}": r_2,
    r"\frac{2}{|w|}\ln\left(\frac{|w|(1+\sqrt{1-4/|w|})}{2}-1\right)": lambda w: (
        2 / abs(w) * log(abs(w) * (1 + sqrt(1 - 4 / abs(w))) / 2 - 1)
    ),
    r"\frac{1}{|w|}\ln\frac{r_2}{r_1}": lambda w: 1 / abs(w) * log(r_2(w) / r_1(w)),
}
WEIGHTS = (-80.0, -6.9, -4.2, 4.001, 5.0, 7.3, 40.0)


def test_every_formula_of_the_module_is_transcribed() -> None:
    constants = [value for name, value in vars(gradient_stability).items() if name.isupper()]
    assert formulas(constants) == set(READ)


# --- the smallest weight


@pytest.mark.parametrize("z", [-30.0, -2.0, 0.0, 0.7, 12.0])
def test_the_slope_is_that_of_the_sigmoid(z: float) -> None:
    with mpmath.workdps(40):
        exact = float(mpmath.diff(lambda t: 1 / (1 + mpmath.exp(-t)), z))
    assert sigmoid_slope(z) == pytest.approx(exact, rel=1e-12)
    assert sigmoid_slope(z) == sigmoid_slope(-z)


def test_the_slope_attains_its_maximum_at_zero_in_forty_digits() -> None:
    with mpmath.workdps(40):
        at_zero = mpmath.exp(0) / (1 + mpmath.exp(0)) ** 2
        assert at_zero == mpmath.mpf(1) / 4
    assert float(largest_sigmoid_slope()) == READ[gradient_stability.LARGEST_SLOPE]()


def test_the_factor_can_reach_one_from_a_weight_of_four() -> None:
    assert smallest_weight() == 4
    assert 4 * sigmoid_slope(0.0) >= 1


def test_no_slope_on_a_grid_is_larger() -> None:
    grid = np.linspace(-20, 20, 4001)
    slopes = [sigmoid_slope(z) for z in grid]
    assert max(slopes) == pytest.approx(float(largest_sigmoid_slope()), rel=1e-12)
    assert grid[int(np.argmax(slopes))] == pytest.approx(0.0, abs=1e-9)


# --- the width


@pytest.mark.parametrize("w", WEIGHTS)
@pytest.mark.parametrize("x", [0.01, 0.4, 1.0, 3.0, 50.0])
def test_the_quadratic_decides_whether_the_factor_reaches_one(w: float, x: float) -> None:
    value = READ[gradient_stability.QUADRATIC](x, w)
    symbols = {"x": x, "|w|": abs(w)}
    symbolic = quadratic().subs({each: symbols[each.name] for each in quadratic().free_symbols})
    assert float(symbolic) == pytest.approx(value, rel=1e-12)
    assert (value <= 0) == (abs(w) * sigmoid_slope(-math.log(x)) >= 1)


@pytest.mark.parametrize("w", WEIGHTS)
def test_the_roots_are_those_of_the_quadratic(w: float) -> None:
    smaller, larger = roots(w)
    assert [smaller, larger] == pytest.approx(sorted(np.roots([1, 2 - abs(w), 1])), rel=1e-9)
    assert smaller * larger == pytest.approx(1.0)
    assert smaller == pytest.approx(READ[gradient_stability.SMALLER_ROOT](w), rel=1e-9)
    assert larger == pytest.approx(READ[gradient_stability.LARGER_ROOT](w), rel=1e-12)


def test_the_discriminant_follows_from_the_quadratic() -> None:
    x, w = sympy.symbols("x |w|", positive=True)
    assert sympy.factor(sympy.discriminant(quadratic(), x)) == w * (w - 4)


@pytest.mark.parametrize("w", [0.0, 3.99, -1.0, math.nan])
def test_a_small_weight_has_no_interval(w: float) -> None:
    with pytest.raises(ValueError, match="needs"):
        roots(w)


@pytest.mark.parametrize("b", [0.0, -1.7, 3.0])
@pytest.mark.parametrize("w", WEIGHTS)
def test_the_interval_agrees_with_bisection(w: float, b: float) -> None:
    def reaches_one(a: float) -> bool:
        return abs(w) * sigmoid_slope(w * a + b) >= 1

    middle = -b / w
    edges = []
    for far in (middle - 5, middle + 5):
        inside, outside = middle, far
        assert not reaches_one(outside)
        for _ in range(80):
            half = (inside + outside) / 2
            inside, outside = (half, outside) if reaches_one(half) else (inside, half)
        edges.append(inside)
    assert list(active_interval(w, b)) == pytest.approx(edges, abs=1e-9)
    assert width(w) == pytest.approx(edges[1] - edges[0], abs=1e-9)


@pytest.mark.parametrize("w", WEIGHTS)
def test_the_width_is_its_formulas(w: float) -> None:
    for latex in (gradient_stability.WIDTH, gradient_stability.WIDTH_BY_ROOTS):
        assert READ[latex](w) == pytest.approx(width(w), rel=1e-9)


@pytest.mark.parametrize("w", WEIGHTS)
def test_the_width_agrees_with_forty_digits(w: float) -> None:
    with mpmath.workdps(40):
        size = mpmath.mpf(abs(w))
        exact = 2 / size * mpmath.log(size * (1 + mpmath.sqrt(1 - 4 / size)) / 2 - 1)
        assert width(w) == pytest.approx(float(exact), rel=1e-12)


# --- the largest width


def test_the_largest_width_agrees_with_a_substitution_in_forty_digits() -> None:
    # With |w| = 4 cosh² s the width is s / cosh² s, whose derivative is zero at s tanh s = 1/2.
    with mpmath.workdps(40):
        s = mpmath.findroot(lambda t: t * mpmath.tanh(t) - mpmath.mpf(1) / 2, 0.8)
        expected = float(4 * mpmath.cosh(s) ** 2), float(s / mpmath.cosh(s) ** 2)
    assert tuple(widest()) == pytest.approx(expected, rel=1e-14)


def test_the_largest_width_agrees_with_golden_section_search() -> None:
    found = widest_by_search()
    assert found is not None
    assert found.weight == pytest.approx(widest().weight, rel=1e-6)
    assert found.width == pytest.approx(widest().width, rel=1e-12)


def test_the_largest_width_is_that_of_a_fine_grid() -> None:
    grid = np.linspace(4, 60, 200_001)
    widths = 2 / grid * np.arccosh(grid / 2 - 1)
    assert widest().weight == pytest.approx(grid[np.argmax(widths)], abs=1e-3)
    assert widest().width == pytest.approx(widths.max(), rel=1e-9)


def test_the_largest_width_is_the_known_one() -> None:
    found = widest()
    assert (round(found.weight, 1), round(found.width, 2)) == (6.9, 0.45)


def test_an_own_formula_for_the_width_is_followed() -> None:
    halved = widest_by_search(lambda w: width(w) / 2)
    assert halved is not None
    assert halved.weight == pytest.approx(widest().weight, rel=1e-6)
    assert halved.width == pytest.approx(widest().width / 2, rel=1e-9)
    assert widest_by_search(lambda w: math.log(w) / w) is None  # highest below 4
    assert widest_by_search(lambda w: w) is None
