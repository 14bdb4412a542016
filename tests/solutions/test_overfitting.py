"""The choices argued against those that a classifier that overfits shows."""

import numpy as np
import pytest

from solutions.overfitting import (
    CHOICES,
    CLASSES,
    TINY,
    accuracy,
    after,
    before,
    choice,
    draw_samples,
    fit,
)

SEEDS = range(3)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_first_classifier_is_perfect_in_training_and_poor_on_test_samples(seed: int) -> None:
    accuracies = before(seed)
    assert accuracies.train == 1.0
    assert 0.15 < accuracies.test < 0.3


@pytest.mark.parametrize("suggestion", CHOICES)
def test_the_choice_argued_is_the_one_that_trying_shows(suggestion: str) -> None:
    assert choice(suggestion, seeds=len(SEEDS)) == CHOICES[suggestion]


@pytest.mark.parametrize("suggestion", CHOICES)
def test_every_seed_shows_the_same_effect(suggestion: str) -> None:
    gains = {bool(after(suggestion, seed).test > before(seed).test) for seed in SEEDS}
    assert gains == {CHOICES[suggestion] == "improve"}


@pytest.mark.parametrize("suggestion", CHOICES)
def test_no_suggestion_raises_the_training_accuracy(suggestion: str) -> None:
    assert all(after(suggestion, seed).train <= before(seed).train for seed in SEEDS)


@pytest.mark.parametrize("penalty", [0.5, 10.0, 1000.0])
def test_the_fit_agrees_with_the_normal_equations(penalty: float) -> None:
    x, labels = draw_samples(np.random.default_rng(0), 30)
    x = x[:, :50]
    targets = np.eye(CLASSES)[labels]
    expected = np.linalg.solve(x.T @ x + penalty * np.eye(50), x.T @ targets)
    np.testing.assert_allclose(fit(x, labels, penalty=penalty), expected, atol=1e-10)


def test_without_a_penalty_the_fit_is_the_interpolation_of_smallest_norm() -> None:
    x, labels = draw_samples(np.random.default_rng(1), 30)
    x = x[:, :200]
    expected = np.linalg.lstsq(x, np.eye(CLASSES)[labels], rcond=None)[0]
    weights = fit(x, labels, penalty=TINY)
    np.testing.assert_allclose(weights, expected, atol=1e-10)
    assert accuracy(weights, x, labels) == 1.0


def test_a_penalty_shrinks_the_weights() -> None:
    x, labels = draw_samples(np.random.default_rng(2), 30)
    norms = [np.linalg.norm(fit(x, labels, penalty=penalty)) for penalty in (TINY, 10, 1000)]
    assert norms == sorted(norms, reverse=True)


def test_an_unknown_suggestion_is_refused() -> None:
    with pytest.raises(ValueError, match="dropout"):
        after("dropout", 0)
