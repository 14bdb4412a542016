"""A reference with one mistake made in it: what students get when one thing goes wrong.

A mutant has something else in one place of the reference, or another name in several. The order is
that of plausibility; the words are for the student and say what kind of thing is wrong, not what
would be right.
"""

import itertools
from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from graders.comparing.mistakes.changes import (
    Change,
    exponents,
    factors,
    factors_of_terms,
    is_call,
    is_exponential,
    missing_terms,
    pairs_of_factors,
    signs,
)
from graders.comparing.mistakes.named import (
    EXPONENT,
    EXTRA_SLOPE,
    FACTOR,
    FACTOR_LEFT_OUT,
    FUNCTION,
    MISSING_FACTOR,
    MISSING_TERM,
    SIGN,
    SWAPPED,
    TRANSPOSED,
)
from graders.comparing.mistakes.renamings import (
    Parts,
    Place,
    Places,
    opposites,
    other_components,
    renamings,
)
from graders.comparing.mistakes.substitutions import (
    functions,
    in_place_of,
    rows,
    squares,
    transposes,
    wrapped,
)
from graders.declaring.declarations import Exercise
from graders.expression import (
    Call,
    Expression,
    Fold,
    Number,
    children,
    to_text,
    with_children,
)
from graders.model import Mistake

MOST = 400  # mutants of one reference
_CHANGES: tuple[Change, ...] = (
    signs, factors, missing_terms, pairs_of_factors, transposes, exponents, rows, functions,
    factors_of_terms, squares,
)  # fmt: skip
_MENDINGS: tuple[Change, ...] = (signs, rows, transposes, exponents, functions)
_OF_QUANTITY = (FACTOR, FACTOR_LEFT_OUT, MISSING_FACTOR, MISSING_TERM)  # what a power may have
_BOUNDED = ("<", "<=", ">", ">=")


class Mutant(NamedTuple):
    """A reference with something else in some of its places, and the mistake that puts it there."""

    reference: Expression
    parts: Parts
    mistake: Mistake

    @property
    def expression(self) -> Expression:
        found = self.reference
        for place, part in self.parts:
            found = put(found, place, part)
        return found


def put(expression: Expression, place: Place, part: Expression) -> Expression:
    """The expression with something else in one place."""
    if not place:
        return part
    inner = list(children(expression))
    inner[place[0]] = put(inner[place[0]], place[1:], part)
    return with_children(expression, tuple(inner))


def mutants(reference: Expression, exercise: Exercise) -> Iterator[Mutant]:
    """The reference with one mistake made, the likely ones first."""
    places = list(_places(reference))
    yield from _changed(reference, exercise, places, _CHANGES)
    for parts in _other_powers(places):
        yield Mutant(reference, parts, EXPONENT)
    for parts in renamings(reference, exercise, places):
        yield Mutant(reference, parts, SWAPPED)
    for parts in other_components(places):
        yield Mutant(reference, parts, SWAPPED)
    for parts in opposites(reference, exercise):
        yield Mutant(reference, parts, SIGN)
    for part in wrapped(reference):
        yield Mutant(reference, (((), part),), FUNCTION)
    for slope in _slopes(places):
        yield Mutant(reference, (((), Call("*", (reference, slope))),), EXTRA_SLOPE)
    for parts in _everywhere(places):
        yield Mutant(reference, parts, FUNCTION)
    for parts in _untransposed(places):
        yield Mutant(reference, parts, TRANSPOSED)


def mendings(answer: Expression, exercise: Exercise) -> Iterator[Mutant]:
    """What a student wrote with one thing mended: what is lacking in it cannot be put in."""
    yield from _changed(answer, exercise, list(_places(answer)), _MENDINGS)


def _changed(
    expression: Expression, exercise: Exercise, places: Places, changes: Iterable[Change]
) -> Iterator[Mutant]:
    """The expression with something else in one of its places."""
    indices, powers = _indices(places), _exponents(places)
    raised: set[Place] = set()  # the places within exponents, each after the one around it
    for place, _ in places:
        if place in powers or place[:-1] in raised:
            raised.add(place)
    for change in changes:
        for place, node in places:
            if (change is exponents and place in indices) or (change is signs and place in powers):
                continue
            for part, mistake in change(node, exercise):
                found = EXPONENT if mistake in _OF_QUANTITY and place in raised else mistake
                yield Mutant(expression, ((place, part),), found)


def _places(expression: Expression) -> Iterator[tuple[Place, Expression]]:
    """Every node that a mistake may change, from the root downwards."""
    waiting: deque[tuple[Place, Expression]] = deque([((), expression)])
    while waiting:
        place, node = waiting.popleft()
        yield place, node
        for number, part in enumerate(children(node)):
            if not (isinstance(part, Number) and _is_no_factor(node, number)):
                waiting.append(((*place, number), part))


def _indices(places: Places) -> frozenset[Place]:
    """The places of indices and of the bounds of sums, in which nobody takes a power."""
    return frozenset(
        (*place, number)
        for place, node in places
        if is_call(node, "at") or isinstance(node, Fold)
        for number in range(1, len(children(node)))
    )


def _exponents(places: Places) -> frozenset[Place]:
    """The places of exponents; of a power of e the sign is a sign, of others it is an inverse."""
    return frozenset(
        (*place, 1)
        for place, node in places
        if is_call(node, "^", "**") and not is_exponential(node)
    )


def _other_powers(places: Places) -> Iterator[Parts]:
    """The same power left out in all places where it stands."""
    found: dict[str, dict[Place, Expression]] = {}
    for place, node in places:
        if is_call(node, "^", "**") and not is_exponential(node):
            base, power = children(node)
            if isinstance(power, Number):
                found.setdefault(str(power.value), {})[place] = base
    for parts in found.values():
        if len(parts) > 1 and _lie_apart(parts):
            yield tuple(parts.items())


def _lie_apart(places: Iterable[Place]) -> bool:
    """Whether none of the places is within another one."""
    return all(one[: len(other)] != other for one, other in itertools.permutations(places, 2))


def _slopes(places: Places) -> Iterator[Expression]:
    """The derivative of each function that a network may end in, where it is used."""
    found = {
        to_text(node): Call(f"{node.function}'", node.arguments)
        for _, node in places
        if isinstance(node, Call) and node.function in ("sigmoid", "tanh", "relu")
    }
    yield from found.values()


def _everywhere(places: Places) -> Iterator[Parts]:
    """One function for another, or none, in all places where it stands."""
    found: dict[tuple[str, int], list[tuple[Place, Expression]]] = {}
    for place, node in places:
        for number, other in enumerate(in_place_of(node)):
            assert isinstance(node, Call)
            found.setdefault((node.function, number), []).append((place, other))
    for parts in found.values():
        if len(parts) > 1 and _lie_apart([place for place, _ in parts]):
            yield tuple(parts)


def _untransposed(places: Places) -> Iterator[Parts]:
    """One array without its transpose wherever it has one."""
    found: dict[str, dict[Place, Expression]] = {}
    for place, node in places:
        if is_call(node, "T"):
            (array,) = children(node)
            found.setdefault(to_text(array), {})[place] = array
    for parts in found.values():
        if len(parts) > 1 and _lie_apart(parts):
            yield tuple(parts.items())


def _is_no_factor(node: Expression, number: int) -> bool:
    """Whether a number at this place is an exponent, an index or a bound, or all of a logarithm."""
    if isinstance(node, Fold):
        return number > 0
    if is_call(node, "log", *_BOUNDED):
        return True
    return is_call(node, "^", "**", "at", "norm", "logarithm") and number > 0
