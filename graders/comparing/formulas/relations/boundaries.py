"""Points at which relations are tried: far out, and on their boundaries.

Random points never lie on a boundary; the places at which two sides are equal are found by moving
one scalar at a time, or one array where no scalar leads there, in a few steps where they do not lie
on a straight line.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import numpy as np

from graders.comparing.formulas.arithmetic import Array, Floats
from graders.comparing.formulas.bench import Bench
from graders.comparing.formulas.evaluation import Evaluator, spend
from graders.comparing.formulas.terms import Term, parts_of
from graders.comparing.formulas.worlds.needs import free_sizes, numbers_in
from graders.comparing.formulas.worlds.wide import wide_world
from graders.comparing.formulas.worlds.world import World

_FAR = 1.0  # natural logarithm: how much larger or smaller numbers become
_STEPS = 60  # towards a root, at most
_ULPS, _TINY = 4e-16, 1e-300  # relative, absolute: no place lies between two
_STRAIGHT = 1e-12  # of the difference of the ends: a value that is zero
_DRAWN = 30_000  # units of work to draw points
_NEAR = 1e-3  # relative: how far from a root a term is not zero any more


def holds(term: Term, evaluator: Evaluator) -> Array:
    """Whether a relation holds in all its entries, point by point."""
    with np.errstate(all="ignore"):
        value = evaluator.everywhere(term)
    return np.asarray(value.all(axis=(1, 2)))


def values_at(term: Term, world: World) -> Array:
    """The values of a term at the points of a world of its own."""
    return Evaluator(world, Floats()).everywhere(term)


def scalars_of(bench: Bench) -> list[str]:
    """The scalars that can be moved a little."""
    return [
        name
        for name, each in bench.exercise.symbols.items()
        if each.type == "scalar"
        and not each.dimension
        and each.domain in ("real", "positive", "nonnegative", "unit_interval")
    ]


def arrays_of(bench: Bench) -> list[str]:
    """The vectors and matrices that can be moved from one of their values to another."""
    return [
        name
        for name, each in bench.exercise.symbols.items()
        if each.type in ("vector", "matrix")
        and each.domain in ("real", "positive", "nonnegative", "unit_interval", "simplex")
    ]


def far_world(bench: Bench, world: World, *terms: Term) -> World:
    """The world spread as far as the numbers in some relations or equations are, and further."""
    numbers = sorted(map(float, numbers_in(*terms)))
    free = free_sizes(bench.exercise.symbols, *terms)
    found = wide_world(world, bench.exercise.symbols, numbers, free=free, far=_FAR)
    return replace(found, special=np.zeros(found.points, dtype=bool))


def trial_worlds(bench: Bench, world: World, relation: Term) -> Iterator[World]:
    """Points further out, and points on the boundaries of a relation."""
    wide = far_world(bench, world, relation)
    yield wide
    for left, right in _comparisons(relation):
        difference = Term("add", (left, Term("negate", (right,), right.shape)), left.shape)
        found = list(_all_roots(difference, wide, scalars_of(bench)))
        yield from found or _all_roots(difference, wide, arrays_of(bench))


def _all_roots(term: Term, wide: World, names: Iterable[str]) -> Iterator[World]:
    for name in names:
        roots = roots_of(term, wide, name)
        if roots is not None:
            yield roots


def _comparisons(term: Term) -> Iterator[tuple[Term, Term]]:
    for each in parts_of(term):
        if each.operation == "compare" and all(part.is_scalar for part in each.arguments):
            yield each.arguments[0], each.arguments[1]


def roots_of(term: Term, wide: World, name: str) -> World | None:
    """Points at which a term is zero, found by moving one symbol between two of its values."""
    if not any(each.operation == "symbol" and each.payload == name for each in parts_of(term)):
        return None
    spend(_DRAWN + sum(array.size for array in wide.values.values()))
    first, last = wide.values[name], np.roll(wide.values[name], 7, axis=0)
    is_scalar = first.shape[1:] == (1, 1)
    start = np.zeros((len(first), 1, 1))
    low, high = (first, last) if is_scalar else (start, start + 1)  # an array goes straight on

    def moved(position: Array) -> World:
        value = position if is_scalar else first + position * (last - first)
        return replace(wide, values={**wide.values, name: value})

    def at(position: Array) -> Array:
        return values_at(term, moved(position))

    with np.errstate(all="ignore"):
        below, above = at(low), at(high)
        crossing = np.sign(below) * np.sign(above) < 0
        if below.shape != low.shape or not crossing.any():
            return None
        root, left = _root(at, crossing, (low, below), (high, above))
        reached = np.abs(left) <= 1e-9 * np.maximum(np.abs(below), np.abs(above))
        rounded = np.round(root, 9)
        better = np.abs(at(rounded)) <= np.abs(left)
    found = np.flatnonzero(crossing & reached)
    if not len(found):
        return None
    return moved(np.where(better, rounded, root)).at(found.tolist())


End = tuple[Array, Array]  # of an interval: the places, and the values there


def _root(at: Callable[[Array], Array], crossing: Array, first: End, last: End) -> End:
    """Where a function crosses zero between two places, and its values there.

    On a straight line the first guess is right. Otherwise Chandrupatla's method: the inverse
    parabola through the last three places where that is safe, the middle where it is not.
    """
    (low, below), (high, above) = first, last
    guess = (low * above - high * below) / (above - below)
    value = at(guess)
    if (np.abs(value) <= _STRAIGHT * np.abs(above - below))[crossing].all():
        return guess, value
    near, far = (guess, value), (low, below)
    far = _chosen(np.sign(value) == np.sign(below), (high, above), far)
    third = _chosen(far[0] == low, (high, above), (low, below))
    for _ in range(_STEPS):
        best = _chosen(np.abs(near[1]) < np.abs(far[1]), near, far)
        limit = (_ULPS * np.abs(best[0]) + _TINY) / np.abs(far[0] - near[0])
        if ((limit > 0.5) | (best[1] == 0))[crossing].all():
            break
        share = np.clip(_share(near, far, third), limit, 1 - limit)
        place = near[0] + share * (far[0] - near[0])
        found = place, at(place)
        same = np.sign(found[1]) == np.sign(near[1])
        third, far = _chosen(same, near, far), _chosen(same, far, near)
        near = found
    return _chosen(np.abs(near[1]) < np.abs(far[1]), near, far)


def _chosen(condition: Array, one: End, other: End) -> End:
    return np.where(condition, one[0], other[0]), np.where(condition, one[1], other[1])


def _share(near: End, far: End, third: End) -> Array:
    """How far to go from the near end to the far one."""
    (x, f), (y, g), (z, h) = near, far, third
    across, up = (x - y) / (z - y), (f - g) / (h - g)
    safe = (up**2 < across) & ((1 - up) ** 2 < 1 - across)
    inverse = f / (g - f) * h / (g - h) + (z - x) / (y - x) * f / (h - f) * g / (h - g)
    return np.where(safe & np.isfinite(inverse), inverse, 0.5)


def vanishes(term: Term, roots: World, name: str) -> Array:
    """At which roots a term is zero, as against its values near by."""
    value = np.abs(values_at(term, roots))
    near = {**roots.values, name: roots.values[name] * (1 + _NEAR) + 1e-12}
    usual = np.abs(values_at(term, replace(roots, values=near)))
    defined = np.isfinite(value) & np.isfinite(usual)
    zero = (value <= 1e-5 * usual) | (value <= 1e-12) | ~defined
    return np.asarray(zero.all(axis=(1, 2)))
