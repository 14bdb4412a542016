"""Words beside the formulas of optimization_hw2: what names a letter, and what contradicts."""

from collections.abc import Callable
from pathlib import Path

import pytest

from graders.batch import grade
from graders.model import Outcome, Verdict

Graded = Callable[[str], dict[str, Verdict]]


@pytest.fixture
def graded(tmp_path: Path) -> Graded:
    """The verdicts on a write-up, by question."""

    def grade_text(text: str) -> dict[str, Verdict]:
        path = tmp_path / "answers.md"
        path.write_text(text)
        return {each.question.id: each for each in grade("optimization_hw2", path).verdicts}

    return grade_text


@pytest.mark.parametrize(
    "words",
    [
        "Let $g$ be the gradient at $w^{(t)}$. Then $w = w^{(t)} - g/\\lambda$.",
        "Denote the gradient of f at w_t by g. So w = w_t - g/lambda.",
        "Let g_t denote the gradient of f at w^(t).\n\nw = w^(t) - g_t/lambda",
    ],
)
def test_the_gradient_may_be_called_by_a_letter_in_words(graded: Graded, words: str) -> None:
    assert graded(f"# 3.1\n\n{words}")["3.1.minimiser"].outcome is Outcome.CORRECT


def test_the_gradient_by_a_letter_is_not_the_minimiser(graded: Graded) -> None:
    text = "# 3.1\n\nLet $g$ be the gradient at $w^{(t)}$. Then $w = w^{(t)} + g/\\lambda$."
    assert graded(text)["3.1.minimiser"].outcome is Outcome.PARTIAL


def test_an_odd_function_that_is_called_even_goes_to_a_person(graded: Graded) -> None:
    chain = "# 2.1 a\n\ng(-x) = -x/(1+|x|) = -g(x), hence g is"
    assert graded(f"{chain} even and centred")["2.1.a.centred"].outcome is Outcome.UNDECIDED
    assert graded(f"{chain} odd and centred")["2.1.a.centred"].outcome is Outcome.CORRECT


def test_a_later_contradiction_is_not_passed_over(graded: Graded) -> None:
    said = "2.1.a derivative: g'(x) = 1/(1+|x|)^2 for positive x."
    found = graded(f"{said} In general though, g'(x) = 1/(1+x)^2 for all x")
    assert found["2.1.a.derivative"].outcome is not Outcome.CORRECT
