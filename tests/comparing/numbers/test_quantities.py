from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.comparing.numbers.digits import by_decimals, by_digits
from graders.comparing.numbers.quantities import compare_quantity
from graders.comparing.numbers.targets import KnownMistake, Target
from graders.comparing.numbers.worksheet import Change, Worksheet
from graders.declaring.assignment import load_assignment
from graders.model import Answer, Form, Mistake, PrintedNumber, Value, Where
from graders.reading.finding.sheet import vocabulary_of
from graders.reading.quantities.numbers.printed import read_number
from graders.reading.quantities.values import read_value
from solutions import backpropagation

VOCABULARY = vocabulary_of(load_assignment("deep_learning_hw2"))
SHEET = Worksheet(backpropagation.GIVEN, backpropagation.FORMULAS, backpropagation.ALTERNATIVES)
OUTCOMES = {"right": True, "wrong": False, "open": None}


def made(code: str, **changes: Change) -> KnownMistake:
    return KnownMistake(Mistake(code, code), changes)


def mistakes_of(quantity: str) -> tuple[KnownMistake, ...]:
    """The mistakes that are known for a quantity, as a grader would declare them."""
    if quantity == "o1":
        return (made("wrong_function", o1=lambda h1, w7, h2, w9, b2: h1 * w7 + h2 * w9 + b2),)
    if quantity == "dMSE_dw1":
        return (
            made("missing_term", do2_dh1=0.0),
            made("swapped", dMSE_do2="dMSE_do1", do2_dh1="do1_dh1"),
        )
    if quantity == "w9_new":
        return (made("sign", learning_rate=lambda unchanged: -unchanged),)
    return (
        made("wrong_function", slope_o1=1.0, slope_o2=1.0),
        made("factor", **{quantity: lambda unchanged: 2 * unchanged}),
        made("factor", **{quantity: lambda unchanged: unchanged / 2}),
    )


def target_of(quantity: str) -> Target:
    if quantity.endswith("_new"):
        step = SHEET.reference(quantity) - SHEET.reference(quantity.removesuffix("_new"))
        mistakes = mistakes_of(quantity)
        return Target(SHEET, quantity, by_decimals(step), mistakes, scale=step)
    return Target(SHEET, quantity, mistakes=mistakes_of(quantity))


def printed(text: str) -> PrintedNumber | None:
    return read_number(text) if text else None


def value_of(text: str) -> Value:
    answer = Answer("1", text, Form.LATEX, Where("answers.md", 1), "label 1")
    return read_value(answer, VOCABULARY)


@pytest.mark.cases("quantities", "cases")
def test_an_answer_is_judged(case: dict[str, Any]) -> None:
    earlier = {name: printed(text) for name, text in case.get("earlier", {}).items()}
    seen = compare_quantity(value_of(case["answer"]), target_of(case["quantity"]), earlier)
    assert seen.equal is OUTCOMES[case["equal"]]
    assert (seen.mistake.code if seen.mistake else "") == case.get("mistake", "")
    assert seen.credit == Fraction(case.get("credit", "0"))
    if "follows" in case:
        assert list(seen.follows_from) == case["follows"]
    assert case.get("remark", "") in " ".join(seen.remarks)
    assert case.get("note", "") in seen.note


def test_the_witness_is_for_staff_and_the_remarks_never_hold_the_reference() -> None:
    seen = compare_quantity(value_of("0.5"), target_of("dMSE_dw9"), {})
    assert "0.0771883" in seen.witness
    assert not any("0.07" in remark for remark in seen.remarks)


QUANTITIES = st.sampled_from(sorted(name for name in SHEET.formulas if not name.endswith("_new")))


def rounded(value: float, digits: int) -> PrintedNumber:
    number = read_number(f"{value:.{digits - 1}e}")
    assert number is not None
    return number


@given(QUANTITIES, st.integers(3, 9))
def test_the_rounded_reference_is_right(name: str, digits: int) -> None:
    seen = compare_quantity(Value(rounded(SHEET.reference(name), digits)), Target(SHEET, name), {})
    assert seen.equal is True


@given(QUANTITIES, st.integers(3, 9), st.data())
def test_what_follows_from_own_values_is_right(name: str, digits: int, data: st.DataObject) -> None:
    sources = data.draw(st.sets(QUANTITIES.filter(lambda each: each != name), max_size=3))
    wrong = {each: rounded(data.draw(st.floats(0.01, 2)), 4) for each in sources}
    expected = SHEET.value(name, known={each: float(number) for each, number in wrong.items()})
    number = rounded(expected, digits)
    seen = compare_quantity(Value(number), Target(SHEET, name), wrong)
    assert seen.equal is (None if expected == 0 else True)
    if not by_digits(number, SHEET.reference(name)).fits and expected:
        assert set(seen.follows_from) <= sources
        assert seen.follows_from


@given(QUANTITIES, st.floats(0.1, 0.9))
def test_a_number_of_nowhere_is_wrong(name: str, share: float) -> None:
    wrong = rounded(SHEET.reference(name) * share, 6)
    seen = compare_quantity(Value(wrong), Target(SHEET, name), {})
    assert seen.equal is False
    assert seen.credit == 0


@given(QUANTITIES, st.integers(4, 9), st.sampled_from([-2, -1, 1, 2]))
def test_a_slipped_point_is_named_unless_a_mistake_is(name: str, digits: int, places: int) -> None:
    right = rounded(SHEET.reference(name), digits)
    factor = Fraction(10) ** places
    moved = PrintedNumber("", right.value * factor, right.unit * factor)
    seen = compare_quantity(Value(moved), Target(SHEET, name), {})
    assert seen.equal is False
    assert seen.mistake is not None
    assert seen.mistake.code == "decimal_point"
