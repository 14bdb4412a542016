"""Formulas in running text: names explained elsewhere, signs spelled out, what is set to zero."""

import pytest

from graders.assignment import load_assignment
from graders.equivalence import Options, Setting, setting_for
from graders.passages import SET_TO_ZERO, Accepted, judge_formula

REFERENCE = Accepted(r"w^{(t)} - \frac{1}{\lambda} \nabla f(w^{(t)})")


@pytest.fixture(scope="module")
def setting() -> Setting:
    sheet = load_assignment("optimization_hw2")
    pairs = sheet.definition_sets["proximity"].items()
    definitions = [{"latex": name, "value": value} for name, value in pairs]
    return setting_for(sheet.symbol_sets["proximity"], definitions)


@pytest.mark.parametrize(
    "text",
    [
        r"Write $g = \nabla f(w^{(t)})$. Then $w = w^{(t)} - \frac{g}{\lambda}$.",
        r"$w = a - \frac{1}{\lambda} b$, where $a = w^{(t)}$ and $b = \nabla f(w_t)$",
        "so w = w_t - 1/lambda grad f(w_t), as expected",
    ],
)
def test_own_names_and_spelled_signs_are_read(setting: Setting, text: str) -> None:
    assert judge_formula(setting, text, REFERENCE, Options(), ["w"]).equal is True


def test_a_wrong_formula_of_own_names_is_wrong(setting: Setting) -> None:
    text = r"With $g = \nabla f(w^{(t)})$: $w = w^{(t)} + \frac{g}{\lambda}$."
    found = judge_formula(setting, text, REFERENCE, Options(), ["w"])
    assert found.equal is False
    assert found.mistake is not None
    assert found.mistake.code == "sign"


def test_what_is_set_to_zero_is_not_its_solution(setting: Setting) -> None:
    text = r"$\nabla f(w^{(t)}) + \lambda (w - w^{(t)}) = 0$"
    found = judge_formula(setting, text, REFERENCE, Options(), ["w"])
    assert found.equal is None
    assert SET_TO_ZERO in found.note
