"""Whether two formulas mean the same: equal, different with a witness, or not settled.

Both are evaluated on the same typed random worlds, one after the other. Double precision decides
what is plainly different. What seems equal is confirmed exactly, modulo large primes, where both
are rational; what is neither plainly equal nor plainly different is computed again with fifty
digits.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np

from graders.comparing.formulas.arithmetic import Array
from graders.comparing.formulas.bench import Bench
from graders.comparing.formulas.bends.cases import compare_rows
from graders.comparing.formulas.bends.edges import coarse_evaluator, edge_evaluators, jumps_apart
from graders.comparing.formulas.bends.idle import has_idle_part
from graders.comparing.formulas.bends.sides import UNSEEN, bends_apart, compare_side, lost_sides
from graders.comparing.formulas.evaluation import Evaluator
from graders.comparing.formulas.pairs.confirmation import (
    agree_if_large,
    compare_exactly,
    compare_precisely,
    is_extreme,
)
from graders.comparing.formulas.pairs.far_out import beside_marks, compare_far_out, far_evaluator
from graders.comparing.formulas.pairs.pair import Finding, Pair, agree_throughout, defined, gaps
from graders.comparing.formulas.pairs.witnesses import point_in_words
from graders.comparing.formulas.shapes import unify
from graders.comparing.formulas.terms import Term, is_truth
from graders.comparing.formulas.worlds.needs import counts_sizes, largest_size_in, names_in
from graders.comparing.formulas.worlds.world import World

__all__ = ["Bench", "Finding", "compare_terms", "same_shape"]

_SAME = 1e-12  # relative: equal but for rounding
_PLAIN = 1e-6  # relative: different whatever the rounding
_ROUNDING = 1e-7  # absolute: what rounding alone may make of a difference
_DOUBTED_POINTS = 3  # of a world, that are computed again with fifty digits
_FEWEST = 4  # points at which both are defined, for a verdict
_NARROWER = 0.25  # share of the points that only one of the two is defined at


def same_shape(left: Term, right: Term) -> bool:
    """Whether two shapes are the same, once all that is unknown is taken to fit."""
    return left.shape == right.shape or all(map(unify, left.shape, right.shape))


def compare_terms(
    bench: Bench, reference: Term, student: Term, *, almost_everywhere: bool = False
) -> Finding:
    """Whether two terms of the same shape have the same values in all worlds.

    Whoever asks keeps NumPy from warning of what is not defined.

    Raises:
        Undecided: if one of them cannot be evaluated.
    """
    if reference is student and bench.first_world.points:  # declared so that it can be drawn
        return _EVERYWHERE
    pairs = (Pair.of(each, reference, student) for each in bench.evaluators())
    if is_truth(reference):
        return next(filter(None, map(_truths_apart, pairs)), _EVERYWHERE)
    tally = _Tally(almost_everywhere)
    for pair in chain(pairs, _of_other_sizes(bench, reference, student)):
        plain = tally.add(pair)
        if plain is not None:
            return pair.different_at(plain)
    found = tally.finding(reference, student) or _confirm(bench, reference, student, tally.doubted)
    if found.equal is False:
        return found
    beside: list[Evaluator] = []
    if far := far_evaluator(bench, reference, student):
        beside += beside_marks(far)
        apart = compare_far_out(far, reference, student, almost_everywhere=almost_everywhere)
        found = apart or found
    if found is not _EVERYWHERE:
        return found
    if jumps_apart(reference, student):
        beside.append(coarse := coarse_evaluator(bench, reference, student))
        edges = edge_evaluators(bench, coarse, reference, student)
        apart = _compare_each([coarse, *edges], reference, student, almost_everywhere)
        found = apart or compare_rows([*bench.evaluators(), *beside], reference, student) or found
    if found is _EVERYWHERE:
        found = _compare_sides(bench, beside, reference, student) or found
    return found if found is not _EVERYWHERE else _unless_idle(bench, beside, reference, student)


def _compare_each(
    evaluators: Sequence[Evaluator], reference: Term, student: Term, almost_everywhere: bool
) -> Finding | None:
    """A difference at the points of one of the evaluators."""
    found = (
        compare_far_out(each, reference, student, almost_everywhere=almost_everywhere)
        for each in evaluators
    )
    return next(filter(None, found), None)


def _compare_sides(
    bench: Bench, beside: Sequence[Evaluator], reference: Term, student: Term
) -> Finding | None:
    """What is found where a side of a bend wins that does not at the usual points."""
    usual = list(bench.evaluators())
    for one, other in ((student, reference), (reference, student)):
        for win in lost_sides(bench, bends_apart(bench, one, other), usual):
            further = chain(beside, _vast(bench))
            found = compare_side(further, win, reference, student)
            if found is not None and (found is not UNSEEN or one is student):
                return found
    return None


def _vast(bench: Bench) -> Iterator[Evaluator]:
    yield from bench.vast_evaluators  # drawn if they are asked for


def _unless_idle(
    bench: Bench, beside: Sequence[Evaluator], reference: Term, student: Term
) -> Finding:
    """Equal; not settled where a part makes no difference in the student's formula alone."""
    evaluators, symbols = [*bench.evaluators(), *beside], bench.exercise.symbols
    is_idle = has_idle_part(evaluators, student, symbols)
    return UNSEEN if is_idle and not has_idle_part(evaluators, reference, symbols) else _EVERYWHERE


def _of_other_sizes(bench: Bench, reference: Term, student: Term) -> Iterator[Pair]:
    """The values in a world of other sizes, where a size counts as a number."""
    names = bench.counted
    if names and any(counts_sizes(each, names) for each in (reference, student)):
        used, beyond = names_in(reference, student), largest_size_in(reference, student)
        evaluator = bench.further_evaluator(used, beyond)
        yield Pair.of(evaluator, reference, student)


_EVERYWHERE = Finding(True, "evaluation at random points")
_TOO_LARGE = Finding(None, "evaluation", note="its numbers are too large or small to compute with")


@dataclass
class _Tally:
    """What has been seen of two terms, world by world."""

    almost_everywhere: bool
    doubted: list[tuple[Pair, int]] = field(default_factory=list)
    valid: int = 0  # points at which both are defined
    regular: int = 0  # points at which the reference is, away from kinks and ends
    narrower: int = 0  # of these, those at which the student's is not
    undefined: tuple[World, int] | None = None  # one of those

    def add(self, pair: Pair) -> int | None:
        """Counts a world; a point of it at which the two are plainly different, if there is one."""
        our, their = pair.flat()
        if agree_throughout(our, their, _SAME):
            self._count_all(pair.world)
            return None
        counted = self._count(pair.world, our, their)
        difference, gap = gaps(our, their)
        doubtful = counted & (gap > _SAME)
        if not np.count_nonzero(doubtful):
            return None
        plain = doubtful & (gap > _PLAIN) & (difference > _ROUNDING)
        if np.count_nonzero(plain):
            return int(np.where(plain, gap, -1).argmax())
        doubt = np.flatnonzero(doubtful)
        order = doubt[np.argsort(-gap[doubt])]
        self.doubted += [(pair, int(point)) for point in order[:_DOUBTED_POINTS]]
        return None

    def _count_all(self, world: World) -> None:
        """Counts a world in which both are defined at every point."""
        regular = world.points - int(np.count_nonzero(world.special))
        self.regular += regular
        self.valid += regular if self.almost_everywhere else world.points

    def _count(self, world: World, our: Array, their: Array) -> Array:
        """The points that count."""
        our_defined, their_defined = defined(our), defined(their)
        regular = our_defined & ~world.special
        counted = (regular if self.almost_everywhere else our_defined) & their_defined
        if not np.logical_and.reduce(their_defined):
            missing = regular & ~their_defined
            if narrower := int(np.count_nonzero(missing)):
                self.narrower += narrower
                self.undefined = self.undefined or (world, int(np.argmax(missing)))
        self.regular += int(np.count_nonzero(regular))
        self.valid += int(np.count_nonzero(counted))
        return counted

    def finding(self, reference: Term, student: Term) -> Finding | None:
        """The verdict, if it is one of where the two are defined."""
        if self.undefined and self.narrower > _NARROWER * self.regular:
            place = f"at {point_in_words(*self.undefined)} yours is"
            match agree_if_large(*self.undefined, reference, student):
                case None:
                    return Finding(False, "domain", f"{place} not defined")
                case False:
                    return Finding(False, "evaluation", f"{place} far larger or smaller")
            return _TOO_LARGE
        if self.valid < _FEWEST:
            return Finding(None, "evaluation", note="too few points at which both are defined")
        return None


def _confirm(
    bench: Bench, reference: Term, student: Term, doubted: Sequence[tuple[Pair, int]]
) -> Finding:
    """What seems equal, made sure of: exactly if rational, with fifty digits where in doubt."""
    exact = compare_exactly(bench, reference, student)
    if exact is not None:
        words = "" if exact else "they differ in exact arithmetic"
        return Finding(exact, "exact arithmetic modulo primes", words)
    if not doubted and (is_extreme(reference) or is_extreme(student)):
        doubted = [(Pair.of(next(bench.evaluators()), reference, student), bench.probes[0])]
    for pair, point in doubted:
        verdict = compare_precisely(pair.world, point, reference, student)
        if verdict is None:
            return Finding(None, "evaluation", note="the values are too close to tell apart")
        if not verdict:
            return pair.different_at(point)
    return _EVERYWHERE


def _truths_apart(pair: Pair) -> Finding | None:
    """Where one of two relations holds and the other one does not."""
    apart = (pair.ours != pair.theirs).any(axis=(1, 2))
    if not apart.any():
        return None
    point = int(np.argmax(apart))
    holds = "holds" if pair.theirs[point].all() else "does not hold"
    return Finding(False, "evaluation", f"at {point_in_words(pair.world, point)} yours {holds}")
