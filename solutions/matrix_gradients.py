r"""Derivatives of four products of vectors and matrices, in the denominator layout.

x is a column of m entries, y a column of n, and A an m×n matrix. In this layout the derivative
of a scalar has the shape of what it is taken by, and that of a column z by a column y has a row
for each entry of y and a column for each entry of z: (∂z/∂y)ᵢⱼ = ∂zⱼ/∂yᵢ. By entries,

    xᵀx      = Σᵢ xᵢ²             and  ∂/∂xᵢ  gives 2xᵢ,
    tr(AᵀA)  = Σᵢ Σⱼ Aᵢⱼ²         and  ∂/∂Aᵢⱼ gives 2Aᵢⱼ,
    xᵀAy     = Σᵢ Σⱼ xᵢ Aᵢⱼ yⱼ    and  ∂/∂yⱼ  gives Σᵢ Aᵢⱼ xᵢ,
    (Ay)ⱼ    = Σₖ Aⱼₖ yₖ          and  ∂/∂yᵢ  gives Aⱼᵢ.

`derivative` carries out the right-hand side for entries that are SymPy expressions. Columns are
two-dimensional throughout, since a row in place of a column is a mistake here.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import sympy

Array = NDArray[np.float64]

SQUARE = r"\mathbf{x}^T\mathbf{x}"
TRACE = r"\text{tr}(\mathbf{A}^T\mathbf{A})"
BILINEAR_FORM = r"\mathbf{x}^T\mathbf{A}\mathbf{y}"
PRODUCT = r"\mathbf{A}\mathbf{y}"

GRADIENT_OF_SQUARE = r"2\mathbf{x}"
GRADIENT_OF_TRACE = r"2\mathbf{A}"
GRADIENT_OF_BILINEAR_FORM = r"\mathbf{A}^T\mathbf{x}"
DERIVATIVE_OF_PRODUCT = r"\mathbf{A}^T"

# One entry of each: of row i, of row i and column j, of row j, of row i and column j.

# xᵀAy as the inner product of y with the column c = Aᵀx, a step on the way to its gradient.

SHAPES: dict[str, tuple[str, str]] = {
    GRADIENT_OF_SQUARE: ("m", "1"),
    GRADIENT_OF_TRACE: ("m", "n"),
    GRADIENT_OF_BILINEAR_FORM: ("n", "1"),
    DERIVATIVE_OF_PRODUCT: ("n", "m"),
}

# Under each formula, what the named mistakes turn it into. Those called "transposed" and
# "numerator layout" are what the numerator layout gives, and are right where it is named.


def gradient_of_square(x: Array) -> Array:
    """The derivative of xᵀx by x: 2x.

    Args:
        x: a column, shape (m, 1).

    Returns:
        A column, shape (m, 1).

    >>> gradient_of_square(np.array([[1.0], [3.0]])).tolist()
    [[2.0], [6.0]]
    """
    return 2 * x


def gradient_of_trace(a: Array) -> Array:
    """The derivative of tr(AᵀA) by A: 2A.

    Args:
        a: a matrix, shape (m, n).

    Returns:
        A matrix, shape (m, n).

    >>> gradient_of_trace(np.array([[1.0, 0.0, 3.0]])).tolist()
    [[2.0, 0.0, 6.0]]
    """
    return 2 * a


def gradient_of_bilinear_form(a: Array, x: Array) -> Array:
    """The derivative of xᵀAy by y: Aᵀx, whatever y is.

    Args:
        a: a matrix, shape (m, n).
        x: a column, shape (m, 1).

    Returns:
        A column, shape (n, 1).

    >>> gradient_of_bilinear_form(np.array([[1.0, 2.0, 3.0]]), np.array([[2.0]])).tolist()
    [[2.0], [4.0], [6.0]]
    """
    return a.T @ x


def derivative_of_product(a: Array) -> Array:
    """The derivative of Ay by y: Aᵀ, whatever y is.

    Args:
        a: a matrix, shape (m, n).

    Returns:
        A matrix, shape (n, m).

    >>> derivative_of_product(np.array([[1.0, 2.0, 3.0]])).tolist()
    [[1.0], [2.0], [3.0]]
    """
    return a.T


def derivative(z: "sympy.Expr | sympy.Matrix", by: "sympy.Matrix") -> "sympy.Matrix":
    """The derivative, entry by entry, in the denominator layout.

    Args:
        z: a scalar or a column.
        by: symbols; a column, or any matrix if z is a scalar.

    Returns:
        The shape of `by` for a scalar z; otherwise rows as in `by` and a column for each of z.

    Raises:
        ValueError: if z is a matrix, or a column differentiated by a matrix.

    >>> import sympy
    >>> y = sympy.Matrix(sympy.symbols("y1 y2"))
    >>> derivative(sympy.Matrix([[1, 2]]) * y, by=y)
    Matrix([
    [1],
    [2]])
    >>> derivative((y.T * y)[0], by=y)
    Matrix([
    [2*y1],
    [2*y2]])
    """
    import sympy

    if not isinstance(z, sympy.MatrixBase):
        return sympy.Matrix(*by.shape, lambda row, column: sympy.diff(z, by[row, column]))
    if z.cols != 1 or by.cols != 1:
        raise ValueError(f"no derivative of shape {z.shape} by shape {by.shape} is a matrix")
    return sympy.Matrix(by.rows, z.rows, lambda row, column: sympy.diff(z[column], by[row]))
