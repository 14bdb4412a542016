"""A baseline as a picture, with a run drawn in."""

from collections.abc import Sequence

from graders.reports.curves import Curves, to_svg
from solutions.baselines import Baseline

LEVEL = 0.99


def picture(
    baseline: Baseline,
    *,
    losses: Sequence[tuple[float, float]] = (),
    accuracy: float | None = None,
    claimed: float | None = None,
    level: float = LEVEL,
    alone: bool = False,
) -> str:
    """The SVG of a baseline and one run, for a page or as a file of its own.

    Args:
        baseline: of the configuration that the run is of.
        losses: of the run, with the steps that were taken until each.
        accuracy: of the run on the whole test split, as a share.
        claimed: for the run, where the accuracy was measured.
        level: probability that one more run lies in the band, or in the range of accuracies.
        alone: whether it is a file of its own.
    """
    shown = curves(baseline, losses=losses, accuracy=accuracy, claimed=claimed, level=level)
    return to_svg(shown, alone=alone)


def curves(
    baseline: Baseline,
    *,
    losses: Sequence[tuple[float, float]] = (),
    accuracy: float | None = None,
    claimed: float | None = None,
    level: float = LEVEL,
) -> Curves:
    """What the picture shows; arguments as of `picture`."""
    band, expected = baseline.loss_band(level), baseline.interval(level)
    title = f"{baseline.assignment}, {baseline.name}: {len(baseline.runs)} seeds on {baseline.data}"
    return Curves(
        title=title.partition(", sha256")[0],
        level=level,
        band=list(zip(band.steps, band.low, band.middle, band.high, strict=True)),
        accuracies=baseline.accuracies,
        expected=(expected.low, expected.high),
        losses=losses,
        accuracy=accuracy,
        claimed=claimed,
    )
