"""Student's distribution by known values, and prediction intervals by simulation."""

import math
import random

import numpy as np
import pytest

from solutions.prediction import (
    Interval,
    prediction_interval,
    student_probability,
    student_quantile,
)

# Probability, degrees of freedom, quantile: from printed tables of Student's distribution.
TABLE = [
    (0.95, 1, 6.314), (0.975, 1, 12.706), (0.995, 1, 63.657), (0.95, 2, 2.920), (0.99, 2, 6.965),
    (0.975, 3, 3.182), (0.95, 4, 2.132), (0.995, 4, 4.604), (0.9995, 4, 8.610), (0.99, 5, 3.365),
    (0.975, 7, 2.365), (0.90, 8, 1.397), (0.995, 9, 3.250), (0.975, 15, 2.131), (0.95, 20, 1.725),
    (0.975, 30, 2.042), (0.995, 60, 2.660), (0.975, 120, 1.980),
]  # fmt: skip


@pytest.mark.parametrize(("probability", "freedom", "quantile"), TABLE)
def test_quantiles_are_those_of_tables(probability: float, freedom: int, quantile: float) -> None:
    assert student_quantile(probability, freedom) == pytest.approx(quantile, abs=5.1e-4)
    assert student_quantile(1 - probability, freedom) == pytest.approx(-quantile, abs=5.1e-4)


@pytest.mark.parametrize("t", [-3.0, -0.4, 0.0, 0.7, 2.5, 40.0])
def test_probabilities_have_their_closed_forms_for_few_degrees_of_freedom(t: float) -> None:
    closed = {
        1: 0.5 + math.atan(t) / math.pi,
        2: 0.5 + t / (2 * math.sqrt(2 + t * t)),
        3: 0.5 + (t / math.sqrt(3) / (1 + t * t / 3) + math.atan(t / math.sqrt(3))) / math.pi,
        4: 0.5 + 3 / 8 * t / math.sqrt(1 + t * t / 4) * (1 - t * t / (12 * (1 + t * t / 4))),
    }
    for freedom, probability in closed.items():
        assert student_probability(t, freedom) == pytest.approx(probability, abs=1e-12)


@pytest.mark.parametrize("freedom", [1, 2, 5, 8, 31, 200])
def test_the_density_adds_up_to_the_probability(freedom: int) -> None:
    x = np.linspace(0, 3, 6001)
    constant = math.exp(math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2))
    density = (1 + x**2 / freedom) ** (-(freedom + 1) / 2) * constant
    area = np.trapezoid(density, x) / math.sqrt(freedom * math.pi)
    assert student_probability(3.0, freedom) - 0.5 == pytest.approx(area, abs=1e-7)


@pytest.mark.parametrize("freedom", [1, 2, 3, 31])
def test_the_quantile_undoes_the_probability(freedom: int) -> None:
    for probability in (0.5001, 0.9, 0.999, 0.9999999):
        found = student_probability(student_quantile(probability, freedom), freedom)
        assert found == pytest.approx(probability, abs=1e-9)


def coverage(count: int, level: float, side: str, scale: str) -> float:
    """The share of simulated next runs that lie in the interval of the runs before."""
    stream, inside, trials = random.Random(count), 0, 4000
    for _ in range(trials):
        draws = [stream.gauss(0.4, 0.05) for _ in range(count + 1)]
        if scale != "plain":
            change = math.exp if scale == "log" else lambda x: 1 / (1 + math.exp(-x))
            draws = [change(x) for x in draws]
        *seen, next_one = draws
        interval = prediction_interval(seen, level, side=side, scale=scale)  # type: ignore[arg-type]
        inside += next_one in interval
    return inside / trials


@pytest.mark.parametrize("side", ["both", "below", "above"])
@pytest.mark.parametrize(("count", "scale"), [(3, "plain"), (8, "logit"), (32, "log")])
def test_one_more_run_lies_inside_as_often_as_said(count: int, scale: str, side: str) -> None:
    deviation = math.sqrt(0.9 * 0.1 / 4000)
    # Three values bound nothing at 90 % by their order: the interval may only be too wide.
    surplus = 0.04 if count == 3 else 0.0
    found = coverage(count, 0.9, side, scale)
    assert 0.9 - 4 * deviation < found < 0.9 + surplus + 4 * deviation


def test_few_seeds_widen_the_interval() -> None:
    values = [0.60, 0.61, 0.62, 0.59]
    widths = [prediction_interval(values[:n], 0.95).width for n in (2, 3, 4)]
    assert widths[0] > 2 * widths[1] > 2 * widths[2]


def test_one_side_is_nearer_than_both() -> None:
    values = [0.60, 0.61, 0.62, 0.59, 0.605]
    both = prediction_interval(values, 0.9)
    below, above = (prediction_interval(values, 0.9, side=side) for side in ("below", "above"))
    assert both.low < below.low < 0.605 < above.high < both.high
    assert (below.high, above.low) == (1.0, 0.0)
    assert both.low == pytest.approx(prediction_interval(values, 0.95, side="below").low)


def test_by_hand_on_the_plain_scale() -> None:
    low = 2.0 - 4.303 * 1.0 * math.sqrt(4 / 3)
    found = prediction_interval([1.0, 2.0, 3.0], 0.95, scale="plain")
    assert found.low == pytest.approx(low, abs=1e-3)
    assert found.high == pytest.approx(4.0 - low, abs=1e-3)


@pytest.mark.parametrize("values", [[], [0.6]])
def test_nothing_can_be_said_from_fewer_than_two(values: list[float]) -> None:
    assert prediction_interval(values, 0.9) == Interval(0.0, 1.0)
    assert prediction_interval(values, 0.9, scale="plain") == Interval(-math.inf, math.inf)
    assert prediction_interval(values, 0.9, scale="log") == Interval(0.0, math.inf)


@pytest.mark.parametrize("value", [0.0, 0.5, 1.0])
def test_equal_accuracies_leave_room_for_an_image_or_two(value: float) -> None:
    found = prediction_interval([value] * 5, 0.9, test_images=1000)
    assert value in found
    assert 0 < found.width < 0.01


def test_ends_are_whole_numbers_of_images() -> None:
    found = prediction_interval([0.611, 0.618, 0.624], 0.9, test_images=1000)
    for end in (found.low, found.high):
        assert end * 1000 == pytest.approx(round(end * 1000), abs=1e-9)
    wider = prediction_interval([0.611, 0.618, 0.624], 0.9)
    assert found.low <= wider.low
    assert found.high >= wider.high


def test_a_level_beyond_what_the_order_gives_covers_every_value_seen() -> None:
    collapsed = [0.99] * 30 + [0.1]  # normal on no scale
    assert 0.1 in prediction_interval(collapsed, 0.99, side="below")


@pytest.mark.parametrize("level", [0.0, 1.0, -1.0, 99.0, math.nan])
def test_what_is_no_probability_is_refused(level: float) -> None:
    with pytest.raises(ValueError, match="level"):
        prediction_interval([0.5, 0.6], level)
    with pytest.raises(ValueError, match="probability"):
        student_quantile(level, 3)


def test_two_far_values_give_an_open_end_and_no_overflow() -> None:
    assert prediction_interval([0.01, 90.0], 0.99999, scale="log").high == math.inf
    assert prediction_interval([0.01, 0.99], 0.99999).high == pytest.approx(1.0)


def test_a_loss_below_zero_has_no_logarithm() -> None:
    with pytest.raises(ValueError, match=r"."):
        prediction_interval([-0.5, 0.6], 0.9, scale="log")
