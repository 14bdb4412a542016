"""Worlds that reach as far as numbers go, for parts of a formula that make no difference nearer."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from graders.comparing.formulas.arithmetic import Array
from graders.comparing.formulas.worlds.draws import seeded
from graders.comparing.formulas.worlds.redrawing import ends_of, pay_for
from graders.comparing.formulas.worlds.world import World
from graders.declaring.declarations import Declaration

_POINTS = 96
_POWERS = (2.5, 7, 60)  # of ten, by which numbers become larger or smaller
_LEAST_SHARE = 50  # a power of two: of one, what is left for all but one part of a distribution
_WHOLE = 9.0  # powers of ten, of whole numbers


def vast_worlds(world: World, symbols: Mapping[str, Declaration]) -> Iterator[World]:
    """The world with numbers that are ever larger and smaller, by a factor for each symbol."""
    for seed, power in enumerate(_POWERS):
        pay_for(world)
        random = seeded(seed)
        chosen = np.arange(_POINTS) % world.points
        values = {
            name: _stretched(symbols[name], array[chosen], power, random)
            for name, array in world.values.items()
        }
        special = np.zeros(_POINTS, dtype=bool)
        yield replace(world, values=values, points=_POINTS, special=special)


def _stretched(
    declaration: Declaration, values: Array, power: float, random: np.random.Generator
) -> Array:
    """Two thirds of the values far from where they were."""
    powers = random.uniform(-power, power, (len(values), 1, 1))
    found = values
    match declaration.domain:
        case _ if declaration.dimension:
            return values
        case "real" | "positive" | "nonnegative" | "symmetric" | "invertible_det_positive":
            found = values * 10**powers
        case "integer":
            found = np.round(values * 10 ** np.minimum(np.abs(powers), _WHOLE))
        case "unit_interval":
            near_one = 1 - 2.0 ** -np.minimum(np.abs(powers) * 4, _LEAST_SHARE)
            found = np.where(powers < 0, values * 10**powers, near_one)
        case "simplex":
            found = _at_corners(values, powers)
    low, high = ends_of(declaration, open_end=0.0)
    moved = random.uniform(size=powers.shape) < 2 / 3
    return np.where(moved & (low <= found) & (found <= high), found, values)


def _at_corners(values: Array, powers: Array) -> Array:
    """Distributions of which all but one value have next to nothing; their sum is exactly one."""
    points, size, _ = values.shape
    share = 2.0 ** -np.minimum(np.ceil(np.abs(powers) * 4) + 4, _LEAST_SHARE - size)
    last = (np.arange(points) % size)[:, None, None] == np.arange(size)[None, :, None]
    return np.where(last, 1 - (size - 1) * share, share)
