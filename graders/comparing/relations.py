"""Relations, sets and equations: compared where they hold, and on their boundaries.

Two relations agree if they hold at the same points. Random points never lie on a boundary, so the
boundaries of both are found by bisection along each scalar and tried as well: that is what tells
``<`` from ``<=``. Two equations agree if their sides' differences are multiples of one another, or
vanish at the same points.
"""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from graders.comparing.arithmetic import Array
from graders.comparing.bench import Bench
from graders.comparing.boundaries import (
    holds,
    roots_of,
    scalars_of,
    scale_of,
    trial_worlds,
    values_at,
    vanishes,
    wide_world,
)
from graders.comparing.equality import Finding
from graders.comparing.terms import Term
from graders.comparing.witnesses import point_in_words
from graders.comparing.worlds import World
from graders.model import Mistake

_CONSTANT = 1e-10  # relative: two equations are one and the same
_SAME = 1e-7  # relative: a ratio is constant
_ZERO = 1e-6  # of the usual size: a difference vanishes


def compare_relations(bench: Bench, reference: Term, student: Term) -> Finding:
    """Whether two relations hold at the same points, boundaries included."""
    for world in _trials(bench, reference, student):
        finding = _agreement(world, holds(reference, world), student)
        if finding is not None:
            return finding
    return Finding(True, "evaluation at random points and on the boundaries")


def _trials(bench: Bench, *relations: Term) -> list[World]:
    """The worlds, with points further out and on the boundaries of the relations."""
    return [
        trial
        for world in bench.worlds()
        for trial in (world, _merged(trial_worlds(bench, world, *relations)))
    ]


def _agreement(world: World, ours: Array, student: Term) -> Finding | None:
    theirs = holds(student, world)
    apart = ours != theirs
    if not apart.any():
        return None
    point = int(np.argmax(apart))
    verb = "holds" if theirs[point] else "does not hold"
    return Finding(
        False, "evaluation", f"at {point_in_words(world, point) or 'every point'} yours {verb}"
    )


def mistake_in_relation(
    bench: Bench, student: Term, changed: Iterable[tuple[Term, Mistake]]
) -> Mistake | None:
    """The mistake of the first changed reference that holds where the student's relation does."""
    trials = _trials(bench, student)
    theirs = [holds(student, world) for world in trials]
    for term, mistake in changed:
        pairs = zip(trials, theirs, strict=True)
        alike = all((holds(term, world) == their).all() for world, their in pairs)
        if alike and compare_relations(bench, term, student).equal:
            return mistake
    return None


def mistake_in_equation(
    bench: Bench, student: Term, changed: Iterable[tuple[Term, Mistake]]
) -> Mistake | None:
    """The mistake of the first changed reference that is a multiple of the student's equation."""
    worlds = [wide_world(world, scale_of(student)) for world in bench.worlds()]
    with np.errstate(all="ignore"):
        theirs = [values_at(student, world) for world in worlds]
        for term, mistake in changed:
            ratios = [
                _ratios(ours, their) if ours.shape == their.shape else None
                for ours, their in zip((values_at(term, w) for w in worlds), theirs, strict=True)
            ]
            if all(each is not None and _is_steady(each) for each in ratios):
                return mistake
    return None


def _merged(places: Iterable[World]) -> World:
    """Worlds of the same sizes as one."""
    found = list(places)
    names = found[0].values
    values = {name: np.concatenate([each.values[name] for each in found]) for name in names}
    special = np.concatenate([each.special for each in found])
    return replace(found[0], values=values, points=len(special), special=special)


def compare_equations(bench: Bench, reference: Term, student: Term) -> Finding:
    """Whether two differences of sides vanish at the same points."""
    ratios = []
    wides = [wide_world(world, scale_of(reference, student)) for world in bench.worlds()]
    for wide in wides:
        with np.errstate(all="ignore"):
            ours, theirs = (values_at(each, wide) for each in (reference, student))
        if ours.shape[1:] != theirs.shape[1:]:
            if ours.size != theirs.size or set(ours.shape[1:]) != set(theirs.shape[1:]):
                return Finding(False, "evaluation", "the two sides have another shape")
            theirs = theirs.transpose(0, 2, 1)
        counted = np.isfinite(ours).all(axis=(1, 2)) & np.isfinite(theirs).all(axis=(1, 2))
        if counted.sum() < 4:
            return Finding(None, "evaluation", note="too few points at which both are defined")
        if _vanish_apart(ours[counted], theirs[counted]):
            return Finding(False, "evaluation", "one of them holds where the other does not")
        ratios.append(_ratios(ours[counted], theirs[counted]))
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
    if len(known) == len(ratios) and all(map(_is_steady, known)):
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


def _is_constant(ratios: Array) -> bool:
    return bool(np.ptp(ratios) <= _CONSTANT * np.abs(ratios).max())


def _is_steady(ratios: Array) -> bool:
    """Whether a ratio keeps its sign and stays away from zero."""
    sizes = np.abs(ratios)
    return bool((np.sign(ratios) == np.sign(ratios[0])).all() and sizes.min() > 1e-3 * sizes.max())
