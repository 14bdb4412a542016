"""Formulas that bend, or count sizes, looked at far out and on all sides of their bends.

A formula that saturates is the same as one that does not, as far as it does not. Numbers of very
different size cancel and large ones overflow: what differs here must do so in many digits.
"""

from collections.abc import Iterator

import numpy as np

from graders.comparing.formulas.arithmetic import Floats
from graders.comparing.formulas.bench import Bench
from graders.comparing.formulas.evaluation import Evaluator
from graders.comparing.formulas.pairs.confirmation import are_surely_different, is_defined_precisely
from graders.comparing.formulas.pairs.pair import Finding, Pair, defined, gaps
from graders.comparing.formulas.pairs.witnesses import point_in_words
from graders.comparing.formulas.terms import Term
from graders.comparing.formulas.worlds.needs import (
    APPROACHED,
    bends_far_out,
    free_sizes,
    has_any,
    numbers_in,
    saturates,
)
from graders.comparing.formulas.worlds.wide import wide_world
from graders.comparing.formulas.worlds.world import World

_SAME = 1e-12  # relative: equal but for rounding
_SUSPECTS = 4  # points that are computed again with fifty digits
_NARROWER = 0.1  # share of the points that only one of the two is defined at


def far_evaluator(bench: Bench, reference: Term, student: Term) -> Evaluator | None:
    """An evaluator far out, for formulas that bend or count sizes."""
    symbols = bench.exercise.symbols
    if has_any(reference, APPROACHED) or has_any(student, APPROACHED):
        return None
    free = free_sizes(symbols, reference, student) if bench.counted else frozenset()
    if not free and not bends_far_out(symbols, reference, student):
        return None
    numbers = tuple(sorted(map(float, numbers_in(reference, student))))

    def draw() -> World:
        return wide_world(bench.first_world, symbols, numbers, free=free)

    return bench.kept(("far out", numbers, free), draw)


def beside_marks(evaluator: Evaluator) -> Iterator[Evaluator]:
    """The evaluator without the points on numbers that are written out, if there are others.

    What differs there alone is seen in floats only: 0.37 as it is drawn is not 37/100.
    """
    world = evaluator.world
    if not world.special.all():
        yield Evaluator(world.at(np.flatnonzero(~world.special).tolist()), Floats())


def compare_far_out(
    evaluator: Evaluator, reference: Term, student: Term, *, almost_everywhere: bool
) -> Finding | None:
    """Where formulas that seem to be the same are different after all; None if they are not."""
    world, pair = evaluator.world, Pair.of(evaluator, reference, student)
    for point in _suspects(pair, almost_everywhere=almost_everywhere):
        if are_surely_different(world, point, reference, student):
            return pair.different_at(point)
    for point in () if saturates(student) else _gone(pair):
        defined = [is_defined_precisely(world, point, each) for each in (reference, student)]
        if defined == [True, False]:
            words = f"at {point_in_words(world, point)} yours is not defined"
            return Finding(False, "domain", words)
    return None


def _suspects(pair: Pair, *, almost_everywhere: bool) -> Iterator[int]:
    """Points at which both are defined, and seem to differ; the plainest first."""
    our, their = pair.flat()
    counted = defined(our) & defined(their)
    if almost_everywhere:
        counted &= ~pair.world.special
    _, gap = gaps(our, their)
    found = np.flatnonzero(counted & (gap > _SAME))
    yield from found[np.argsort(-gap[found])][:_SUSPECTS].tolist()


def _gone(pair: Pair) -> list[int]:
    """Points at which the student's is not a number, and the reference is, if they are many."""
    our, their = pair.flat()
    regular = defined(our) & ~pair.world.special
    gone = np.flatnonzero(regular & np.isnan(their).any(axis=1))
    return gone[:1].tolist() if len(gone) > _NARROWER * np.count_nonzero(regular) else []
