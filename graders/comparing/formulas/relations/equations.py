"""Equations: two agree if one is a multiple of the other, or if they hold at the same points."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from graders.comparing.formulas.arithmetic import Array, Floats
from graders.comparing.formulas.bench import Bench
from graders.comparing.formulas.evaluation import Evaluator
from graders.comparing.formulas.pairs.confirmation import are_multiples_precisely, is_extreme
from graders.comparing.formulas.pairs.pair import Finding
from graders.comparing.formulas.pairs.witnesses import point_in_words
from graders.comparing.formulas.relations.multiples import (
    are_constant,
    are_nearly_constant,
    are_steady,
    multiples,
    ratios_of,
    turned_alike,
)
from graders.comparing.formulas.relations.solutions import compare_solutions
from graders.comparing.formulas.terms import Term
from graders.comparing.formulas.worlds.roots import roots_along, scalars_of, values_at, vanishes
from graders.comparing.formulas.worlds.wide import far_world
from graders.comparing.formulas.worlds.world import World
from graders.model import Mistake

_DOUBTED = 12  # points that are computed again with fifty digits
_FEWEST = 4  # points at which both are defined, for a verdict
_NOTHING, _PLAIN = 1e-13, 1e-6  # of the usual size: a difference that vanishes, one that does not

_MULTIPLES = Finding(True, "the sides differ by a factor")
_NO_MULTIPLES = Finding(False, "evaluation", "the sides do not differ by a factor")
_NEVER_MET = Finding(None, "evaluation", note="no point was found at which they hold")
_OTHER_SHAPE = Finding(False, "evaluation", "the two sides have another shape")
_VANISH_APART = Finding(False, "evaluation", "one of them holds where the other does not")
_UNDEFINED = Finding(None, "evaluation", note="too few points at which both are defined")
_SAME_SOLUTIONS = Finding(True, "the same solutions")
_TOO_CLOSE = Finding(None, "evaluation", note="they are too close to tell apart")


@np.errstate(all="ignore")
def compare_equations(bench: Bench, reference: Term, student: Term) -> Finding:
    """Whether two differences of sides vanish at the same points."""
    symbols = bench.exercise.symbols
    wides = [far_world(world, symbols, reference, student) for world in bench.worlds()]
    found = _compared(bench, wides, reference, student)
    if not found.equal or not (is_extreme(reference) or is_extreme(student)):
        return found
    sure = are_multiples_precisely(wides[0], _DOUBTED, reference, student)
    return found if sure else _TOO_CLOSE


def _compared(bench: Bench, wides: Sequence[World], reference: Term, student: Term) -> Finding:
    ratios = list[Array | None]()
    for wide in wides:
        ours, other = (values_at(each, wide) for each in (reference, student))
        theirs = turned_alike(ours, other)
        if theirs is None:
            return _OTHER_SHAPE
        counted = (np.isfinite(ours) & np.isfinite(theirs)).all(axis=(1, 2))
        if counted.sum() < _FEWEST:
            continue
        if _vanish_apart(ours[counted], theirs[counted]):
            return _VANISH_APART
        ratios.append(ratios_of(ours[counted], theirs[counted]))
    if not ratios:
        return _UNDEFINED
    known = [each for each in ratios if each is not None]
    are_multiples = len(known) == len(ratios)
    if are_multiples and all(map(are_constant, known)):
        return _MULTIPLES
    found = _compare_roots(bench, wides, reference, student)
    found = found or compare_solutions(bench, wides, reference, student)
    if found is None and are_multiples and _multiply(bench, reference, student, are_steady):
        return _NEVER_MET if reference.is_scalar else _MULTIPLES
    return found or _NO_MULTIPLES


def _vanish_apart(ours: Array, theirs: Array) -> bool:
    """Whether one is zero at a point at which the other one is plainly not."""
    sizes = [np.abs(each).max(axis=(1, 2)) for each in (ours, theirs)]
    return any(
        bool(((one <= _NOTHING) & (other > _PLAIN)).any()) for one, other in (sizes, sizes[::-1])
    )


def _compare_roots(
    bench: Bench, wides: Iterable[World], reference: Term, student: Term
) -> Finding | None:
    """Whether each vanishes where the other one does, along each scalar; None if none does."""
    scalars, is_met = scalars_of(bench.exercise.symbols), False
    for wide in wides:
        for one, other in ((reference, student), (student, reference)):
            for name, roots in roots_along(scalars, one, wide):
                clear = vanishes(one, roots, name)
                is_met |= bool(clear.any())
                wrong = clear & ~vanishes(other, roots, name)
                if wrong.any():
                    where = point_in_words(roots, int(np.argmax(wrong)))
                    return Finding(False, "evaluation", f"at {where} only one of them holds")
    return _SAME_SOLUTIONS if is_met else None


def mistake_in_equation(
    bench: Bench, reference: Term, student: Term, changed: Iterable[tuple[Term, Mistake]]
) -> Mistake | None:
    """The mistake of the first changed reference that is a multiple of the student's equation."""
    if _multiply(bench, reference, student, are_nearly_constant):
        return None  # but for a difference that is too small to be one of these
    symbols = bench.exercise.symbols
    wides = [Evaluator(far_world(each, symbols, student), Floats()) for each in bench.worlds()]
    theirs = [each.everywhere(student) for each in wides]
    for term, mistake in changed:
        ours = (each.everywhere(term) for each in wides)
        if _multiply(bench, term, student, are_steady) and all(map(_are_of_one_sign, ours, theirs)):
            return mistake
    return None


def _multiply(bench: Bench, reference: Term, student: Term, test: Callable[[Array], bool]) -> bool:
    """Whether at usual points one is a multiple of the other, by a factor that passes a test."""
    pairs = map(multiples, bench.values(reference), bench.values(student))
    return all(each is not None and test(each) for each in pairs)


def _are_of_one_sign(ours: Array, theirs: Array) -> bool:
    ratios = multiples(ours, theirs)
    return ratios is not None and len(np.unique(np.sign(ratios))) == 1
