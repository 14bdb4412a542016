"""Whether two formulas mean the same: equal, different with a witness, or not settled.

Both are evaluated on the same typed random worlds. Double precision decides what is plainly
different. What seems equal is confirmed exactly, modulo large primes, where both are rational; what
is neither plainly equal nor plainly different is computed again with fifty digits.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from graders.comparing.arithmetic import PRIMES, Array, Floats, Modulo, NotRational, Precise
from graders.comparing.evaluation import Evaluator, limited_work
from graders.comparing.shapes import unify
from graders.comparing.terms import Term, is_truth
from graders.comparing.typing.typist import Typist
from graders.comparing.worlds import World, modular_world, worlds
from graders.declarations import Exercise
from graders.errors import Undecided
from graders.expression import Expression

_SAME = 1e-12  # relative: equal but for rounding
_PLAIN = 1e-6  # relative: different whatever the rounding
_ROUNDING = 1e-7  # absolute: what rounding alone may make of a difference
_DOUBTED_POINTS = 3  # that are computed again with fifty digits
_FEWEST = 4  # points at which both are defined, for a verdict
_NARROWER = 0.25  # share of the points that only one of the two is defined at
_NOTHING = 1e-40  # what fifty digits leave of nothing
_PROBES = 4  # points for a first look
_EXACT_WORK = 5e6  # units of work for this confirmation
_RATIONAL_SIZE = 400  # nodes of a term that is confirmed modulo a prime


@dataclass(frozen=True)
class Finding:
    """What the evaluation says of two terms."""

    equal: bool | None
    method: str
    witness: str = ""
    note: str = ""


@dataclass
class Bench:
    """Terms of one exercise, with the worlds on which they are compared."""

    exercise: Exercise
    typist: Typist = field(init=False)
    _worlds: dict[frozenset[str], tuple[World, ...]] = field(default_factory=dict)
    _probers: dict[int, Evaluator] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.typist = Typist(self.exercise)

    def type(self, expression: Expression) -> Term:
        return self.typist.whole(expression)

    @cached_property
    def _everything(self) -> frozenset[str]:
        return frozenset(self.exercise.symbols)

    def worlds(self) -> tuple[World, ...]:
        """The worlds of the exercise: the same for every pair of formulas."""
        used = self._everything
        if used not in self._worlds:
            self._worlds[used] = worlds(self.exercise.symbols, used)
        return self._worlds[used]

    @cached_property
    def evaluators(self) -> tuple[Evaluator, ...]:
        """Evaluators in double precision, whose values are kept."""
        return tuple(Evaluator(world, Floats()) for world in self.worlds())

    @cached_property
    def exact_evaluators(self) -> tuple[Evaluator, ...]:
        """Evaluators of remainders in the first world, one for each prime."""
        symbols, world = self.exercise.symbols, self.worlds()[0]
        return tuple(
            Evaluator(modular_world(symbols, world, numbers, seed), numbers)
            for seed, numbers in enumerate(map(Modulo, PRIMES))
        )

    def prober(self, blocks: int = 1) -> Evaluator:
        """An evaluator at a few points of the first world, once for each of the blocks."""
        if blocks not in self._probers:
            world = self.worlds()[0]
            regular = [point for point in range(world.points) if not world.special[point]]
            chosen = regular[:: max(1, len(regular) // _PROBES)][:_PROBES] or [0]
            self._probers[blocks] = Evaluator(world.at(chosen * blocks), Floats(), blocks)
        return self._probers[blocks]

    def values(self, term: Term) -> tuple[Array, ...]:
        """The term's values at all points of all worlds, each of shape (points, rows, columns)."""
        with np.errstate(all="ignore"):
            return tuple(evaluator.everywhere(term) for evaluator in self.evaluators)


def same_shape(left: Term, right: Term) -> bool:
    """Whether two shapes are the same, once all that is unknown is taken to fit."""
    return all(unify(a, b) for a, b in zip(left.shape, right.shape, strict=True))


def compare_terms(
    bench: Bench, reference: Term, student: Term, *, almost_everywhere: bool = False
) -> Finding:
    """Whether two terms of the same shape have the same values in all worlds.

    Raises:
        Undecided: if one of them cannot be evaluated.
    """
    ours, theirs = bench.values(reference), bench.values(student)
    if is_truth(reference):
        return _compare_truth(bench, ours, theirs)
    doubted: list[tuple[int, int]] = []
    valid = narrower = total = 0
    undefined_at: tuple[int, int] | None = None
    for number, (world, our, their) in enumerate(zip(bench.worlds(), ours, theirs, strict=True)):
        our, their = our.reshape(len(our), -1), their.reshape(len(their), -1)
        our_defined = np.isfinite(our).all(axis=1)
        their_defined = np.isfinite(their).all(axis=1)
        counted = our_defined & their_defined
        if almost_everywhere:
            counted &= ~world.special
        regular = our_defined & ~world.special
        missing = regular & ~their_defined
        narrower += int(missing.sum())
        total += int(regular.sum())
        if undefined_at is None and missing.any():
            undefined_at = number, int(np.argmax(missing))
        valid += int(counted.sum())
        difference, gap = _gaps(our, their)
        doubtful = counted & (gap > _SAME)
        if not doubtful.any():
            continue
        plain = doubtful & (gap > _PLAIN) & (difference > _ROUNDING)
        if plain.any():
            point = int(np.argmax(np.where(plain, gap, -1)))
            return _different(bench, number, point, ours[number], theirs[number])
        doubt = np.flatnonzero(doubtful)
        order = doubt[np.argsort(-gap[doubt])]
        doubted += [(number, int(point)) for point in order[:_DOUBTED_POINTS]]
    if total and narrower > _NARROWER * total and undefined_at is not None:
        number, point = undefined_at
        where = point_in_words(bench.worlds()[number], point)
        return Finding(False, "domain", f"at {where} yours is not defined")
    if valid < _FEWEST:
        return Finding(None, "evaluation", note="too few points at which both are defined")
    return _confirm(bench, reference, student, doubted, ours, theirs)


def _gaps(our: Array, their: Array) -> tuple[Array, Array]:
    """The difference at each point, and its ratio to the largest entry there."""
    difference = np.abs(our - their).max(axis=1)
    scale = np.maximum(np.abs(our), np.abs(their)).max(axis=1)
    with np.errstate(all="ignore"):
        gap = difference / np.where(scale == 0, 1.0, scale)
    gap[np.isnan(gap)] = 0.0
    return difference, gap


def _different(bench: Bench, number: int, point: int, our: Array, their: Array) -> Finding:
    world = bench.worlds()[number]
    entry = np.unravel_index(int(np.argmax(np.abs(our[point] - their[point]))), our[point].shape)
    which = "" if our[point].size == 1 else f" in entry ({entry[0] + 1}, {entry[1] + 1})"
    where = point_in_words(world, point)
    words = f"{their[point][entry]:.4g} instead of {our[point][entry]:.4g}{which}"
    return Finding(False, "evaluation", f"at {where}: {words}" if where else words)


def point_in_words(world: World, point: int) -> str:
    sizes = [f"{name} = {size}" for name, size in world.sizes.items()]
    scalars = [
        f"{name} = {array[point].item():.4g}"
        for name, array in world.values.items()
        if array[point].size == 1 and name not in world.sizes
    ]
    return ", ".join([*sizes, *scalars][:6])


def _confirm(
    bench: Bench,
    reference: Term,
    student: Term,
    doubted: Sequence[tuple[int, int]],
    ours: Sequence[Array],
    theirs: Sequence[Array],
) -> Finding:
    """What seems equal, made sure of: exactly if rational, with fifty digits where in doubt."""
    exact = _compare_exactly(bench, reference, student)
    if exact is not None:
        if exact:
            return Finding(True, "exact arithmetic modulo primes")
        return Finding(False, "exact arithmetic modulo primes", "they differ in exact arithmetic")
    if not doubted:
        doubted = [(0, 0)] if _extreme(reference) or _extreme(student) else []
    for number, point in doubted:
        verdict = _compare_precisely(bench, number, point, reference, student)
        if verdict is None:
            return Finding(None, "evaluation", note="the values are too close to tell apart")
        if not verdict:
            return _different(bench, number, point, ours[number], theirs[number])
    return Finding(True, "evaluation at random points")


def _extreme(term: Term) -> bool:
    """Whether a number written out is so large or small that rounding may hide a part."""
    waiting, seen = [term], 0
    while waiting and seen < 2_000:
        each = waiting.pop()
        seen += 1
        if each.operation == "number" and each.payload:
            size = abs(float(each.payload)) if each.payload < 10**300 else 1e300  # type: ignore[arg-type, operator]
            if size > 1e5 or size < 1e-5:
                return True
        waiting += each.arguments
    return False


def _compare_exactly(bench: Bench, reference: Term, student: Term) -> bool | None:
    """The verdict modulo primes, or None if one of the terms is not rational."""
    if not (_is_rational(reference) and _is_rational(student)):
        return None
    try:
        with limited_work(_EXACT_WORK):
            return _agree_modulo_primes(bench, reference, student)
    except (NotRational, Undecided):
        return None


def _agree_modulo_primes(bench: Bench, reference: Term, student: Term) -> bool:
    return all(
        bool((evaluator.value(reference) == evaluator.value(student)).all())
        for evaluator in bench.exact_evaluators
    )


_RATIONAL = frozenset(
    "number symbol bound add negate multiply kronecker vec divide power matmul transpose inverse "
    "det trace diagonal to_diagonal matrix at slice fold shared identity ones zeros reduce".split()
)


def _is_rational(term: Term) -> bool:
    waiting, seen = [term], 0
    while waiting:
        each = waiting.pop()
        seen += 1
        if each.operation not in _RATIONAL or seen > _RATIONAL_SIZE:
            return False
        if each.operation == "power" and each.arguments[1].operation not in ("number", "negate"):
            return False
        waiting += each.arguments
    return True


def _compare_precisely(
    bench: Bench, number: int, point: int, reference: Term, student: Term
) -> bool | None:
    """The verdict at one point with fifty digits; None if they cannot be computed there."""
    numbers = Precise()
    evaluator = Evaluator(bench.worlds()[number].at([point]), numbers)
    try:
        ours, theirs = evaluator.value(reference), evaluator.value(student)
    except NotRational:
        return None
    if not (numbers.is_defined(ours).all() and numbers.is_defined(theirs).all()):
        return None
    for our, their in np.broadcast(ours, theirs):
        scale = max(abs(our), abs(their))
        if abs(our - their) > 1e-25 * scale and abs(our - their) > _NOTHING:
            return False
    return True


def _compare_truth(bench: Bench, ours: Sequence[Array], theirs: Sequence[Array]) -> Finding:
    for world, our, their in zip(bench.worlds(), ours, theirs, strict=True):
        apart = (our != their).any(axis=(1, 2))
        if apart.any():
            point = int(np.argmax(apart))
            holds = "holds" if their[point].all() else "does not hold"
            where = point_in_words(world, point)
            return Finding(False, "evaluation", f"at {where} yours {holds}")
    return Finding(True, "evaluation at random points")
