"""The cross-entropy of one output, and what becomes of it if its roles are swapped.

An output is a ∈ (0, 1), a label y.
"""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import sympy


def cost(a: float, y: float) -> float:
    """The cross-entropy of one output, in nats; finite for every label because 0 < a < 1.

    Args:
        a: the output, strictly between 0 and 1, as a sigmoid leaves it.
        y: the label, between 0 and 1.

    >>> round(cost(0.25, 1), 4), round(cost(0.25, 0), 4)
    (1.3863, 0.2877)
    """
    return float(-(y * np.log(a) + (1 - y) * np.log1p(-a)))


def swapped_cost(a: float, y: float) -> float:
    """The cross-entropy with the roles of output and label exchanged.

    Args:
        a: the output, strictly between 0 and 1.
        y: the label; at 0 and at 1 one logarithm is of zero and the cost is infinite.

    >>> round(swapped_cost(0.5, 1e-12), 1), swapped_cost(0.5, 0.0)
    (13.8, inf)
    """
    with np.errstate(divide="ignore"):
        return float(-(a * np.log(y) + (1 - a) * np.log1p(-y)))


def swapped_cost_limit(label: int) -> "sympy.Expr":
    """What the swapped form tends to as y goes to a label from within (0, 1).

    >>> swapped_cost_limit(0), swapped_cost_limit(1)
    (oo, oo)
    """
    import sympy

    a, y = _output(), sympy.Symbol("y", positive=True)
    swapped = -(a * sympy.log(y) + (1 - a) * sympy.log(1 - y))
    return sympy.limit(swapped, y, label, "+" if label == 0 else "-")


def cost_limit(label: int) -> "sympy.Expr":
    """What the right form tends to, as a function of ``odds`` = a / (1 − a): a finite value.

    >>> cost_limit(1)
    -log(odds/(odds + 1))
    """
    import sympy

    a, y = _output(), sympy.Symbol("y", positive=True)
    right = -(y * sympy.log(a) + (1 - y) * sympy.log(1 - a))
    return sympy.limit(right, y, label, "+" if label == 0 else "-")


def _output() -> "sympy.Expr":
    """An output that SymPy knows to lie strictly between 0 and 1: a = odds / (1 + odds)."""
    import sympy

    odds = sympy.Symbol("odds", positive=True)
    return odds / (1 + odds)
