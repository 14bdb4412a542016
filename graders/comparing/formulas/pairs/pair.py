"""Two formulas side by side in one world, and what is found of them."""

from dataclasses import dataclass
from math import isfinite
from typing import NamedTuple

import numpy as np

from graders.comparing.formulas.arithmetic import Array
from graders.comparing.formulas.evaluation import Evaluator
from graders.comparing.formulas.pairs.witnesses import difference_in_words
from graders.comparing.formulas.terms import Term
from graders.comparing.formulas.worlds.world import World


@dataclass(frozen=True)
class Finding:
    """What the evaluation says of two terms."""

    equal: bool | None
    method: str
    witness: str = ""
    note: str = ""


class Pair(NamedTuple):
    """The values of the reference and of the student in one world."""

    world: World
    ours: Array
    theirs: Array

    @classmethod
    def of(cls, evaluator: Evaluator, reference: Term, student: Term) -> "Pair":
        values = evaluator.everywhere(reference), evaluator.everywhere(student)
        return cls(evaluator.world, *values)

    def flat(self) -> tuple[Array, Array]:
        """The values of both, a row for each point."""
        points = len(self.ours)
        return self.ours.reshape(points, -1), self.theirs.reshape(points, -1)

    def different_at(self, point: int) -> Finding:
        words = difference_in_words(self.world, point, self.ours, self.theirs)
        return Finding(False, "evaluation", words)


def gaps(our: Array, their: Array) -> tuple[Array, Array]:
    """The difference at each point, and its ratio to the largest entry there, 0 if that is 0."""
    difference = _largest(np.abs(our - their))
    gap = difference / _largest(np.maximum(np.abs(our), np.abs(their)))
    gap[np.isnan(gap)] = 0.0
    return difference, gap


def agree_throughout(our: Array, their: Array, relative: float) -> bool:
    """Whether all entries are numbers, and at each point those of the two differ by no more."""
    ours, theirs = our.item(-1), their.item(-1)
    if not abs(ours - theirs) <= relative * abs(ours):  # as of most that differ
        return False
    size = _largest(np.abs(our))
    if not isfinite(np.add.reduce(size)):
        return False  # or they are too large to be summed
    return bool(np.logical_and.reduce(_largest(np.abs(our - their)) <= relative * size))


def defined(values: Array) -> Array:
    """The points at which all entries are numbers."""
    finite = np.isfinite(values)
    return finite[:, 0] if finite.shape[1] == 1 else np.logical_and.reduce(finite, axis=1)


def _largest(values: Array) -> Array:
    """The largest entry at each point."""
    return values[:, 0] if values.shape[1] == 1 else values.max(axis=1)
