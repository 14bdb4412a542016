from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.declaring.assignment import load_assignment
from graders.errors import Unreadable
from graders.expression import to_text
from graders.model import Answer, Form, Where
from graders.reading.finding.sheet import vocabulary_of
from graders.reading.quantities.values import read_value

SHEET = vocabulary_of(load_assignment("deep_learning_hw2"))


def answer(text: str, form: str = "latex") -> Answer:
    return Answer("2.1.h1", text, Form(form), Where("answers.md", 1), "label 2.1.h1")


@pytest.mark.cases("values", "values")
def test_an_answer_ends_in_this_number(case: dict[str, Any]) -> None:
    given_answer = answer(case["text"], case.get("form", "latex"))
    if case["number"] == "unreadable":
        with pytest.raises(Unreadable):
            read_value(given_answer, SHEET)
        return
    value = read_value(given_answer, SHEET)
    if case["number"] == "none":
        assert value.number is None
    else:
        assert value.number is not None
        assert value.number.value == Fraction(case["number"])
    if "steps" in case:
        steps = [to_text(each.expression) if each.expression else "?" for each in value.steps]
        assert steps == case["steps"]


def test_a_step_that_is_not_read_says_why() -> None:
    (step,) = read_value(answer(r"h_1 = y_1 + z_1 = 0.98"), SHEET).steps
    assert (step.text, step.expression) == ("y_1 + z_1", None)
    assert "'y1', which is no name of this question" in step.problem


@given(st.text(max_size=120), st.sampled_from(list(Form)))
def test_any_answer_has_a_value_or_is_unreadable(text: str, form: Form) -> None:
    try:
        value = read_value(answer(text, form.value), SHEET)
    except Unreadable:
        return
    assert value.number is not None or value.steps
