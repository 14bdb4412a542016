"""Relations, sets and equations: compared where they hold, and on their boundaries.

Two relations agree if they hold at the same points. Random points never lie on a boundary, so the
boundaries of both are found by bisection along each scalar and tried as well: that is what tells
``<`` from ``<=``. Two equations agree if their sides' differences are multiples of one another, or
vanish at the same points.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import numpy as np

from graders.comparing.arithmetic import Array, Floats
from graders.comparing.bench import Bench
from graders.comparing.equality import Finding
from graders.comparing.evaluation import Evaluator, spend
from graders.comparing.terms import Term, parts_of
from graders.comparing.witnesses import point_in_words
from graders.comparing.worlds import World
from graders.model import Mistake

_POINTS = 96
_BISECTIONS = 60
_STRAIGHT = 1e-12  # of the difference of the ends: a value that is zero
_DRAWN = 30_000  # units of work to draw points
_CONSTANT = 1e-10  # relative: two equations are one and the same
_SAME = 1e-7  # relative: a ratio is constant
_NEAR = 1e-3  # relative: how far from a root a term is not zero any more
_ZERO = 1e-6  # of the usual size: a difference vanishes


def compare_relations(bench: Bench, reference: Term, student: Term) -> Finding:
    """Whether two relations hold at the same points, boundaries included."""
    for world in _trials(bench, reference, student):
        finding = _agreement(world, _holds(reference, world), student)
        if finding is not None:
            return finding
    return Finding(True, "evaluation at random points and on the boundaries")


def _trials(bench: Bench, *relations: Term) -> list[World]:
    """The worlds, with points further out and on the boundaries of the relations."""
    return [
        trial
        for world in bench.worlds()
        for trial in (world, _merged(_wider(bench, world, *relations)))
    ]


def _agreement(world: World, ours: Array, student: Term) -> Finding | None:
    theirs = _holds(student, world)
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
    theirs = [_holds(student, world) for world in trials]
    for term, mistake in changed:
        pairs = zip(trials, theirs, strict=True)
        alike = all((_holds(term, world) == holds).all() for world, holds in pairs)
        if alike and compare_relations(bench, term, student).equal:
            return mistake
    return None


def mistake_in_equation(
    bench: Bench, student: Term, changed: Iterable[tuple[Term, Mistake]]
) -> Mistake | None:
    """The mistake of the first changed reference that is a multiple of the student's equation."""
    worlds = [_wide(world, _scale(student)) for world in bench.worlds()]
    with np.errstate(all="ignore"):
        theirs = [_value(student, world) for world in worlds]
        for term, mistake in changed:
            ratios = [
                _ratios(ours, their) if ours.shape == their.shape else None
                for ours, their in zip((_value(term, w) for w in worlds), theirs, strict=True)
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
    wides = [_wide(world, _scale(reference, student)) for world in bench.worlds()]
    for wide in wides:
        with np.errstate(all="ignore"):
            ours, theirs = (_value(each, wide) for each in (reference, student))
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
            for name in _scalars(bench):
                roots = _roots(first, wide, name)
                if roots is None:
                    continue
                clear = _vanishes(first, roots, name)
                met |= bool(clear.any())
                wrong = clear & ~_vanishes(second, roots, name)
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


# --- points -------------------------------------------------------------------------------------


def _holds(term: Term, world: World) -> Array:
    with np.errstate(all="ignore"):
        value = _value(term, world)
    return np.broadcast_to(value.all(axis=(1, 2)), (world.points,))


def _value(term: Term, world: World) -> Array:
    return Evaluator(world, Floats()).everywhere(term)


def _scalars(bench: Bench) -> list[str]:
    return [
        name
        for name, each in bench.exercise.symbols.items()
        if each.type == "scalar"
        and not each.dimension
        and each.domain in ("real", "positive", "nonnegative", "unit_interval")
    ]


def _scale(*terms: Term) -> float:
    """How far apart the numbers lie that are written out."""
    numbers = [1.0]
    for term in terms:
        for each in parts_of(term):
            if each.operation == "number":
                numbers.append(float(min(abs(each.payload), 1_000_000)))  # type: ignore[arg-type]
    return 2.5 * max(numbers)


def _wide(world: World, scale: float) -> World:
    """The world with its real numbers spread as far as the numbers in the formulas are."""
    spend(_DRAWN + sum(array.size for array in world.values.values()))
    random = np.random.default_rng(_POINTS)
    chosen = np.arange(_POINTS) % world.points
    values = {name: array[chosen].copy() for name, array in world.values.items()}
    for name, array in values.items():
        if array.shape[1:] == (1, 1) and name not in world.sizes and not _is_discrete(array):
            low, high = float(world.values[name].min()), float(world.values[name].max())
            spread = random.uniform(-scale if low < 0 else 0.0, scale, array.shape)
            inside = (low >= 0 and high <= 1) or name in world.bounded
            values[name] = (
                array
                if inside
                else np.where(np.arange(_POINTS)[:, None, None] % 3 == 0, array, spread)
            )
    return replace(world, values=values, points=_POINTS, special=np.zeros(_POINTS, dtype=bool))


def _is_discrete(array: Array) -> bool:
    return bool((array == np.round(array)).all())


def _wider(bench: Bench, world: World, *relations: Term) -> Iterator[World]:
    """Points further out, and points on the boundaries of the relations."""
    wide = _wide(world, _scale(*relations))
    yield wide
    for relation in relations:
        for left, right in _comparisons(relation):
            difference = Term("add", (left, Term("negate", (right,), right.shape)), left.shape)
            for name in _scalars(bench):
                roots = _roots(difference, wide, name)
                if roots is not None:
                    yield roots


def _comparisons(term: Term) -> Iterator[tuple[Term, Term]]:
    for each in parts_of(term):
        if each.operation == "compare" and all(part.is_scalar for part in each.arguments):
            yield each.arguments[0], each.arguments[1]


def _roots(term: Term, wide: World, name: str) -> World | None:
    """Points at which a term is zero, found by moving one scalar."""
    if not any(each.operation == "symbol" and each.payload == name for each in parts_of(term)):
        return None
    spend(_DRAWN + sum(array.size for array in wide.values.values()))
    low, high = wide.values[name], np.roll(wide.values[name], 7, axis=0)

    def at(position: Array) -> Array:
        return _value(term, replace(wide, values={**wide.values, name: position}))

    with np.errstate(all="ignore"):
        below, above = at(low), at(high)
        crossing = np.sign(below) * np.sign(above) < 0
        if below.shape != low.shape or not crossing.any():
            return None
        root = _root(at, crossing, (low, below), (high, above))
        reached = np.abs(at(root)) <= 1e-9 * np.maximum(np.abs(below), np.abs(above))
        rounded = np.round(root, 9)
        better = np.abs(at(rounded)) <= np.abs(at(root))
    found = np.flatnonzero(crossing & reached)
    if not len(found):
        return None
    moved = replace(wide, values={**wide.values, name: np.where(better, rounded, root)})
    return moved.at(found.tolist())


End = tuple[Array, Array]  # of an interval: the places, and the values there


def _root(at: Callable[[Array], Array], crossing: Array, first: End, last: End) -> Array:
    """Where a function crosses zero between two places: on a straight line, or by bisection."""
    (low, below), (high, above) = first, last
    straight = (low * above - high * below) / (above - below)
    if (np.abs(at(straight)) <= _STRAIGHT * np.abs(above - below))[crossing].all():
        return straight
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        same = np.sign(at(middle)) == np.sign(below)
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    return high


def _vanishes(term: Term, roots: World, name: str) -> Array:
    """At which roots a term is zero, as against its values near by."""
    value = np.abs(_value(term, roots))
    near = {**roots.values, name: roots.values[name] * (1 + _NEAR) + 1e-12}
    usual = np.abs(_value(term, replace(roots, values=near)))
    defined = np.isfinite(value) & np.isfinite(usual)
    zero = (value <= 1e-5 * usual) | (value <= 1e-12) | ~defined
    return np.asarray(zero.all(axis=(1, 2)))
