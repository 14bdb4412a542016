"""Costs against library distributions, forty digits and autograd; the LaTeX, transcribed."""

import math
from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np
import pytest
import sympy

from solutions import cross_entropy_costs as costs
from solutions.cross_entropy_costs import (
    Array,
    bernoulli_cost,
    bernoulli_mass,
    cost,
    derivative_by_logit,
    derivative_by_output,
    multinomial_cost,
    multinomial_mass,
    output_error,
    softmax,
    softmax_jacobian,
    softmax_limit,
    stationary_output,
    sum_of_bernoulli_costs,
    swapped_cost,
    symbolic_softmax_limit,
)
from tests.transcriptions import formulas

ln, exp = np.log, np.exp


def sigmoid(z: float) -> float:
    return 1 / (1 + math.exp(-z))


SWAPPED: dict[str, Callable[..., Any]] = {  # of a and y
    r"-\left[a\ln y+(1-a)\ln(1-y)\right]": lambda a, y: -(a * ln(y) + (1 - a) * ln(1 - y)),
    r"-\left[y\ln a+(1-y)\ln(1-a)\right]": lambda a, y: -(y * ln(a) + (1 - y) * ln(1 - a)),
    r"\infty": lambda a, y: math.inf,
    r"-\ln(1-a)": lambda a, y: -ln(1 - a),
    r"-\ln a": lambda a, y: -ln(a),
    "0": lambda a, y: 0.0,
}
BERNOULLI: dict[str, Callable[..., Any]] = {  # of one or of n labels y and probabilities p, and θ
    r"p^{y}(1-p)^{1-y}": lambda y, p, th: p**y * (1 - p) ** (1 - y),
    r"yp+(1-y)(1-p)": lambda y, p, th: y * p + (1 - y) * (1 - p),
    r"-\left[y\ln p+(1-y)\ln(1-p)\right]": lambda y, p, th: -(y * ln(p) + (1 - y) * ln(1 - p)),
    r"-\ln\left(p^{y}(1-p)^{1-y}\right)": lambda y, p, th: -ln(p**y * (1 - p) ** (1 - y)),
    r"-\left[\ln p^{y}+\ln(1-p)^{1-y}\right]": lambda y, p, th: (
        -(ln(p**y) + ln((1 - p) ** (1 - y)))
    ),
    r"y\ln p+(1-y)\ln(1-p)": lambda y, p, th: y * ln(p) + (1 - y) * ln(1 - p),
    r"-\left[y\ln\theta+(1-y)\ln(1-\theta)\right]": lambda y, p, th: (
        -(y * ln(th) + (1 - y) * ln(1 - th))
    ),
    r"-\left[\ln(yp)+\ln\left((1-y)(1-p)\right)\right]": lambda y, p, th: (
        -(ln(y * p) + ln((1 - y) * (1 - p)))
    ),
    r"-\frac{1}{n}\sum_{i=1}^{n}\left[y_i\ln p_i+(1-y_i)\ln(1-p_i)\right]": lambda y, p, th: (
        -1 / len(y) * sum(y[i] * ln(p[i]) + (1 - y[i]) * ln(1 - p[i]) for i in range(len(y)))
    ),
    r"\frac{1}{n}\sum_{i=1}^{n}\left[y_i\ln p_i+(1-y_i)\ln(1-p_i)\right]": lambda y, p, th: (
        1 / len(y) * sum(y[i] * ln(p[i]) + (1 - y[i]) * ln(1 - p[i]) for i in range(len(y)))
    ),
    r"-\frac{1}{n}\sum_{i=1}^{n}\left[y_i\ln\theta+(1-y_i)\ln(1-\theta)\right]": (
        lambda y, p, th: (
            -1 / len(y) * sum(y[i] * ln(th) + (1 - y[i]) * ln(1 - th) for i in range(len(y)))
        )
    ),
    r"-\sum_{i=1}^{n}\left[y_i\ln p_i+(1-y_i)\ln(1-p_i)\right]": lambda y, p, th: (
        -sum(y[i] * ln(p[i]) + (1 - y[i]) * ln(1 - p[i]) for i in range(len(y)))
    ),
}
MULTINOMIAL: dict[str, Callable[..., Any]] = {  # of one or of n labels and probabilities
    r"\prod_{k=1}^{K}p_k^{y_k}": lambda y, p: math.prod(p[k] ** y[k] for k in range(len(y))),
    r"-\sum_{k=1}^{K}y_k\ln p_k": lambda y, p: -sum(y[k] * ln(p[k]) for k in range(len(y))),
    r"-\ln\prod_{k=1}^{K}p_k^{y_k}": lambda y, p: (
        -ln(math.prod(p[k] ** y[k] for k in range(len(y))))
    ),
    r"-\sum_{k=1}^{K}\ln p_k^{y_k}": lambda y, p: -sum(ln(p[k] ** y[k]) for k in range(len(y))),
    r"-\sum_{k=1}^{K}\left[y_k\ln p_k+(1-y_k)\ln(1-p_k)\right]": lambda y, p: (
        -sum(y[k] * ln(p[k]) + (1 - y[k]) * ln(1 - p[k]) for k in range(len(y)))
    ),
    r"-\sum_{k=1}^{K}\ln(y_kp_k)": lambda y, p: -sum(ln(y[k] * p[k]) for k in range(len(y))),
    r"-\sum_{k=1}^{K}y_k\ln p": lambda y, p: -sum(y[k] * ln(p) for k in range(len(y))),
    r"-\frac{1}{n}\sum_{i=1}^{n}\sum_{k=1}^{K}y_{ik}\ln p_{ik}": lambda y, p: (
        -1 / len(y) * sum(y[i, k] * ln(p[i, k]) for i, k in np.ndindex(y.shape))
    ),
    r"-\frac{1}{n}\sum_{i=1}^{n}\sum_{k=1}^{K}"
    r"\left[y_{ik}\ln p_{ik}+(1-y_{ik})\ln(1-p_{ik})\right]": lambda y, p: (
        -1
        / len(y)
        * sum(
            y[i, k] * ln(p[i, k]) + (1 - y[i, k]) * ln(1 - p[i, k]) for i, k in np.ndindex(y.shape)
        )
    ),
    r"-\frac{1}{n}\sum_{i=1}^{n}\sum_{k=1}^{K}\ln(y_{ik}p_{ik})": lambda y, p: (
        -1 / len(y) * sum(ln(y[i, k] * p[i, k]) for i, k in np.ndindex(y.shape))
    ),
    r"-\frac{1}{n}\sum_{i=1}^{n}\sum_{k=1}^{K}y_{ik}\ln p_i": lambda y, p: (
        -1 / len(y) * sum(y[i, k] * ln(p[i, 0]) for i, k in np.ndindex(y.shape))
    ),
}
TARGET: dict[str, Callable[..., float]] = {  # of z and y, with a = σ(z)
    r"-\frac{y}{a}+\frac{1-y}{1-a}": lambda z, y: -y / sigmoid(z) + (1 - y) / (1 - sigmoid(z)),
    r"\sigma(z)-y": lambda z, y: sigmoid(z) - y,
    "y": lambda z, y: y,
    r"\frac{y}{a^2}+\frac{1-y}{(1-a)^2}": lambda z, y: (
        y / sigmoid(z) ** 2 + (1 - y) / (1 - sigmoid(z)) ** 2
    ),
    r"\sigma(z)(1-\sigma(z))": lambda z, y: sigmoid(z) * (1 - sigmoid(z)),
    r"-y\ln y-(1-y)\ln(1-y)": lambda z, y: -y * math.log(y) - (1 - y) * math.log(1 - y),
    r"\frac{y}{a}-\frac{1-y}{1-a}": lambda z, y: y / sigmoid(z) - (1 - y) / (1 - sigmoid(z)),
    r"-\frac{y}{a}-\frac{1-y}{1-a}": lambda z, y: -y / sigmoid(z) - (1 - y) / (1 - sigmoid(z)),
    r"y-\sigma(z)": lambda z, y: y - sigmoid(z),
}
SCALED: dict[str, Callable[..., float]] = {  # of z, c and j; m inputs of n are tied
    r"\frac{e^{cz_j}}{\sum_{k=1}^{n}e^{cz_k}}": lambda z, c, j: (
        exp(c * z[j]) / sum(exp(c * each) for each in z)
    ),
    r"\frac{1}{\sum_{k=1}^{n}e^{c(z_k-z_j)}}": lambda z, c, j: (
        1 / sum(exp(c * (each - z[j])) for each in z)
    ),
    r"\frac{1}{1+\sum_{k\neq j}e^{c(z_k-z_j)}}": lambda z, c, j: (
        1 / (1 + sum(exp(c * (z[k] - z[j])) for k in range(len(z)) if k != j))
    ),
}
LIMITS: dict[str, Callable[[int, int], float]] = {  # of m and n
    "0": lambda m, n: 0,
    "1": lambda m, n: 1,
    r"\frac{1}{m}": lambda m, n: 1 / m,
    r"\frac{1}{n}": lambda m, n: 1 / n,
    "m-1": lambda m, n: m - 1,
    "n-1": lambda m, n: n - 1,
}
ERROR: dict[str, Callable[..., float]] = {  # of z, t, j and i
    r"-z_t+\ln\sum_{k=1}^{K}e^{z_k}": lambda z, t, j=0, i=0: (
        -z[t] + ln(sum(exp(each) for each in z))
    ),
    r"a_i(\delta_{ij}-a_j)": lambda z, t, j, i: softmax(z)[i] * ((i == j) - softmax(z)[j]),
    r"a_j-y_j": lambda z, t, j, i=0: softmax(z)[j] - (j == t),
    r"a_j-1": lambda z, t, j, i=0: softmax(z)[j] - 1,
    r"a_j": lambda z, t, j, i=0: softmax(z)[j],
    r"-\frac{1}{a_j}a_j(1-a_j)": lambda z, t, j, i=0: (
        -1 / softmax(z)[j] * softmax(z)[j] * (1 - softmax(z)[j])
    ),
    r"-(1-a_j)": lambda z, t, j, i=0: -(1 - softmax(z)[j]),
    r"-\frac{1}{a_t}(-a_ta_j)": lambda z, t, j, i=0: (
        -1 / softmax(z)[t] * (-softmax(z)[t] * softmax(z)[j])
    ),
    r"y_j-a_j": lambda z, t, j, i=0: (j == t) - softmax(z)[j],
    r"-a_ta_j": lambda z, t, j, i=0: -softmax(z)[t] * softmax(z)[j],
    r"-a_t^2": lambda z, t, j, i=0: -(softmax(z)[t] ** 2),
    r"a_ta_j": lambda z, t, j, i=0: softmax(z)[t] * softmax(z)[j],
    r"a_t": lambda z, t, j, i=0: softmax(z)[t],
    r"-a_j": lambda z, t, j, i=0: -softmax(z)[j],
}


def test_every_formula_of_the_module_is_transcribed() -> None:
    constants = [value for name, value in vars(costs).items() if name.isupper()]
    read = SWAPPED, BERNOULLI, MULTINOMIAL, TARGET, SCALED, LIMITS, ERROR
    assert formulas(constants) == set().union(*read)


# --- swapped roles

OUTPUTS = (0.01, 0.3, 0.5, 0.95)


@pytest.mark.parametrize("a", OUTPUTS)
@pytest.mark.parametrize("y", [0.1, 0.5, 0.8])
def test_both_forms_are_their_formulas(a: float, y: float) -> None:
    assert cost(a, y) == pytest.approx(SWAPPED[costs.COST](a, y), rel=1e-12)
    assert swapped_cost(a, y) == pytest.approx(SWAPPED[costs.SWAPPED_COST](a, y), rel=1e-12)
    assert swapped_cost(a, y) == cost(y, a)


@pytest.mark.parametrize("label", [0, 1])
def test_the_swapped_form_grows_without_bound_towards_a_label(label: int) -> None:
    assert costs.swapped_cost_limit(label) == sympy.oo
    assert SWAPPED[costs.SWAPPED_LIMITS[label]](0.5, label) == math.inf
    for a in OUTPUTS:
        near = [swapped_cost(a, abs(label - 10.0**-k)) for k in (3, 6, 9, 12)]
        share = a if label == 0 else 1 - a
        assert np.diff(near) == pytest.approx([share * 3 * math.log(10)] * 3, abs=1e-2)
        assert swapped_cost(a, float(label)) == math.inf


@pytest.mark.parametrize("a", OUTPUTS)
@pytest.mark.parametrize("label", [0, 1])
def test_the_right_form_stays_finite(label: int, a: float) -> None:
    limit = SWAPPED[costs.COST_LIMITS[label]](a, label)
    [odds] = costs.cost_limit(label).free_symbols
    assert float(costs.cost_limit(label).subs(odds, a / (1 - a))) == pytest.approx(limit)
    assert cost(a, label) == pytest.approx(limit)
    assert cost(a, abs(label - 1e-12)) == pytest.approx(limit, abs=1e-10)


def test_the_mistakes_at_the_labels_are_not_the_limits() -> None:
    [dropped] = costs.SWAPPED_MISTAKES.values()
    [undefined] = costs.COST_MISTAKES.values()
    assert SWAPPED[dropped](0.5, 0) != math.inf
    assert math.isfinite(cost(0.5, 0))
    assert not math.isfinite(SWAPPED[undefined](0.5, 0))


# --- the Bernoulli likelihood


def binary(seed: int, count: int = 9) -> tuple[Array, Array]:
    rng = np.random.default_rng(seed)
    return rng.integers(0, 2, size=count).astype(float), rng.uniform(0.02, 0.98, size=count)


@pytest.mark.parametrize("seed", range(5))
def test_the_bernoulli_cost_agrees_with_a_library_distribution(seed: int) -> None:
    torch = pytest.importorskip("torch", reason="the second method is torch.distributions")
    y, p = binary(seed)
    library = torch.distributions.Bernoulli(probs=torch.tensor(p)).log_prob(torch.tensor(y))
    assert bernoulli_cost(y, p) == pytest.approx(-library.mean().item(), rel=1e-12)
    np.testing.assert_allclose(bernoulli_mass(y, p), library.exp().numpy(), rtol=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_the_bernoulli_cost_is_its_formulas(seed: int) -> None:
    y, p = binary(seed)
    assert bernoulli_cost(y, p) == pytest.approx(BERNOULLI[costs.BERNOULLI_COST](y, p, 0.4))
    for latex in costs.BERNOULLI_LOSS_CHAIN:
        assert bernoulli_cost(y, p) == pytest.approx(BERNOULLI[latex](y, p, 0.4).mean())
    for latex in (costs.BERNOULLI_MASS, costs.BERNOULLI_MASS_OF_BINARY_LABELS):
        np.testing.assert_allclose(BERNOULLI[latex](y, p, 0.4), bernoulli_mass(y, p), rtol=1e-12)


@pytest.mark.parametrize("label", [0, 1])
def test_the_logarithm_of_the_mass_holds_symbolically_for_both_labels(label: int) -> None:
    odds = sympy.Symbol("odds", positive=True)
    p = odds / (1 + odds)
    logarithm = label * sympy.log(p) + (1 - label) * sympy.log(1 - p)
    for mass in (p**label * (1 - p) ** (1 - label), label * p + (1 - label) * (1 - p)):
        assert sympy.simplify(sympy.expand_log(sympy.log(mass) - logarithm, force=True)) == 0


def test_a_label_between_shows_whether_a_step_used_that_labels_are_binary() -> None:
    y, p = 0.5, 0.3
    for latex in costs.BERNOULLI_LOSS_CHAIN:
        expected = BERNOULLI[costs.BERNOULLI_LOSS](y, p, 0.4)
        assert BERNOULLI[latex](y, p, 0.4) == pytest.approx(expected)
    masses = costs.BERNOULLI_MASS, costs.BERNOULLI_MASS_OF_BINARY_LABELS
    one, other = (BERNOULLI[latex](y, p, 0.4) for latex in masses)
    assert one != pytest.approx(other, rel=0.05)


def test_the_bernoulli_mistakes_differ_from_the_cost() -> None:
    y, p = binary(1)
    for latex in costs.BERNOULLI_COST_MISTAKES.values():
        assert BERNOULLI[latex](y, p, 0.4) != pytest.approx(bernoulli_cost(y, p), rel=1e-3)
    lost, _, termwise = costs.BERNOULLI_LOSS_MISTAKES.values()
    assert BERNOULLI[lost](y, p, 0.4).mean() == pytest.approx(-bernoulli_cost(y, p))
    with np.errstate(divide="ignore"):
        assert np.isinf(BERNOULLI[termwise](y, p, 0.4)).all()


# --- the multinomial likelihood


def one_hot(seed: int, count: int = 7) -> tuple[Array, Array]:
    rng = np.random.default_rng(seed)
    classes = 2 + seed
    return np.eye(classes)[rng.integers(0, classes, size=count)], rng.dirichlet(
        np.ones(classes), size=count
    )


@pytest.mark.parametrize("seed", range(5))
def test_the_multinomial_cost_agrees_with_a_library_distribution(seed: int) -> None:
    torch = pytest.importorskip("torch", reason="the second method is torch.distributions")
    y, p = one_hot(seed)
    library = torch.distributions.OneHotCategorical(probs=torch.tensor(p))
    log_masses = library.log_prob(torch.tensor(y))
    assert multinomial_cost(y, p) == pytest.approx(-log_masses.mean().item(), rel=1e-12)
    np.testing.assert_allclose(multinomial_mass(y, p), log_masses.exp().numpy(), rtol=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_the_multinomial_cost_agrees_with_a_product_of_powers_in_forty_digits(seed: int) -> None:
    y, p = one_hot(seed)
    with mpmath.workdps(40):
        losses = [
            -mpmath.log(mpmath.fprod(mpmath.mpf(b) ** int(a) for a, b in zip(*rows, strict=True)))
            for rows in zip(y, p, strict=True)
        ]
        exact = float(sum(losses) / len(losses))
    assert multinomial_cost(y, p) == pytest.approx(exact, rel=1e-14)


@pytest.mark.parametrize("seed", range(5))
def test_the_multinomial_cost_is_its_formulas(seed: int) -> None:
    y, p = one_hot(seed)
    assert multinomial_cost(y, p) == pytest.approx(MULTINOMIAL[costs.MULTINOMIAL_COST](y, p))
    for label, probabilities in zip(y, p, strict=True):
        expected = multinomial_cost(label[None], probabilities[None])
        for latex in costs.MULTINOMIAL_LOSS_CHAIN:
            assert MULTINOMIAL[latex](label, probabilities) == pytest.approx(expected)
        mass = MULTINOMIAL[costs.MULTINOMIAL_MASS](label, probabilities)
        assert mass == pytest.approx(multinomial_mass(label, probabilities))


@pytest.mark.parametrize("seed", range(5))
def test_the_sum_of_bernoulli_costs_is_another_cost(seed: int) -> None:
    y, p = one_hot(seed)
    named = costs.MULTINOMIAL_COST_MISTAKES["the terms of K independent Bernoulli labels are added"]
    assert sum_of_bernoulli_costs(y, p) == pytest.approx(MULTINOMIAL[named](y, p))
    per_class = sum(bernoulli_cost(y[:, k], p[:, k]) for k in range(y.shape[1]))
    assert sum_of_bernoulli_costs(y, p) == pytest.approx(per_class)
    assert sum_of_bernoulli_costs(y, p) > multinomial_cost(y, p) * (1 + 1e-3)


def test_the_mistakes_of_one_label_are_those_of_the_cost() -> None:
    y, p = one_hot(2)
    with np.errstate(divide="ignore"):
        for name, latex in costs.MULTINOMIAL_LOSS_MISTAKES.items():
            whole = MULTINOMIAL[costs.MULTINOMIAL_COST_MISTAKES[name]](y, p)
            indexless = "index" in name
            rows = zip(y, p[:, 0] if indexless else p, strict=True)
            mean = sum(MULTINOMIAL[latex](*row) for row in rows) / len(y)
            assert whole == pytest.approx(mean)
            assert whole != pytest.approx(multinomial_cost(y, p), rel=1e-3)


# --- real-valued targets

TARGETS = (0.05, 0.3, 0.5, 0.9)
LOGITS = (-2.5, -0.4, 0.0, 1.7)


@pytest.mark.parametrize("y", TARGETS)
@pytest.mark.parametrize("z", LOGITS)
@pytest.mark.parametrize("order", [1, 2])
def test_the_derivatives_are_their_formulas_and_agree_with_forty_digits(
    order: int, z: float, y: float
) -> None:
    by_output = costs.SLOPE_BY_OUTPUT if order == 1 else costs.CURVATURE_BY_OUTPUT
    by_logit = costs.SLOPE_BY_LOGIT if order == 1 else costs.CURVATURE_BY_LOGIT
    a = sigmoid(z)

    def at(expression: sympy.Expr, **values: float) -> float:
        by_name = {str(each): each for each in expression.free_symbols}
        return float(expression.subs({by_name[n]: v for n, v in values.items() if n in by_name}))

    with mpmath.workdps(40):
        c = -(y * mpmath.log(mpmath.mpf(a)) + (1 - y) * mpmath.log(1 - mpmath.mpf(a)))
        assert cost(a, y) == pytest.approx(float(c))
        exact_by_output = mpmath.diff(
            lambda v: -(y * mpmath.log(v) + (1 - y) * mpmath.log(1 - v)), a, order
        )
        exact_by_logit = mpmath.diff(
            lambda v: y * mpmath.log(1 + mpmath.exp(-v)) + (1 - y) * mpmath.log(1 + mpmath.exp(v)),
            z,
            order,
        )
    for ours, read, exact in (
        (at(derivative_by_output(order), a=a, y=y), TARGET[by_output](z, y), exact_by_output),
        (at(derivative_by_logit(order), z=z, y=y), TARGET[by_logit](z, y), exact_by_logit),
    ):
        assert [ours, read] == pytest.approx([float(exact)] * 2, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("y", TARGETS)
@pytest.mark.parametrize("z", LOGITS)
def test_the_slope_agrees_with_automatic_differentiation(z: float, y: float) -> None:
    torch = pytest.importorskip("torch", reason="the second method here is torch autograd")
    leaf = torch.tensor(z, dtype=torch.float64, requires_grad=True)
    target = torch.tensor(y, dtype=torch.float64)
    torch.nn.functional.binary_cross_entropy_with_logits(leaf, target).backward()
    assert TARGET[costs.SLOPE_BY_LOGIT](z, y) == pytest.approx(leaf.grad.item(), abs=1e-14)


@pytest.mark.parametrize("y", TARGETS)
def test_the_cost_is_smallest_where_the_output_is_the_target(y: float) -> None:
    left, right = -20.0, 20.0
    golden = (math.sqrt(5) - 1) / 2
    while right - left > 1e-9:
        one, other = right - golden * (right - left), left + golden * (right - left)
        if cost(sigmoid(one), y) < cost(sigmoid(other), y):
            right = other
        else:
            left = one
    assert sigmoid((left + right) / 2) == pytest.approx(y, abs=1e-6)
    assert str(stationary_output()) == costs.STATIONARY_OUTPUT
    assert cost(y, y) == pytest.approx(TARGET[costs.LOWEST_COST](0.0, y))
    assert all(cost(sigmoid(z), y) >= cost(y, y) for z in np.linspace(-6, 6, 101))


def test_the_second_derivative_is_positive_so_the_point_is_a_minimum() -> None:
    odds, target_odds = sympy.symbols("odds target_odds", positive=True)
    a, y = sympy.symbols("a y", positive=True)
    curvature = derivative_by_output(2).subs(
        {a: odds / (1 + odds), y: target_odds / (1 + target_odds)}
    )
    assert sympy.factor(sympy.simplify(curvature)).is_positive


def test_the_wrong_slopes_differ_from_the_slope() -> None:
    z, y = 0.4, 0.3
    for latex in costs.SLOPE_MISTAKES.values():
        assert TARGET[latex](z, y) != pytest.approx(TARGET[costs.SLOPE_BY_OUTPUT](z, y), rel=0.1)
    [flipped] = costs.SLOPE_BY_LOGIT_MISTAKES.values()
    assert TARGET[flipped](z, y) == -TARGET[costs.SLOPE_BY_LOGIT](z, y)


# --- softmax with growing scale

INPUTS = [[3, 1, 3, -2], [0, 0], [-1, 4, 2], [5, 5, 5], [1, 2, 2, 2, 0]]


@pytest.mark.parametrize("z", INPUTS)
@pytest.mark.parametrize("c", [0.3, 1.0, 2.5])
def test_every_way_of_writing_the_softmax_is_the_same(z: list[int], c: float) -> None:
    for latex in costs.SCALED_SOFTMAX_CHAIN:
        read = [SCALED[latex](z, c, j) for j in range(len(z))]
        np.testing.assert_allclose(softmax(np.array(z, dtype=float), c), read, rtol=1e-12)
    assert costs.SCALED_SOFTMAX_CHAIN[0] == costs.SCALED_SOFTMAX


@pytest.mark.parametrize("z", INPUTS)
def test_the_limit_agrees_with_sympy_and_with_a_large_scale(z: list[int]) -> None:
    inputs = np.array(z, dtype=float)
    symbolic = [float(symbolic_softmax_limit(z, j)) for j in range(len(z))]
    np.testing.assert_allclose(softmax_limit(inputs), symbolic, rtol=1e-14)
    np.testing.assert_allclose(softmax_limit(inputs), softmax(inputs, 200.0), atol=1e-14)


@pytest.mark.parametrize("z", INPUTS)
def test_the_limits_are_their_formulas(z: list[int]) -> None:
    inputs = np.array(z, dtype=float)
    m, n = z.count(max(z)), len(z)
    for j, found in enumerate(softmax_limit(inputs)):
        tied = "unique maximum" if m == 1 else "m tied"
        case = tied if z[j] == max(z) else "not maximal"
        assert found == pytest.approx(LIMITS[costs.SOFTMAX_LIMITS[case]](m, n))
    top = z.index(max(z))
    terms = [math.exp(200.0 * (z[k] - z[top])) for k in range(n) if k != top]
    assert sum(terms) == pytest.approx(LIMITS[costs.SUM_LIMIT](m, n), abs=1e-14)
    smaller = [math.exp(200.0 * (each - z[top])) for each in z if each < z[top]]
    assert smaller == pytest.approx([LIMITS[costs.TERM_LIMIT](m, n)] * (n - m), abs=1e-14)


def test_the_mistaken_limits_differ_unless_all_inputs_are_tied() -> None:
    [share] = costs.SOFTMAX_LIMIT_MISTAKES.values()
    [term] = costs.TERM_LIMIT_MISTAKES.values()
    [total] = costs.SUM_LIMIT_MISTAKES.values()
    for m, n in ((1, 3), (2, 5), (3, 3)):
        assert (LIMITS[share](m, n) == LIMITS[costs.SOFTMAX_LIMITS["m tied"]](m, n)) == (m == n)
        assert (LIMITS[total](m, n) == LIMITS[costs.SUM_LIMIT](m, n)) == (m == n)
        assert LIMITS[term](m, n) != LIMITS[costs.TERM_LIMIT](m, n)


# --- the output error


def logits(seed: int) -> tuple[Array, int]:
    rng = np.random.default_rng(seed)
    classes = 2 + seed
    return rng.normal(scale=2, size=classes), int(rng.integers(classes))


@pytest.mark.parametrize("seed", range(5))
def test_the_output_error_agrees_with_automatic_differentiation(seed: int) -> None:
    torch = pytest.importorskip("torch", reason="the second method here is torch autograd")
    z, t = logits(seed)
    leaf = torch.tensor(z, requires_grad=True)
    loss = torch.nn.functional.cross_entropy(leaf[None], torch.tensor([t]))
    loss.backward()
    np.testing.assert_allclose(output_error(z, t), leaf.grad.numpy(), rtol=1e-10, atol=1e-15)
    assert ERROR[costs.LOG_LIKELIHOOD_COST](z, t) == pytest.approx(loss.item())
    assert ERROR[costs.LOG_LIKELIHOOD_COST](z, t) == pytest.approx(-math.log(softmax(z)[t]))


@pytest.mark.parametrize("seed", range(5))
def test_the_jacobian_agrees_with_automatic_differentiation(seed: int) -> None:
    torch = pytest.importorskip("torch", reason="the second method is torch.func.jacrev")
    z, t = logits(seed)
    library = torch.func.jacrev(lambda v: torch.softmax(v, dim=0))(torch.tensor(z)).numpy()
    np.testing.assert_allclose(softmax_jacobian(z), library, rtol=1e-10, atol=1e-15)
    for i, j in np.ndindex(library.shape):
        assert ERROR[costs.SOFTMAX_JACOBIAN](z, t, j, i) == pytest.approx(library[i, j])
        if i == t != j:
            assert ERROR[costs.OFF_DIAGONAL](z, t, j) == pytest.approx(library[i, j])


def test_the_output_error_holds_symbolically_for_three_classes() -> None:
    z = sympy.symbols("z1:4", real=True)
    total = sum(sympy.exp(each) for each in z)
    for t in range(3):
        for j in range(3):
            slope = sympy.diff(-sympy.log(sympy.exp(z[t]) / total), z[j])
            assert sympy.simplify(slope - (sympy.exp(z[j]) / total - int(t == j))) == 0


@pytest.mark.parametrize("seed", range(5))
def test_every_link_of_both_cases_holds(seed: int) -> None:
    z, t = logits(seed)
    for j, found in enumerate(output_error(z, t)):
        case = "true class" if j == t else "other class"
        links = [*costs.OUTPUT_ERROR_CHAINS[case], costs.OUTPUT_ERROR_CASES[case]]
        assert [ERROR[each](z, t, j) for each in links] == pytest.approx([found] * len(links))


@pytest.mark.parametrize("seed", range(1, 5))
def test_the_mistakes_of_the_output_error_differ(seed: int) -> None:
    z, t = logits(seed)
    found = output_error(z, t)
    [flipped] = costs.OUTPUT_ERROR_MISTAKES.values()
    other = next(j for j in range(len(z)) if j != t)
    assert ERROR[flipped](z, t, other) == pytest.approx(-found[other])
    for name, latex in costs.OTHER_CLASS_MISTAKES.items():
        wrong = ERROR[latex](z, t, other)
        assert wrong != pytest.approx(found[other], rel=1e-3)
        off_diagonal = ERROR[costs.OFF_DIAGONAL_MISTAKES[name]](z, t, other)
        assert wrong == pytest.approx(-off_diagonal / softmax(z)[t])
