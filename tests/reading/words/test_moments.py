"""Which moments of a random vector sentences tell."""

import pytest

from graders.reading.words.claims.moments import told_in

NORMAL = {("mean", "0"), ("variance", "1"), ("covariance", "0")}

PRODUCT = r"(\mathbb{E}_{x\sim N}[x_i x_{(i \bmod d)+1}])"
MEANS = r"(\mathbb{E}_{x\sim N}[x_i])(\mathbb{E}_{x\sim N}[x_{(i \bmod d)+1}])"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("They have mean $0$, variance $1$ and vanishing covariances.", NORMAL),
        ("zero-mean, unit-variance and independent coordinates", NORMAL),
        ("All means are zero, the covariance matrix is the identity.", NORMAL),
        (r"$x \sim N(0, I_d)$", NORMAL),
        ("The expectation of every coordinate is zero.", {("mean", "0")}),
        ("The second moment of each entry, which is one, remains.", {("variance", "1")}),
        ("The squares have expectation one.", {("variance", "1")}),
        ("The variances are 0.5.", {("variance", "another")}),
        ("The means are not zero.", set()),
        ("They are not independent.", {("covariance", "another")}),
        ("The variance of the error is large, zero is not reached.", set()),
        (f"$= {MEANS} = 0$", NORMAL - {("variance", "1")}),
        (rf"$({PRODUCT} - {MEANS}) = 0$", {("covariance", "0")}),
    ],
)
def test_words_and_formulas_give_moments(said: str, told: set[tuple[str, str]]) -> None:
    assert {(quantity, value) for quantity, value, _ in told_in(said)} == told
