r"""What one more run of a training may give, judged from the runs that there are.

For values y₁, ..., yₙ of independent runs with mean ȳ and sample deviation s, taken as normal on a
scale of their own, one more value lies with probability p in

    ȳ ± t s √(1 + 1/n),

where t is the quantile of Student's distribution with n − 1 degrees of freedom at p for a bound on
one side, at (1 + p)/2 for both. The factor √(1 + 1/n) and the distribution count in that mean and
deviation are known from n runs only. Where n runs cannot give a bound of that level by their order
alone (of n + 1 runs any one is the lowest with probability 1/(n + 1)), the bound also covers every
value seen, whatever their distribution is.
"""

import math
import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

Scale = Literal["plain", "log", "logit"]
Side = Literal["both", "below", "above"]

LARGEST = math.log(sys.float_info.max)
HALVINGS = 80  # of the interval in which a quantile lies, down to the last bit


@dataclass(frozen=True, slots=True)
class Interval:
    """Two ends, both included; an open side ends at an infinity, or where there are no values.

    >>> 0.5 in Interval(0.4, 0.6), Interval(0.4, 0.6).width
    (True, 0.19999999999999996)
    """

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high

    @property
    def width(self) -> float:
        return self.high - self.low


def prediction_interval(
    values: Sequence[float],
    level: float,
    *,
    side: Side = "both",
    scale: Scale = "logit",
    test_images: int | None = None,
) -> Interval:
    """Where the value of one more run lies with the probability `level`.

    With fewer than two values nothing can be said: the interval is all that the scale has.

    Args:
        values: of independent runs that differ in their seed alone.
        level: between 0 and 1.
        side: "below" bounds from below only, "above" from above only.
        scale: on which values are taken as normal: "logit" for shares, "log" for what is positive.
        test_images: for accuracies, the number of images: shares come in steps of one image, by
            which ends are moved outwards and equal values are told from certain ones.

    Raises:
        ValueError: if the level is no probability, or a value is none of the scale.

    >>> few, many = [0.55, 0.56, 0.57], [0.55, 0.56, 0.57] * 10
    >>> prediction_interval(few, 0.95).width > 2 * prediction_interval(many, 0.95).width
    True
    >>> prediction_interval([0.9, 0.91], 0.95, side="below").high
    1.0
    """
    if not 0 < level < 1:
        raise ValueError(f"a level lies between 0 and 1, not at {level:g}")
    to, back, ends = _scaled(scale, test_images)
    if len(values) < 2:
        return ends
    found = _student_interval([to(each) for each in values], level, side, _grain(scale, values,
                              test_images))  # fmt: skip
    low, high = back(found.low), back(found.high)
    if level > (count := len(values)) / (count + 1):
        low, high = min(low, *values), max(high, *values)
    if test_images is not None:
        low = math.floor(low * test_images + 1e-9) / test_images
        high = math.ceil(high * test_images - 1e-9) / test_images
    return Interval(
        ends.low if side == "above" else low,
        ends.high if side == "below" else high,
    )


def student_quantile(probability: float, freedom: int) -> float:
    """The value that Student's t does not exceed with a probability.

    Args:
        probability: between 0 and 1.
        freedom: degrees of freedom, at least 1.

    >>> round(student_quantile(0.975, 4), 3), round(student_quantile(0.95, 31), 3)
    (2.776, 1.696)
    """
    if not 0 < probability < 1 or freedom < 1:
        raise ValueError("a probability and at least one degree of freedom are needed")
    if probability < 0.5:
        return -student_quantile(1 - probability, freedom)
    low, high = 0.0, math.pi / 2  # of the angle whose tangent is t / √ν
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if student_probability(math.tan(middle) * math.sqrt(freedom), freedom) < probability:
            low = middle
        else:
            high = middle
    return math.tan(low) * math.sqrt(freedom)


def student_probability(t: float, freedom: int) -> float:
    """The probability that Student's distribution gives to values up to t.

    It is a finite sum in cos θ for θ = arctan(t / √ν): 1/2 + (θ + sin θ (cos θ + 2/3 cos³θ +
    ...))/π for odd ν, 1/2 + sin θ (1 + 1/2 cos²θ + 1·3/(2·4) cos⁴θ + ...)/2 for even ν.

    >>> student_probability(1.0, 1), round(student_probability(2**0.5, 2), 6)
    (0.75, 0.853553)
    """
    angle = math.atan2(t, math.sqrt(freedom))
    sine, cosine = math.sin(angle), math.cos(angle)
    if freedom % 2:
        total = _alternating(cosine, range(2, freedom, 2)) * cosine * sine if freedom > 1 else 0.0
        return 0.5 + (angle + total) / math.pi
    return 0.5 + sine * _alternating(cosine, range(1, freedom, 2)) / 2


def _alternating(cosine: float, numbers: range) -> float:
    """1 + k/(k+1) cos² (1 + (k+2)/(k+3) cos² (...)) with one factor fewer than numbers."""
    term = total = 1.0
    for number in numbers[:-1]:
        term *= cosine**2 * number / (number + 1)
        total += term
    return total


def _student_interval(values: Sequence[float], level: float, side: Side, grain: float) -> Interval:
    count = len(values)
    probability = (1 + level) / 2 if side == "both" else level
    deviation = math.sqrt(statistics.variance(values) + grain**2)
    reach = student_quantile(probability, count - 1) * deviation * math.sqrt(1 + 1 / count)
    mean = statistics.fmean(values)
    return Interval(mean - reach, mean + reach)


def _grain(scale: Scale, values: Sequence[float], test_images: int | None) -> float:
    """The deviation that rounding to whole images hides, on the scale."""
    if test_images is None:
        return 0.0
    share = min(max(statistics.fmean(values), 1 / test_images), 1 - 1 / test_images)
    steepness = {"plain": 1.0, "log": 1 / share, "logit": 1 / (share * (1 - share))}[scale]
    return steepness / test_images / math.sqrt(12)


Function = Callable[[float], float]


def _scaled(scale: Scale, test_images: int | None) -> tuple[Function, Function, Interval]:
    """The way to the scale, the way back, and the ends of its values."""
    if scale == "plain":
        ends = Interval(-math.inf, math.inf) if test_images is None else Interval(0.0, 1.0)
        return float, lambda x: min(max(x, ends.low), ends.high), ends
    if scale == "log":
        return math.log, lambda x: math.exp(x) if x < LARGEST else math.inf, Interval(0.0, math.inf)
    half = 0.0 if test_images is None else 1 / (2 * test_images)  # keeps 0 and 1 finite

    def logit(share: float) -> float:
        kept = min(max(share, half), 1 - half)
        return math.log(kept) - math.log1p(-kept)

    return logit, _logistic, Interval(0.0, 1.0)


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))
