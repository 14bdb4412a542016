"""Worlds that reach far out, and lie on both sides of the numbers that are written out.

What saturates, is cut off or bends is the same as what does not, up to the place where it does so.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace

import numpy as np

from graders.comparing.formulas.arithmetic import Array
from graders.comparing.formulas.terms import Term
from graders.comparing.formulas.worlds.draws import exactly_one, seeded
from graders.comparing.formulas.worlds.needs import free_sizes, numbers_in
from graders.comparing.formulas.worlds.redrawing import ends_of, pay_for
from graders.comparing.formulas.worlds.world import World
from graders.declaring.declarations import Declaration

POINTS = 128
_FAR, _FARTHER = 1.0, 5.0  # natural logarithms: how many times larger or smaller numbers become
_SPREAD = 2.5  # times the largest number that is written out, or
_LEAST = 4.0
_BESIDE = np.array([0.0, 1e-3, -1e-3, 0.1, -0.1])  # relative, from a number
_BESIDE_ZERO = 100.0  # times as much: powers of small numbers seem to be zero
_CORNERS = 0.2  # of a simplex: the smaller, the nearer
_SMALL = 12  # whole numbers below this
_STEPS = np.array([-1, 0, 1])


def wide_world(
    world: World,
    symbols: Mapping[str, Declaration],
    numbers: Sequence[float],
    *,
    free: Container[str] = (),
    far: float = _FARTHER,
) -> World:
    """The world with values far out, near the ends of their range, and beside some numbers.

    Sizes that are `free`, as there is nothing of that size, are drawn as other whole numbers are.
    """
    pay_for(world)
    random = seeded(POINTS)
    chosen = np.arange(POINTS) % world.points
    marks = np.unique([0.0, *numbers])
    special = np.zeros(POINTS, dtype=bool)
    values = {}
    for name, array in world.values.items():
        declaration = symbols[name]
        found = array[chosen]
        if not declaration.dimension or name in free:
            found = _spread(declaration, found, marks, far, random)
        values[name] = found
        special |= np.isin(found, [*marks, *-marks]).any(axis=(1, 2))
    return replace(world, values=values, points=POINTS, special=special)


def far_world(world: World, symbols: Mapping[str, Declaration], *terms: Term) -> World:
    """The world spread as far as the numbers in some relations or equations are, and further."""
    numbers = sorted(map(float, numbers_in(*terms)))
    found = wide_world(world, symbols, numbers, free=free_sizes(symbols, *terms), far=_FAR)
    return replace(found, special=np.zeros(found.points, dtype=bool))


def _spread(
    declaration: Declaration,
    values: Array,
    marks: Array,
    far: float,
    random: np.random.Generator,
) -> Array:
    """Half of the points at and beside the marks, the others as they were, or far out."""
    drawn: Sequence[Array] = ()
    shape = values.shape
    factor = np.exp(random.uniform(-far, far, (len(values), 1, 1)))
    width = _SPREAD * max(_LEAST, float(np.abs(marks).max()))
    places = np.array([])
    match declaration.domain:
        case "real" | "positive" | "nonnegative":
            places = _beside(marks)
            drawn = values * factor, random.uniform(-width, width, shape)
        case "unit_interval":
            places = _beside(marks)
            ends = 0.1 / (1 + factor) * random.uniform(0, 1, shape)
            drawn = ends, 1 - ends
        case "simplex":
            corners = random.dirichlet(np.full(shape[1], _CORNERS), (shape[0], shape[2]))
            drawn = (exactly_one(corners.transpose(0, 2, 1)),)
        case "integer":
            places = np.add.outer(np.floor([*-marks, *marks]), _STEPS).reshape(-1)
            small = random.integers(1, _SMALL, shape).astype(float)
            drawn = np.round(values * factor), small
        case "symmetric" | "invertible_det_positive":
            drawn = (values * factor,)
    low, high = ends_of(declaration)
    turns = random.integers(0, len(drawn) + 1, (len(values), 1, 1))
    for turn, each in enumerate(drawn):
        values = np.where((turns == turn) & (low <= each) & (each <= high), each, values)
    places = np.unique(places[(low <= places) & (places <= high)])
    return _placed(values, random.permutation(places), random) if len(places) else values


def _beside(marks: Array) -> Array:
    """Places at the marks, between them, and a little to their left and right."""
    between = (marks[1:] + marks[:-1]) / 2
    places = np.concatenate([marks, between])
    scales = np.where(places == 0, _BESIDE_ZERO, places)
    near = np.multiply.outer(scales, _BESIDE) + places[:, None]
    return np.concatenate([near, -near]).reshape(-1)


def _placed(values: Array, places: Array, random: np.random.Generator) -> Array:
    """The values, at half of the points replaced by places, one after the other."""
    points, rows, columns = values.shape
    chosen = random.permutation(points) < points // 2
    turns = np.cumsum(chosen).reshape(-1, 1, 1) + random.integers(0, points, (1, rows, columns))
    return np.where(chosen.reshape(-1, 1, 1), places[turns % len(places)], values)
