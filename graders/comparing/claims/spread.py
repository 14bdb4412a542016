"""A measured accuracy held against those that other seeds of the same configuration reached."""

from dataclasses import dataclass
from fractions import Fraction

from graders.comparing.claims.checks import Check
from graders.model import Mistake

NOT_TRAINED = Mistake(
    "not_trained", "the weights are below what this configuration reaches, trained to its end"
)
OTHER_RUN = Mistake("other_configuration", "the weights fit another configuration: {name}")
ABOVE = "the weights are better than any run of this configuration; a person looks"
BELOW = "the weights are below the runs of this configuration; a person looks"


@dataclass(frozen=True, slots=True)
class Spread:
    """What one more run of a configuration gives, by the seeds that were trained.

    Args:
        low: one-sided bound from below.
        high: one-sided bound from above.
        best: of the seeds.
        seeds: how many there are.
        complete: whether they are as many, and as long, as they should be.
    """

    low: float
    high: float
    best: float
    seeds: int
    complete: bool

    @property
    def ceiling(self) -> float:
        return max(self.high, self.best)

    def is_below(self, share: Fraction) -> bool:
        """Whether an accuracy is above what one more run gives, and above all seeds."""
        return float(share) > self.ceiling

    def has(self, share: Fraction) -> bool:
        """Whether one more run may have this accuracy."""
        return float(share) >= self.low and not self.is_below(share)

    def __str__(self) -> str:
        few = "" if self.complete else ", not complete"
        return f"{self.seeds} seeds{few}: {100 * self.low:.2f} % to {100 * self.ceiling:.2f} %"


def check_spread(share: Fraction, spread: Spread, fitting: str = "") -> Check:
    """Whether an accuracy is one that the configuration gives.

    Args:
        share: measured.
        spread: of the configuration.
        fitting: another configuration of the sheet that it fits, if there is one.
    """
    note = f"measured {100 * float(share):.2f} %, {spread}"
    if spread.is_below(share):
        return Check(None, ABOVE, note=note)
    if float(share) >= spread.low:
        return Check(True, note=note)
    if not spread.complete:
        return Check(None, BELOW, note=note)
    if fitting:
        words = OTHER_RUN.words.format(name=fitting)
        return Check(False, mistake=Mistake(OTHER_RUN.code, words), note=note)
    return Check(False, mistake=NOT_TRAINED, note=note)
