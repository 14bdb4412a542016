from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.reading.quantities.numbers.printed import read_number


@pytest.mark.cases("numbers", "numbers")
def test_every_spelling_of_a_number_is_read_with_its_unit(case: dict[str, Any]) -> None:
    number = read_number(case["text"])
    assert number is not None
    assert (number.value, number.unit) == (Fraction(case["value"]), Fraction(case["unit"]))
    assert number.percent == case.get("percent", False)


@pytest.mark.cases("numbers", "no_numbers")
def test_what_is_not_exactly_one_number_is_none(case: dict[str, Any]) -> None:
    assert read_number(case["text"]) is None


def decimals(places: int) -> st.SearchStrategy[Fraction]:
    return st.integers(-(10**9), 10**9).map(lambda digits: Fraction(digits, 10**places))


def in_digits(value: Fraction, places: int) -> str:
    """The value in plain digits, with so many decimals."""
    sign, digits = "-" if value < 0 else "", str(abs(value) * 10**places).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


WRAPPED = st.sampled_from(
    [
        *("{}", "${}$", "$${}$$", "**{}**", "`{}`", "({})", r"\boxed{{{}}}", r"\mathbf{{{}}}"),
        *("= {}", r"\approx {}", "≈{}", "{}.", "{} ,", "{} (rounded)", r"{}\text{{ (rounded)}}"),
    ]
)


@given(places=st.integers(0, 9), wrapped=WRAPPED, data=st.data())
def test_any_decimal_is_read_in_any_wrapper(places: int, wrapped: str, data: st.DataObject) -> None:
    value = data.draw(decimals(places))
    number = read_number(wrapped.format(in_digits(value, places)))
    assert number is not None
    assert (number.value, number.unit) == (value, Fraction(1, 10**places))


@given(
    mantissa=decimals(3),
    power=st.integers(-30, 30),
    form=st.sampled_from(
        ["{}e{}", "{}E{}", r"{}\times10^{{{}}}", r"{} \cdot 10^{{{}}}", "{}*10^{}", "{}×10^({})"]
    ),
)
def test_any_scientific_notation_is_read(mantissa: Fraction, power: int, form: str) -> None:
    number = read_number(form.format(in_digits(mantissa, 3), power))
    assert number is not None
    assert number.value == mantissa * Fraction(10) ** power
    assert number.unit == Fraction(10) ** (power - 3)


@given(st.integers(0, 10**12), st.sampled_from([",", "{,}", r"\,", " ", "\u202f", "'"]))
def test_thousands_may_be_separated_by_any_mark(value: int, mark: str) -> None:
    number = read_number(f"{value:,}".replace(",", mark))
    assert number is not None
    assert (number.value, number.unit) == (Fraction(value), Fraction(1))


@given(
    st.integers(0, 999), st.integers(0, 999), st.sampled_from([" or ", r" \quad ", " and ", "; "])
)
def test_two_numbers_are_never_one(first: int, second: int, between: str) -> None:
    assert read_number(f"{first}{between}{second}") is None


@given(st.integers(1, 9999), st.sampled_from("?OlIbxyz□…"), st.integers(1, 9999))
def test_a_number_with_a_damaged_digit_is_none(before: int, damage: str, after: int) -> None:
    assert read_number(f"0.{before}{damage}{after}") is None


@given(st.text(alphabet="0123456789.,-+eE%\\{}^$ x*/'()_~abc≈−·", max_size=40))
def test_any_text_is_a_number_or_none(text: str) -> None:
    number = read_number(text)
    assert number is None or number.unit >= 0


@given(st.text(max_size=250))
def test_any_other_text_is_a_number_or_none(text: str) -> None:
    number = read_number(text)
    assert number is None or number.unit >= 0
