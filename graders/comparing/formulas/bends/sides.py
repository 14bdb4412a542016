"""Formulas that bend where others do not, looked at on both sides of their bends and on them.

A side that never wins at any point tried is looked for as far out as numbers go. If it is not met
there, and its formula does not rule it out, nobody can say what it does.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

import numpy as np

from graders.comparing.formulas.arithmetic import Array, Floats
from graders.comparing.formulas.bench import Bench
from graders.comparing.formulas.bends.bend import Bend, bends_of
from graders.comparing.formulas.bends.intervals import Range, range_of
from graders.comparing.formulas.evaluation import Evaluator
from graders.comparing.formulas.pairs.confirmation import are_surely_different, compare_precisely
from graders.comparing.formulas.pairs.pair import Finding, Pair, gaps
from graders.comparing.formulas.relations.boundaries import (
    arrays_of,
    far_world,
    roots_of,
    scalars_of,
)
from graders.comparing.formulas.terms import Term, parts_of
from graders.comparing.formulas.worlds.coarse import coarse_world
from graders.comparing.formulas.worlds.needs import numbers_in
from graders.comparing.formulas.worlds.world import World

UNSEEN = Finding(
    None, "evaluation", note="a part of it makes no difference at any of the points that were tried"
)
_LOOKED_AT = 3  # points at which a side is met, that are computed with fifty digits
_BESIDE = (1e-5, -1e-5, 1e-3, -1e-3)  # of a number: how far from an edge
_STEPS = frozenset({"sign", "step"})


def bends_apart(bench: Bench, one: Term, other: Term) -> list[Bend]:
    """The bends of a formula that another one does not have as they are."""
    known = {id(each) for each in parts_of(other)}
    return list(bends_of(one, bench.exercise.symbols, known))


def jumps_apart(reference: Term, student: Term) -> bool:
    """Whether a condition stands in one formula, and not in the other as it is."""
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
    numbers = sorted(map(float, numbers_in(reference, student)))
    return Evaluator(coarse_world(bench.first_world, bench.exercise.symbols, numbers), Floats())


def lost_sides(bench: Bench, bends: Iterable[Bend], evaluators: Sequence[Evaluator]) -> list[Term]:
    """The sides that never win, though they are not ruled out: the terms that count their wins."""
    found: list[Term] = []
    ranges: dict[int, Range] = {}
    for bend in bends:
        lost = [win for win in bend.wins if not any(_won(each, win).any() for each in evaluators)]
        left, right = (range_of(each, bench.exercise.symbols, ranges) for each in bend.sides)
        may_win = left[1] > right[0], right[1] > left[0]
        if len(lost) < len(bend.wins):  # else the two are never apart
            found += [
                win for win, may in zip(bend.wins, may_win, strict=True) if may & (win in lost)
            ]
    return found


def points_of_side(evaluator: Evaluator, win: Term) -> Array:
    """The points at which a side wins."""
    return np.flatnonzero(_won(evaluator, win))


def _won(evaluator: Evaluator, win: Term) -> Array:
    return np.asarray(evaluator.everywhere(win).any(axis=(1, 2)))


def compare_side(
    evaluators: Iterable[Evaluator], win: Term, reference: Term, student: Term
) -> Finding | None:
    """Whether two formulas differ where a side of a bend wins; not settled if it is met nowhere.

    None if they do not differ.
    """
    for evaluator in evaluators:
        pair, points = Pair.of(evaluator, reference, student), points_of_side(evaluator, win)
        plainest = points[np.argsort(-gaps(*pair.flat())[1][points])][:_LOOKED_AT].tolist()
        for point in plainest:
            if are_surely_different(evaluator.world, point, reference, student):
                return pair.different_at(point)
        if any(compare_precisely(evaluator.world, each, reference, student) for each in plainest):
            return None
    return UNSEEN


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
    return bool(_won(coarse, same)[coarse.world.special].any())


def _beside_edge(bench: Bench, bend: Bend) -> Iterator[Evaluator]:
    left, right = bend.sides
    difference = Term("add", (left, Term("negate", (right,), right.shape)), left.shape)
    wide = far_world(bench, bench.first_world, difference)
    for name in [*scalars_of(bench), *arrays_of(bench)]:
        roots = roots_of(difference, wide, name)
        if roots is not None:
            moved = [replace(roots, values=_moved(roots, name, step)) for step in _BESIDE]
            yield from (Evaluator(each, Floats()) for each in moved)
            return


def _moved(world: World, name: str, step: float) -> Mapping[str, Array]:
    return {**world.values, name: world.values[name] * (1 + step)}
