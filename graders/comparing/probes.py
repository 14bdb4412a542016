"""The values of mutants at a few points, of many mutants at once.

A mutant differs from its reference in few places, so most of it need not be computed again. The
reference is evaluated once, with a block of points for each mutant; where mutants have something
else stands a choice, whose value in their blocks is another. What cannot stand there, for its shape
is another or the place is read by its name, is evaluated by itself.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from itertools import chain, islice, repeat

import numpy as np

from graders.comparing.arithmetic import Array
from graders.comparing.bench import Bench
from graders.comparing.evaluation import limited_work
from graders.comparing.mutants import Mutant, Place
from graders.comparing.shapes import ShapeFault, settled
from graders.comparing.terms import Term
from graders.comparing.typing.functions import SAME
from graders.errors import Undecided, Unreadable
from graders.expression import Call, Expression, Fold, Number, children, with_children

_TOGETHER = (12, 36, 72)  # mutants evaluated at once: few at first, the likely ones
_WORK = 6e4  # units for each of them
_BY_VALUE = SAME | frozenset(
    "at + - * · / ^ ** odot oslash otimes T tr det inverse max min mean sum prod mod logarithm "
    "cases and or not indicator = < <= > >= !=".split()
)  # functions that ask nothing of their arguments but shapes and values

Probed = tuple[Sequence[Mutant], Array]  # mutants, and the values of each in a row
Choices = Mapping[Place, Sequence[tuple[int, Expression]]]  # what stands there in which blocks


def probe(bench: Bench, term: Term) -> Array:
    """The values of a term at the probes, in a row; the term is evaluated everywhere."""
    return _row(next(bench.values(term))[bench.probes])


def _row(values: Array) -> Array:
    return values.astype(float).reshape(-1)


def probed(
    bench: Bench, reference: Expression, shape: Term, waiting: Iterator[Mutant]
) -> Iterator[Probed]:
    """Those mutants that have values of the reference's shape, some at a time."""
    opened = frozenset(_open_places(reference))
    for size in chain(_TOGETHER, repeat(_TOGETHER[-1])):
        taken = list(islice(waiting, size))
        if not taken:
            return
        with limited_work(_WORK * size):  # of its own: what is kept depends on no student
            together = _together(bench, reference, taken, opened, size)
            rows = [
                together[number] if number in together else _alone(bench, mutant, shape)
                for number, mutant in enumerate(taken)
            ]
        found = [(mutant, row) for mutant, row in zip(taken, rows, strict=True) if row is not None]
        if found:
            yield [mutant for mutant, _ in found], np.array([row for _, row in found])


def _alone(bench: Bench, mutant: Mutant, reference: Term) -> Array | None:
    try:
        term = bench.type(mutant.expression)
        return _row(bench.prober.everywhere(term)) if has_shape_of(term, reference) else None
    except (ShapeFault, Undecided, Unreadable):
        return None


def has_shape_of(left: Term, right: Term) -> bool:
    return [settled(each) for each in left.shape] == [settled(each) for each in right.shape]


def _together(
    bench: Bench,
    reference: Expression,
    taken: Sequence[Mutant],
    opened: frozenset[Place],
    blocks: int,
) -> dict[int, Array]:
    """The rows of the mutants that can be evaluated together, by their number."""
    choices: dict[Place, list[tuple[int, Expression]]] = {}
    for number, mutant in enumerate(taken):
        if all(place in opened for place, _ in mutant.parts):
            for place, part in mutant.parts:
                choices.setdefault(place, []).append((number, part))
    bench.typist.placed.clear()
    try:
        term = bench.type(_with_choices(reference, choices))
        rows = bench.prober.in_blocks(term, blocks).reshape(blocks, -1)
    except (ShapeFault, Undecided, Unreadable):
        return {}
    placed = Counter(number for _, number in bench.typist.placed)
    return {
        number: rows[number]
        for number, mutant in enumerate(taken)
        if placed[number] == len(mutant.parts)
    }


def _open_places(expression: Expression) -> Iterator[Place]:
    """The places in which something else may stand without a change to what is around it."""
    waiting: list[tuple[Place, Expression]] = [((), expression)]
    while waiting:
        place, node = waiting.pop()
        yield place
        parts = children(node)
        if isinstance(node, Fold):
            parts = (node.body,)
        elif isinstance(node, Call) and node.function not in _BY_VALUE:
            parts = parts[:1] if node.function == "norm" else ()
        waiting += [((*place, number), part) for number, part in enumerate(parts)]


def _with_choices(reference: Expression, choices: Choices) -> Expression:
    changed = {place[:length] for place in choices for length in range(len(place) + 1)}

    def built(node: Expression, place: Place) -> Expression:
        if place not in changed:
            return node
        inner = tuple(built(part, (*place, n)) for n, part in enumerate(children(node)))
        found = with_children(node, inner) if inner else node
        others = choices.get(place)
        if not others:
            return found
        return Call("choice", (found, *chain.from_iterable((_block(n), p) for n, p in others)))

    return built(reference, ())


@cache
def _block(number: int) -> Number:
    return Number(Fraction(number))
