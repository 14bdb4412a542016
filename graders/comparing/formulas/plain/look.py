"""Looks at expressions that differ in little from one that stays."""

from collections.abc import Callable, Sequence
from math import e, inf, pi

from graders.comparing.formulas.bench import Bench
from graders.comparing.formulas.plain.calls import CALLS
from graders.comparing.formulas.plain.folds import folded, takes_range_from_body, turns
from graders.comparing.formulas.plain.scenes import Names, Scene
from graders.comparing.formulas.plain.values import Unsure, Value, holds, literal, plain
from graders.comparing.formulas.shapes import ShapeFault
from graders.comparing.mistakes.mutants import Mutant, put
from graders.comparing.mistakes.renamings import Place
from graders.errors import Undecided, Unreadable
from graders.expression import Call, Expression, Fold, Number, Symbol, children

_MOST_KEPT = 4_000  # values of the reference's parts, those in sums for each turn
_MOST_NODES = 400  # computed for a mutant
_ENTRIES = 16  # of an array, that count as much as a node
Step = tuple[Call, list[Value], int]  # a call, its arguments, and which of them is on the way
Way = Sequence[Step]

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
        self._bench = bench
        self._point = point
        self._reference = reference  # held, so that no other node takes an identity
        self._outermost = self._scene = Scene(names)
        self._ways: dict[Place, Way | None] = {}
        self._left = _MOST_KEPT
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
        if place not in self._ways:
            self._ways[place] = self._way(place)
        way = self._ways[place]
        if way is None:
            return self._changed(self._reference, place, part)
        value = self.value(part)
        for call, values, number in way:
            values[number] = value
            value = self._computed(call, values)
        return value

    def _way(self, place: Place) -> Way | None:
        """The way from a place up to the root; None if it leads through anything but calls."""
        node, way = self._reference, list[Step]()
        for number in place:
            kept = self._outermost.arguments.get(id(node))
            if kept is None or not isinstance(node, Call) or node.function == "norm":
                return None
            way.append((node, kept.copy(), number))
            node = node.arguments[number]
        return way[::-1]

    def value(self, node: Expression) -> Value:
        """The value of a part."""
        scene = self._scene
        kept = scene.kept.get(id(node))
        if kept is not None:
            return kept
        if isinstance(node, Call):
            return self._computed(node, self._arguments(node))
        if isinstance(node, Symbol):
            named = scene.names.get(node.name)
            if named is None:
                raise Unsure(node.name)
            return named
        if isinstance(node, Number):
            return literal(node)
        return self._folded(node, turns(self, node), lambda: self.value(node.body))

    def _changed(self, node: Expression, place: Place, part: Expression) -> Value:
        """The value of a node with something else in one place: the way to it is computed again."""
        if not place:
            return self.value(part)
        first, rest = place[0], place[1:]
        if isinstance(node, Fold) and first == 0:
            ranges = put(node, place, part) if takes_range_from_body(node) else node
            found = turns(self, ranges)
            return self._folded(node, found, lambda: self._changed(node.body, rest, part))
        if not isinstance(node, Call) or node.function == "norm":
            return self.value(put(node, place, part))
        kept = self._scene.arguments.get(id(node))
        values = self._arguments(node) if kept is None else kept.copy()
        values[first] = self._changed(node.arguments[first], rest, part)
        return self._computed(node, values)

    def _computed(self, call: Call, values: list[Value]) -> Value:
        compute = CALLS.get(call.function)
        if compute is None:
            raise Unsure(call.function)
        found = compute(call, values)
        self._spend(1 if isinstance(found, float) else 1 + found.size // _ENTRIES)
        return found

    def _spend(self, nodes: int) -> None:
        self._left -= nodes
        if self._left < 0:
            raise Unsure("a long look")

    def _arguments(self, call: Call) -> list[Value]:
        parts = call.arguments if call.function != "norm" else call.arguments[:1]
        return [self.value(each) for each in parts]

    def _folded(self, fold: Fold, values: Sequence[float], body: Callable[[], Value]) -> Value:
        found, outer = [], self._scene
        try:
            for value in values:
                self._spend(1)
                self._scene = outer.turn(fold, value)
                if fold.condition is None or holds(self.value(fold.condition)):
                    found.append((value, body()))
        finally:
            self._scene = outer
        return folded(fold.operator, found)

    # --- what is kept ---------------------------------------------------------------------------

    def _keep(self, node: Expression) -> None:
        """Keeps the values of a node and of all its parts."""
        scene = self._scene
        try:
            if isinstance(node, Fold):
                self._keep_turns(node)
            for part in children(node) if isinstance(node, Call) else ():
                self._keep(part)
            if isinstance(node, Call):
                values = scene.arguments[id(node)] = self._arguments(node)
                scene.kept[id(node)] = self._computed(node, values)
            else:
                scene.kept[id(node)] = self.value(node)
        except Unsure:
            if scene is self._outermost:
                self._keep_typed(node)

    def _keep_turns(self, fold: Fold) -> None:
        outer = self._scene
        try:
            for value in turns(self, fold):
                self._spend(1)
                self._scene = outer.keep_turn(fold, value)
                self._keep(fold.body)
        finally:
            self._scene = outer

    def _keep_typed(self, node: Expression) -> None:
        try:
            values = next(self._bench.values(self._bench.type(node)))
        except (ShapeFault, Unreadable, Undecided):
            return
        self._scene.kept[id(node)] = plain(values[self._point].astype(float, copy=False))
