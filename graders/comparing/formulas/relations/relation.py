"""Relations and sets: two agree if they hold at the same points, boundaries included.

Random points never lie on a boundary, so the boundaries of both are found along each scalar and
tried as well: that is what tells `<` from `<=`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graders.comparing.formulas.arithmetic import Array, Floats
from graders.comparing.formulas.bench import Bench
from graders.comparing.formulas.bends.sides import UNSEEN, bends_apart, lost_sides, points_of_side
from graders.comparing.formulas.evaluation import Evaluator
from graders.comparing.formulas.pairs.pair import Finding
from graders.comparing.formulas.pairs.witnesses import point_in_words
from graders.comparing.formulas.relations.boundaries import holds, trial_world
from graders.comparing.formulas.terms import Term
from graders.comparing.formulas.worlds.wide import far_world
from graders.comparing.formulas.worlds.world import World
from graders.model import Mistake

_UNMET = Finding(None, "evaluation", note="no point was found at which either of them holds")


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
        symbols = self.bench.exercise.symbols
        worlds = [trial_world(each, symbols, self.term) for each in self.bench.worlds()]
        return [Evaluator(each, Floats()) for each in worlds]


def compare_relations(reference: Relation, student: Relation) -> Finding:
    """Whether two relations hold at the same points, boundaries included."""
    bench, terms = reference.bench, (reference.term, student.term)
    between = Evaluator(far_world(bench.first_world, bench.exercise.symbols, *terms), Floats())
    evaluators = (*bench.evaluators(), *reference.trials, *student.trials, between)
    is_met = False
    for evaluator in evaluators:
        ours, theirs = (holds(each.term, evaluator) for each in (reference, student))
        apart = ours != theirs
        if apart.any():
            return _apart(evaluator.world, int(np.argmax(apart)), theirs)
        is_met |= bool(ours.any())
    if not is_met and reference.term is not student.term:
        return _UNMET
    found = _compare_far_sides(reference, student, evaluators)
    return found or Finding(True, "evaluation at random points and on the boundaries")


def implies(first: Relation, second: Relation) -> bool | None:
    """Whether one relation holds wherever another does; None if that holds at no point tried."""
    is_met = False
    for evaluator in (*first.bench.evaluators(), *first.trials, *second.trials):
        ours, theirs = (holds(each.term, evaluator) for each in (first, second))
        if (ours & ~theirs).any():
            return False
        is_met |= bool(ours.any())
    return True if is_met else None


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
