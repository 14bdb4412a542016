"""The values of mutants at a few points.

A mutant is looked at in plain numbers, and differs from its reference in so few places that most of
it need not be computed again. What only the typist can tell is typed, and evaluated by itself.
"""

from collections.abc import Iterator, Sequence

from graders.comparing.formulas.arithmetic import Array
from graders.comparing.formulas.bench import Bench
from graders.comparing.formulas.evaluation import limited_work
from graders.comparing.formulas.plain import Look, Names, Unsure, names_at
from graders.comparing.formulas.shapes import ShapeFault, settled
from graders.comparing.formulas.terms import Term
from graders.comparing.mistakes.mutants import Mutant
from graders.errors import Undecided, Unreadable
from graders.expression import Expression

_WORK = 3e4  # units for one that must be typed, and for what they are all looked at with:
_WORK_OF_LOOKS = 1e6  # of their own, since what is kept depends on no student
_MOST_UNDECIDED = 50  # that cannot be evaluated, or not in time; then no more are typed
_SAME = 1e-8  # relative

Row = Sequence[float] | Array  # the entries of a value
Probed = tuple[Mutant, Row]  # with what it is at the first probe


class Probes:
    """The points of an exercise at which mutants are looked at."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self._names: list[Names] = []

    def rows(self, term: Term) -> Sequence[Row]:
        """The values of a term, in a row for each probe; the term is evaluated everywhere."""
        values = next(self.bench.values(term))[self.bench.probes]
        return values.astype(float).reshape(len(values), -1).tolist()

    def names(self, number: int) -> Names:
        """What the names are at a probe."""
        while len(self._names) <= number:
            self._names.append(names_at(self.bench, self.bench.probes[len(self._names)]))
        return self._names[number]


class Mutants:
    """The mutants of an expression at the probes; those that have the shape that is asked for."""

    def __init__(self, probes: Probes, expression: Expression, shape: Term) -> None:
        self._probes = probes
        self._bench = probes.bench
        self._expression = expression
        self._shape = shape
        self._entries = next(self._bench.values(shape)).shape[1:]
        self._looks: list[Look] = []
        self._undecided = 0

    def probed(self, waiting: Iterator[Mutant]) -> Iterator[Probed]:
        """Those that have values of the shape, at the first probe."""
        for mutant in waiting:
            row = self._row(mutant)
            if row is not None:
                yield mutant, row

    def remain(self, mutant: Mutant, wanted: Sequence[Row]) -> bool:
        """Whether a mutant is as wanted at the other probes, too, as far as a look can tell."""
        try:
            for number in range(1, len(wanted)):
                value = self._look(number).at(mutant)
                row = [value] if isinstance(value, float) else value.reshape(-1)
                if not alike(row, wanted[number]):
                    return False
        except Unsure:
            pass
        return True

    def _look(self, number: int) -> Look:
        while len(self._looks) <= number:
            at = len(self._looks)
            names, point = self._probes.names(at), self._bench.probes[at]
            with limited_work(_WORK_OF_LOOKS):
                self._looks.append(Look(self._bench, point, names, self._expression))
        return self._looks[number]

    def _row(self, mutant: Mutant) -> Row | None:
        try:
            value = self._look(0).at(mutant)
        except Unsure:
            return self._typed(mutant)
        if isinstance(value, float):
            return [value] if self._entries == (1, 1) else None
        return value.reshape(-1) if value.shape == self._entries else None

    def _typed(self, mutant: Mutant) -> Array | None:
        if self._undecided == _MOST_UNDECIDED:
            return None
        try:
            with limited_work(_WORK):
                term = self._bench.type(mutant.expression)
                if not has_shape_of(term, self._shape):
                    return None
                return self._bench.prober.everywhere(term)[0].astype(float).reshape(-1)
        except Undecided:
            self._undecided += 1
        except (ShapeFault, Unreadable):
            pass
        return None


def has_shape_of(left: Term, right: Term) -> bool:
    return [settled(each) for each in left.shape] == [settled(each) for each in right.shape]


def alike(row: Row, wanted: Row) -> bool:
    """Whether a row is the one that is wanted, undefined values included."""
    return all(map(_same, row, wanted))


def _same(one: float, other: float) -> bool:
    close = abs(one - other) <= _SAME * max(abs(one), abs(other))
    return close or (one != one and other != other)
