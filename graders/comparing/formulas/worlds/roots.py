"""Roots: the points of a world, moved to where a term is zero.

Random points never lie there. One scalar is moved at a time, or one array where no scalar leads
there, in a few steps where the way is not a straight line.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

import numpy as np

from graders.comparing.formulas.arithmetic import Array, Floats
from graders.comparing.formulas.evaluation import Evaluator
from graders.comparing.formulas.terms import Term, parts_of
from graders.comparing.formulas.worlds.redrawing import pay_for
from graders.comparing.formulas.worlds.world import World
from graders.declaring.declarations import Declaration

Symbols = Mapping[str, Declaration]
End = tuple[Array, Array]  # of an interval: the places, and the values there

_STEPS = 60  # towards a root, at most
_ULPS, _TINY = 4e-16, 1e-300  # relative, absolute: no place lies between two
_STRAIGHT = 1e-12  # of the difference of the ends: a value that is zero
_NEAR = 1e-3  # relative: how far from a root a term is not zero any more


def values_at(term: Term, world: World) -> Array:
    """The values of a term at the points of a world of its own."""
    return Evaluator(world, Floats()).everywhere(term)


def scalars_of(symbols: Symbols) -> list[str]:
    """The scalars that can be moved a little."""
    return [
        name
        for name, each in symbols.items()
        if each.type == "scalar"
        and not each.dimension
        and each.domain in ("real", "positive", "nonnegative", "unit_interval")
    ]


def arrays_of(symbols: Symbols) -> list[str]:
    """The vectors and matrices that can be moved from one of their values to another."""
    return [
        name
        for name, each in symbols.items()
        if each.type in ("vector", "matrix")
        and each.domain in ("real", "positive", "nonnegative", "unit_interval", "simplex")
    ]


def roots_along(names: Iterable[str], term: Term, wide: World) -> Iterator[tuple[str, World]]:
    """The points at which a term is zero, along each symbol that leads there."""
    for name in names:
        roots = _roots_of(term, wide, name)
        if roots is not None:
            yield name, roots


def _roots_of(term: Term, wide: World, name: str) -> World | None:
    """Points at which a term is zero, found by moving one symbol between two of its values."""
    if not any(each.operation == "symbol" and each.payload == name for each in parts_of(term)):
        return None
    pay_for(wide)
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
