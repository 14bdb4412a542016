"""The cost of one of K classes, against a library and in forty digits; the LaTeX, transcribed."""

import math
from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np
import pytest

from solutions.cross_entropy_costs import multinomial
from solutions.cross_entropy_costs.bernoulli import bernoulli_cost
from solutions.cross_entropy_costs.multinomial import Array, multinomial_cost, multinomial_mass
from tests.transcriptions import formulas

ln, exp = np.log, np.exp


MULTINOMIAL: dict[str, Callable[..., Any]] = {  # of one or of n labels and probabilities
    r"\prod_{k=1}^{K}p_k^{y_k}": lambda y, p: math.prod(p[k] ** y[k] for k in range(len(y))),
    r"-\sum_{k=1}^{K}y_k\ln p_k": lambda y, p: -sum(y[k] * ln(p[k]) for k in range(len(y))),
    r"\sum_{k=1}^{K}y_k\ln p_k": lambda y, p: sum(y[k] * ln(p[k]) for k in range(len(y))),
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
    r"-\sum_{k=1}^{K}y_k\ln\theta": lambda y, p: -sum(y[k] * ln(0.4) for k in range(len(y))),
    r"-\sum_{k=1}^{K}p_k\ln y_k": lambda y, p: -sum(p[k] * ln(y[k]) for k in range(len(y))),
}


def test_every_formula_is_transcribed() -> None:
    constants = [value for name, value in vars(multinomial).items() if name.isupper()]
    assert formulas(constants) == MULTINOMIAL.keys()


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
    assert multinomial_cost(y, p) == pytest.approx(MULTINOMIAL[multinomial.COST](y, p))
    for label, probabilities in zip(y, p, strict=True):
        expected = multinomial_cost(label[None], probabilities[None])
        assert MULTINOMIAL[multinomial.LOSS](label, probabilities) == pytest.approx(expected)
        assert MULTINOMIAL[multinomial.LOG_MASS](label, probabilities) == pytest.approx(-expected)
        mass = MULTINOMIAL[multinomial.MASS](label, probabilities)
        assert mass == pytest.approx(multinomial_mass(label, probabilities))


@pytest.mark.parametrize("seed", range(5))
def test_the_sum_of_bernoulli_costs_is_another_cost(seed: int) -> None:
    y, p = one_hot(seed)
    found = sum(bernoulli_cost(y[:, k], p[:, k]) for k in range(y.shape[1]))
    assert MULTINOMIAL[multinomial.BERNOULLI_COST](y, p) == pytest.approx(found)
    rows = zip(y, p, strict=True)
    losses = [MULTINOMIAL[multinomial.BERNOULLI_LOSS](*each) for each in rows]
    assert np.mean(losses) == pytest.approx(found)
    assert found > multinomial_cost(y, p) * (1 + 1e-3)


def test_the_mistakes_of_one_label_differ_from_its_loss() -> None:
    label, p = np.eye(3)[1], np.array([0.2, 0.5, 0.3])
    right = MULTINOMIAL[multinomial.LOSS](label, p)
    with np.errstate(divide="ignore"):
        for latex in (multinomial.SUM_OF_LOGARITHMS, multinomial.ROLES_SWAPPED):
            assert MULTINOMIAL[latex](label, p) != pytest.approx(right, rel=1e-3)
        for latex in multinomial.WITHOUT_INDEX:
            assert MULTINOMIAL[latex](label, p[0]) != pytest.approx(right, rel=1e-3)
