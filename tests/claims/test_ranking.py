"""Words on which run is better, held against the accuracies that are stated."""

from collections.abc import Mapping
from fractions import Fraction

import pytest

from graders.comparing.claims.ranking import check_ranking

STATED = {
    "sgd": Fraction(88, 100), "momentum": Fraction(97, 100), "adagrad": Fraction(92, 100),
    "adam": Fraction(99, 100),
}  # fmt: skip

# What is said, and whether the accuracies contradict it.
WORDS: Mapping[str, tuple[str, bool]] = {
    "the right chain": ("Adam > SGD with momentum > Adagrad > SGD", False),
    "a wrong link": ("Adam > Adagrad > momentum > SGD", True),
    "the right best": ("Adam gives the best accuracy.", False),
    "a wrong best": ("SGD with momentum performed best of all.", True),
    "the best at the end": ("The highest accuracy was with Adagrad.", True),
    "a wrong pair in words": ("Plain SGD outperforms Adagrad here.", True),
    "no order": ("All of them learn the digits; step sizes differ.", False),
}


@pytest.mark.parametrize("name", WORDS)
def test_a_ranking_is_held_against_the_accuracies(name: str) -> None:
    text, contradicts = WORDS[name]
    found = [each.holds for each in check_ranking(text, STATED)]
    assert (False in found) is contradicts
    assert True not in found


def test_without_accuracies_nothing_is_said() -> None:
    assert [*check_ranking("SGD > Adam", {})] == []
