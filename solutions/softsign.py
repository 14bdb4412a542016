r"""The activation g(x) = x / (1 + |x|): odd, bounded by one, with a gradient that vanishes.

Formulas stand as LaTeX constants beside the functions that compute them.
"""

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sympy

SOFTSIGN = r"\frac{x}{1+|x|}"

# --- Zero-centred -------------------------------------------------------------------------------

REFLECTED = r"-g(x)"  # what g(-x) equals
ODDNESS_MISTAKES = {
    "the sign is lost: |-x| is taken as -|x|": r"\frac{-x}{1-|x|}",
    "the sign is lost: |-x| is taken as -x": r"\frac{-x}{1-x}",
    "the sign is lost: g is taken as even": SOFTSIGN,
}


def softsign(x: float) -> float:
    """g(x) = x / (1 + |x|), between −1 and 1.

    >>> softsign(1.0), softsign(-3.0)
    (0.5, -0.75)
    """
    return x / (1 + abs(x))


def oddness_defect() -> "sympy.Expr":
    """g(−x) + g(x) for real x: zero, so g is odd and centred at zero.

    >>> oddness_defect()
    0
    """
    import sympy

    x = sympy.Symbol("x", real=True)
    g = x / (1 + sympy.Abs(x))
    return sympy.simplify(g.subs(x, -x) + g)


# --- Derivative ---------------------------------------------------------------------------------

DERIVATIVE = r"\frac{1}{(1+|x|)^2}"
DERIVATIVE_MISTAKES = {
    "the branch of negative x is used everywhere": r"\frac{1}{(1-x)^2}",
    "the branch of positive x is used everywhere": r"\frac{1}{(1+x)^2}",
    "the derivative of |x| is forgotten": r"\frac{1}{1+|x|}",
    "the derivative of |x| is taken for that of x": r"\frac{1+|x|-x}{(1+|x|)^2}",
    "the sign is turned where x is negative": r"\frac{\operatorname{sign}(x)}{(1+|x|)^2}",
}


def derivative(x: float) -> float:
    """g′(x) by the quotient rule, with the sign of x as derivative of |x|; at zero it is 1.

    >>> derivative(1.0), derivative(-1.0), derivative(0.0)
    (0.25, 0.25, 1.0)
    """
    slope_of_size = math.copysign(1.0, x)  # at 0 either value will do: it is multiplied by x
    return ((1 + abs(x)) - x * slope_of_size) / (1 + abs(x)) ** 2


def derivative_branches() -> tuple["sympy.Expr", "sympy.Expr"]:
    """g′ for negative and for positive x, in the symbol ``x``.

    >>> derivative_branches()
    ((x - 1)**(-2), (x + 1)**(-2))
    """
    import sympy

    x = sympy.Symbol("x")
    negative, positive = x / (1 - x), x / (1 + x)  # |x| is −x, then x
    return sympy.factor(negative.diff(x)), sympy.factor(positive.diff(x))


def one_sided_derivatives_at_zero() -> tuple["sympy.Expr", "sympy.Expr"]:
    """The limits of the difference quotient at zero, from the left and from the right.

    >>> one_sided_derivatives_at_zero()
    (1, 1)
    """
    import sympy

    h = sympy.Symbol("h", real=True)
    quotient = h / (1 + sympy.Abs(h)) / h
    return sympy.limit(quotient, h, 0, "-"), sympy.limit(quotient, h, 0, "+")


# --- Vanishing gradient -------------------------------------------------------------------------


def gradient_limits() -> tuple["sympy.Expr", "sympy.Expr"]:
    """The limits of g′ at −∞ and at ∞: the gradient vanishes at both.

    >>> gradient_limits()
    (0, 0)
    """
    import sympy

    negative, positive = derivative_branches()
    x = sympy.Symbol("x")
    return sympy.limit(negative, x, -sympy.oo), sympy.limit(positive, x, sympy.oo)


def decay_limit() -> "sympy.Expr":
    """The limit of x² g′(x): finite and not zero, so g′ falls like x⁻², not exponentially.

    >>> decay_limit()
    1
    """
    import sympy

    x = sympy.Symbol("x")
    return sympy.limit(x**2 * derivative_branches()[1], x, sympy.oo)


def range_limits() -> tuple["sympy.Expr", "sympy.Expr"]:
    """The limits of g at −∞ and at ∞: g is bounded.

    >>> range_limits()
    (-1, 1)
    """
    import sympy

    x = sympy.Symbol("x")
    return sympy.limit(x / (1 - x), x, -sympy.oo), sympy.limit(x / (1 + x), x, sympy.oo)
