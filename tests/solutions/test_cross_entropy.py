"""The Bernoulli likelihood against its two cases, SymPy and torch; its LaTeX by transcription."""

import math
from collections.abc import Callable

import numpy as np
import pytest
import sympy

from solutions.cross_entropy import (
    LIKELIHOOD,
    LIKELIHOOD_LINEAR,
    LIKELIHOOD_OF_SAMPLES,
    LOG_LIKELIHOOD,
    LOG_LIKELIHOOD_OF_SAMPLES,
    LOSS,
    LOSS_OF_SAMPLES,
    MEAN_LOSS,
    MISTAKES,
    derived_log_likelihood,
    likelihood,
    log_likelihood,
    loss,
)

RNG = np.random.default_rng(0)
Y = RNG.integers(2, size=40).astype(np.float64)
Y_HAT = RNG.uniform(0.01, 0.99, size=40)

FUNCTIONS = {LIKELIHOOD: likelihood, LOG_LIKELIHOOD: log_likelihood, LOSS: loss}


def log(p: float) -> float:
    return math.log(p) if p > 0 else -math.inf


# The LaTeX of references and mistakes, transcribed by hand, for one label y and output p.
MEANINGS: dict[str, Callable[[float, float], float]] = {
    r"\hat{y}^{y}(1-\hat{y})^{1-y}": lambda y, p: p**y * (1 - p) ** (1 - y),
    r"y\hat{y}+(1-y)(1-\hat{y})": lambda y, p: y * p + (1 - y) * (1 - p),
    r"y\log(\hat{y})+(1-y)\log(1-\hat{y})": lambda y, p: y * log(p) + (1 - y) * log(1 - p),
    r"-y\log(\hat{y})-(1-y)\log(1-\hat{y})": lambda y, p: -y * log(p) - (1 - y) * log(1 - p),
    r"\hat{y}^{1-y}(1-\hat{y})^{y}": lambda y, p: p ** (1 - y) * (1 - p) ** y,
    r"\hat{y}": lambda y, p: p,
    r"1-\hat{y}": lambda y, p: 1 - p,
    r"\hat{y}^{y}": lambda y, p: p**y,
    r"(1-\hat{y})^{1-y}": lambda y, p: (1 - p) ** (1 - y),
    r"\log(y\hat{y})+\log((1-y)(1-\hat{y}))": lambda y, p: log(y * p) + log((1 - y) * (1 - p)),
    r"y\log(\hat{y})+(1-y)(\log(1)-\log(\hat{y}))": lambda y, p: (
        y * log(p) + (1 - y) * (log(1) - log(p))
    ),
    r"-y\log(\hat{y})+(1-y)\log(1-\hat{y})": lambda y, p: -y * log(p) + (1 - y) * log(1 - p),
    r"y\log(\hat{y})-(1-y)\log(1-\hat{y})": lambda y, p: y * log(p) - (1 - y) * log(1 - p),
}


@pytest.mark.parametrize(
    ("latex", "function"), [*FUNCTIONS.items(), (LIKELIHOOD_LINEAR, likelihood)]
)
def test_the_formula_means_what_the_function_computes(
    latex: str, function: Callable[..., np.ndarray]
) -> None:
    expected = [MEANINGS[latex](y, p) for y, p in zip(Y, Y_HAT, strict=True)]
    np.testing.assert_allclose(function(Y, Y_HAT), expected, rtol=1e-12)


def test_the_likelihood_is_the_output_for_label_1_and_its_complement_for_label_0() -> None:
    expected = [p if y == 1 else 1 - p for y, p in zip(Y, Y_HAT, strict=True)]
    np.testing.assert_array_equal(likelihood(Y, Y_HAT), expected)


def test_the_likelihoods_of_both_labels_add_up_to_one() -> None:
    both = likelihood(np.ones(40), Y_HAT) + likelihood(np.zeros(40), Y_HAT)
    np.testing.assert_allclose(both, 1.0)


def test_all_three_agree_with_a_library() -> None:
    torch = pytest.importorskip("torch", reason="the second method here is torch")
    y, y_hat = torch.tensor(Y), torch.tensor(Y_HAT)
    log_probability = torch.distributions.Bernoulli(probs=y_hat).log_prob(y).numpy()
    bce = torch.nn.functional.binary_cross_entropy(y_hat, y, reduction="none").numpy()
    np.testing.assert_allclose(likelihood(Y, Y_HAT), np.exp(log_probability), rtol=1e-12)
    np.testing.assert_allclose(log_likelihood(Y, Y_HAT), log_probability, rtol=1e-10)
    np.testing.assert_allclose(loss(Y, Y_HAT), bce, rtol=1e-12)


@pytest.mark.parametrize("label", [0, 1])
def test_sympy_derives_the_log_likelihood_of_either_label(label: int) -> None:
    derived = derived_log_likelihood()
    y, y_hat = sympy.Symbol("y", real=True), sympy.Symbol("y_hat", positive=True)
    assert derived.subs(y, label) == sympy.log(y_hat if label else 1 - y_hat)
    values = sympy.lambdify((y, y_hat), derived)(float(label), Y_HAT)
    np.testing.assert_allclose(log_likelihood(np.full(40, label), Y_HAT), values, rtol=1e-12)


def test_the_formulas_of_samples_mean_the_product_sum_and_mean() -> None:
    assert LIKELIHOOD_OF_SAMPLES == r"\prod_{i=1}^{m}\hat{y}_i^{y_i}(1-\hat{y}_i)^{1-y_i}"
    term = r"\sum_{i=1}^{m}\left[y_i\log(\hat{y}_i)+(1-y_i)\log(1-\hat{y}_i)\right]"
    assert term == LOG_LIKELIHOOD_OF_SAMPLES
    assert f"-{term}" == LOSS_OF_SAMPLES
    assert rf"-\frac{{1}}{{m}}{term}" == MEAN_LOSS
    product = math.prod(p**y * (1 - p) ** (1 - y) for y, p in zip(Y, Y_HAT, strict=True))
    assert likelihood(Y, Y_HAT).prod() == pytest.approx(product)
    assert log_likelihood(Y, Y_HAT).sum() == pytest.approx(math.log(product))


def test_the_loss_is_smallest_at_the_share_of_label_1() -> None:
    grid = np.linspace(0.01, 0.99, 99)
    labels = np.array([1.0, 1.0, 1.0, 0.0, 0.0])
    totals = [loss(labels, np.full(5, p)).sum() for p in grid]
    assert grid[int(np.argmin(totals))] == pytest.approx(0.6)


MISTAKEN = [(reference, name) for reference, found in MISTAKES.items() for name in found]


@pytest.mark.parametrize(("reference", "name"), MISTAKEN)
def test_a_mistake_is_no_equivalent_of_the_reference(reference: str, name: str) -> None:
    mistake = MEANINGS[MISTAKES[reference][name]]
    wrong = [mistake(y, p) for y, p in zip(Y, Y_HAT, strict=True)]
    assert not np.allclose(wrong, FUNCTIONS[reference](Y, Y_HAT))
    for label in (0, 1):
        if f"right for the label {label} only" in name:
            assert mistake(label, 0.3) == pytest.approx(0.3 if label else 0.7)
            assert mistake(1 - label, 0.3) != pytest.approx(0.7 if label else 0.3)


def test_the_logarithm_of_a_sum_split_has_no_value_at_either_label() -> None:
    split = MEANINGS[MISTAKES[LOG_LIKELIHOOD]["logarithm of a sum split"]]
    assert split(0, 0.3) == split(1, 0.3) == -math.inf
