"""Question 4: initialisation for ReLU."""

from collections.abc import Callable

import pytest

from graders.model import Answer


@pytest.mark.question("4.1", points=5, kind="derivation")
def grade_second_moment(answer: Answer, review: Callable[..., None]) -> None:
    """The second moment of a standard normal variable after ReLU."""
    review()


@pytest.mark.question("4.2", points=5, kind="derivation")
def grade_weight_std(answer: Answer, review: Callable[..., None]) -> None:
    """The standard deviation of the weights that keeps the variance of pre-activations."""
    review()
