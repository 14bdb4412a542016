"""The cost of a target between 0 and 1: its slope, its stationary point, its curvature.

An output is a = σ(z), a target y.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sympy

SLOPE_BY_OUTPUT = r"-\frac{y}{a}+\frac{1-y}{1-a}"
SLOPE_BY_LOGIT = r"\sigma(z)-y"
STATIONARY_OUTPUT = "y"  # a = σ(z) = y
CURVATURE_BY_OUTPUT = r"\frac{y}{a^2}+\frac{1-y}{(1-a)^2}"
CURVATURE_BY_LOGIT = r"\sigma(z)(1-\sigma(z))"
SLOPE_MISTAKES = {
    "the sign of the derivative is wrong": r"\frac{y}{a}-\frac{1-y}{1-a}",
    "the inner derivative of 1 - a is lost": r"-\frac{y}{a}-\frac{1-y}{1-a}",
}
SLOPE_BY_LOGIT_MISTAKES = {"the sign of the derivative is wrong": "y-a"}


def real_target_cost() -> "sympy.Expr":
    """C(a) = −(y ln a + (1 − y) ln(1 − a)) in the symbols ``a`` and ``y``."""
    import sympy

    a, y = sympy.symbols("a y", positive=True)
    return -(y * sympy.log(a) + (1 - y) * sympy.log(1 - a))


def derivative_by_output(order: int = 1) -> "sympy.Expr":
    """C′(a) or a higher derivative, in ``a`` and ``y``.

    >>> derivative_by_output()
    (1 - y)/(1 - a) - y/a
    """
    import sympy

    return real_target_cost().diff(sympy.Symbol("a", positive=True), order)


def derivative_by_logit(order: int = 1) -> "sympy.Expr":
    """The derivative of C(σ(z)) by z, in ``y`` and ``z``: σ(z) − y, then σ(z) (1 − σ(z)).

    >>> derivative_by_logit().subs("z", 0)
    1/2 - y
    """
    import sympy

    z, a = sympy.Symbol("z", real=True), sympy.Symbol("a", positive=True)
    composed = real_target_cost().subs(a, 1 / (1 + sympy.exp(-z)))
    return sympy.simplify(composed.diff(z, order)).subs(z, sympy.Symbol("z"))


def stationary_output() -> "sympy.Expr":
    """The one output at which the derivative is zero, in ``y``.

    >>> stationary_output()
    y
    """
    import sympy

    (found,) = sympy.solve(derivative_by_output(), sympy.Symbol("a", positive=True))
    return found
