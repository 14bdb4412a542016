r"""Gradient descent: what one step minimises, a lemma on sums of updates, and the rate it gives.

Weights and gradients are vectors of shape (d,); the iterates w⁽¹⁾ … w⁽ᵀ⁾ are the rows of an array,
T of them or, with the last one, T + 1. In LaTeX the start of a step is ``w^{(t)}``. A pair of
formulas is left and right side of an equation; ``*_MISTAKES`` holds what known mistakes arrive at.
"""

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import sympy

Array = NDArray[np.float64]

# --- 3.1 What one step minimises ----------------------------------------------------------------

MODEL = r"f(w^{(t)})+\langle w-w^{(t)},\nabla f(w^{(t)})\rangle+\frac{\lambda}{2}\|w-w^{(t)}\|^2"
MODEL_GRADIENT = r"\nabla f(w^{(t)})+\lambda(w-w^{(t)})"
MINIMISER = r"w^{(t)}-\frac{1}{\lambda}\nabla f(w^{(t)})"
LEARNING_RATE = r"\frac{1}{\lambda}"
MINIMISER_MISTAKES = {
    "the penalty is taken without its 1/2": r"w^{(t)}-\frac{1}{2\lambda}\nabla f(w^{(t)})",
    "the gradient is taken at w, not at w^(t)": r"w^{(t)}-\frac{1}{\lambda}\nabla f(w)",
    "the sign is wrong": r"w^{(t)}+\frac{1}{\lambda}\nabla f(w^{(t)})",
    "the gradient is multiplied by the penalty, not divided": r"w^{(t)}-\lambda\nabla f(w^{(t)})",
}
LEARNING_RATE_MISTAKES = {
    "proportional instead of inverse": r"\lambda",
    "the penalty is taken without its 1/2": r"\frac{1}{2\lambda}",
}
LEARNING_RATES_OF_MISTAKES = {  # the learning rate that fits a wrong minimiser
    r"w^{(t)}-\frac{1}{2\lambda}\nabla f(w^{(t)})": r"\frac{1}{2\lambda}",
    r"w^{(t)}-\frac{2}{\lambda}\nabla f(w^{(t)})": r"\frac{2}{\lambda}",
    r"w^{(t)}-\lambda\nabla f(w^{(t)})": r"\lambda",
}


def model(w: Array, start: Array, value: float, gradient: Array, penalty: float) -> float:
    """The first-order model of f around the start, with its proximity term.

    Args:
        w: where the model is evaluated, shape (d,).
        start: w⁽ᵗ⁾, shape (d,).
        value: f(w⁽ᵗ⁾).
        gradient: ∇f(w⁽ᵗ⁾), shape (d,).
        penalty: λ.

    >>> model(np.array([1.0]), np.array([0.0]), 5.0, np.array([2.0]), penalty=4.0)
    9.0
    """
    step = w - start
    return float(value + step @ gradient + penalty / 2 * step @ step)


def minimiser(start: Array, gradient: Array, penalty: float) -> Array:
    """The minimiser of the model: where its gradient ∇f + λ (w − w⁽ᵗ⁾) is zero.

    Args:
        start: w⁽ᵗ⁾, shape (d,).
        gradient: ∇f(w⁽ᵗ⁾), shape (d,).
        penalty: λ, positive.

    >>> minimiser(np.array([1.0, 1.0]), np.array([4.0, -2.0]), penalty=4.0)
    array([0. , 1.5])
    """
    curvature = penalty * np.eye(len(start))
    return start + np.linalg.solve(curvature, -gradient)


def symbolic_minimiser() -> "sympy.Expr":
    """The minimiser for d = 1, in the start ``w_t``, the gradient ``g`` and ``lambda``.

    >>> symbolic_minimiser()
    -g/lambda + w_t
    """
    import sympy

    w, start, value, gradient = sympy.symbols("w w_t f g")
    penalty = sympy.Symbol("lambda", positive=True)
    objective = value + (w - start) * gradient + penalty / 2 * (w - start) ** 2
    (found,) = sympy.solve(objective.diff(w), w)
    return sympy.expand(found)


def learning_rate() -> "sympy.Expr":
    """The η for which w⁽ᵗ⁾ − η ∇f(w⁽ᵗ⁾) is the minimiser, in ``lambda``.

    >>> learning_rate()
    1/lambda
    """
    import sympy

    return -symbolic_minimiser().coeff(sympy.Symbol("g"))


# --- 3.2 The lemma ------------------------------------------------------------------------------

LEMMA_SUM = r"\sum_{t=1}^{T}\langle w^{(t)}-w^*,v_t\rangle"
LEMMA_BOUND = r"\frac{\|w^*\|^2}{2\eta}+\frac{\eta}{2}\sum_{t=1}^{T}\|v_t\|^2"
LEMMA_DROPPED_TERM = r"\frac{\|w^{(T+1)}-w^*\|^2}{2\eta}"  # bound minus sum, never negative
LEMMA_STEPS = {
    "expanded": (
        r"\|w^{(t+1)}-w^*\|^2",
        r"\|w^{(t)}-w^*\|^2-2\eta\langle w^{(t)}-w^*,v_t\rangle+\eta^2\|v_t\|^2",
    ),
    "solved": (
        r"\langle w^{(t)}-w^*,v_t\rangle",
        r"\frac{1}{2\eta}\left(\|w^{(t)}-w^*\|^2-\|w^{(t+1)}-w^*\|^2\right)"
        r"+\frac{\eta}{2}\|v_t\|^2",
    ),
    "telescoped": (
        LEMMA_SUM,
        r"\frac{1}{2\eta}\left(\|w^{(1)}-w^*\|^2-\|w^{(T+1)}-w^*\|^2\right)"
        r"+\frac{\eta}{2}\sum_{t=1}^{T}\|v_t\|^2",
    ),
    "started at zero": (
        LEMMA_SUM,
        r"\frac{1}{2\eta}\left(\|w^*\|^2-\|w^{(T+1)}-w^*\|^2\right)"
        r"+\frac{\eta}{2}\sum_{t=1}^{T}\|v_t\|^2",
    ),
}


def iterates(updates: Array, eta: float) -> Array:
    """w⁽¹⁾ = 0 and w⁽ᵗ⁺¹⁾ = w⁽ᵗ⁾ − η vₜ.

    Args:
        updates: v₁ … v_T, shape (T, d).
        eta: the learning rate η.

    Returns:
        Iterates, the one after the last update included, shape (T + 1, d).

    >>> iterates(np.array([[1.0], [2.0]]), eta=0.5)
    array([[ 0. ],
           [-0.5],
           [-1.5]])
    """
    start = np.zeros((1, updates.shape[1]))
    return np.vstack([start, -eta * np.cumsum(updates, axis=0)])


def lemma_sum(updates: Array, target: Array, eta: float) -> float:
    """The left side, Σₜ ⟨w⁽ᵗ⁾ − w*, vₜ⟩.

    >>> lemma_sum(np.array([[1.0], [2.0]]), np.array([-1.0]), eta=0.5)
    2.0
    """
    return float(((iterates(updates, eta)[:-1] - target) * updates).sum())


def lemma_bound(updates: Array, target: Array, eta: float) -> float:
    """The right side, ‖w*‖² / (2η) + η/2 Σₜ ‖vₜ‖².

    >>> lemma_bound(np.array([[1.0], [2.0]]), np.array([-1.0]), eta=0.5)
    2.25
    """
    return float(target @ target / (2 * eta) + eta / 2 * (updates**2).sum())


def lemma_dropped_term(updates: Array, target: Array, eta: float) -> float:
    """What the bound exceeds the sum by: ‖w⁽ᵀ⁺¹⁾ − w*‖² / (2η), which is not negative.

    >>> lemma_dropped_term(np.array([[1.0], [2.0]]), np.array([-1.0]), eta=0.5)
    0.25
    """
    last = iterates(updates, eta)[-1] - target
    return float(last @ last / (2 * eta))


# --- 3.3.a The average iterate ------------------------------------------------------------------

CONVEXITY_CHAIN = (  # each at most the next
    r"f(\bar{w})-f(w^*)",
    r"\frac{1}{T}\sum_{t=1}^{T}\left[f(w^{(t)})-f(w^*)\right]",
    r"\frac{1}{T}\sum_{t=1}^{T}\langle w^{(t)}-w^*,\nabla f(w^{(t)})\rangle",
)
JENSEN = (r"f\left(\frac{1}{T}\sum_{t=1}^{T}w^{(t)}\right)", r"\frac{1}{T}\sum_{t=1}^{T}f(w^{(t)})")
FIRST_ORDER = (r"f(w^{(t)})-f(w^*)", r"\langle w^{(t)}-w^*,\nabla f(w^{(t)})\rangle")


class ConvexityMembers(NamedTuple):
    """The members of the chain for the average iterate; for convex f they never decrease."""

    gap_of_average: float
    average_gap: float
    average_inner_product: float


def convexity_members(
    f: Callable[[Array], float],
    gradient: Callable[[Array], Array],
    points: Array,
    target: Array,
) -> ConvexityMembers:
    """The members of the chain: by Jensen's inequality, then by the first-order condition.

    Args:
        f: a function of a vector, shape (d,).
        gradient: its gradient, shape (d,).
        points: w⁽¹⁾ … w⁽ᵀ⁾, shape (T, d).
        target: w*, shape (d,).

    >>> points = np.array([[1.0], [3.0]])
    >>> tuple(convexity_members(lambda w: float(w @ w), lambda w: 2 * w, points, np.array([0.0])))
    (4.0, 5.0, 10.0)
    """
    best = f(target)
    return ConvexityMembers(
        float(f(points.mean(axis=0)) - best),
        float(np.mean([f(w) - best for w in points])),
        float(np.mean([(w - target) @ gradient(w) for w in points])),
    )


# --- 3.3.b The rate -----------------------------------------------------------------------------

GENERAL_BOUND = r"\frac{B^2}{2\eta T}+\frac{\eta\rho^2}{2}"
STEP_SIZE = r"\frac{B}{\rho\sqrt{T}}"
RATE_TERM = r"\frac{B\rho}{2\sqrt{T}}"  # each of the two, at this step size
RATE_CHAIN = (
    r"\frac{B^2}{2\frac{B}{\rho\sqrt{T}}T}+\frac{\frac{B}{\rho\sqrt{T}}\rho^2}{2}",
    f"{RATE_TERM}+{RATE_TERM}",
    r"\frac{B\rho}{\sqrt{T}}",
)
RATE_BOUND = RATE_CHAIN[-1]
RATE_BOUND_MISTAKES = {
    "O(sqrt T)": r"B\rho\sqrt{T}",
    "1/T": r"\frac{B\rho}{T}",
    "the step size is taken without its square root": r"\frac{\rho^2}{2}+\frac{B^2}{2T}",
}


def step_size(radius: float, slope: float, steps: int) -> float:
    """η = √(B² / (ρ² T)).

    Args:
        radius: B, a bound on ‖w*‖.
        slope: ρ, a bound on the norm of the gradients.
        steps: T.

    >>> step_size(3.0, 2.0, 25)
    0.3
    """
    return math.sqrt(radius**2 / (slope**2 * steps))


def general_bound(eta: float, radius: float, slope: float, steps: int) -> float:
    """The bound on f(w̄) − f(w*) for any learning rate: that of the lemma, divided by T.

    >>> general_bound(0.5, 3.0, 2.0, 9)
    2.0
    """
    return (radius**2 / (2 * eta) + eta / 2 * steps * slope**2) / steps


def rate_bound(radius: float, slope: float, steps: int) -> float:
    """The bound at the step size of the sheet; it comes to Bρ / √T.

    >>> round(rate_bound(3.0, 2.0, 25), 12)
    1.2
    """
    return general_bound(step_size(radius, slope, steps), radius, slope, steps)


def best_step_size() -> "sympy.Expr":
    """The η that minimises the general bound, in ``B``, ``rho`` and ``T``: that of the sheet.

    >>> best_step_size()
    B/(sqrt(T)*rho)
    """
    import sympy

    eta, radius, slope, steps = sympy.symbols("eta B rho T", positive=True)
    bound = radius**2 / (2 * eta * steps) + eta * slope**2 / 2
    (found,) = sympy.solve(bound.diff(eta), eta)
    return found


def symbolic_rate_bound(eta: "sympy.Expr | None" = None) -> "sympy.Expr":
    """The general bound at a step size, in ``B``, ``rho`` and ``T``; at the best one by default.

    >>> symbolic_rate_bound()
    B*rho/sqrt(T)
    """
    import sympy

    radius, slope, steps = sympy.symbols("B rho T", positive=True)
    step = best_step_size() if eta is None else eta
    return sympy.expand(radius**2 / (2 * step * steps) + step * slope**2 / 2)
