from math import isclose

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.comparing.numbers.worksheet import Worksheet
from solutions import backpropagation

SHEET = Worksheet(
    {"x": 3.0, "k": 2.0},
    {
        "y": lambda x, k: x + k,
        "z": lambda x, y: x * y,
        "w": lambda z, y: z - y,
    },
    {"z": (lambda y: 3 * y,), "w": (lambda z: z - 5,)},
)
BACKPROPAGATION = Worksheet(
    backpropagation.GIVEN, backpropagation.FORMULAS, backpropagation.ALTERNATIVES
)


def test_a_quantity_is_computed_from_what_it_needs() -> None:
    assert (SHEET.value("x"), SHEET.value("y"), SHEET.value("z")) == (3, 5, 15)
    assert SHEET.reference("w") == SHEET.value("w") == 10


def test_a_known_value_is_not_computed() -> None:
    assert SHEET.value("z", known={"y": 7.0}) == 21
    assert SHEET.value("w", known={"y": 7.0}) == 14
    assert SHEET.value("w", known={"y": 7.0, "z": 20.0}) == 13


def test_the_quantity_itself_is_always_computed() -> None:
    assert SHEET.value("z", known={"z": 99.0}) == 15


def test_a_given_value_can_be_known_otherwise() -> None:
    assert SHEET.value("y", known={"x": 10.0}) == 12


def test_a_name_can_stand_for_a_number_another_name_or_a_formula() -> None:
    assert SHEET.value("z", changed={"y": 2.0}) == 6
    assert SHEET.value("z", changed={"y": "k"}) == 6
    assert SHEET.value("z", changed={"y": lambda x: 2 * x}) == 18
    assert SHEET.value("z", changed={"y": lambda unchanged: -unchanged}) == -15
    assert SHEET.value("z", changed={"y": lambda unchanged, k: unchanged * k}) == 30


def test_two_names_can_be_swapped() -> None:
    assert SHEET.value("y", changed={"x": "k", "k": "x"}) == 5
    assert SHEET.value("z", changed={"x": "k", "k": "x"}) == 10
    sheet = Worksheet({"a": 8.0, "b": 2.0}, {"q": lambda a, b: a / b})
    assert sheet.value("q", changed={"a": "b", "b": "a"}) == 0.25


def test_a_change_is_made_wherever_the_name_is_used() -> None:
    assert SHEET.value("w", changed={"y": lambda unchanged: unchanged + 1}) == 12


def test_a_change_goes_before_a_known_value() -> None:
    assert SHEET.value("z", known={"y": 7.0}, changed={"y": 1.0}) == 3
    assert SHEET.value("z", known={"y": 7.0}, changed={"y": lambda unchanged: -unchanged}) == -21


def test_other_formulas_give_values_too() -> None:
    assert list(SHEET.values("z")) == [15, 15]
    assert list(SHEET.values("w", known={"y": 7.0})) == [14, 16]


def test_names_that_do_not_exist_are_refused() -> None:
    with pytest.raises(KeyError):
        SHEET.value("nothing")
    with pytest.raises(KeyError):
        SHEET.value("z", changed={"y": "nothing"})


def test_arithmetic_may_fail_on_values_of_a_student() -> None:
    sheet = Worksheet({"x": 1.0}, {"y": lambda x: x, "q": lambda y: 1 / y})
    with pytest.raises(ArithmeticError):
        sheet.value("q", known={"y": 0.0})


def test_a_value_of_the_student_may_make_a_value_infinite() -> None:
    sheet = Worksheet({"x": 0.5}, {"loss": lambda x: np.log1p(-x), "y": lambda loss: -loss})
    assert sheet.value("y", known={"x": 1.0}) == float("inf")


def test_everything_is_computed_for_other_given_values() -> None:
    assert SHEET.everything({"x": 1.0, "k": 0.0}) == {"x": 1, "k": 0, "y": 1, "z": 1, "w": 0}


@pytest.mark.parametrize("name", sorted(backpropagation.ALTERNATIVES))
def test_every_alternative_gives_the_reference(name: str) -> None:
    for value in BACKPROPAGATION.values(name):
        assert isclose(value, BACKPROPAGATION.reference(name), rel_tol=1e-12)


@given(st.sampled_from(sorted(backpropagation.FORMULAS)))
def test_right_earlier_values_change_nothing(name: str) -> None:
    known = {each: BACKPROPAGATION.reference(each) for each in backpropagation.FORMULAS}
    assert isclose(
        BACKPROPAGATION.value(name, known=known), BACKPROPAGATION.reference(name), rel_tol=1e-12
    )
