"""The plain values of sums, products and extremes over an index."""

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from graders.comparing.formulas.plain.values import (
    Unsure,
    Value,
    added,
    extreme,
    multiplied,
    number,
    same,
)
from graders.comparing.formulas.worlds.sizes import size_of
from graders.expression import Call, Expression, Fold, Number, Symbol, children

if TYPE_CHECKING:
    from graders.comparing.formulas.plain.look import Look

Bodies = Sequence[tuple[float, Value]]  # with the values of the index

_MOST_TURNS = 64


def folded(operator: str, bodies: Bodies) -> Value:
    """The bodies added up, multiplied or compared."""
    match operator:
        case "sum":
            total: Value = bodies[0][1] if bodies else 0.0
            for _, body in bodies[1:]:
                total = added(total, body)
            return total
        case "prod":
            total = bodies[0][1] if bodies else 1.0
            for _, body in bodies[1:]:
                total = multiplied(total, body, inner=False)
            return total
        case "max" | "min" | "argmax" | "argmin":
            return _extreme(operator, bodies)
    raise Unsure(operator)


def _extreme(operator: str, bodies: Bodies) -> float:
    numbers = [number(body) for _, body in bodies]
    best = extreme(operator, numbers) if numbers else math.nan
    if not math.isfinite(best):
        return math.nan
    return bodies[numbers.index(best)][0] if operator.startswith("arg") else best


def takes_range_from_body(fold: Fold) -> bool:
    """Whether the range of an index is that of what it picks from."""
    return fold.last is None and not isinstance(fold.first, Call)


def turns(look: "Look", fold: Expression) -> Sequence[float]:
    """The values of an index."""
    assert isinstance(fold, Fold)
    match fold.first, fold.last:
        case (Call("range", (first, last)), None) | (first, last) if first and last:
            ends = [look.value(first), look.value(last)]
        case Call("set", members), None:
            return [number(look.value(each)) for each in members]
        case (None, None) | (Number(Fraction(numerator=1, denominator=1)), None):
            ends = [1.0, float(_length(look, fold))]
        case _:
            raise Unsure("another range")
    whole = [_whole(each) for each in ends]
    if whole[1] - whole[0] >= _MOST_TURNS:
        raise Unsure("a long sum")
    return [float(each) for each in range(whole[0], whole[1] + 1)]


def _whole(value: Value) -> int:
    found = number(value)
    if not math.isfinite(found) or not same(found, round(found)):
        raise Unsure("no whole number")
    return round(found)


def _length(look: "Look", fold: Fold) -> int:
    """How far an index runs whose range is not given: as declared, or as what it picks from."""
    declared = look.exercise.symbols.get(fold.index)
    if fold.first is None and declared is not None and declared.domain == "index":
        size = declared.last if declared.first == 1 else None
        if size:
            return size_of(size, look.sizes)
    found = next(_lengths(look, fold.body, fold.index), None)
    if found is None:
        raise Unsure("a range that is not given")
    return found


def _lengths(look: "Look", node: Expression, index: str) -> Iterator[int]:
    """The sizes of the axes on which an index is used."""
    for part in children(node):
        yield from _lengths(look, part, index)
    if not (isinstance(node, Call) and node.function == "at"):
        return
    places = [isinstance(each, Symbol) and each.name == index for each in node.arguments[1:]]
    if any(places):
        shape = np.shape(look.value(node.arguments[0])) or (1, 1)
        yield max(shape) if len(places) == 1 else shape[places.index(True) % 2]
