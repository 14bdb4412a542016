r"""Gradient descent with an L2 penalty, and why it makes weights decay.

With L'(w) = L(w) + λ wᵀw and g = ∂L/∂w, the penalty adds 2λw to the gradient, and one step is

    w − α ∂L'/∂w = w − α (g + 2λw) = w − αg − 2αλw = (1 − 2αλ) w − αg.

The step of L alone is w − αg. The penalty multiplies w by 1 − 2αλ first: as long as
0 < 2αλ < 1 every weight shrinks by the same share in each step, and where g = 0 that is all that
happens, so w decays geometrically. Symbols: learning rate α > 0, penalty λ ≥ 0.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import sympy

Array = NDArray[np.float64]

GRADIENT_OF_PENALTY = r"2\lambda w"
DECAY_FACTOR = r"1-2\alpha\lambda"
STEP = r"w-\alpha\frac{\partial L}{\partial w}"
STEP_WITH_PENALTY = r"(1-2\alpha\lambda)w-\alpha\frac{\partial L}{\partial w}"

# The members of the chain from the step of L' to its factored form.
DERIVATION: tuple[str, ...] = (
    r"w-\alpha\frac{\partial L'}{\partial w}",
    r"w-\alpha\left(\frac{\partial L}{\partial w}+2\lambda w\right)",
    r"w-\alpha\frac{\partial L}{\partial w}-2\alpha\lambda w",
    STEP_WITH_PENALTY,
)

# Under each formula, what the named mistakes turn it into. A weight inside the factor has no
# meaning for a vector, which cannot be taken from the number one; for a scalar it has.
MISTAKES: dict[str, dict[str, str]] = {
    GRADIENT_OF_PENALTY: {
        "factor 2 lost": r"\lambda w",
    },
    DECAY_FACTOR: {
        "factor 2 lost": r"1-\alpha\lambda",
        "weight inside the factor": r"1-2\alpha\lambda w",
        "factor above 1": r"1+2\alpha\lambda",
    },
    STEP_WITH_PENALTY: {
        "factor 2 lost": r"(1-\alpha\lambda)w-\alpha\frac{\partial L}{\partial w}",
        "weight inside the factor": r"(1-2\alpha\lambda w)-\alpha\frac{\partial L}{\partial w}",
        "weight inside and outside the factor": (
            r"(1-2\alpha\lambda w)w-\alpha\frac{\partial L}{\partial w}"
        ),
        "plus sign": r"(1-2\alpha\lambda)w+\alpha\frac{\partial L}{\partial w}",
        "factor above 1": r"(1+2\alpha\lambda)w-\alpha\frac{\partial L}{\partial w}",
    },
}


def gradient_of_penalty(w: Array, *, penalty: float) -> Array:
    """The derivative of λ wᵀw by w: 2λw.

    Args:
        w: weights, shape (d,).
        penalty: λ.

    Returns:
        Shape (d,).

    >>> gradient_of_penalty(np.array([1.0, -3.0]), penalty=0.5)
    array([ 1., -3.])
    """
    return 2 * penalty * w


def decay_factor(*, learning_rate: float, penalty: float) -> float:
    """What each step multiplies the weights by: 1 − 2αλ.

    >>> decay_factor(learning_rate=0.5, penalty=0.25)
    0.75
    """
    return 1 - 2 * learning_rate * penalty


def step(w: Array, gradient: Array, *, learning_rate: float) -> Array:
    """The weights after one step down the gradient of L.

    Args:
        w: weights, shape (d,).
        gradient: ∂L/∂w at w, shape (d,).
        learning_rate: α.

    Returns:
        New weights, shape (d,).
    """
    return w - learning_rate * gradient


def step_with_penalty(w: Array, gradient: Array, *, learning_rate: float, penalty: float) -> Array:
    """The weights after one step down the gradient of L + λ wᵀw, in the factored form.

    Args:
        w: weights, shape (d,).
        gradient: ∂L/∂w at w, without the penalty, shape (d,).
        learning_rate: α.
        penalty: λ.

    Returns:
        New weights, shape (d,).

    >>> step_with_penalty(np.array([4.0]), np.array([0.0]), learning_rate=0.5, penalty=0.25)
    array([3.])
    """
    decayed = decay_factor(learning_rate=learning_rate, penalty=penalty) * w
    return decayed - learning_rate * gradient


def derived_step() -> "sympy.Expr":
    """One component of the step of L', differentiated by SymPy and collected in that component.

    The other components of w enter neither ∂(wᵀw)/∂wᵢ nor the factor.

    >>> derived_step()
    -alpha*Derivative(L(w), w) + w*(-2*alpha*lambda + 1)
    """
    import sympy

    w, alpha, lamda = sympy.symbols("w alpha lambda", real=True)
    penalised = sympy.Function("L")(w) + lamda * w**2
    return sympy.collect(sympy.expand(w - alpha * sympy.diff(penalised, w)), w)
