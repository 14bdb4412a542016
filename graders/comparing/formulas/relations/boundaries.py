"""The points at which a relation is tried: far out, and on its boundaries.

Random points never lie on a boundary, where `<` and `<=` part.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from graders.comparing.formulas.arithmetic import Array
from graders.comparing.formulas.evaluation import Evaluator
from graders.comparing.formulas.terms import Term, difference, parts_of
from graders.comparing.formulas.worlds.roots import Symbols, arrays_of, roots_along, scalars_of
from graders.comparing.formulas.worlds.wide import far_world
from graders.comparing.formulas.worlds.world import World


def holds(term: Term, evaluator: Evaluator) -> Array:
    """Whether a relation holds in all its entries, point by point."""
    with np.errstate(all="ignore"):
        value = evaluator.everywhere(term)
    return np.asarray(value.all(axis=(1, 2)))


def trial_world(world: World, symbols: Symbols, relation: Term) -> World:
    """Points further out, and points on the boundaries of a relation."""
    worlds = list(_trials(world, symbols, relation))
    values = {
        name: np.concatenate([each.values[name] for each in worlds]) for name in worlds[0].values
    }
    special = np.concatenate([each.special for each in worlds])
    return replace(worlds[0], values=values, points=len(special), special=special)


def _trials(world: World, symbols: Symbols, relation: Term) -> Iterator[World]:
    wide = far_world(world, symbols, relation)
    yield wide
    for sides in _comparisons(relation):
        gap = difference(*sides)
        found = list(roots_along(scalars_of(symbols), gap, wide))
        for _, roots in found or roots_along(arrays_of(symbols), gap, wide):
            yield roots


def _comparisons(term: Term) -> Iterator[tuple[Term, Term]]:
    for each in parts_of(term):
        if each.operation == "compare" and all(part.is_scalar for part in each.arguments):
            yield each.arguments[0], each.arguments[1]
