"""A world of few numbers, in which what is compared is often the same, or nearly so.

Two random numbers are never equal: what a formula is where `x = t`, or where `wx + b = 1`, is seen
where they are halves and small whole numbers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from graders.comparing.formulas.arithmetic import Array
from graders.comparing.formulas.worlds.draws import seeded
from graders.comparing.formulas.worlds.redrawing import ends_of, pay_for
from graders.comparing.formulas.worlds.world import World
from graders.declaring.declarations import Declaration

_POINTS = 96  # of each kind: as they are, and beside these
_NUMBERS = np.array([0, 0, 0.5, 1, 1, 2, 3])
_SHARES = np.array([0.25, 0.5, 0.75])
_LARGEST = 1_000  # of the numbers that are written out
_BESIDE = (-6.0, -1.5)  # powers of ten: how far beside


def coarse_world(
    world: World, symbols: Mapping[str, Declaration], numbers: Sequence[float]
) -> World:
    """Values that are often alike, half of them a little beside; those that are not are special."""
    pay_for(world)
    random = seeded(_POINTS)
    marks = np.array([each for each in numbers if abs(each) <= _LARGEST])
    chosen = np.arange(2 * _POINTS) % world.points
    special = np.arange(2 * _POINTS) < _POINTS
    values = {
        name: _drawn(symbols[name], array[chosen], special[:, None, None], marks, random)
        for name, array in world.values.items()
    }
    return replace(world, values=values, points=2 * _POINTS, special=special)


def _drawn(
    declaration: Declaration,
    values: Array,
    special: Array,
    marks: Array,
    random: np.random.Generator,
) -> Array:
    numbers = np.concatenate([_NUMBERS, marks])
    match declaration.domain:
        case _ if declaration.dimension:
            return values
        case "real":
            numbers = np.concatenate([numbers, -numbers])
        case "positive" | "nonnegative":
            pass
        case "unit_interval":
            numbers = np.concatenate([_SHARES, marks])
        case _:
            return values
    low, high = ends_of(declaration)
    numbers = numbers[(low <= numbers) & (numbers <= high)]
    if not len(numbers):
        return values
    found = random.choice(numbers, values.shape)
    width = 10 ** random.uniform(*_BESIDE, (len(values), 1, 1))
    beside = found + width * random.uniform(-1, 1, values.shape) * np.where(found == 0, 1, found)
    kept = special | (beside < low) | (beside > high)
    return np.where(kept, found, beside)
