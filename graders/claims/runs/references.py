"""What the baseline of a run says of accuracies and loss curves; nothing where there is none."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import pairwise

from graders.comparing.claims.checks import Check
from graders.comparing.claims.curves import FEWEST, Band, Points, check_curve
from graders.comparing.claims.spread import Spread
from graders.reading.training.kinds import LOSS
from graders.reading.training.log import Entry, series
from solutions.baselines import Baseline, baselines_of, loss_band, read_baseline
from solutions.training.plans import IMAGES, PROBABILITIES, planned

LEVEL = 0.999  # of one more run
FEWEST_SEEDS = 8  # with fewer a bound says too little for a mark
NO_BASELINE = "no baseline of this configuration is installed: nabla baseline train {name}"


@dataclass(frozen=True)
class Reference:
    """The baselines of an assignment, for one of its runs."""

    baseline: Baseline | None
    others: tuple[Baseline, ...]

    @classmethod
    def of(cls, assignment: str, name: str, *, mistaken: bool = False) -> "Reference":
        """Reads the files that there are.

        Args:
            assignment: its id.
            name: of the configuration.
            mistaken: whether the loss was fed with probabilities, of which there are others.
        """
        name = f"{name}{PROBABILITIES}" if mistaken else name
        found = dict(_baselines(assignment))
        own = found.pop(name, None)
        return cls(own, tuple(found.values()))

    def spread(self, *, comparable: bool) -> Spread | None:
        """The accuracies of one more run.

        Args:
            comparable: whether network and images are those of the baseline.
        """
        return None if self.baseline is None else _spread(self.baseline, comparable=comparable)

    def fitting(self, share: Fraction) -> str:
        """Another configuration of the sheet in whose range an accuracy lies, if there is one."""
        for each in self.others:
            spread = _spread(each)
            if spread.complete and spread.has(share):
                return each.name
        return ""

    def check_curve(self, log: Sequence[Entry], steps: int) -> Check:
        """Whether the losses of a log are those of this configuration."""
        if self.baseline is None:
            return Check(None, note="no baseline to hold the curve against")
        curve = curve_of(log, steps)
        if curve is None:
            return Check(None, note="the places of the losses in the training are not known")
        curve = _counted_from_one(curve, self.baseline.steps)
        ends = _common_ends(curve.ends, self.baseline.steps)
        runs = [
            Points(self.baseline.steps, each.losses).within(ends) for each in self.baseline.runs
        ]
        own = curve.within(ends)
        if len(ends) < FEWEST or len(own.ends) != len(ends):
            return Check(None, note="too few points in common with the baseline")
        found = loss_band(ends, [each.losses for each in runs], LEVEL, together=True)
        band = Band(found.low, found.middle, found.high)
        whole, width = _is_whole(self.baseline), _typical(curve.ends)
        return check_curve(own, runs, band, complete=whole, interval=width)


def no_baseline(assignment: str, name: str) -> str:
    """What staff is told where a configuration has no baseline."""
    return NO_BASELINE.format(name=f"{assignment} {name}")


def at_same_loss(baseline: Baseline, loss: float) -> dict[str, list[float]]:
    """The accuracies of its runs after the epoch whose training loss is next to this one."""
    found: dict[str, list[float]] = {"accuracy": [], "validation": []}
    for run in baseline.runs:
        losses = run.measures.get("train loss", ())
        if losses and min(losses) <= loss <= max(losses):
            epoch = min(range(len(losses)), key=lambda at: abs(losses[at] - loss))
            found["accuracy"].append(run.train_accuracies[epoch])
            found["validation"].append(run.accuracies[epoch])
    return {name: values for name, values in found.items() if values}


@cache
def _baselines(assignment: str) -> Mapping[str, Baseline]:
    """The baselines that runs can be held against, read once for a class."""
    found = {each: read_baseline(assignment, each) for each in baselines_of(assignment)}
    return {name: each for name, each in found.items() if not is_shortened(each)}


def is_shortened(baseline: Baseline) -> bool:
    """Whether its runs took fewer epochs or images than planned: no student's run is like them."""
    if (found := planned(baseline.assignment, baseline.name)) is None:
        return False
    plan, configuration = found
    few_images = baseline.train_images < IMAGES[plan.data][0]
    return few_images or baseline.epochs < configuration.epochs


def curve_of(log: Sequence[Entry], steps: int) -> Points | None:
    """The losses of a log by the steps that were taken until each; None if that is not said."""
    found = [(each, float(value)) for each, value in series(log, LOSS)]
    epochs = sorted({each.epoch for each, _ in found if each.epoch is not None})
    if not found or not epochs or any(each.epoch is None for each, _ in found):
        return None
    numbers = [epochs.index(each.epoch or 0) for each, _ in found]
    counts, seen, ends = Counter(numbers), Counter[int](), []
    for (each, _), number in zip(found, numbers, strict=True):
        seen[number] += 1
        through = each.step is not None and each.step > steps
        share = math.ceil(steps * seen[number] / counts[number])
        ends.append((each.step or 0) if through else number * steps + (each.step or share))
    if any(later <= earlier for earlier, later in pairwise(ends)):
        return None
    return Points(tuple(ends), tuple(loss for _, loss in found))


def _counted_from_one(curve: Points, theirs: Sequence[int]) -> Points:
    """The curve with steps that are counted from one, as those of the baseline are."""
    one_less = {each - 1 for each in theirs} - {*theirs}
    ends = tuple(each + (each in one_less) for each in curve.ends)
    return Points(ends, curve.losses)


def _common_ends(own: Sequence[int], theirs: Sequence[int]) -> tuple[int, ...]:
    """The ends of the intervals of the coarser of two curves, up to where both go."""
    coarser, finer = (own, theirs) if len(own) <= len(theirs) else (theirs, own)
    last = max(finer) + _typical(finer)
    return tuple(each for each in coarser if each <= last)


def _typical(ends: Sequence[int]) -> int:
    gaps = sorted(later - earlier for earlier, later in pairwise((0, *ends)))
    return gaps[len(gaps) // 2]


def _is_whole(baseline: Baseline) -> bool:
    return baseline.complete and len(baseline.runs) >= FEWEST_SEEDS


def _spread(baseline: Baseline, *, comparable: bool = True) -> Spread:
    return Spread(
        baseline.interval(LEVEL, side="below").low,
        baseline.interval(LEVEL, side="above").high,
        max(baseline.accuracies),
        len(baseline.runs),
        _is_whole(baseline) and comparable,
    )
