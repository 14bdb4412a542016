"""For which signs sentences say that something holds, and whether it does."""

import pytest

from graders.reading.words.claims.signs import ALL_SIGNS, Holding

OF_CONSTANT = Holding(
    ("c", "constants?", "numbers?", "homogen\\w*"), frozenset("0+"), frozenset("+")
)
OF_INPUT = Holding(("x", "inputs?"), ALL_SIGNS)


@pytest.mark.parametrize(
    "said",
    [
        "It holds for every constant $c>0$ and every number x.",
        "It is positively homogeneous.",
        "This needs a constant which is strictly positive.",
        "It holds if c is not negative.",
        "Let $0 < c$.",
        r"for $c \in \mathbb{R}_{>0}$",
        r"for all $c\in[0,\infty)$",
        "It holds for c > 0, not for c < 0.",
        "The number cannot be negative.",
        "Minus the number is smaller than or equal to zero.",
        "It holds for c > 0 and fails otherwise.",
        "It holds for pozitive constants.",
    ],
)
def test_the_signs_that_are_asked_are_found(said: str) -> None:
    assert OF_CONSTANT.affirmed(said)
    assert not OF_CONSTANT.denied(said)


@pytest.mark.parametrize(
    "said",
    [
        "It holds for any number.",
        r"It holds for $c \ne 0$.",
        r"Let $c \in \mathbb{R}$.",
        "It holds for c < 0, too.",
        "It fails for positive constants.",
        "It holds only for negative constants.",
        "It works for both signs of c.",
        "The number is at most zero.",
        "Minus a number is greater than or equal to zero.",
    ],
)
def test_what_holds_for_other_signs_is_denied(said: str) -> None:
    assert OF_CONSTANT.denied(said)
    assert not OF_CONSTANT.affirmed(said)


@pytest.mark.parametrize(
    "said",
    [
        "It holds for c between 0 and 1.",
        r"for $c \ge 1$",
        "for x > 0",
        "It does not hold for all constants.",
        "For negative constants the order is reversed.",
    ],
)
def test_other_sentences_claim_nothing(said: str) -> None:
    assert not OF_CONSTANT.affirmed(said)
    assert not OF_CONSTANT.denied(said)


def test_what_holds_everywhere_is_not_restricted() -> None:
    assert OF_INPUT.denied("It holds for x > 0 only.")
    assert OF_INPUT.denied("It fails for negative inputs.")
    assert not OF_INPUT.denied("For x > 0 it is cx, for x < 0 it is less.")


def test_what_is_said_of_other_signs_is_left_out() -> None:
    said = "A positive number keeps it; a negative number turns it around."
    assert OF_CONSTANT.without_others(said) == "A positive number keeps it; ."
