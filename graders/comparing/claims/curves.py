"""A loss curve held against those of other seeds: its place, its roughness, and its origin."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from graders.comparing.claims.checks import Check
from graders.comparing.claims.origins import explained
from graders.model import Mistake

FEWEST = 5  # points of a curve of which something is said
MOST_OUTSIDE = 0.5  # of the points, beyond which a curve is not of this configuration
SMOOTHEST = 0.2  # of the roughness of the smoothest run
ALIKE = 1e-9

SUMMED = Mistake("sum", "the loss is added up over {steps} steps, not averaged")
OUTSIDE = Mistake("curve", "the loss curve is not one of this configuration")
PARTLY = "the loss curve leaves what other seeds give"
SMOOTH = "the loss curve is smoother than that of any run"
MIXED = 0.98  # of a curve's fluctuations; runs of other seeds explain at most 0.9
TO_LOOK_AT = "a person looks at the loss curve"
OF_RUNS = (
    "{share:.1%} of its fluctuations are those of runs that anybody can read, or of their mean"
)
COPIED = "the loss curve is that of a run that anybody can read; a person looks"


@dataclass(frozen=True, slots=True)
class Points:
    """A curve: how many steps were taken at the end of each interval, and its loss."""

    ends: tuple[int, ...]
    losses: tuple[float, ...]

    def within(self, ends: Sequence[int]) -> "Points":
        """The mean over each of these wider intervals; those without a point are left out.

        >>> Points((1, 2, 3, 4), (4.0, 2.0, 2.0, 1.0)).within((2, 4))
        Points(ends=(2, 4), losses=(3.0, 1.5))
        """
        kept_ends, means, at = [], [], 0
        for end in ends:
            inside = []
            while at < len(self.ends) and self.ends[at] <= end:
                inside.append(self.losses[at])
                at += 1
            if inside:
                kept_ends.append(end)
                means.append(statistics.fmean(inside))
        return Points(tuple(kept_ends), tuple(means))


@dataclass(frozen=True, slots=True)
class Band:
    """Between which losses one more run lies at each point, and the median of the runs."""

    low: tuple[float, ...]
    middle: tuple[float, ...]
    high: tuple[float, ...]


def check_curve(
    curve: Points, runs: Sequence[Points], band: Band, *, complete: bool, interval: int
) -> Check:
    """Whether a curve is one of those that the configuration gives.

    Args:
        curve: the student's.
        runs: of other seeds, at the same points.
        band: of these runs.
        complete: whether they are as many, and as long, as they should be.
        interval: steps between the points, over which a sum may have been taken.
    """
    if len(curve.losses) < FEWEST or len(curve.losses) != len(band.middle):
        return Check(None, note=f"{len(curve.losses)} points say little of a curve")
    if any(_same(curve, each) for each in runs):
        return Check(None, COPIED)
    share = explained(curve.losses, [each.losses for each in runs])
    if share > MIXED:
        return Check(None, TO_LOOK_AT, note=OF_RUNS.format(share=share))
    if steps := _summed_over(curve, band, interval):
        words = SUMMED.words.format(steps=steps)
        return Check(False, mistake=Mistake(SUMMED.code, words))
    outside = [
        not low <= loss <= high
        for loss, low, high in zip(curve.losses, band.low, band.high, strict=True)
    ]
    note = f"{sum(outside)} of {len(outside)} points outside the band of {len(runs)} seeds"
    if sum(outside) > MOST_OUTSIDE * len(outside) and complete:
        return Check(False, mistake=OUTSIDE, note=note)
    smooth = roughness(curve) < SMOOTHEST * min(map(roughness, runs), default=0.0)
    doubts = [*([PARTLY] if any(outside) else []), *([SMOOTH] if smooth else [])]
    return Check(None if doubts else True, "; ".join(doubts), note=note)


def roughness(curve: Points) -> float:
    """The median of second differences, which a smooth decline does not have.

    >>> roughness(Points((1, 2, 3, 4), (4.0, 3.0, 2.0, 1.0)))
    0.0
    """
    first = [later - earlier for earlier, later in pairwise(curve.losses)]
    second = [abs(later - earlier) for earlier, later in pairwise(first)]
    return statistics.median(second) if second else 0.0


def _same(curve: Points, run: Points) -> bool:
    return all(
        math.isclose(ours, theirs, rel_tol=ALIKE, abs_tol=0.5e-3)
        for ours, theirs in zip(curve.losses, run.losses, strict=True)
    )


def _summed_over(curve: Points, band: Band, interval: int) -> int:
    """The number of steps that losses were added up over, if that explains them; or 0."""
    ratios = [
        loss / middle for loss, middle in zip(curve.losses, band.middle, strict=True) if middle
    ]
    typical = statistics.median(ratios) if ratios else 1.0
    if interval > 2 and 0.8 * interval < typical < 1.25 * interval:
        return interval
    return 0
