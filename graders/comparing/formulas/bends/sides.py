"""Both sides of the bends that one formula has and the other has not.

A side that never wins at any point tried is looked for as far out as numbers go. If it is not met
there, and its formula does not rule it out, nobody can say what it does.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from graders.comparing.formulas.arithmetic import Array
from graders.comparing.formulas.bench import Bench
from graders.comparing.formulas.bends.bend import BENDING, Bend, bends_of
from graders.comparing.formulas.bends.intervals import Range, range_of
from graders.comparing.formulas.evaluation import Evaluator
from graders.comparing.formulas.pairs.confirmation import are_surely_different, compare_precisely
from graders.comparing.formulas.pairs.pair import Finding, Pair, gaps
from graders.comparing.formulas.terms import Term, parts_of
from graders.comparing.formulas.worlds.needs import has_any

UNSEEN = Finding(
    None, "evaluation", note="a part of it makes no difference at any of the points that were tried"
)
_LOOKED_AT = 3  # points at which a side is met, that are computed with fifty digits


def bends_apart(bench: Bench, one: Term, other: Term) -> list[Bend]:
    """The bends of a formula that another one does not have as they are."""
    if not has_any(one, BENDING):
        return []
    known = {id(each) for each in parts_of(other)}
    return list(bends_of(one, bench.exercise.symbols, known))


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
