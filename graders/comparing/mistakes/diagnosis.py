"""Which mistake makes the reference into what a student wrote.

Every mutant of the reference is looked at at one point; the student's value there is looked up
among them, and a hit is confirmed at all points. Only an exact match is named.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

import numpy as np

from graders.comparing.formulas.arithmetic import Array
from graders.comparing.formulas.bench import Bench
from graders.comparing.formulas.equality import compare_terms, same_shape
from graders.comparing.formulas.shapes import ShapeFault
from graders.comparing.formulas.terms import Term, transposed
from graders.comparing.mistakes.mutants import MOST, Mutant, mendings, mutants
from graders.comparing.mistakes.named import (
    FACTOR,
    LAYOUT,
    LOG_BASE,
    OTHER_FACTOR,
    SIGN,
    TRANSPOSED,
)
from graders.comparing.mistakes.probes import Mutants, Probed, Probes, alike, has_shape_of
from graders.errors import Undecided, Unreadable
from graders.expression import Expression, nodes
from graders.model import Mistake

_SAME = 1e-8  # relative
_NEARLY = {"same": 1e-5, "least": 1e-7}  # what is so near to the reference is no change of it
_DEFINED = 0.1  # share of the entries in one world at least, for values to be compared
_DEFINED_APART = 0.1  # share that only one of two is defined at
_FEWEST = 8  # changes of a long formula
_MOST_NODES = 30_000  # of all mutants together
_MOST_MENDINGS = 48  # changes of one answer
_BASES = (math.log(2), math.log(10), math.log2(10), math.sqrt(math.log(2)), math.sqrt(math.log(10)))
_WIDER = {"binary": "unit_interval", "onehot": "simplex"}  # domains that logarithms need


@dataclass
class Gallery:
    """The mutants of one reference with their values at the probes."""

    bench: Bench
    reference: Expression
    term: Term
    layout: bool
    _seen: list[Probed] = field(default_factory=list)
    _probes: Probes = field(init=False)
    _mutants: Mutants = field(init=False)
    _waiting: Iterator[Probed] = field(init=False)
    _wider: "Gallery | None" = field(default=None, init=False)

    def __post_init__(self) -> None:
        waiting = islice(mutants(self.reference, self.bench.exercise), _most(self.reference, MOST))
        self._probes = Probes(self.bench)
        self._mutants = Mutants(self._probes, self.reference, self.term)
        self._waiting = self._mutants.probed(waiting)

    def name(self, student: Term, written: Expression) -> Mistake | None:
        """The mistake that the student made, if a single known one explains the answer.

        Args:
            student: what the student wrote, with its shape.
            written: the same as it was read.
        """
        if not same_shape(self.term, student):
            return self._other_layout(student)
        if self._is_nowhere(student):
            return self._in_wider_domains().name(student, written)
        if self._seems_right(student):
            return None
        return (
            _constant_factor(self._values(self.term), self._values(student))
            or self._other_layout(student)
            or self._looked_up(student)
            or self._mended(written)
            or (OTHER_FACTOR if self._hold_alike(_is_multiple, self.term, student) else None)
        )

    def _seems_right(self, student: Term) -> bool:
        """Whether an answer is nearly the reference at the usual points: no change explains it."""
        return _agree(self._values(self.term), self._values(student), **_NEARLY)

    def _is_nowhere(self, student: Term) -> bool:
        """Whether an answer is defined nowhere, and would be if labels were no whole numbers."""
        symbols = self.bench.exercise.symbols.values()
        if all(each.domain not in _WIDER for each in symbols):
            return False
        return not any(np.isfinite(each).any() for each in self._values(student))

    def _in_wider_domains(self) -> "Gallery":
        """The gallery of the same reference with labels that are probabilities: for y log p."""
        if self._wider is None:
            exercise = self.bench.exercise
            symbols = {
                name: replace(each, domain=_WIDER.get(each.domain, each.domain))
                for name, each in exercise.symbols.items()
            }
            bench = Bench(replace(exercise, symbols=symbols))
            self._wider = Gallery(bench, self.reference, bench.type(self.reference), self.layout)
        return self._wider

    def _mended(self, written: Expression) -> Mistake | None:
        """The mistake without which the student's formula would be the reference."""
        changed = islice(mendings(written, self.bench.exercise), _most(written, _MOST_MENDINGS))
        mended = Mutants(self._probes, written, self.term)
        return self._first(self.term, mended, mended.probed(changed))

    def _values(self, term: Term) -> Iterator[Array]:
        """The values in each world, those of a truth as numbers."""
        return (np.asarray(each, dtype=float) for each in self.bench.values(term))

    def _hold_alike(self, test: Callable[[Array, Array], bool], left: Term, right: Term) -> bool:
        """Whether the values of two terms pass a test in all worlds."""
        return all(map(test, self._values(left), self._values(right)))

    def _other_layout(self, student: Term) -> Mistake | None:
        flipped = transposed(student)
        if flipped is student or not same_shape(self.term, flipped):
            return None
        if not _agree(self._values(self.term), self._values(flipped)):
            return None
        return LAYOUT if self.layout else TRANSPOSED

    def _looked_up(self, student: Term) -> Mistake | None:
        """The first mutant whose values at the probes, and then everywhere, are the student's."""
        return self._first(student, self._mutants, self._probed())

    def _first(self, wanted: Term, mutants: Mutants, probed: Iterator[Probed]) -> Mistake | None:
        """The mistake of the first mutant that has the values of a term."""
        rows = self._probes.rows(wanted)
        for mutant, row in probed:
            if (
                alike(row, rows[0])
                and mutants.remain(mutant, rows)
                and self._is_everywhere(mutant, wanted)
            ):
                return mutant.mistake
        return None

    def _is_everywhere(self, mutant: Mutant, student: Term) -> bool:
        try:
            term = self.bench.type(mutant.expression)
            if not has_shape_of(term, self.term):
                return False
            alike = _agree(self._values(term), self._values(student))
            return alike and compare_terms(self.bench, term, student).equal is not False
        except (ShapeFault, Undecided, Unreadable):
            return False

    def _probed(self) -> Iterator[Probed]:
        """The mutants with their values: those seen before, then new ones."""
        yield from self._seen
        for each in self._waiting:
            self._seen.append(each)
            yield each


def _most(expression: Expression, most: int) -> int:
    """How many changes of an expression are tried: fewer of a long one."""
    return max(_FEWEST, min(most, _MOST_NODES // sum(1 for _ in nodes(expression))))


def _agree(
    ours: Iterator[Array], theirs: Iterator[Array], *, same: float = _SAME, least: float = 1e-13
) -> bool:
    """Whether values are the same wherever both are defined, and that is nearly where one is."""
    seen = False
    for left, right in map(_of_one_shape, ours, theirs):
        one, other = np.isfinite(left), np.isfinite(right)
        defined = one & other
        close = np.abs(left - right) <= same * np.maximum(np.abs(left), np.abs(right)) + least
        if np.count_nonzero(defined & ~close):
            return False
        if np.count_nonzero(one ^ other) / one.size > _DEFINED_APART:
            return False
        seen |= bool(np.count_nonzero(defined) / one.size >= _DEFINED)
    return seen


def _of_one_shape(one: Array, other: Array) -> Sequence[Array]:
    return (one, other) if one.shape == other.shape else np.broadcast_arrays(one, other)


def _constant_factor(ours: Iterator[Array], theirs: Iterator[Array]) -> Mistake | None:
    """Whether theirs is ours times a number, the same at all points of a world."""
    numbers: list[float] = []
    varied = False
    for our, their in zip(ours, theirs, strict=True):
        ratio = _ratio(our, their)
        if ratio is None:
            return None
        numbers.append(ratio)
        varied |= bool((our != our.flat[0]).any())
    if not varied and not all(math.isclose(each, numbers[0], rel_tol=_SAME) for each in numbers):
        return None  # a number in each world, as what sizes alone make is
    if all(math.isclose(each, 1, rel_tol=_SAME) for each in numbers):
        return None  # they are the same where both are defined
    if all(math.isclose(each, -1, rel_tol=_SAME) for each in numbers):
        return SIGN
    for base in _BASES:
        for power in (base, 1 / base):
            if all(math.isclose(abs(each), power, rel_tol=_SAME) for each in numbers):
                return LOG_BASE
    return FACTOR


def _is_multiple(our: Array, their: Array) -> bool:
    """Whether an array of several entries is the other one times a number, at every point."""
    our, their = _of_one_shape(our, their)
    defined = (np.isfinite(our) & np.isfinite(their) & (our != 0) & (their != 0)).all(axis=(1, 2))
    if our[0].size < 2 or defined.sum() < 4:
        return False
    ratios = (their[defined] / our[defined]).reshape(int(defined.sum()), -1)
    return bool((np.abs(ratios - ratios[:, :1]) <= 1e-7 * np.abs(ratios[:, :1])).all())


def _ratio(our: Array, their: Array) -> float | None:
    our, their = _of_one_shape(our, their)
    counted = np.isfinite(our) & np.isfinite(their) & ((our != 0) | (their != 0))
    if counted.sum() < 4 or (our[counted] == 0).any() or (their[counted] == 0).any():
        return None
    ratios = their[counted] / our[counted]
    if np.abs(ratios - ratios[0]).max() > 1e-6 * abs(ratios[0]):
        return None
    middle = float(np.median(ratios))
    spread = np.abs(ratios - middle).max()
    varied = our[counted].std() > 1e-9 * abs(our[counted]).max()
    return middle if spread <= 1e-7 * abs(middle) and (varied or our.size > 1) else None
