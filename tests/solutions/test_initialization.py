import math

import mpmath
import numpy as np
import pytest
import sympy

from solutions.initialization import (
    SECOND_MOMENT,
    WEIGHT_STD,
    WEIGHT_STD_OF_MOMENT,
    WEIGHT_VARIANCE,
    preactivation_variance,
    second_moment_after_relu,
    weight_std,
)


def test_second_moment_agrees_with_forty_digit_quadrature() -> None:
    with mpmath.workdps(40):
        exact = mpmath.quad(
            lambda z: max(z, 0) ** 2 * mpmath.npdf(z), [-mpmath.inf, 0, 1, 4, mpmath.inf]
        )
        assert abs(second_moment_after_relu() - sympy.Float(exact, 40)) < sympy.Float("1e-35", 40)


def test_second_moment_is_half_the_second_moment_by_symmetry() -> None:
    z = sympy.Symbol("z", real=True)
    density = sympy.exp(-(z**2) / 2) / sympy.sqrt(2 * sympy.pi)
    whole = sympy.integrate(z**2 * density, (z, -sympy.oo, sympy.oo))
    assert second_moment_after_relu() == whole / 2


@pytest.mark.parametrize("width", [64, 400])
def test_simulated_preactivations_keep_unit_second_moment(width: int) -> None:
    rng = np.random.default_rng(width)
    std = float(weight_std(width, second_moment_after_relu()))
    before = rng.normal(size=(40_000, width))
    weights = std * rng.normal(size=(40_000, width))
    after = (weights * np.maximum(before, 0)).sum(axis=1)
    assert np.mean(after**2) == pytest.approx(1.0, rel=0.02)


@pytest.mark.parametrize("second_moment", [second_moment_after_relu(), sympy.Rational(1, 4)])
def test_the_spread_substituted_gives_unit_variance(second_moment: sympy.Expr) -> None:
    d = sympy.Symbol("d", positive=True)
    std = weight_std(d, second_moment)
    assert sympy.simplify(preactivation_variance(std, d, second_moment)) == 1


@pytest.mark.parametrize(
    ("width", "second_moment", "std"),
    [(50, 0.5, 0.2), (1, 1.0, 1.0), (64, 1 / 4, 0.25), (400, 0.5, math.sqrt(2 / 400))],
)
def test_numbers_give_a_number(width: int, second_moment: float, std: float) -> None:
    assert float(weight_std(width, second_moment)) == pytest.approx(std, rel=1e-14)


def test_text_is_refused_and_never_parsed() -> None:
    with pytest.raises(TypeError):
        weight_std(2, "1")


@pytest.mark.parametrize("width", [1.0, 7.0, 64.0])
def test_formulas_mean_what_is_computed(width: float) -> None:
    moment = float(second_moment_after_relu())
    written = {
        SECOND_MOMENT: 1 / 2,
        WEIGHT_STD: math.sqrt(2 / width),
        WEIGHT_VARIANCE: 2 / width,
        WEIGHT_STD_OF_MOMENT: 1 / math.sqrt(width * moment),
    }
    std = float(weight_std(width, moment))
    assert written[SECOND_MOMENT] == moment
    assert math.isclose(written[WEIGHT_STD], std)
    assert math.isclose(written[WEIGHT_STD_OF_MOMENT], std)
    assert math.isclose(written[WEIGHT_VARIANCE], std**2)
