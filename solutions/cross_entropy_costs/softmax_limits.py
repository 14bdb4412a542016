"""Softmax with a growing scale: the limits of its outputs, and of the sum in them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import sympy

Array = NDArray[np.float64]

SCALED_SOFTMAX = r"\frac{e^{cz_j}}{\sum_{k=1}^{n}e^{cz_k}}"
SCALED_SOFTMAX_CHAIN = (
    SCALED_SOFTMAX,
    r"\frac{1}{\sum_{k=1}^{n}e^{c(z_k-z_j)}}",
    r"\frac{1}{1+\sum_{k\neq j}e^{c(z_k-z_j)}}",
)
SOFTMAX_LIMITS = {"not maximal": "0", "unique maximum": "1", "m tied": r"\frac{1}{m}"}
# Of e^{c(z_k-z_j)} for a maximal z_j and a smaller z_k, and of their sum over k other than j.
TERM_LIMIT = "0"
SUM_LIMIT = "m-1"


def softmax(z: Array, scale: float = 1.0) -> Array:
    """Softmax of c z over the last axis, for inputs and scales c of any size.

    >>> softmax(np.array([0.0, 0.0])), softmax(np.array([0.0, 9.0]), scale=200.0).round(4)
    (array([0.5, 0.5]), array([0., 1.]))
    """
    powers = np.exp(scale * (z - z.max(axis=-1, keepdims=True)))  # exp() cannot overflow
    return powers / powers.sum(axis=-1, keepdims=True)


def softmax_limit(z: Array) -> Array:
    """The softmax as its scale grows: 1/m for the m inputs tied for the maximum, else 0.

    Every term exp(c (zₖ − max z)) tends to 0, or is 1 where zₖ is maximal.

    Args:
        z: inputs, shape (n,).

    >>> softmax_limit(np.array([3.0, 1.0, 3.0]))
    array([0.5, 0. , 0.5])
    """
    terms = (z == z.max()).astype(np.float64)
    return terms / terms.sum()


def symbolic_softmax_limit(z: Sequence["sympy.Expr | int"], j: int) -> "sympy.Expr":
    """The same limit of entry j, found by SymPy for exact inputs.

    >>> symbolic_softmax_limit([3, 1, 3], 0), symbolic_softmax_limit([3, 1, 3], 1)
    (1/2, 0)
    """
    import sympy

    c = sympy.Symbol("c", positive=True)
    return sympy.limit(1 / sum(sympy.exp(c * (each - z[j])) for each in z), c, sympy.oo)
