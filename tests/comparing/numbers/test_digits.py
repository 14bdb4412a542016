from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from graders.comparing.numbers.digits import by_decimals, by_digits, exactly, slip
from graders.model import PrintedNumber
from graders.reading.quantities.numbers.printed import read_number


def printed(text: str) -> PrintedNumber:
    number = read_number(text)
    assert number is not None
    return number


def check(fit: Any, case: dict[str, Any]) -> None:
    assert fit.fits == case["fits"]
    expected = case.get("remarks", [])
    assert len(fit.remarks) == len(expected)
    for words in expected:
        assert any(words in remark for remark in fit.remarks)
    assert (fit.mistake.code if fit.mistake else "") == case.get("mistake", "")


@pytest.mark.cases("digits", "by_digits")
def test_a_number_is_right_within_the_digits_that_it_shows(case: dict[str, Any]) -> None:
    check(by_digits(printed(case["printed"]), case["reference"]), case)


@pytest.mark.cases("digits", "by_decimals")
def test_an_updated_parameter_needs_four_decimals(case: dict[str, Any]) -> None:
    check(by_decimals(case["step"])(printed(case["printed"]), case["reference"]), case)


@pytest.mark.cases("digits", "exactly")
def test_a_count_is_exact(case: dict[str, Any]) -> None:
    check(exactly(printed(case["printed"]), case["reference"]), case)


@pytest.mark.cases("digits", "slips")
def test_a_slip_of_writing_is_named(case: dict[str, Any]) -> None:
    mistake = slip(printed(case["printed"]), case["reference"], by_digits)
    assert (mistake.code if mistake else "") == case["mistake"]


REFERENCES = st.builds(
    lambda digits, power, sign: sign * float(f"{digits}e{power}"),
    st.integers(10**14, 10**15),
    st.integers(-20, -8),
    st.sampled_from([1, -1]),
)


def shown(value: Fraction, unit: Fraction, *, cut: bool) -> PrintedNumber:
    """The value to this unit, rounded or cut."""
    units = abs(value) // unit if cut else Fraction(round(abs(value) / unit))
    return PrintedNumber("", units * unit * (-1 if value < 0 else 1), unit)


def unit_for(reference: float, digits: int) -> Fraction:
    """One unit of the last of so many significant digits."""
    power = int(f"{abs(reference):e}".partition("e")[2])
    return Fraction(10) ** (power - digits + 1)


@given(REFERENCES, st.integers(3, 12), st.booleans())
def test_three_or_more_digits_of_the_reference_are_right(
    reference: float, digits: int, cut: bool
) -> None:
    seen = shown(Fraction(reference), unit_for(reference, digits), cut=cut)
    assert by_digits(seen, reference).fits


@given(REFERENCES, st.integers(1, 2))
def test_a_rounded_reference_is_right_with_any_number_of_digits(
    reference: float, digits: int
) -> None:
    seen = shown(Fraction(reference), unit_for(reference, digits), cut=False)
    assert by_digits(seen, reference).fits


@given(REFERENCES, st.integers(1, 12), st.integers(3, 1000), st.sampled_from([1, -1]))
def test_more_than_two_units_off_is_never_right(
    reference: float, digits: int, units: int, side: int
) -> None:
    unit = unit_for(reference, digits)
    seen = PrintedNumber("", Fraction(reference) + side * units * unit, unit)
    assume(abs(seen.value - Fraction(reference)) > abs(Fraction(reference)) / 1000)
    assert not by_digits(seen, reference).fits


@given(REFERENCES, st.integers(3, 9), st.sampled_from([-3, -2, -1, 1, 2, 3]))
def test_a_slipped_point_is_called_by_its_name(reference: float, digits: int, places: int) -> None:
    right = shown(Fraction(reference), unit_for(reference, digits), cut=False)
    factor = Fraction(10) ** places
    mistake = slip(
        PrintedNumber("", right.value * factor, right.unit * factor), reference, by_digits
    )
    assert mistake is not None
    assert mistake.code == "decimal_point"


@given(REFERENCES, st.integers(3, 9))
def test_a_wrong_sign_is_called_by_its_name(reference: float, digits: int) -> None:
    right = shown(Fraction(reference), unit_for(reference, digits), cut=False)
    mistake = slip(PrintedNumber("", -right.value, right.unit), reference, by_digits)
    assert mistake is not None
    assert mistake.code == "sign"


@given(REFERENCES, REFERENCES, st.integers(1, 9))
def test_signs_of_both_sides_do_not_matter(reference: float, other: float, digits: int) -> None:
    seen = shown(Fraction(other), unit_for(other, digits), cut=False)
    mirrored = PrintedNumber("", -seen.value, seen.unit)
    assert by_digits(seen, reference).fits == by_digits(mirrored, -reference).fits


@given(st.integers(1, 10**6), st.integers(0, 6))
def test_the_notation_of_a_number_does_not_matter(digits: int, places: int) -> None:
    value = Fraction(digits, 10**places)
    plain = f"{digits // 10**places}" + (f".{digits % 10**places:0{places}}" if places else "")
    forms = [plain, f"${plain}$", f"{digits}e-{places}", rf"{digits}\times10^{{-{places}}}"]
    for reference in (float(value), float(value) * 1.0007, float(value) * 1.02):
        fits = {by_digits(printed(form), reference).fits for form in forms}
        assert len(fits) == 1


@given(st.integers(0, 10**9), st.integers(-3, 3))
def test_counts_are_right_or_wrong(count: int, error: int) -> None:
    assert exactly(printed(f"{count + error}"), float(count)).fits == (error == 0)
