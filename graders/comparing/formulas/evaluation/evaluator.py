"""The evaluator: the values of terms at all points of a world, by one of the arithmetics."""

import math

import numpy as np

from graders.comparing.formulas.arithmetic import Array, Floats
from graders.comparing.formulas.evaluation import components
from graders.comparing.formulas.evaluation.budget import spend
from graders.comparing.formulas.evaluation.frames import Frame
from graders.comparing.formulas.evaluation.operations import OPERATIONS
from graders.comparing.formulas.shapes import SCALAR, Dimension, Shape, Unknown, settled
from graders.comparing.formulas.terms import Term
from graders.comparing.formulas.worlds.sizes import size_of
from graders.comparing.formulas.worlds.world import World
from graders.errors import Undecided, Unreadable

MAX_ENTRIES = 2_000_000  # of one array
_MOST_KEPT = 500_000  # entries of the values of terms, in one frame
_ROOM = 160  # entries, that a value takes beside its own
_NODE = 400  # what a term costs, whatever its size
_EXPANSION = 3_600  # one product of an expanded determinant
_INVERSION = 10  # weight of a quotient of remainders


class Evaluator:
    """Evaluates terms in one world; values are kept for the terms that share them."""

    def __init__(self, world: World, numbers: Floats) -> None:
        self.world = world
        self.numbers = numbers
        self.outermost = self.frame = Frame(None, "", np.zeros((1, 1, 1)), world.points)
        self.frames: dict[tuple[int, str, int, int], Frame] = {}
        self.places: dict[int, tuple[Array, components.Places]] = {}
        self._sizes: dict[Shape, tuple[int, int]] = {SCALAR: (1, 1)}

    @property
    def points(self) -> int:
        """How many points there are, with those of the sums around."""
        return self.frame.points

    def value(self, term: Term) -> Array:
        """The value at every point, of shape (points or 1, rows, columns).

        Raises:
            NotRational: if the arithmetic is exact and the term is not rational.
            Undecided: if it is too large, or takes too long.
        """
        here = self.frame
        found = here.seen.get(term)
        if found is not None:
            return found
        frame = here if here.around is None else self._frame_of(term)
        return self._computed(term) if frame is here else self._repeated(term, frame)

    def _repeated(self, term: Term, frame: Frame) -> Array:
        """The value, computed in the frame whose index it needs and repeated in the one within."""
        here = self.frame
        self.frame = frame
        try:
            found = self.value(term)
        finally:
            self.frame = here
        if len(found) == 1:
            return found
        repeated = here.seen[term] = np.concatenate([found] * (here.points // frame.points))
        here.kept += _ROOM + repeated.size
        return repeated

    def everywhere(self, term: Term) -> Array:
        """The value at every point, of shape (points, rows, columns).

        What is undefined somewhere is NaN; whoever asks keeps NumPy from warning of it.
        """
        value = self.outermost.seen.get(term)
        if value is None:
            value = self.value(term)
        points = self.world.points
        return value if len(value) == points else value.repeat(points, axis=0)

    def arguments(self, term: Term) -> list[Array]:
        return [self.value(each) for each in term.arguments]

    def beside(self, numbers: Floats) -> "Evaluator":
        """An evaluator of the same world by another arithmetic."""
        return Evaluator(self.world, numbers)

    def size(self, dimension: Dimension) -> int:
        dimension = settled(dimension)
        if isinstance(dimension, Unknown):
            raise Unreadable("the size of an identity or of a column of ones is not given")
        return size_of(dimension, self.world.sizes)

    def _computed(self, term: Term) -> Array:
        """The value in this frame, kept for the next time."""
        frame = self.frame
        if frame.kept > _MOST_KEPT:
            frame.seen.clear()
            frame.kept = 0
        compute, weight, of_arrays = OPERATIONS[term.operation]
        if term.shape is SCALAR and not of_arrays and not self.numbers.exact:
            spend(_NODE + weight * frame.points)
        else:
            spend(_NODE + self._cost(term, weight, of_arrays=of_arrays))
        found = frame.seen[term] = compute(self, term)
        frame.kept += _ROOM + found.size
        return found

    def _cost(self, term: Term, weight: float, *, of_arrays: bool) -> float:
        """What the entries of a term cost, by its shape: known before it is computed."""
        numbers = self.numbers
        rows, columns = self._lengths(term.shape)
        entries = self.frame.points * rows * columns
        if entries > MAX_ENTRIES:
            raise Undecided("the values of the formula are too many")
        if numbers.exact and term.operation == "divide":
            weight = _INVERSION
        elif of_arrays:
            inner = math.prod(self._lengths(term.arguments[0].shape))
            if term.operation == "matmul":
                weight *= inner / rows
                if numbers.exact and entries * inner / rows > MAX_ENTRIES:
                    raise Undecided("the values of the formula are too many")
            elif numbers.expands and term.operation != "trace":
                spend(_EXPANSION * math.factorial(min(math.isqrt(inner), 8)))
        return numbers.cost * weight * entries

    def _lengths(self, shape: Shape) -> tuple[int, int]:
        """A shape in numbers; a size is taken for 1 as long as it is not known."""
        known = self._sizes.get(shape)
        if known is None:
            known = self._length(shape[0]), self._length(shape[1])
            if not any(isinstance(each, Unknown) for each in shape):
                self._sizes[shape] = known
        return known

    def _length(self, dimension: Dimension) -> int:
        dimension = settled(dimension)
        return 1 if isinstance(dimension, Unknown) else size_of(dimension, self.world.sizes)

    def _frame_of(self, term: Term) -> Frame:
        """The innermost frame whose index the term uses."""
        names, frame = term.indices, self.frame
        while frame.around is not None and frame.index not in names:
            frame = frame.around
        return frame
