"""Two values under opposite conditions, given in sentences."""

import pytest

from graders.reading.branches import in_cases

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
    ],
)
def test_values_under_conditions_become_cases(passage: str) -> None:
    assert in_cases(passage) == ABSOLUTE


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
