r"""Cross-entropy costs: swapped roles, likelihoods, real-valued targets, softmax.

An output is a ∈ (0, 1), a label y, a probability p; n examples count from 1, K classes too. All
logarithms are natural. Formulas stand as LaTeX constants beside the functions that compute them;
``*_CHAIN`` holds the members of a derivation, each equal to the next, and ``*_MISTAKES`` what a
known mistake arrives at.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import sympy

Array = NDArray[np.float64]

# --- 1.1 Swapped roles --------------------------------------------------------------------------

SWAPPED_COST = r"-\left[a\ln y+(1-a)\ln(1-y)\right]"
COST = r"-\left[y\ln a+(1-y)\ln(1-a)\right]"
SWAPPED_LIMITS = {0: r"\infty", 1: r"\infty"}  # by the label
COST_LIMITS = {0: r"-\ln(1-a)", 1: r"-\ln a"}
SWAPPED_MISTAKES = {"zero times infinity is taken as zero on the wrong term": "0"}
COST_MISTAKES = {"the right form is called undefined too": r"\infty"}


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


# --- 1.2 The Bernoulli likelihood ---------------------------------------------------------------

BERNOULLI_MASS = r"p^{y}(1-p)^{1-y}"
BERNOULLI_MASS_OF_BINARY_LABELS = r"yp+(1-y)(1-p)"  # the same for labels 0 and 1 only
BERNOULLI_LOSS = r"-\left[y\ln p+(1-y)\ln(1-p)\right]"
BERNOULLI_LOSS_CHAIN = (
    r"-\ln\left(p^{y}(1-p)^{1-y}\right)",
    r"-\left[\ln p^{y}+\ln(1-p)^{1-y}\right]",
    BERNOULLI_LOSS,
)
BERNOULLI_COST = r"-\frac{1}{n}\sum_{i=1}^{n}\left[y_i\ln p_i+(1-y_i)\ln(1-p_i)\right]"
BERNOULLI_LOSS_MISTAKES = {
    "the minus sign is lost": r"y\ln p+(1-y)\ln(1-p)",
    "the parameter stands where the probability is meant": (
        r"-\left[y\ln\theta+(1-y)\ln(1-\theta)\right]"
    ),
    "the logarithm of a sum is taken term by term": (
        r"-\left[\ln(yp)+\ln\left((1-y)(1-p)\right)\right]"
    ),
}
BERNOULLI_COST_MISTAKES = {
    "the minus sign is lost": (
        r"\frac{1}{n}\sum_{i=1}^{n}\left[y_i\ln p_i+(1-y_i)\ln(1-p_i)\right]"
    ),
    "the parameter stands where the probability is meant": (
        r"-\frac{1}{n}\sum_{i=1}^{n}\left[y_i\ln\theta+(1-y_i)\ln(1-\theta)\right]"
    ),
    "the mean is not taken": r"-\sum_{i=1}^{n}\left[y_i\ln p_i+(1-y_i)\ln(1-p_i)\right]",
}


def bernoulli_mass(y: Array, p: Array) -> Array:
    """P(y | p) = pʸ (1 − p)¹⁻ʸ, elementwise.

    >>> bernoulli_mass(np.array([0.0, 1.0]), np.array([0.25, 0.25]))
    array([0.75, 0.25])
    """
    return p**y * (1 - p) ** (1 - y)


def bernoulli_cost(y: Array, p: Array) -> float:
    """The mean negative log-likelihood of Bernoulli labels, in nats.

    The mass is positive, so its logarithm is the sum y ln p + (1 − y) ln(1 − p), and the
    expectation over the data is the mean over the examples.

    Args:
        y: labels 0 or 1, shape (n,).
        p: probabilities of label 1, strictly between 0 and 1, shape (n,).

    >>> round(bernoulli_cost(np.array([0.0, 1.0]), np.array([0.5, 0.5])), 4)
    0.6931
    """
    log_likelihoods = y * np.log(p) + (1 - y) * np.log1p(-p)
    return float(-log_likelihoods.mean())


# --- 1.3 The multinomial likelihood -------------------------------------------------------------

MULTINOMIAL_MASS = r"\prod_{k=1}^{K}p_k^{y_k}"
MULTINOMIAL_LOSS = r"-\sum_{k=1}^{K}y_k\ln p_k"
MULTINOMIAL_LOSS_CHAIN = (
    r"-\ln\prod_{k=1}^{K}p_k^{y_k}",
    r"-\sum_{k=1}^{K}\ln p_k^{y_k}",
    MULTINOMIAL_LOSS,
)
MULTINOMIAL_COST = r"-\frac{1}{n}\sum_{i=1}^{n}\sum_{k=1}^{K}y_{ik}\ln p_{ik}"
MULTINOMIAL_LOSS_MISTAKES = {
    "the terms of K independent Bernoulli labels are added": (
        r"-\sum_{k=1}^{K}\left[y_k\ln p_k+(1-y_k)\ln(1-p_k)\right]"
    ),
    "the logarithm of a sum becomes a sum of logarithms": r"-\sum_{k=1}^{K}\ln(y_kp_k)",
    "the class index of the probability is lost": r"-\sum_{k=1}^{K}y_k\ln p",
}
MULTINOMIAL_COST_MISTAKES = {
    "the terms of K independent Bernoulli labels are added": (
        r"-\frac{1}{n}\sum_{i=1}^{n}\sum_{k=1}^{K}"
        r"\left[y_{ik}\ln p_{ik}+(1-y_{ik})\ln(1-p_{ik})\right]"
    ),
    "the logarithm of a sum becomes a sum of logarithms": (
        r"-\frac{1}{n}\sum_{i=1}^{n}\sum_{k=1}^{K}\ln(y_{ik}p_{ik})"
    ),
    "the class index of the probability is lost": (
        r"-\frac{1}{n}\sum_{i=1}^{n}\sum_{k=1}^{K}y_{ik}\ln p_i"
    ),
}


def multinomial_mass(y: Array, p: Array) -> Array:
    """P(y | p) = Πₖ pₖ^yₖ of one-hot labels.

    Args:
        y: one-hot labels, shape (n, K).
        p: positive probabilities, rows sum to one, shape (n, K).

    Returns:
        Masses, shape (n,).

    >>> multinomial_mass(np.array([[0.0, 1.0]]), np.array([[0.75, 0.25]]))
    array([0.25])
    """
    return (p**y).prod(axis=-1)


def multinomial_cost(y: Array, p: Array) -> float:
    """The mean negative log-likelihood of one-hot labels, in nats.

    Args:
        y: one-hot labels, shape (n, K).
        p: positive probabilities, rows sum to one, shape (n, K).

    >>> round(multinomial_cost(np.array([[0.0, 1.0]]), np.array([[0.75, 0.25]])), 4)
    1.3863
    """
    return float(-(y * np.log(p)).sum(axis=-1).mean())


def sum_of_bernoulli_costs(y: Array, p: Array) -> float:
    """What the Bernoulli mistake arrives at: the cost of K sigmoids, not of one label.

    >>> round(sum_of_bernoulli_costs(np.array([[0.0, 1.0]]), np.array([[0.75, 0.25]])), 4)
    2.7726
    """
    return float(-(y * np.log(p) + (1 - y) * np.log1p(-p)).sum(axis=-1).mean())


# --- 1.4 Real-valued targets --------------------------------------------------------------------

SLOPE_BY_OUTPUT = r"-\frac{y}{a}+\frac{1-y}{1-a}"
SLOPE_BY_LOGIT = r"\sigma(z)-y"
STATIONARY_OUTPUT = "y"  # a = σ(z) = y
CURVATURE_BY_OUTPUT = r"\frac{y}{a^2}+\frac{1-y}{(1-a)^2}"
CURVATURE_BY_LOGIT = r"\sigma(z)(1-\sigma(z))"
LOWEST_COST = r"-y\ln y-(1-y)\ln(1-y)"  # the entropy of the target
SLOPE_MISTAKES = {
    "the sign of the derivative is wrong": r"\frac{y}{a}-\frac{1-y}{1-a}",
    "the inner derivative of 1 - a is lost": r"-\frac{y}{a}-\frac{1-y}{1-a}",
}
SLOPE_BY_LOGIT_MISTAKES = {"the sign of the derivative is wrong": r"y-\sigma(z)"}


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


# --- 1.5 Softmax with growing scale -------------------------------------------------------------

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
SOFTMAX_LIMIT_MISTAKES = {
    "all n inputs are counted, not the m tied for the maximum": r"\frac{1}{n}"
}
TERM_LIMIT_MISTAKES = {"the exponentials of smaller inputs are said to tend to 1": "1"}
SUM_LIMIT_MISTAKES = {"the exponentials of smaller inputs are said to tend to 1": "n-1"}


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


# --- 1.6 The output error -----------------------------------------------------------------------

LOG_LIKELIHOOD_COST = r"-z_t+\ln\sum_{k=1}^{K}e^{z_k}"
SOFTMAX_JACOBIAN = r"a_i(\delta_{ij}-a_j)"  # of a_i by z_j
OUTPUT_ERROR = r"a_j-y_j"
OUTPUT_ERROR_CASES = {"true class": r"a_j-1", "other class": r"a_j"}
OUTPUT_ERROR_CHAINS = {  # with the derivative of a_t by z_j written out
    "true class": (r"-\frac{1}{a_j}a_j(1-a_j)", r"-(1-a_j)", r"a_j-1", OUTPUT_ERROR),
    "other class": (r"-\frac{1}{a_t}(-a_ta_j)", r"a_j", OUTPUT_ERROR),
}
OUTPUT_ERROR_MISTAKES = {"the sign is wrong": r"y_j-a_j"}
# With e^{z_t} for e^{z_j} in the numerator of the derivative of a_t by z_j, j other than t.
OFF_DIAGONAL = r"-a_ta_j"
OFF_DIAGONAL_MISTAKES = {
    "the exponent carries the wrong index": r"-a_t^2",
    "the sign is wrong": r"a_ta_j",
}
OTHER_CLASS_MISTAKES = {
    "the exponent carries the wrong index": r"a_t",
    "the sign is wrong": r"-a_j",
}


def softmax_jacobian(z: Array) -> Array:
    """∂aᵢ/∂zⱼ = aᵢ (δᵢⱼ − aⱼ).

    Args:
        z: inputs, shape (K,).

    Returns:
        Derivatives, outputs by inputs, shape (K, K).

    >>> softmax_jacobian(np.zeros(2))
    array([[ 0.25, -0.25],
           [-0.25,  0.25]])
    """
    a = softmax(z)
    return a[:, None] * (np.eye(len(z)) - a[None, :])


def output_error(z: Array, true_class: int) -> Array:
    """∂C/∂zⱼ of C = −ln aₜ by the chain rule, which comes to aⱼ − yⱼ.

    Args:
        z: inputs of the softmax, shape (K,).
        true_class: the index t, from 0.

    Returns:
        Errors, shape (K,).

    >>> output_error(np.zeros(4), 2)
    array([ 0.25,  0.25, -0.75,  0.25])
    """
    slope_of_cost = -1 / softmax(z)[true_class]  # by the one output that the cost depends on
    return slope_of_cost * softmax_jacobian(z)[true_class]
