from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.reading.quantities.numbers.positions import for_all, names_none, read_positions


@pytest.mark.cases("positions", "positions")
def test_positions_and_ranges_are_read_in_their_order(case: dict[str, Any]) -> None:
    assert [list(each) for each in read_positions(case["text"])] == case["positions"]


@pytest.mark.cases("positions", "none")
def test_a_text_says_whether_there_is_no_position(case: dict[str, Any]) -> None:
    assert names_none(case["text"]) == case["none"]


@pytest.mark.cases("positions", "all")
def test_a_text_says_whether_it_speaks_of_all_curves(case: dict[str, Any]) -> None:
    assert for_all(case["text"]) == case["all"]


@given(
    low=st.integers(1, 999),
    high=st.integers(1, 999),
    form=st.sampled_from(["{}-{}", "{} to {}", "between {} and {}", "{}–{}", "{} — {}"]),
)
def test_any_range_is_read(low: int, high: int, form: str) -> None:
    assert read_positions(form.format(low, high)) == ((min(low, high), max(low, high)),)


@given(st.text(alphabet="0123456789 .,-–kand to between$\n", max_size=80))
def test_any_text_has_positions_with_their_ends_in_order(text: str) -> None:
    assert all(low <= high for low, high in read_positions(text))
