"""Two formulas side by side in one world, and what is found of them."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from graders.comparing.formulas.arithmetic import Array
from graders.comparing.formulas.evaluation import Evaluator
from graders.comparing.formulas.terms import Term
from graders.comparing.formulas.witnesses import difference_in_words
from graders.comparing.formulas.worlds import World


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
    """The difference at each point, and its ratio to the largest entry there."""
    difference = np.abs(our - their).max(axis=1)
    scale = np.maximum(np.abs(our), np.abs(their)).max(axis=1)
    gap = difference / np.where(scale == 0, 1.0, scale)
    gap[np.isnan(gap)] = 0.0
    return difference, gap
