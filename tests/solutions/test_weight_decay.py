"""The factored step against autograd, torch's own weight decay and SymPy."""

from collections.abc import Callable

import numpy as np
import pytest
import sympy
from numpy.typing import NDArray

from solutions.weight_decay import (
    DECAY_FACTOR,
    DERIVATION,
    GRADIENT_OF_PENALTY,
    MISTAKES,
    STEP,
    STEP_WITH_PENALTY,
    decay_factor,
    derived_step,
    gradient_of_penalty,
    step,
    step_with_penalty,
)

Array = NDArray[np.float64]

RATE, PENALTY = 0.05, 0.3
W = np.array([0.7, -1.9, 2.3])
CURVATURE = np.array([[2.0, 0.5, 0.0], [0.5, 1.0, -0.3], [0.0, -0.3, 4.0]])
GRADIENT = CURVATURE @ W  # of L(w) = wᵀCw / 2

# The LaTeX of references and mistakes, transcribed by hand, with a = α, k = λ and g = ∂L/∂w.
MEANINGS: dict[str, Callable[..., Array | float]] = {
    r"2\lambda w": lambda w, g, a, k: 2 * k * w,
    r"\lambda w": lambda w, g, a, k: k * w,
    r"1-2\alpha\lambda": lambda w, g, a, k: 1 - 2 * a * k,
    r"1-\alpha\lambda": lambda w, g, a, k: 1 - a * k,
    r"1-2\alpha\lambda w": lambda w, g, a, k: 1 - 2 * a * k * w,
    r"1+2\alpha\lambda": lambda w, g, a, k: 1 + 2 * a * k,
    r"w-\alpha\frac{\partial L}{\partial w}": lambda w, g, a, k: w - a * g,
    r"w-\alpha\frac{\partial L'}{\partial w}": lambda w, g, a, k: (
        w - a * (CURVATURE @ w + 2 * k * w)
    ),
    r"w-\alpha\left(\frac{\partial L}{\partial w}+2\lambda w\right)": lambda w, g, a, k: (
        w - a * (g + 2 * k * w)
    ),
    r"w-\alpha\frac{\partial L}{\partial w}-2\alpha\lambda w": lambda w, g, a, k: (
        w - a * g - 2 * a * k * w
    ),
    r"(1-2\alpha\lambda)w-\alpha\frac{\partial L}{\partial w}": lambda w, g, a, k: (
        (1 - 2 * a * k) * w - a * g
    ),
    r"(1-\alpha\lambda)w-\alpha\frac{\partial L}{\partial w}": lambda w, g, a, k: (
        (1 - a * k) * w - a * g
    ),
    r"(1-2\alpha\lambda w)-\alpha\frac{\partial L}{\partial w}": lambda w, g, a, k: (
        (1 - 2 * a * k * w) - a * g
    ),
    r"(1-2\alpha\lambda w)w-\alpha\frac{\partial L}{\partial w}": lambda w, g, a, k: (
        (1 - 2 * a * k * w) * w - a * g
    ),
    r"(1-2\alpha\lambda)w+\alpha\frac{\partial L}{\partial w}": lambda w, g, a, k: (
        (1 - 2 * a * k) * w + a * g
    ),
    r"(1+2\alpha\lambda)w-\alpha\frac{\partial L}{\partial w}": lambda w, g, a, k: (
        (1 + 2 * a * k) * w - a * g
    ),
}


def meaning(latex: str) -> Array | float:
    return MEANINGS[latex](W, GRADIENT, RATE, PENALTY)


REFERENCES: dict[str, Array | float] = {
    GRADIENT_OF_PENALTY: gradient_of_penalty(W, penalty=PENALTY),
    DECAY_FACTOR: decay_factor(learning_rate=RATE, penalty=PENALTY),
    STEP: step(W, GRADIENT, learning_rate=RATE),
    STEP_WITH_PENALTY: step_with_penalty(W, GRADIENT, learning_rate=RATE, penalty=PENALTY),
}


@pytest.mark.parametrize("latex", REFERENCES)
def test_the_formula_means_what_the_function_computes(latex: str) -> None:
    np.testing.assert_allclose(meaning(latex), REFERENCES[latex], rtol=1e-14)


def test_every_member_of_the_derivation_is_the_same_step() -> None:
    for latex in DERIVATION:
        np.testing.assert_allclose(meaning(latex), REFERENCES[STEP_WITH_PENALTY], rtol=1e-14)


def test_the_step_agrees_with_automatic_differentiation_of_the_penalised_loss() -> None:
    torch = pytest.importorskip("torch", reason="the second method here is torch autograd")
    w = torch.tensor(W, requires_grad=True)
    penalised = w @ torch.tensor(CURVATURE) @ w / 2 + PENALTY * w @ w
    penalised.backward()
    expected = (w - RATE * w.grad).detach().numpy()
    np.testing.assert_allclose(REFERENCES[STEP_WITH_PENALTY], expected, rtol=1e-12)


def test_the_step_agrees_with_the_weight_decay_of_a_library_optimiser() -> None:
    torch = pytest.importorskip("torch", reason="the second method here is torch.optim.SGD")
    w = torch.tensor(W, requires_grad=True)
    optimiser = torch.optim.SGD([w], lr=RATE, weight_decay=2 * PENALTY)
    (w @ torch.tensor(CURVATURE) @ w / 2).backward()
    optimiser.step()
    np.testing.assert_allclose(REFERENCES[STEP_WITH_PENALTY], w.detach().numpy(), rtol=1e-12)


def test_the_gradient_of_the_penalty_agrees_with_central_differences() -> None:
    small = 1e-5
    for index, found in enumerate(gradient_of_penalty(W, penalty=PENALTY)):
        moved = small * np.eye(3)[index]
        high, low = (PENALTY * (each @ each) for each in (W + moved, W - moved))
        assert found == pytest.approx((high - low) / (2 * small), rel=1e-8)


def test_the_factor_is_what_sympy_finds_before_the_weight() -> None:
    derived = derived_step()
    w, alpha, lamda = sympy.symbols("w alpha lambda", real=True)
    slope = sympy.Derivative(sympy.Function("L")(w), w)
    assert sympy.expand(derived).coeff(w, 1) == -2 * alpha * lamda + 1
    assert sympy.simplify(derived - ((1 - 2 * alpha * lamda) * w - alpha * slope)) == 0


def test_without_a_gradient_the_weights_decay_geometrically() -> None:
    w = W
    for _ in range(10):
        w = step_with_penalty(w, np.zeros(3), learning_rate=RATE, penalty=PENALTY)
    np.testing.assert_allclose(w, 0.97**10 * W)


def test_without_a_penalty_both_steps_are_one() -> None:
    both = step_with_penalty(W, GRADIENT, learning_rate=RATE, penalty=0.0)
    np.testing.assert_array_equal(both, step(W, GRADIENT, learning_rate=RATE))


@pytest.mark.parametrize(
    ("reference", "name"),
    [(reference, name) for reference, found in MISTAKES.items() for name in found],
)
def test_a_mistake_is_no_equivalent_of_the_reference(reference: str, name: str) -> None:
    assert not np.allclose(meaning(MISTAKES[reference][name]), REFERENCES[reference])
