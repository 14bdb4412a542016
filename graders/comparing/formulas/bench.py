"""The bench: formulas of one exercise are typed and evaluated on it, in the same worlds."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from graders.comparing.formulas.arithmetic import PRIMES, Array, Floats, Modulo
from graders.comparing.formulas.evaluation import Evaluator
from graders.comparing.formulas.terms import Term
from graders.comparing.formulas.typing.typist import Typist
from graders.comparing.formulas.worlds.remainders import modular_world
from graders.comparing.formulas.worlds.sizes import names_of_sizes, sizes_of_worlds
from graders.comparing.formulas.worlds.vast import vast_worlds
from graders.comparing.formulas.worlds.world import World, further_world, world_of
from graders.declaring.declarations import Exercise
from graders.expression import Expression

_PROBES = 2  # points for a first look
_MOST_KEPT = 8  # worlds beside the usual ones
_LARGEST_KEPT = 50_000  # entries of such a world
_EXACT = 4  # points that tell two rational terms apart, when they are computed with remainders


@dataclass
class Bench:
    """Terms of one exercise, with the worlds on which they are compared: drawn when needed."""

    exercise: Exercise
    typist: Typist = field(init=False)
    _evaluators: list[Evaluator] = field(default_factory=list)
    _kept: dict[Hashable, Evaluator] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.typist = Typist(self.exercise)

    def type(self, expression: Expression) -> Term:
        return self.typist.whole(expression)

    def worlds(self) -> tuple[World, ...]:
        """The worlds of the exercise: the same for every pair of formulas."""
        return tuple(each.world for each in self.evaluators())

    def evaluators(self) -> Iterator[Evaluator]:
        """Evaluators in double precision, one for each world, whose values are kept."""
        for number, sizes in enumerate(self._sizes):
            if number == len(self._evaluators):
                world = world_of(self.exercise.symbols, sizes, number)
                self._evaluators.append(Evaluator(world, Floats()))
            yield self._evaluators[number]

    def further_evaluator(self, used: Set[str], beyond: int) -> Evaluator:
        """An evaluator of a world with larger sizes, and only what is used in it."""
        key = frozenset(used), beyond
        return self.kept(key, lambda: further_world(self.exercise.symbols, used, beyond))

    def kept(self, key: Hashable, draw: Callable[[], World]) -> Evaluator:
        """An evaluator of a world that is drawn for some formulas, and fits others that are alike.

        The key says on what the world depends, besides the exercise.
        """
        known = self._kept.get(key)
        if known is None:
            known = Evaluator(draw(), Floats())
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            if sum(array.size for array in known.world.values.values()) <= _LARGEST_KEPT:
                self._kept[key] = known
        return known

    @cached_property
    def vast_evaluators(self) -> tuple[Evaluator, ...]:
        """Evaluators as far out as numbers go."""
        worlds = vast_worlds(self.first_world, self.exercise.symbols)
        return tuple(Evaluator(each, Floats()) for each in worlds)

    @cached_property
    def counted(self) -> frozenset[str]:
        """The names of sizes and indices."""
        symbols = self.exercise.symbols.items()
        indices = {name for name, each in symbols if each.domain == "index"}
        return frozenset(indices | names_of_sizes(self.exercise.symbols))

    @cached_property
    def _sizes(self) -> Sequence[Mapping[str, int]]:
        return sizes_of_worlds(self.exercise.symbols)

    @property
    def first_world(self) -> World:
        return next(self.evaluators()).world

    @cached_property
    def exact_evaluators(self) -> tuple[Evaluator, ...]:
        """Evaluators of remainders, one for each prime, where the first world has few points."""
        symbols, first = self.exercise.symbols, self.first_world
        world = first.at(range(min(first.points, max(_EXACT, first.combinations))))
        return tuple(
            Evaluator(modular_world(symbols, world, numbers, seed), numbers)
            for seed, numbers in enumerate(map(Modulo, PRIMES))
        )

    @cached_property
    def prober(self) -> Evaluator:
        """An evaluator at the probes."""
        return Evaluator(self.first_world.at(self.probes), Floats())

    @cached_property
    def probes(self) -> list[int]:
        """A few points of the first world, at which nothing is exactly zero."""
        regular = np.flatnonzero(~self.first_world.special).tolist()
        return regular[:: max(1, len(regular) // _PROBES)][:_PROBES] or [0]

    def values(self, term: Term) -> Iterator[Array]:
        """The term's values at all points, world by world: arrays (points, rows, columns)."""
        return (each.everywhere(term) for each in self.evaluators())
