"""Runs held against one another: the same setting gives the same, another one other digits.

Nothing here makes a run wrong by itself: of two runs that contradict one another either may be
right, so a person looks.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graders.comparing.claims.accuracies import Claim
from graders.comparing.claims.checks import Check
from graders.comparing.claims.settings import stated_values

FEWEST = 5  # losses that never agree by chance
FINEST = 1e-4  # a unit of accuracies that seldom agree by chance
APART = 0.03  # between accuracies of seeds, where no other runs are known
PENALTY = "regularisation"  # the sheets ask for L2 without a strength

SAME_LOSSES = "the losses are digit by digit those of {run}"
SAME_WEIGHTS = "the weights are number by number those of {run}"
SAME_ACCURACY = "the accuracy is digit by digit that of {run}"
SAME_SEED = "{run} states the same setting and the same seed, and has other losses"
TOO_FAR = (
    "by its setting this run is that of {run}{but}, and {own} and {other} are further apart than "
    "seeds make them"
)
BUT_PENALTY = " but for an L2 penalty"

Setting = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A run as it is held against others.

    Args:
        kind: what the sheet declares of it beyond settings: equal for runs of the same kind.
        setting: as it is stated, or else as it is asked for; None if several are stated.
        seed: that is stated, or None.
        claim: of its accuracy, if there is one.
        losses: of its log, as they are printed.
        limits: between which accuracies one more run lies, if that is known.
    """

    kind: object
    setting: Setting | None
    seed: float | None
    claim: Claim | None
    losses: Sequence[str]
    limits: tuple[float, float] | None = None

    @property
    def penalty(self) -> str:
        return (self.setting or {}).get(PENALTY, "")

    def is_like(self, other: "Repeat") -> bool:
        """Whether two runs have the same setting, but for a penalty of no stated strength."""
        if self.setting is None or other.setting is None or self.kind != other.kind:
            return False
        own, theirs = (
            {name: value for name, value in each.items() if name != PENALTY}
            for each in (self.setting, other.setting)
        )
        return own == theirs


def setting_of(stated: str, asked: Mapping[str, float | str]) -> Setting | None:
    """What a run was trained with: as it is stated, else as it is asked for.

    >>> setting_of("lr 0.01", {"learning rate": 0.1, "epochs": 10, "optimiser": "sgd"})
    {'learning rate': '0.01', 'epochs': '10', 'optimiser': 'sgd'}
    """
    found: dict[str, str] = {}
    for name, wanted in asked.items():
        values: Collection[float | str] = stated_values(stated, name)
        if len(values) > 1:
            return None
        [value] = values or [wanted]
        found[name] = value.casefold() if isinstance(value, str) else f"{value:g}"
    return found


def check_repeats(own: Repeat, others: Mapping[str, Repeat]) -> Iterator[Check]:
    """A run held against the others of a hand-in.

    Args:
        own: the run.
        others: by their questions.
    """
    for run, other in others.items():
        same = own.is_like(other) and own.penalty == other.penalty
        agree = len(own.losses) >= FEWEST and own.losses == other.losses
        if agree and not same:
            yield Check(None, SAME_LOSSES.format(run=run))
        elif same and own.seed is not None and own.seed == other.seed and not agree:
            yield from _check_seeded(own, other, run)
        elif own.claim and other.claim:
            yield from _check_accuracies(own, other, own.claim, other.claim, run)


def _check_seeded(own: Repeat, other: Repeat, run: str) -> Iterator[Check]:
    """Logs of the same setting and seed, whose losses are not the same."""
    if len(own.losses) == len(other.losses) >= FEWEST:
        yield Check(None, SAME_SEED.format(run=run))


def _check_accuracies(
    own: Repeat, other: Repeat, one: Claim, two: Claim, run: str
) -> Iterator[Check]:
    """Whether accuracies of one setting are as close together as seeds are, others apart."""
    if not own.is_like(other):
        if one.share == two.share and max(one.unit, two.unit) <= FINEST:
            yield Check(True, note=SAME_ACCURACY.format(run=run))
        return
    most = _most([each for each in (own.limits, other.limits) if each is not None])
    if abs(one.share - two.share) > most + float(one.unit + two.unit):
        but = "" if own.penalty == other.penalty else BUT_PENALTY
        words = TOO_FAR.format(run=run, but=but, own=one.number.text, other=two.number.text)
        yield Check(None, words)


def _most(limits: Sequence[tuple[float, float]]) -> float:
    """How far apart two more runs may be."""
    if not limits:
        return APART
    return max(high for _, high in limits) - min(low for low, _ in limits)
