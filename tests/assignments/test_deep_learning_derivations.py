"""Derivations of deep_learning_hw2 in many hands, right ones and ones with a slip."""

import tomllib
from pathlib import Path

import pytest

from graders.model import Outcome
from tests.assignments.variants import GradeText, differences, grade_variants

ASSIGNMENT = "deep_learning_hw2"

CASES = tomllib.loads(
    (Path(__file__).parent / "cases" / "deep_learning_derivations.toml").read_text(encoding="utf-8")
)
FULL = {"1": 10, "4.1": 5, "4.2": 5, "5.1": 3, "5.2": 3, "5.3": 3}


@pytest.mark.parametrize("question", CASES)
def test_parts_of_a_derivation_earn_their_points(question: str, tmp_path: Path) -> None:
    rows = {str(number): row for number, row in enumerate(CASES[question].values())}
    verdicts = grade_variants(tmp_path, ASSIGNMENT, question, rows)
    wrong = {
        name: found
        for number, name in enumerate(CASES[question])
        if (found := differences(CASES[question][name], verdicts[str(number)], FULL[question]))
    }
    assert not wrong


def test_a_density_does_not_begin_the_second_part(graded: GradeText) -> None:
    found = graded(
        r"""# Question 4

$$\mathbb{E}[\varphi(z)^2]=\int_0^\infty z^2\frac{e^{-z^2/2}}{\sqrt{2\pi}}\,dz=\frac12$$

$$1=\sigma_l^2d_{l-1}\mathbb{E}[\varphi(z)^2]=\frac12\sigma_l^2d_{l-1}\Rightarrow\sigma_l=\sqrt{\frac2{d_{l-1}}}$$
"""
    )
    assert {found[each].outcome for each in ("4.1", "4.2")} == {Outcome.CORRECT}
