from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.reading.quantities.shapes import read_shape, shapes_in


@pytest.mark.cases("shapes", "shapes")
def test_a_size_is_read(case: dict[str, Any]) -> None:
    assert read_shape(case["text"]) == tuple(case["shape"])


@pytest.mark.cases("shapes", "no_shapes")
def test_what_is_no_size_is_none(case: dict[str, Any]) -> None:
    assert read_shape(case["text"]) is None


@given(
    shape=st.lists(st.integers(0, 9999), min_size=1, max_size=6),
    mark=st.sampled_from(["x", " x ", "×", r" \times ", "*", ", ", "X", r"\cdot "]),
    around=st.sampled_from(["{}", "({})", "[{}]", "${}$", "**{}**"]),
)
def test_any_size_is_read_in_any_notation(shape: list[int], mark: str, around: str) -> None:
    assert read_shape(around.format(mark.join(map(str, shape)))) == tuple(shape)


@given(st.text(alphabet="0123456789x×*,. ()[]$", max_size=40))
def test_any_text_is_a_size_or_none(text: str) -> None:
    shape = read_shape(text)
    assert shape is None or all(size >= 0 for size in shape)


def test_a_product_in_the_working_is_no_size() -> None:
    text = r"$H = W = (8+2\cdot0-3)/1+1 = 6$, $C = 4$, i.e. $4\times6\times6$"
    assert shapes_in(text, axes=3)[-1] == (4, 6, 6)
