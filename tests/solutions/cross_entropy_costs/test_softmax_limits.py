"""The limits of a scaled softmax, against sympy and a large scale; the LaTeX, transcribed."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from solutions.cross_entropy_costs import softmax_limits
from solutions.cross_entropy_costs.softmax_limits import (
    softmax,
    softmax_limit,
    symbolic_softmax_limit,
)
from tests.transcriptions import formulas

ln, exp = np.log, np.exp


SCALED: dict[str, Callable[..., float]] = {  # of z, c and j; m inputs of n are tied
    r"\frac{e^{cz_j}}{\sum_{k=1}^{n}e^{cz_k}}": lambda z, c, j: (
        exp(c * z[j]) / sum(exp(c * each) for each in z)
    ),
    r"\frac{1}{\sum_{k=1}^{n}e^{c(z_k-z_j)}}": lambda z, c, j: (
        1 / sum(exp(c * (each - z[j])) for each in z)
    ),
    r"\frac{1}{1+\sum_{k\neq j}e^{c(z_k-z_j)}}": lambda z, c, j: (
        1 / (1 + sum(exp(c * (z[k] - z[j])) for k in range(len(z)) if k != j))
    ),
}
LIMITS: dict[str, Callable[[int, int], float]] = {  # of m and n
    "0": lambda m, n: 0,
    "1": lambda m, n: 1,
    r"\frac{1}{m}": lambda m, n: 1 / m,
    "m-1": lambda m, n: m - 1,
}


def test_every_formula_is_transcribed() -> None:
    constants = [value for name, value in vars(softmax_limits).items() if name.isupper()]
    assert formulas(constants) == SCALED.keys() | LIMITS.keys()


INPUTS = [[3, 1, 3, -2], [0, 0], [-1, 4, 2], [5, 5, 5], [1, 2, 2, 2, 0]]


@pytest.mark.parametrize("z", INPUTS)
@pytest.mark.parametrize("c", [0.3, 1.0, 2.5])
def test_every_way_of_writing_the_softmax_is_the_same(z: list[int], c: float) -> None:
    for latex in softmax_limits.SCALED_SOFTMAX_CHAIN:
        read = [SCALED[latex](z, c, j) for j in range(len(z))]
        np.testing.assert_allclose(softmax(np.array(z, dtype=float), c), read, rtol=1e-12)
    assert softmax_limits.SCALED_SOFTMAX_CHAIN[0] == softmax_limits.SCALED_SOFTMAX


@pytest.mark.parametrize("z", INPUTS)
def test_the_limit_agrees_with_sympy_and_with_a_large_scale(z: list[int]) -> None:
    inputs = np.array(z, dtype=float)
    symbolic = [float(symbolic_softmax_limit(z, j)) for j in range(len(z))]
    np.testing.assert_allclose(softmax_limit(inputs), symbolic, rtol=1e-14)
    np.testing.assert_allclose(softmax_limit(inputs), softmax(inputs, 200.0), atol=1e-14)


@pytest.mark.parametrize("z", INPUTS)
def test_the_limits_are_their_formulas(z: list[int]) -> None:
    inputs = np.array(z, dtype=float)
    m, n = z.count(max(z)), len(z)
    for j, found in enumerate(softmax_limit(inputs)):
        tied = "unique maximum" if m == 1 else "m tied"
        case = tied if z[j] == max(z) else "not maximal"
        assert found == pytest.approx(LIMITS[softmax_limits.SOFTMAX_LIMITS[case]](m, n))
    top = z.index(max(z))
    terms = [math.exp(200.0 * (z[k] - z[top])) for k in range(n) if k != top]
    assert sum(terms) == pytest.approx(LIMITS[softmax_limits.SUM_LIMIT](m, n), abs=1e-14)
    smaller = [math.exp(200.0 * (each - z[top])) for each in z if each < z[top]]
    assert smaller == pytest.approx([LIMITS[softmax_limits.TERM_LIMIT](m, n)] * (n - m), abs=1e-14)
