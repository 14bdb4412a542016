"""Steps of gradient descent as students write them."""

import pytest

from graders.reading.calculus.descent.descent_steps import read_descent

FORMULAS = {1: r"w\s*-\s*2", 2: r"w\s*\+\s*1"}


@pytest.mark.parametrize(
    ("text", "points", "terms", "sizes"),
    [
        ("At w = 0 with the second term, eta = 0.1 leads to w = -0.1", [0, -0.1], [2], [0.1]),
        (r"$w=0$, pick 2nd term, $w^{\prime}=0-0.1=-0.1$", [0, -0.1], [2], []),
        (r"$w_0=\frac12$, pick 2nd: $w_1=\frac12-0.1\cdot\frac32=0.35$", [0.5, 0.35], [], []),
        (r"$f(w_1)=2.2725$ with $f(0)=2.5$", [0], [], []),
        ("w = 0, i = 2, η = 0.5. w⁺ = 0 − 0.5(0+1) = −0.5.", [0, -0.5], [2], [0.5]),
        ("From $w=0.5$ along w − 2 we land at 0.65", [0.5, 0.65], [1], []),
        ("falls from 0.5 to 0.125", [], [], []),
        (r"At $w = 0$ with $\eta = 0.1$: $w^{+} = -0.1$", [0, -0.1], [], [0.1]),
        (r"A2 at w=0 $\nabla_2(0) = 1$", [0], [2], []),
        ("w moves to 0.1 from w = 0; the new w is 0.1 then", [0, 0.1], [], []),
        (r"f(0.9) = 2.41 behind $w_{new}=0.9$, f(1) = 2.5", [1, 0.9], [], []),
        (r"w = 0, 2nd term: f(-\eta) = \frac12(-\eta - 2)^2 with step size 0.1", [0], [2], [0.1]),
        ("If A_2 is drawn at w = 1/2; A_1 is not", [0.5], [2], []),
        ("g1 = (w+1)^2/2, g2 = (w-2)^2/2, draw g1", [], [2], []),
    ],
)
def test_a_step_is_read_from_words_and_chains(
    text: str, points: list[float], terms: list[int], sizes: list[float]
) -> None:
    found = read_descent(text, FORMULAS)
    assert (found.points, found.terms, found.sizes) == (points, terms, sizes)


def test_values_of_the_loss_are_the_ends_of_their_chains() -> None:
    found = read_descent("f(0) = 2 + 0.5 = 2.5, f(-0.1) = 2.61 > 2.5", FORMULAS)
    assert [(at, number.text) for at, number in found.losses] == [(0, "2.5"), (-0.1, "2.61")]
