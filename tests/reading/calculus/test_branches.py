"""Two values under opposite conditions, given in sentences."""

import pytest

from graders.reading.calculus.branches import in_cases, is_of_one_case

ABSOLUTE = r"$$\begin{cases}x&x>0\\-x&x<0\end{cases}$$"


@pytest.mark.parametrize(
    "passage",
    [
        "h = x for x > 0 and -x for x < 0",
        "for x > 0: h = x\nfor x < 0: h = -x",
        "$h(x)$: for $x>0$ $x$ , for $x<0$ $-x$",
        "For positive x it is x and for negative x it is -x.",
        "Case 1: x > 0. u = 1, h = x\nCase 2: x < 0. u = 2, h = 0 - x = -x",
        r"$h = x$ if $x>0$, $h = -x$ if $x<0$",
        "h = x if x > 0; for negative x, in turn, h = -x",
        "h = x for x > 0. For x < 0 it is h = -x.",
        r"$x$ for $x>0$ and $-x$ for $x<0$",
    ],
)
def test_values_under_conditions_become_cases(passage: str) -> None:
    assert in_cases(passage) == ABSOLUTE


def test_a_bracket_that_begins_a_value_is_kept() -> None:
    cases = r"$$\begin{cases}(1+x)^2&x>0\\(1-x)^2&x<0\end{cases}$$"
    assert in_cases("$(1+x)^2$ for $x>0$, $(1-x)^2$ for $x<0$") == cases


@pytest.mark.parametrize(
    "passage",
    [
        "h = x for x > 0",  # one branch
        "h = |x|, which grows for x > 0 and for x > 1",  # no opposite conditions
        "h = x for x > 0 and h = -x for x < 0, in short h = |x|",  # goes on with a formula
        r"$\begin{cases}x&x>0\\-x&x<0\end{cases}$",
        "h = x, since y > 0 and x < 0",
    ],
)
def test_other_passages_are_left_as_they_are(passage: str) -> None:
    assert in_cases(passage) == passage


@pytest.mark.parametrize(
    ("passage", "is_so"),
    [
        ("h = x where x > 0", True),
        ("h = x where x > 0, and on the other side it is -x", True),
        ("h = x if x > 0. On both sides, h = |x|", False),
        ("h = |x| both for x > 0 and for x < 0", False),
        ("h = |x|. It is smooth for x > 0", False),
        (ABSOLUTE, False),
        (r"h=\left\{\begin{array}{l}x & x>0 \\ -x & x<0\end{array}\right. as x -> O", False),
    ],
)
def test_an_equation_may_hold_in_one_case_alone(passage: str, is_so: bool) -> None:
    assert is_of_one_case(passage) is is_so
