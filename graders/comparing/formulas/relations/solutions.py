r"""Solutions of equations for an array: `A^TAx = A^Tb` holds for one x alone.

What is affine in an array is a system of linear equations for its entries, which is solved by
numbers, point by point.
"""

from collections.abc import Iterable
from dataclasses import replace
from math import prod

import numpy as np

from graders.comparing.formulas.arithmetic import Array
from graders.comparing.formulas.bench import Bench
from graders.comparing.formulas.pairs.pair import Finding
from graders.comparing.formulas.terms import Term
from graders.comparing.formulas.worlds.roots import arrays_of, values_at, vanishes
from graders.comparing.formulas.worlds.world import World

_MOST_ENTRIES = 16
_AFFINE = 1e-8  # relative: a difference is none
_CONDITION = 1e6  # of a system that has one solution


def compare_solutions(
    bench: Bench, worlds: Iterable[World], reference: Term, student: Term
) -> Finding | None:
    """Whether two differences of sides vanish for the same values of an array.

    None if there is no array for which both can be solved.
    """
    worlds = list(worlds)
    for name in arrays_of(bench.exercise.symbols):
        solved = set()
        for world in worlds:
            for first, second in ((reference, student), (student, reference)):
                solutions = _solutions(first, world, name)
                if solutions is None:
                    continue
                if not vanishes(second, solutions, name).all():
                    return Finding(False, "evaluation", f"they hold for another {name}")
                solved.add(id(first))
        if len(solved) == 2:
            return Finding(True, "the same solutions")
        if solved:
            return Finding(None, "evaluation", note="one of them may hold elsewhere too")
    return None


def _solutions(term: Term, world: World, name: str) -> World | None:
    """The points of a world, moved to where a term vanishes; None if it is not affine there."""
    values = world.values[name]
    shape = values.shape[1:]
    at_zero = _at(term, world, name, np.zeros_like(values))
    if at_zero.shape[1] != prod(shape) or prod(shape) > _MOST_ENTRIES:
        return None
    units = np.eye(prod(shape)).reshape(-1, *shape)
    slopes = [_at(term, world, name, np.broadcast_to(e, values.shape)) - at_zero for e in units]
    matrix = np.stack(slopes, axis=2)
    there = _at(term, world, name, values)
    expected = at_zero + (matrix @ values.reshape(len(values), -1, 1))[:, :, 0]
    usual = np.abs(matrix).max(axis=(1, 2)) + np.abs(there).max(axis=1)
    fits = (np.abs(expected - there) <= _AFFINE * usual[:, None]).all(axis=1)
    if not (fits & np.isfinite(there).all(axis=1)).all():
        return None
    if (np.linalg.cond(matrix) > _CONDITION).any() or not at_zero.any(axis=1).all():
        return None  # many solutions, or none but 0, as if there were no eigenvectors
    found = np.linalg.solve(matrix, -at_zero[:, :, None]).reshape(values.shape)
    return replace(world, values={**world.values, name: found})


def _at(term: Term, world: World, name: str, values: Array) -> Array:
    """The entries of a term, point by point, with other values of an array."""
    found = values_at(term, replace(world, values={**world.values, name: values}))
    return np.broadcast_to(found, (len(values), *found.shape[1:])).reshape(len(values), -1)
