"""Relations, sets and equations: compared where they hold, and on their boundaries.

Two relations agree if they hold at the same points. Random points never lie on a boundary, so the
boundaries of both are found along each scalar and tried as well: that is what tells
``<`` from ``<=``. Two equations agree if their sides' differences are multiples of one another, or
vanish at the same points.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from graders.comparing.formulas.arithmetic import Array, Floats
from graders.comparing.formulas.bench import Bench
from graders.comparing.formulas.bends.sides import UNSEEN, bends_apart, lost_sides, points_of_side
from graders.comparing.formulas.equality import Finding
from graders.comparing.formulas.evaluation import Evaluator
from graders.comparing.formulas.pairs.confirmation import are_multiples_precisely, is_extreme
from graders.comparing.formulas.pairs.witnesses import point_in_words
from graders.comparing.formulas.relations.boundaries import (
    far_world,
    holds,
    roots_of,
    scalars_of,
    trial_worlds,
    values_at,
    vanishes,
)
from graders.comparing.formulas.relations.solutions import compare_solutions
from graders.comparing.formulas.terms import Term
from graders.comparing.formulas.worlds.world import World
from graders.model import Mistake

_CONSTANT = 1e-10  # relative: two equations are one and the same
_SAME = 1e-7  # relative: a ratio is constant
_NEARLY = 1e-4  # relative: a difference that no change of an equation makes
_DOUBTED = 12  # points that are computed again with fifty digits
_ZERO = 1e-6  # of the usual size: a difference vanishes


@dataclass
class Relation:
    """A relation, with the points further out and on its boundaries at which it is tried."""

    bench: Bench
    term: Term

    @property
    def holds_nowhere(self) -> bool:
        """Whether it holds at no point at all, as one does that cannot be met."""
        evaluators = (*self.bench.evaluators(), *self.trials)
        return not any(holds(self.term, each).any() for each in evaluators)

    @cached_property
    def trials(self) -> list[Evaluator]:
        """Evaluators whose values are kept, as those of the bench."""
        worlds = self.bench.worlds()
        found = [_merged(trial_worlds(self.bench, world, self.term)) for world in worlds]
        return [Evaluator(each, Floats()) for each in found]


def compare_relations(reference: Relation, student: Relation) -> Finding:
    """Whether two relations hold at the same points, boundaries included."""
    bench, terms = reference.bench, (reference.term, student.term)
    between = Evaluator(far_world(bench, bench.first_world, *terms), Floats())
    evaluators = (*bench.evaluators(), *reference.trials, *student.trials, between)
    for evaluator in evaluators:
        ours, theirs = (holds(each.term, evaluator) for each in (reference, student))
        apart = ours != theirs
        if apart.any():
            return _apart(evaluator.world, int(np.argmax(apart)), theirs)
    found = _compare_far_sides(reference, student, evaluators)
    return found or Finding(True, "evaluation at random points and on the boundaries")


def _compare_far_sides(
    reference: Relation, student: Relation, evaluators: Sequence[Evaluator]
) -> Finding | None:
    """A difference beyond a bound that was not reached; not settled if it is nowhere."""
    bench = reference.bench
    for one, other in ((student, reference), (reference, student)):
        for win in lost_sides(bench, bends_apart(bench, one.term, other.term), evaluators):
            is_met = False
            for evaluator in bench.vast_evaluators:
                points = points_of_side(evaluator, win)
                is_met |= bool(len(points))
                ours, theirs = (holds(each.term, evaluator) for each in (reference, student))
                apart = points[ours[points] != theirs[points]]
                if len(apart):
                    return _apart(evaluator.world, int(apart[0]), theirs)
            if not is_met and one is student:
                return UNSEEN
    return None


def _apart(world: World, point: int, theirs: Array) -> Finding:
    verb = "holds" if theirs[point] else "does not hold"
    return Finding(
        False, "evaluation", f"at {point_in_words(world, point) or 'every point'} yours {verb}"
    )


def mistake_in_relation(
    student: Relation, changed: Iterable[tuple[Term, Mistake]]
) -> Mistake | None:
    """The mistake of the first changed reference that holds where the student's relation does."""
    trials = [*student.bench.evaluators(), *student.trials]
    theirs = [holds(student.term, each) for each in trials]
    if len({bool(holding) for each in theirs for holding in (each.min(), each.max())}) == 1:
        return None  # it holds everywhere, or nowhere: much that is wrong does
    for term, mistake in changed:
        pairs = zip(trials, theirs, strict=True)
        alike = all((holds(term, each) == their).all() for each, their in pairs)
        if alike and compare_relations(Relation(student.bench, term), student).equal:
            return mistake
    return None


def mistake_in_equation(
    bench: Bench, reference: Term, student: Term, changed: Iterable[tuple[Term, Mistake]]
) -> Mistake | None:
    """The mistake of the first changed reference that is a multiple of the student's equation."""
    if _are_multiples(bench, reference, student, _is_nearly_constant):
        return None  # but for a difference that is too small to be one of these
    wides = [Evaluator(far_world(bench, world, student), Floats()) for world in bench.worlds()]
    theirs = [each.everywhere(student) for each in wides]
    for term, mistake in changed:
        ours = (each.everywhere(term) for each in wides)
        if _are_multiples(bench, term, student, _is_steady) and all(
            map(_are_of_one_sign, ours, theirs)
        ):
            return mistake
    return None


def _are_multiples(
    bench: Bench, reference: Term, student: Term, test: Callable[[Array], bool]
) -> bool:
    """Whether at usual points one is a multiple of the other, by a factor that passes a test."""
    pairs = map(_multiples, bench.values(reference), bench.values(student))
    return all(each is not None and test(each) for each in pairs)


def _are_of_one_sign(ours: Array, theirs: Array) -> bool:
    ratios = _multiples(ours, theirs)
    return ratios is not None and len(np.unique(np.sign(ratios))) == 1


def _multiples(ours: Array, theirs: Array) -> Array | None:
    """By what number one is a multiple of the other, point by point, if it is one."""
    if ours.shape != theirs.shape:
        theirs = theirs.transpose(0, 2, 1)
    if ours.shape != theirs.shape or (np.isfinite(theirs) & ~np.isfinite(ours)).any():
        return None
    return _ratios(ours, theirs)


def _merged(places: Iterable[World]) -> World:
    """Worlds of the same sizes as one."""
    found = list(places)
    names = found[0].values
    values = {name: np.concatenate([each.values[name] for each in found]) for name in names}
    special = np.concatenate([each.special for each in found])
    return replace(found[0], values=values, points=len(special), special=special)


def compare_equations(bench: Bench, reference: Term, student: Term) -> Finding:
    """Whether two differences of sides vanish at the same points."""
    wides = [far_world(bench, world, reference, student) for world in bench.worlds()]
    found = _compared(bench, wides, reference, student)
    if not found.equal or not (is_extreme(reference) or is_extreme(student)):
        return found
    sure = are_multiples_precisely(wides[0], _DOUBTED, reference, student)
    return found if sure else Finding(None, "evaluation", note="they are too close to tell apart")


def _compared(bench: Bench, wides: Sequence[World], reference: Term, student: Term) -> Finding:
    ratios = []
    for wide in wides:
        with np.errstate(all="ignore"):
            ours, theirs = (values_at(each, wide) for each in (reference, student))
        if ours.shape[1:] != theirs.shape[1:]:
            if ours.size != theirs.size or set(ours.shape[1:]) != set(theirs.shape[1:]):
                return Finding(False, "evaluation", "the two sides have another shape")
            theirs = theirs.transpose(0, 2, 1)
        counted = np.isfinite(ours).all(axis=(1, 2)) & np.isfinite(theirs).all(axis=(1, 2))
        if counted.sum() < 4:
            continue
        if _vanish_apart(ours[counted], theirs[counted]):
            return Finding(False, "evaluation", "one of them holds where the other does not")
        ratios.append(_ratios(ours[counted], theirs[counted]))
    if not ratios:
        return Finding(None, "evaluation", note="too few points at which both are defined")
    known = [each for each in ratios if each is not None]
    if len(known) == len(ratios) and all(map(_is_constant, known)):
        return Finding(True, "the sides differ by a factor")
    met = False
    for wide in wides:
        for first, second in ((reference, student), (student, reference)):
            for name in scalars_of(bench):
                roots = roots_of(first, wide, name)
                if roots is None:
                    continue
                clear = vanishes(first, roots, name)
                met |= bool(clear.any())
                wrong = clear & ~vanishes(second, roots, name)
                if wrong.any():
                    where = point_in_words(roots, int(np.argmax(wrong)))
                    return Finding(False, "evaluation", f"at {where} only one of them holds")
    if met:
        return Finding(True, "the same solutions")
    solved = compare_solutions(bench, wides, reference, student)
    if solved is not None:
        return solved
    if len(known) == len(ratios) and _are_multiples(bench, reference, student, _is_steady):
        if reference.is_scalar:
            return Finding(None, "evaluation", note="no point was found at which they hold")
        return Finding(True, "the sides differ by a factor")
    return Finding(False, "evaluation", "the sides do not differ by a factor")


def _vanish_apart(ours: Array, theirs: Array) -> bool:
    """Whether one is zero at a point at which the other one is plainly not."""
    sizes = [np.abs(each).max(axis=(1, 2)) for each in (ours, theirs)]
    return any(
        bool(((one <= 1e-13) & (other > _ZERO)).any()) for one, other in (sizes, sizes[::-1])
    )


def _ratios(ours: Array, theirs: Array) -> Array | None:
    """The ratio at each point, if it is the same in all entries."""
    zero = np.abs(ours) < 1e-12
    if (zero != (np.abs(theirs) < 1e-12)).any():
        return None
    with np.errstate(all="ignore"):
        ratios = np.where(zero, np.nan, theirs / np.where(zero, 1, ours)).reshape(len(ours), -1)
        ratios = ratios[np.isfinite(ratios).all(axis=1)]
        if len(ratios) < 3:
            return None
        spread = np.abs(ratios - ratios[:, :1]).max(axis=1)
    if (spread > _SAME * np.abs(ratios[:, 0])).any():
        return None
    return ratios[:, 0]


def _is_nearly_constant(ratios: Array) -> bool:
    return bool(np.ptp(ratios) <= _NEARLY * np.abs(ratios).max())


def _is_constant(ratios: Array) -> bool:
    return bool(np.ptp(ratios) <= _CONSTANT * np.abs(ratios).max())


def _is_steady(ratios: Array) -> bool:
    """Whether a ratio keeps its sign and stays away from zero."""
    sizes = np.abs(ratios)
    return bool((np.sign(ratios) == np.sign(ratios[0])).all() and sizes.min() > 1e-3 * sizes.max())
