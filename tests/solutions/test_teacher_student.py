import itertools
import math

import numpy as np
import pytest

from solutions.teacher_student import Array, risk, second_moments

W = np.array([0.5, -1.0, 2.0, 0.0])
W_T = np.array([1.5, 1.0, 2.0, -0.3])


def mean_on_grid(w: Array, w_t: Array) -> float:
    """E[(wᵀx − wₜᵀx)²] by Gauss-Hermite quadrature, exact for polynomials of this degree."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(2)
    points = itertools.product(zip(nodes, weights, strict=True), repeat=len(w))
    total = 0.0
    for point in points:
        x = np.array([node for node, _ in point])
        total += math.prod(weight for _, weight in point) * float(w @ x - w_t @ x) ** 2
    return total / math.sqrt(2 * math.pi) ** len(w)


def test_risk_is_the_squared_distance_from_the_teacher() -> None:
    assert risk(W, W_T) == pytest.approx(1.0**2 + 2.0**2 + 0.0**2 + 0.3**2)


def test_risk_agrees_with_quadrature() -> None:
    assert risk(W, W_T) == pytest.approx(mean_on_grid(W, W_T), rel=1e-12)


def test_risk_agrees_with_400000_draws() -> None:
    x = np.random.default_rng(0).normal(size=(400_000, len(W)))
    assert risk(W, W_T) == pytest.approx(np.mean((x @ W - x @ W_T) ** 2), rel=0.005)


def test_risk_is_zero_only_for_the_teacher() -> None:
    assert risk(W_T, W_T) == 0.0
    assert risk(W_T + 1e-6, W_T) > 0.0


def test_different_components_have_no_second_moment() -> None:
    x = np.random.default_rng(1).normal(size=(400_000, 3))
    assert second_moments(3) == pytest.approx(x.T @ x / len(x), abs=0.01)


@pytest.mark.parametrize(
    ("w", "w_t"), [(W, W_T[:1]), (W, W_T[:3]), (W.reshape(2, 2), W_T.reshape(2, 2))]
)
def test_weights_of_different_or_no_length_are_refused(w: Array, w_t: Array) -> None:
    with pytest.raises(ValueError, match="one length"):
        risk(w, w_t)
