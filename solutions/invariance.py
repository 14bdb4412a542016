"""One layer on a matrix of four rows: what leaves its score or its class unchanged.

The score of an input X under weights w, both of shape (4, d), is

    s = LReLU(Σᵢⱼ wᵢⱼ Xᵢⱼ),   LReLU(x) = max(ρx, x),   0 < ρ < 1,

without a bias; the class is the sign of s. X may be a sequence over four letters: one row a
letter, one column a position. Rows and columns count from 0 unless said otherwise.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Symmetry = Callable[[Array], Array]  # moves entries about; done twice, it moves them back

ROWS = 4
SCALED_ACTIVATION = r"c\max(\rho x, x)"  # LReLU(cx), where c is positive


def leaky_relu(x: float, rho: float) -> float:
    """LReLU(x) = max(ρx, x).

    >>> leaky_relu(2.0, rho=0.1), leaky_relu(-2.0, rho=0.1)
    (2.0, -0.2)
    """
    return max(rho * x, x)


def homogeneity_defect(c: float, x: float, rho: float) -> float:
    """LReLU(cx) − c LReLU(x): zero for every x exactly when c ≥ 0.

    A negative c turns the larger of ρx and x into the smaller, which leaves (1 − ρ) |cx|.

    >>> homogeneity_defect(3.0, -2.0, rho=0.5), homogeneity_defect(-1.0, 2.0, rho=0.5)
    (0.0, 1.0)
    """
    return leaky_relu(c * x, rho) - c * leaky_relu(x, rho)


def signs_of_scaling(rho: float = 0.5) -> frozenset[str]:
    """The signs of the constants c with LReLU(cx) = c LReLU(x) for every x.

    >>> sorted(signs_of_scaling())
    ['+', '0']
    """
    constants, arguments = {"-": -3.0, "0": 0.0, "+": 3.0}, (-2.0, 0.0, 1.0)
    return frozenset(
        sign
        for sign, c in constants.items()
        if not any(homogeneity_defect(c, x, rho) for x in arguments)
    )


def score(w: Array, x: Array, rho: float) -> float:
    """The score of one input.

    Args:
        w: weights, shape (4, d).
        x: the input, shape (4, d).
        rho: slope of the activation for negative arguments, between 0 and 1.
    """
    return leaky_relu(float((w * x).sum()), rho)


def label(w: Array, x: Array, rho: float) -> int:
    """The class of one input: 1, −1, or 0 on the boundary.

    Without a bias it is the same for x and cx whenever c > 0: the score is multiplied by c.
    """
    return int(np.sign(score(w, x, rho)))


def reverse_columns(matrix: Array) -> Array:
    """The columns in the opposite order.

    >>> reverse_columns(np.array([[1, 2, 3]]))
    array([[3, 2, 1]])
    """
    return matrix[:, ::-1]


def exchange_rows(matrix: Array) -> Array:
    """The first row exchanged with the last, and the second with the third.

    >>> exchange_rows(np.array([[1], [2], [3], [4]])).ravel()
    array([4, 3, 2, 1])
    """
    return matrix[::-1]


def mirror(index: int, count: int, *, first: int = 0) -> int:
    """The index that stands as far from the end as this one from the beginning.

    The columns of w that must be equal are j and `mirror(j, d)`, the rows i and
    `mirror(i, ROWS)`.

    Args:
        index: a row or column.
        count: how many there are.
        first: the index of the first one, 0 or 1.

    >>> mirror(0, 6), mirror(1, 6, first=1)
    (5, 6)
    """
    return 2 * first + count - 1 - index


def is_invariant(w: Array, symmetry: Symmetry) -> bool:
    """Whether every input scores the same before and after a symmetry: whether w = S(w).

    Moving the entries of X about or moving those of w back gives one sum, ⟨w, S(X)⟩ = ⟨S(w), X⟩;
    the two scores agree for all X, LReLU being one-to-one, exactly when S(w) = w.

    >>> is_invariant(np.array([[1.0, 2.0, 1.0]]), reverse_columns)
    True
    """
    return np.array_equal(w, symmetry(w))


def symmetrize(w: Array, symmetry: Symmetry) -> Array:
    """The weights nearest to w that are invariant: the mean of w and its image.

    >>> symmetrize(np.array([[0.0, 2.0, 4.0]]), reverse_columns)
    array([[2., 2., 2.]])
    """
    return (w + symmetry(w)) / 2


def gradient_step(w: Array, x: Array, target: float, *, rho: float, learning_rate: float) -> Array:
    """The weights after one step down the gradient of ½(s − target)².

    Args:
        w: weights, shape (4, d).
        x: the input, shape (4, d).
        target: the score wanted.
        rho: slope of the activation for negative arguments.
        learning_rate: length of the step.

    Returns:
        New weights, shape (4, d).
    """
    value = score(w, x, rho)
    slope = 1.0 if value > 0 else rho
    return w - learning_rate * (value - target) * slope * x


def effective_learning_rate(c: float, learning_rate: float) -> float:
    """The rate on X that trains as `learning_rate` does on cX: c² times as large.

    One factor c comes from the gradient and one from the input that the new weights meet. With
    v = cw, the scores of w on cX are those of v on X, and a step of w moves v by c² as much.

    >>> effective_learning_rate(3.0, 0.25)
    2.25
    """
    return c**2 * learning_rate


def error_factor(c: float, learning_rate: float, curvature: float) -> float:
    """What one step on cX multiplies the distance from the minimum of a quadratic loss by.

    Training converges exactly when it is between −1 and 1: a large c makes it diverge, a small
    one makes it slow, and where the limit lies depends on the curvature of the loss on X.

    >>> error_factor(1.0, 0.5, curvature=1.0), error_factor(10.0, 0.5, curvature=1.0)
    (0.5, -49.0)
    """
    return 1 - effective_learning_rate(c, learning_rate) * curvature


def normalize(x: Array) -> Array:
    """An input divided by its norm, which is the same for x and cx whenever c > 0.

    How large the input was is lost; a one-hot coded one loses nothing, as its norm is √d anyway.

    Raises:
        ValueError: if all entries are zero.

    >>> normalize(np.array([[3.0], [4.0]])).ravel()
    array([0.6, 0.8])
    """
    norm = np.linalg.norm(x)
    if norm == 0:
        raise ValueError("an input of zeros has no direction to keep")
    return x / norm
