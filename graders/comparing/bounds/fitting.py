"""Which bound a student's code computes, found by its values on several networks."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from graders.comparing.bounds.returned import Run, Values
from graders.model import Mistake

RELATIVE = 3e-4  # of a bound computed in single precision

FACTOR = Mistake(
    "factor", "what is divided by the margin has a constant factor too many or too few"
)
FAILS_FOR_SOME = Mistake("error", "the code fails for some of the networks")
NO_BOUND = Mistake("values", "what comes back is none of the bounds that count here")


class Parts(Protocol):
    """A bound taken apart."""

    def factor_of(self, value: float, /) -> float:
        """The factor before what the margin divides that gives a value; zero if none does."""


@dataclass(frozen=True)
class References:
    """The bounds by their names, of each network: right ones, with each mistake, taken apart."""

    right: Sequence[Values]
    wrong: Sequence[tuple[Mistake, Sequence[Values]]]
    parts: Sequence[Mapping[str, Parts]]


ReferencesFor = Callable[[bool], References]  # whether the function takes the confidence delta


@dataclass(frozen=True)
class Found:
    """A scene whose numbers are judged: what they are, at one place of what is returned."""

    scene: int
    place: str
    runs: Sequence[Run]
    networks: int  # that it was called with
    name: str = ""  # of the bound that they are
    mistake: Mistake | None = None

    @property
    def agrees(self) -> bool | None:
        """Whether it is a bound that counts; None where the arguments are not those asked for."""
        plain = {"model", "data"} <= self.runs[0].taken
        return True if self.name else False if self.mistake or plain else None

    @property
    def varies(self) -> bool:
        """Whether it depends on the network at all."""
        return len({each.numbers.get(self.place) for each in self.runs}) > 1

    @property
    def fault(self) -> Mistake:
        """What is wrong with it."""
        failed = len(self.runs) < self.networks or any(each.failed for each in self.runs)
        return self.mistake or (FAILS_FOR_SOME if failed else NO_BOUND)


def find_bound(
    scenes: Iterable[tuple[int, Sequence[Run]]], references: ReferencesFor
) -> Found | None:
    """The first scene in which a bound comes out right, or else with a known mistake.

    Args:
        scenes: with what came of the call for each network.
        references: for the same networks.
    """
    kept = []
    for scene, runs in scenes:
        right = references(takes_delta(runs)).right
        kept.append(Found(scene, next(iter(runs[0].values)), runs, len(right)))
        if fits := fitting(runs, right):
            return replace(kept[-1], place=fits[0], name=fits[1])
    for each in kept:
        if wrong := known_mistake(each.runs, references(takes_delta(each.runs))):
            return replace(each, place=wrong[0], mistake=wrong[1])
    return kept[0] if kept else None


def takes_delta(runs: Sequence[Run]) -> bool:
    """Whether the function takes the confidence δ."""
    return "delta" in runs[0].taken


def fitting(runs: Sequence[Run], references: Sequence[Values]) -> tuple[str, str] | None:
    """The place and the bound whose values come back for every network.

    >>> runs = [Run({"": 2.0, "[1]": 3.0}), Run({"": 5.0})]
    >>> fitting(runs, [{"VC bound": 3.0, "Fro bound": 2.0}, {"VC bound": 3.0, "Fro bound": 5.0}])
    ('', 'Fro bound')
    """
    if len(runs) < len(references):
        return None
    for place in runs[0].values:
        for name in references[0]:
            pairs = zip(runs, references, strict=True)
            if all(is_near(run.values.get(place), values[name]) for run, values in pairs):
                return place, name
    return None


def is_near(found: float | None, reference: float) -> bool:
    """Whether a number is the reference, up to the error of single precision."""
    return found is not None and math.isclose(found, reference, rel_tol=RELATIVE)


def known_mistake(runs: Sequence[Run], references: References) -> tuple[str, Mistake] | None:
    """The place and the mistake that explain the values of every network."""
    for mistake, values in references.wrong:
        if fits := fitting(runs, values):
            return fits[0], mistake
    for place in runs[0].values if len(runs) == len(references.parts) else ():
        if _is_off_by_a_factor([run.values.get(place) for run in runs], references.parts):
            return place, FACTOR
    return None


def _is_off_by_a_factor(
    values: Sequence[float | None], parts: Sequence[Mapping[str, Parts]]
) -> bool:
    """Whether one factor before what the margin divides explains all values."""
    if None in values:
        return False
    found = [each for each in values if each is not None]
    for name in parts[0]:
        factors = [each[name].factor_of(value) for value, each in zip(found, parts, strict=True)]
        if min(factors) > 0 and max(factors) < (1 + RELATIVE) * min(factors):
            return True
    return False
