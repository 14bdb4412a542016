"""The cost of binary labels, against a library distribution; the LaTeX, transcribed."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import sympy

from solutions.cross_entropy_costs import bernoulli
from solutions.cross_entropy_costs.bernoulli import Array, bernoulli_cost, bernoulli_mass
from tests.transcriptions import formulas

ln, exp = np.log, np.exp


BERNOULLI: dict[str, Callable[..., Any]] = {  # of one or of n labels y and probabilities p, and θ
    r"p^{y}(1-p)^{1-y}": lambda y, p, th: p**y * (1 - p) ** (1 - y),
    r"yp+(1-y)(1-p)": lambda y, p, th: y * p + (1 - y) * (1 - p),
    r"-\left[y\ln p+(1-y)\ln(1-p)\right]": lambda y, p, th: -(y * ln(p) + (1 - y) * ln(1 - p)),
    r"y\ln p+(1-y)\ln(1-p)": lambda y, p, th: y * ln(p) + (1 - y) * ln(1 - p),
    r"-\left[y\ln p-(1-y)\ln(1-p)\right]": lambda y, p, th: -(y * ln(p) - (1 - y) * ln(1 - p)),
    r"-\left[(1-y)\ln p+y\ln(1-p)\right]": lambda y, p, th: -((1 - y) * ln(p) + y * ln(1 - p)),
    r"-n\left[y\ln p+(1-y)\ln(1-p)\right]": lambda y, p, th: (
        -np.size(y) * (y * ln(p) + (1 - y) * ln(1 - p))
    ),
    r"-\left[y\ln\theta+(1-y)\ln(1-\theta)\right]": lambda y, p, th: (
        -(y * ln(th) + (1 - y) * ln(1 - th))
    ),
}


def test_every_formula_is_transcribed() -> None:
    constants = [value for name, value in vars(bernoulli).items() if name.isupper()]
    assert formulas(constants) == BERNOULLI.keys()


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
    assert bernoulli_cost(y, p) == pytest.approx(BERNOULLI[bernoulli.LOSS](y, p, 0.4).mean())
    for latex in (bernoulli.MASS, bernoulli.MASS_OF_BINARY_LABELS):
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
    masses = bernoulli.MASS, bernoulli.MASS_OF_BINARY_LABELS
    one, other = (BERNOULLI[latex](y, p, 0.4) for latex in masses)
    assert -ln(one) == pytest.approx(BERNOULLI[bernoulli.LOSS](y, p, 0.4))
    assert one != pytest.approx(other, rel=0.05)


def test_the_bernoulli_mistakes_differ_from_the_cost() -> None:
    y, p = binary(1)
    for latex in bernoulli.MISTAKES.values():
        assert BERNOULLI[latex](y, p, 0.4).mean() != pytest.approx(bernoulli_cost(y, p), rel=1e-3)
