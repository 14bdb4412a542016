"""The edges of bends: points on them and beside them, which random numbers never meet."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from graders.comparing.formulas.arithmetic import Floats
from graders.comparing.formulas.bench import Bench
from graders.comparing.formulas.bends.bend import Bend
from graders.comparing.formulas.bends.sides import bends_apart, points_of_side
from graders.comparing.formulas.evaluation import Evaluator
from graders.comparing.formulas.terms import Term, difference, parts_of
from graders.comparing.formulas.worlds.coarse import coarse_world
from graders.comparing.formulas.worlds.needs import has_any, numbers_in
from graders.comparing.formulas.worlds.roots import arrays_of, roots_along, scalars_of
from graders.comparing.formulas.worlds.wide import far_world
from graders.comparing.formulas.worlds.world import World

_BESIDE = (1e-5, -1e-5, 1e-3, -1e-3)  # of a number: how far from an edge
_STEPS = frozenset({"sign", "step"})
_JUMPING = frozenset({"compare", *_STEPS})


def jumps_apart(reference: Term, student: Term) -> bool:
    """Whether a condition stands in one formula, and not in the other as it is."""
    if not has_any(reference, _JUMPING) and not has_any(student, _JUMPING):
        return False
    ours, theirs = ({id(each): each for each in parts_of(one)} for one in (reference, student))
    alone = (ours[place] for place in ours.keys() - theirs.keys())
    other = (theirs[place] for place in theirs.keys() - ours.keys())
    return any(map(_jumps, chain(alone, other)))


def _jumps(part: Term) -> bool:
    if part.operation == "compare":
        return part.arguments[0] is not part.arguments[1]
    return part.operation == "function" and part.payload in _STEPS


def coarse_evaluator(bench: Bench, reference: Term, student: Term) -> Evaluator:
    """An evaluator at points at which what is compared is often the same."""
    numbers = tuple(sorted(map(float, numbers_in(reference, student))))

    def draw() -> World:
        return coarse_world(bench.first_world, bench.exercise.symbols, numbers)

    return bench.kept(("coarse", numbers), draw)


def edge_evaluators(
    bench: Bench, coarse: Evaluator, reference: Term, student: Term
) -> Iterator[Evaluator]:
    """Evaluators beside the places at which the sides of bends are equal, if few numbers are not.

    A threshold of 0.7 for a sigmoid is met by no number that is drawn.
    """
    for one, other in ((student, reference), (reference, student)):
        for bend in bends_apart(bench, one, other):
            if not any(each.indices for each in bend.sides) and not _is_tied(coarse, bend):
                yield from _beside_edge(bench, bend)


def _is_tied(coarse: Evaluator, bend: Bend) -> bool:
    """Whether the sides of a bend are the same at one of the points that are special."""
    left, right = bend.sides
    same = Term("compare", bend.sides, left.shape if right.is_scalar else right.shape, "=")
    return bool(coarse.world.special[points_of_side(coarse, same)].any())


def _beside_edge(bench: Bench, bend: Bend) -> Iterator[Evaluator]:
    gap, symbols = difference(*bend.sides), bench.exercise.symbols
    wide = far_world(bench.first_world, symbols, gap)
    for name, roots in roots_along([*scalars_of(symbols), *arrays_of(symbols)], gap, wide):
        values = roots.values[name]
        moved = [
            replace(roots, values={**roots.values, name: values * (1 + step)}) for step in _BESIDE
        ]
        yield from (Evaluator(each, Floats()) for each in moved)
        return
