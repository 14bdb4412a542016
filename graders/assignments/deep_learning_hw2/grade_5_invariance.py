"""Question 5: a one-layer network on a 4 x d input and its invariances."""

from collections.abc import Callable

import pytest

from graders.model import Answer


@pytest.mark.question("5.1", "5.2", "5.3", points=3, kind="derivation")
def grade_invariance(answer: Answer, review: Callable[..., None]) -> None:
    """A property of the activation, or a constraint on the weights, with its reason."""
    review()


@pytest.mark.question("5.4.a", "5.4.b", "5.4.c", points=2, kind="free_text")
def grade_scaled_inputs(answer: Answer, review: Callable[..., None]) -> None:
    """What a constant factor on the inputs does, and how its effect can be removed."""
    review()
