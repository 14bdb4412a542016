"""How much of a loss curve's fluctuations are those of other runs, singly or mixed.

What a curve has of its own is how it goes up and down around the mean of all runs, beside how much
others do at that point: that comes from the order of the images, and no two seeds share it. Scaled,
shifted, rounded to three digits or averaged, the curve of a run keeps it.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

FEWEST = 16  # points, of which the fluctuations of seeds are told apart
POINTS_FOR_EACH = 6  # of the runs in a mixture; with fewer it would explain the curve of any seed
QUIET = 0.3  # of the fluctuations of the quietest run; no seed has less than 0.8 of them

Vector = NDArray[np.float64]


def explained(curve: Sequence[float], runs: Sequence[Sequence[float]]) -> float:
    """The share of a curve's fluctuations that a mixture of a few of the runs has; 0 if unknown.

    The average of many runs has hardly any fluctuations, which is the whole of it.

    Args:
        curve: losses of one sign.
        runs: losses of others at the same points.

    >>> random = np.random.default_rng(0)
    >>> runs = [random.uniform(1, 2, 30) for _ in range(4)]
    >>> round(explained(1.004 * runs[0], runs), 6), explained(runs[3], runs[:3]) < 0.7
    (1.0, True)
    """
    losses = np.array([curve, *runs])
    if len(runs) < 2 or losses.shape[1] < FEWEST:
        return 0.0
    ratios = losses / losses[1:].mean(axis=0)
    if not (np.isfinite(ratios) & (ratios > 0)).all():
        return 0.0
    changes = np.diff(np.log(ratios))
    spread = np.sqrt(np.square(changes[1:]).mean(axis=0))
    if not spread.all() or not changes[1:].any(axis=1).all():  # runs that are one and the same
        return 0.0
    own, *others = changes / spread
    if np.linalg.norm(own) < QUIET * min(map(np.linalg.norm, others)):
        return 1.0
    return _explained_by_few(own, others, most=len(own) // POINTS_FOR_EACH)


def _explained_by_few(own: Vector, others: Sequence[Vector], most: int) -> float:
    """How much of a vector others explain that are chosen one by one, each for what is left."""
    left, chosen = own, list[Vector]()
    for _ in range(min(most, len(others))):
        chosen.append(max(others, key=lambda each: abs(left @ each) / np.linalg.norm(each)))
        mixture = np.stack(chosen, axis=1)
        left = own - mixture @ np.linalg.lstsq(mixture, own)[0]
    return 1 - float(left @ left) / float(own @ own)
