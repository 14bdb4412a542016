"""Loops in place of array operations show in the growth of time."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from graders.comparing.programs.loops import LOOP, loop_remark
from tests.comparing.programs.arrays_to_compare import (
    INF,
    NAN,
)

TIMES: dict[str, tuple[list[float], list[float], list[int], bool]] = {
    "a loop": ([0.002, 0.032], [0.0001, 0.0002], [1_000, 16_000], True),
    "a loop, three sizes": ([0.001, 0.004, 0.016], [1e-5] * 3, [1_000, 4_000, 16_000], True),
    "a quadratic loop": ([0.002, 0.5], [0.0001, 0.0002], [1_000, 16_000], True),
    "the same as the reference": ([0.0001, 0.0002], [0.0001, 0.0002], [1_000, 16_000], False),
    "ten times slower": ([0.001, 0.016], [0.0001, 0.0016], [1_000, 16_000], False),
    "slow, not growing": ([0.5, 0.51], [0.0001, 0.0002], [1_000, 16_000], False),
    "slow, growing a little": ([0.5, 0.7], [0.0001, 0.0002], [1_000, 16_000], False),
    "too short to tell": ([1e-5, 1e-3], [1e-6, 1e-5], [1_000, 16_000], False),
    "a peak between": ([0.002, 0.05, 0.032], [0.0001] * 3, [1_000, 4_000, 16_000], False),
    "less than the sizes": ([0.01, 0.07], [0.0001, 0.0002], [1_000, 16_000], False),
    "sizes too near": ([0.002, 0.032], [0.0001, 0.0002], [1_000, 2_000], False),
    "no time": ([0.0, 0.032], [0.0, 0.0], [1_000, 16_000], False),
    "no number": ([NAN, 0.032], [0.0001, 0.0002], [1_000, 16_000], False),
    "infinite": ([0.001, INF], [0.0001, 0.0002], [1_000, 16_000], False),
}


@pytest.mark.parametrize(("student", "reference", "sizes", "loop"), TIMES.values(), ids=TIMES)
def test_a_loop_shows_in_the_growth_of_time(
    student: list[float], reference: list[float], sizes: list[int], loop: bool
) -> None:
    assert loop_remark(student, reference, sizes) == (LOOP if loop else "")


@given(
    st.lists(st.floats(0.2, 5), min_size=4, max_size=4),
    st.floats(1e-6, 1.0),
    st.sampled_from([1.0, 4.0, 16.0]),
)
def test_a_busy_machine_makes_no_loop(noise: list[float], seconds: float, growth: float) -> None:
    """Times of the reference itself, each off by a factor of five."""
    small, large = seconds, seconds * growth
    student = [small * noise[0], large * noise[1]]
    assume(noise[1] / noise[3] < 20)
    assert not loop_remark(student, [small * noise[2], large * noise[3]], [1_000, 16_000])


def test_a_time_is_needed_for_each_size() -> None:
    with pytest.raises(ValueError, match="two sizes"):
        loop_remark([0.1], [0.1], [10])
    with pytest.raises(ValueError, match="two sizes"):
        loop_remark([0.1, 0.2], [0.1], [10, 100])
