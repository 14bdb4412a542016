import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graders.reading.layers.alignment import align

CASES = {
    "the same rows": ("abc", "abc", (0, 1, 2)),
    "a row left out": ("abc", "ac", (0, None, 1)),
    "a row put in": ("abc", "axbc", (0, 2, 3)),
    "a row replaced": ("abc", "axc", (0, None, 2)),
    "no rows": ("abc", "", (None, None, None)),
    "nothing expected": ("", "abc", ()),
    "repeated rows": ("aabaab", "aabaab", (0, 1, 2, 3, 4, 5)),
    "one of repeated rows left out": ("crpcrp", "crpcp", (0, 1, 2, 3, None, 4)),
    "the first row left out": ("iabc", "abc", (None, 0, 1, 2)),
    "the last row left out": ("abcs", "abc", (0, 1, 2, None)),
}


@pytest.mark.parametrize(("expected", "seen", "places"), CASES.values(), ids=CASES.keys())
def test_rows_are_found_in_their_order(
    expected: str, seen: str, places: tuple[int | None, ...]
) -> None:
    assert align(list(expected), list(seen)) == places


ROWS = st.lists(st.sampled_from(["conv", "relu", "pool", "fc"]), max_size=30)


@given(ROWS, ROWS)
def test_rows_that_are_found_are_the_same_and_in_order(
    expected: list[str], seen: list[str]
) -> None:
    places = align(expected, seen)
    found = [place for place in places if place is not None]
    assert len(places) == len(expected)
    assert found == sorted(set(found))
    assert all(
        place is None or seen[place] == row for row, place in zip(expected, places, strict=True)
    )


@example([("relu", False), ("pool", True), *[("conv", False)] * 6, ("relu", True)])
@given(st.lists(st.tuples(st.sampled_from(["conv", "relu", "pool"]), st.booleans()), max_size=30))
def test_leaving_rows_out_never_loses_another(rows: list[tuple[str, bool]]) -> None:
    seen = [row for row, keep in rows if keep]
    places = align([row for row, _ in rows], seen)
    assert sum(place is not None for place in places) == len(seen)
