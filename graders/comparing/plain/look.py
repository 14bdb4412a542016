"""Looks at expressions that differ in little from one that stays."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from math import e, inf, pi

from graders.comparing.bench import Bench
from graders.comparing.mutants import Mutant, Place, put
from graders.comparing.plain.calls import CALLS
from graders.comparing.plain.folds import folded
from graders.comparing.plain.values import Unsure, Value, literal, plain
from graders.comparing.shapes import ShapeFault
from graders.errors import Undecided, Unreadable
from graders.expression import Call, Expression, Fold, Number, Symbol, children

Names = Mapping[str, Value]

_MOST_NODES = 1_500  # of an expression, those of sums as often as they are looked at
_CONSTANTS: Names = {"e": e, "pi": pi, "inf": inf}


def names_at(bench: Bench, point: int) -> Names:
    """What the declared names are at a point of the first world."""
    values = bench.first_world.values
    return {**_CONSTANTS, **{name: plain(array[point]) for name, array in values.items()}}


class Look:
    """The values of mutants at one point; those of the parts of their reference are kept."""

    def __init__(self, bench: Bench, point: int, names: Names, reference: Expression) -> None:
        self.exercise = bench.exercise
        self.sizes = bench.first_world.sizes
        self.names = dict(names)
        self._bench = bench
        self._point = point
        self._reference = reference  # held, so that no other node takes an identity
        self._left = 0
        self._kept: dict[int, Value] = {}  # by the identity of a node
        self._keep(reference)

    def at(self, mutant: Mutant) -> Value:
        """The value of a mutant.

        Raises:
            Unsure: if the typist must say what it is, or if it takes long.
        """
        self._left = _MOST_NODES
        if len(mutant.parts) > 1:
            return self.value(mutant.expression)
        place, part = mutant.parts[0]
        return self._changed(self._reference, place, part)

    def _changed(self, node: Expression, place: Place, part: Expression) -> Value:
        """The value of a node with something else in one place: the way to it is computed again."""
        if not place:
            return self.value(part)
        if not isinstance(node, Call) or node.function == "norm":
            return self.value(put(node, place, part))
        changed = self._changed(node.arguments[place[0]], place[1:], part)
        values = self.arguments(node)
        values[place[0]] = changed
        return self._computed(node, values)

    def value(self, node: Expression) -> Value:
        """The value of a part of it."""
        kept = self._kept.get(id(node))
        if kept is not None:
            return kept
        self._left -= 1
        if isinstance(node, Call):
            return self._computed(node, self.arguments(node))
        if isinstance(node, Symbol):
            named = self.names.get(node.name)
            if named is None:
                raise Unsure(node.name)
            return named
        return literal(node) if isinstance(node, Number) else folded(self, node)

    def arguments(self, call: Call) -> list[Value]:
        parts = call.arguments if call.function != "norm" else call.arguments[:1]
        return [self.value(each) for each in parts]

    def _computed(self, call: Call, values: list[Value]) -> Value:
        compute = CALLS.get(call.function)
        if compute is None:
            raise Unsure(call.function)
        return compute(call, values)

    def check(self) -> None:
        """Looks no further where it has taken long.

        Raises:
            Unsure: if so.
        """
        if self._left < 0:
            raise Unsure("a long look")

    @contextmanager
    def binding(self, index: str) -> Iterator[None]:
        """Within this, a name is the index of a sum."""
        outer, kept = self.names, self._kept
        self.names = {**outer}
        if index in outer:
            self._kept = {}  # of a name that means something else here
        try:
            yield
        finally:
            self.names, self._kept = outer, kept

    def _keep(self, node: Expression) -> None:
        """Keeps the values of all parts that stand in no sum."""
        if not isinstance(node, Fold):
            for part in children(node):
                self._keep(part)
        self._left = _MOST_NODES
        try:
            self._kept[id(node)] = self.value(node)
        except Unsure:
            self._keep_typed(node)

    def _keep_typed(self, node: Expression) -> None:
        try:
            values = next(self._bench.values(self._bench.type(node)))
        except (ShapeFault, Unreadable, Undecided):
            return
        self._kept[id(node)] = plain(values[self._point].astype(float))
