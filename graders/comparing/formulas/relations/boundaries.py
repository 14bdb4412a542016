"""The points at which a relation is tried: far out, and on its boundaries.

Random points never lie on a boundary, where `<` and `<=` part.
"""

from collections.abc import Iterator, Sequence
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
    equations = list(_comparisons(relation, "="))
    for several in (equations, equations[::-1]) if len(equations) > 1 else ():
        yield from _at_once(wide, symbols, several)


def _at_once(
    world: World, symbols: Symbols, equations: Sequence[tuple[Term, Term]]
) -> Iterator[World]:
    """Points at which several equations hold, met by one name after the other."""
    names, met = scalars_of(symbols), world
    for sides in equations:
        name, met = next(roots_along(names, difference(*sides), met), ("", met))
        if not name:
            return
        names.remove(name)
    yield met


def _comparisons(term: Term, *signs: str) -> Iterator[tuple[Term, Term]]:
    """The sides of the comparisons of numbers, or of those with certain signs."""
    for each in parts_of(term):
        is_one = each.operation == "compare" and (not signs or each.payload in signs)
        if is_one and all(part.is_scalar for part in each.arguments):
            yield each.arguments[0], each.arguments[1]
