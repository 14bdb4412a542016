"""Small networks that no student sees, with their starts and training points.

Whatever code computes a bound must give the right number on each of them.
"""

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solutions.generalization.margin_bounds import DELTA
from solutions.generalization.margins import training_margin
from solutions.generalization.measures import Network

Array = NDArray[np.float64]

POOL, KEPT = 800, 40  # points that are drawn, and how many of the largest margins are kept
REPEATED = 11  # times more that of the least margin among them: then it has a fifth of the points


@dataclass(frozen=True, eq=False)
class Case:
    """A network with its start and training points, of which some have the least margin.

    These are so many that it is the training margin by any definition of a percentile.
    """

    network: Network
    start: Network
    inputs: Array
    labels: NDArray[np.integer[Any]]
    shape: tuple[int, ...]  # of an input that is an image
    delta: float

    @property
    def margin(self) -> float:
        return training_margin(self.network.scores(self.inputs), self.labels)

    def request(self, **changes: float) -> dict[str, Any]:
        """The case as plain values, in single precision."""
        return {
            "network": _weights(self.network), "start": _weights(self.start),
            "inputs": self.inputs.astype(np.float32), "shape": self.shape, "labels": self.labels,
            "margin": np.float64(self.margin), "delta": self.delta, **changes,
        }  # fmt: skip


def make_case(
    seed: int,
    shape: tuple[int, ...],
    hidden: int,
    classes: int,
    *,
    moved: float,
    scale: float = 1.0,
    delta: float = DELTA,
) -> Case:
    """A network whose weights have moved from their start, in single precision.

    Args:
        seed: of all that is drawn.
        shape: of an input that is an image.
        hidden: H.
        classes: C.
        moved: the standard deviation of what each weight has moved by.
        scale: that of the weights at the start.
        delta: δ.

    >>> case = make_case(1, (1, 2, 2), hidden=3, classes=2, moved=1.0)
    >>> case.inputs.shape, case.margin > 0
    ((51, 4), True)
    """
    draw, size = np.random.default_rng(seed), math.prod(shape)
    shapes: tuple[tuple[int, ...], ...] = ((hidden, size), (hidden,), (classes, hidden), (classes,))
    first = [_single(scale * draw.normal(size=each)) for each in shapes]
    then = [_single(each + moved * draw.normal(size=each.shape)) for each in first]
    network, pool = Network(*then), _single(draw.normal(size=(POOL, size)))
    scores = np.sort(network.scores(pool), axis=1)
    best = pool[np.argsort(scores[:, -2] - scores[:, -1])][:KEPT]
    inputs = draw.permutation(np.concatenate([best, np.repeat(best[-1:], REPEATED, axis=0)]))
    return Case(network, Network(*first), inputs, network.scores(inputs).argmax(1), shape, delta)


def _single(array: Array) -> Array:
    return array.astype(np.float32).astype(np.float64)


def _weights(network: Network) -> dict[str, Any]:
    parts = (network.hidden_weight, network.hidden_bias, network.output_weight, network.output_bias)
    return dict(
        zip(("U", "b1", "V", "b2"), (each.astype(np.float32) for each in parts), strict=True)
    )


CASES = (
    make_case(70_201, (1, 2, 2), 3, 2, moved=1.0),
    make_case(70_202, (3, 2, 2), 5, 3, moved=0.5),
    make_case(70_203, (1, 2, 2), 6, 4, moved=0.000_02, delta=0.05),
    make_case(70_204, (1, 3, 3), 4, 3, moved=0.7),
    make_case(70_205, (1, 2, 2), 4, 3, moved=1.0, scale=30_000),  # what is added counts
    make_case(70_206, (2, 2, 2), 5, 3, moved=0.000_005, scale=0.2),  # the margin is below one
)
NEGATIVE = replace(CASES[0], labels=1 - CASES[0].labels)  # every point is misclassified
