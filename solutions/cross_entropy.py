r"""Binary cross-entropy, from the probability of a label to a loss.

A classifier gives the probability ŷ of the label 1, so the label y of an input is a Bernoulli
variable:

    p(y | x) = ŷ for y = 1 and 1 − ŷ for y = 0.

The exponents y and 1 − y choose between the two, a factor with exponent zero being one. The
logarithm turns the product into a sum and the exponents into factors. It increases, so the most
likely ŷ has the largest log p; a loss is to be smallest there, which is why L = −log p.

Labels y are 0 or 1; outputs ŷ lie strictly between 0 and 1; logarithms are natural.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import sympy

Array = NDArray[np.float64]

LIKELIHOOD = r"\hat{y}^{y}(1-\hat{y})^{1-y}"
LIKELIHOOD_LINEAR = r"y\hat{y}+(1-y)(1-\hat{y})"  # equal to it at both labels, not between them
LOG_LIKELIHOOD = r"y\log(\hat{y})+(1-y)\log(1-\hat{y})"
LOSS = r"-y\log(\hat{y})-(1-y)\log(1-\hat{y})"

# The same for m independent samples.
LIKELIHOOD_OF_SAMPLES = r"\prod_{i=1}^{m}\hat{y}_i^{y_i}(1-\hat{y}_i)^{1-y_i}"
LOG_LIKELIHOOD_OF_SAMPLES = (
    r"\sum_{i=1}^{m}\left[y_i\log(\hat{y}_i)+(1-y_i)\log(1-\hat{y}_i)\right]"
)
LOSS_OF_SAMPLES = r"-\sum_{i=1}^{m}\left[y_i\log(\hat{y}_i)+(1-y_i)\log(1-\hat{y}_i)\right]"
MEAN_LOSS = r"-\frac{1}{m}\sum_{i=1}^{m}\left[y_i\log(\hat{y}_i)+(1-y_i)\log(1-\hat{y}_i)\right]"

# Under each formula, what the named mistakes turn it into.
MISTAKES: dict[str, dict[str, str]] = {
    LIKELIHOOD: {
        "exponents swapped": r"\hat{y}^{1-y}(1-\hat{y})^{y}",
        "right for the label 1 only": r"\hat{y}",
        "right for the label 0 only": r"1-\hat{y}",
        "right for the label 1 only, as a power": r"\hat{y}^{y}",
        "right for the label 0 only, as a power": r"(1-\hat{y})^{1-y}",
    },
    LOG_LIKELIHOOD: {
        # The first has no value at either label: one of its logarithms is of zero.
        "logarithm of a sum split": r"\log(y\hat{y})+\log((1-y)(1-\hat{y}))",
        "logarithm of a difference split": r"y\log(\hat{y})+(1-y)(\log(1)-\log(\hat{y}))",
        "minus sign too early": r"-y\log(\hat{y})-(1-y)\log(1-\hat{y})",
    },
    LOSS: {
        "sign on the first term only": r"-y\log(\hat{y})+(1-y)\log(1-\hat{y})",
        "sign on the second term only": r"y\log(\hat{y})-(1-y)\log(1-\hat{y})",
    },
}


def likelihood(y: Array, y_hat: Array) -> Array:
    """The probability of each label, ŷ^y (1 − ŷ)^(1 − y).

    Args:
        y: labels 0 or 1, shape (batch,).
        y_hat: probabilities of the label 1, shape (batch,).

    Returns:
        Probabilities, shape (batch,).

    >>> likelihood(np.array([1.0, 0.0]), np.array([0.75, 0.75]))
    array([0.75, 0.25])
    """
    return y_hat**y * (1 - y_hat) ** (1 - y)


def log_likelihood(y: Array, y_hat: Array) -> Array:
    """The logarithm of `likelihood`, y log ŷ + (1 − y) log(1 − ŷ), in nats.

    Args:
        y: labels 0 or 1, shape (batch,).
        y_hat: probabilities of the label 1, shape (batch,).

    Returns:
        Log-probabilities, shape (batch,). Not added up; samples add theirs.

    >>> log_likelihood(np.array([1.0, 0.0]), np.array([0.75, 0.75])).round(4)
    array([-0.2877, -1.3863])
    """
    return y * np.log(y_hat) + (1 - y) * np.log1p(-y_hat)


def loss(y: Array, y_hat: Array) -> Array:
    """The cross-entropy of each label, −`log_likelihood`, to be minimised.

    Args:
        y: labels 0 or 1, shape (batch,).
        y_hat: probabilities of the label 1, shape (batch,).

    Returns:
        Losses, shape (batch,). Neither added up nor averaged.

    >>> loss(np.array([1.0, 0.0]), np.array([0.75, 0.75])).round(4)
    array([0.2877, 1.3863])
    """
    return -log_likelihood(y, y_hat)


def derived_log_likelihood() -> "sympy.Expr":
    """The logarithm of the likelihood, taken apart by the rules of products and powers.

    The symbols are y, real, and y_hat; both ŷ and 1 − ŷ are positive.

    >>> derived_log_likelihood()
    y*log(y_hat) + (1 - y)*log(1 - y_hat)
    """
    import sympy

    y, y_hat = sympy.Symbol("y", real=True), sympy.Symbol("y_hat", positive=True)
    return sympy.expand_log(sympy.log(y_hat**y * (1 - y_hat) ** (1 - y)), force=True)
