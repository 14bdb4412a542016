"""Names that are taken for one another: parts of an expression with other names in their places."""

import itertools
from collections.abc import Iterator, Sequence

from graders.comparing.mistakes.changes import ONE, is_call
from graders.declaring.declarations import Exercise
from graders.expression import Call, Expression, Fold, Number, Symbol, children, to_text

_COMPLEMENTED = ("unit_interval", "binary", "simplex", "onehot")

Place = tuple[int, ...]  # the way from the root to a node: which child at each step
Parts = tuple[tuple[Place, Expression], ...]  # what stands in these places instead
Places = Sequence[tuple[Place, Expression]]


def renamings(reference: Expression, exercise: Exercise, places: Places) -> Iterator[Parts]:
    """Two names exchanged, p for 1 - p, one name for another, an index for another."""
    symbols = exercise.symbols
    free = _free_places(reference)
    present = sorted(free.keys() & symbols.keys())

    def renamed(one: str, other: Expression) -> Parts:
        return tuple((place, other) for place in free[one])

    for one, other in itertools.combinations(present, 2):
        if symbols[one].type == symbols[other].type:
            yield renamed(one, Symbol(other)) + renamed(other, Symbol(one))
    for name in present:
        if symbols[name].domain in _COMPLEMENTED:
            yield renamed(name, _complement(Symbol(name)))
            yield from _complements(places, name)
    for one in present:
        for other in sorted(symbols.keys() - {one}):
            kinds = [(symbols[name].type, symbols[name].shape) for name in (one, other)]
            if kinds[0] == kinds[1]:
                yield renamed(one, Symbol(other))
                if len(free[one]) > 1:
                    yield from _one_by_one(places, one, other)
    indices = [name for name in present if symbols[name].domain == "index"]
    indices += sorted({node.index for _, node in places if isinstance(node, Fold)})
    for one, other in itertools.permutations(indices, 2):
        yield from _one_by_one(places, one, other)


def other_components(places: Places) -> Iterator[Parts]:
    """Another of the components that are used, by its number: `x_2` for `x_1`."""
    numbered = {
        place: node
        for place, node in places
        if isinstance(node, Call)
        and node.function == "at"
        and all(isinstance(each, Number) for each in node.arguments[1:])
    }
    for place, node in numbered.items():
        for other in numbered.values():
            if to_text(other) != to_text(node):
                yield ((place, other),)


def opposites(reference: Expression, exercise: Exercise) -> Iterator[Parts]:
    """A name with the other sign wherever it stands."""
    for name, free in sorted(_free_places(reference).items()):
        declared = exercise.symbols.get(name)
        if declared is not None and declared.domain == "real" and len(free) > 1:
            yield tuple((place, Call("-", (Symbol(name),))) for place in free)


def _free_places(expression: Expression) -> dict[str, list[Place]]:
    """The places of every name; the index of a sum hides the name it shares."""
    found: dict[str, list[Place]] = {}
    waiting: list[tuple[Place, Expression, frozenset[str]]] = [((), expression, frozenset())]
    while waiting:
        place, node, hidden = waiting.pop()
        if isinstance(node, Symbol) and node.name not in hidden:
            found.setdefault(node.name, []).append(place)
        if isinstance(node, Fold):
            hidden |= {node.index}
        waiting += [((*place, n), part, hidden) for n, part in enumerate(children(node))]
    return found


def _one_by_one(places: Places, name: str, other: str) -> Iterator[Parts]:
    for place, node in places:
        if isinstance(node, Symbol) and node.name == name:
            yield ((place, Symbol(other)),)


def _complements(places: Places, name: str) -> Iterator[Parts]:
    """P for 1 - p and the reverse at each single place."""
    for place, node in places:
        base = node.arguments[0] if isinstance(node, Call) and node.function == "at" else node
        if isinstance(base, Symbol) and base.name == name:
            yield ((place, _complement(node)),)
        if isinstance(node, Call) and node.function == "+" and len(node.arguments) == 2:
            first, second = node.arguments
            if isinstance(first, Number) and first.value == 1 and is_call(second, "-"):
                yield ((place, children(second)[0]),)


def _complement(node: Expression) -> Expression:
    return Call("+", (ONE, Call("-", (node,))))
