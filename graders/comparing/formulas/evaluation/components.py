"""The values of components, rows and columns."""

from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graders.comparing.formulas.arithmetic import Array
from graders.comparing.formulas.terms import Term

if TYPE_CHECKING:
    from graders.comparing.formulas.evaluation.evaluator import Evaluator

_FARTHEST = 10_000  # an index beyond this is none
_MOST_KEPT = 200


class Places(NamedTuple):
    """Positions from 0 of an index, one for each point or one for all; -1 where it is none."""

    at: Array
    low: int
    high: int

    def lie_within(self, size: int) -> bool:
        return self.low >= 0 and self.high < size


def component(evaluator: "Evaluator", term: Term) -> Array:
    array = evaluator.value(term.arguments[0])
    rows, columns = (_places(evaluator, each) for each in term.arguments[1:])
    inside = rows.lie_within(array.shape[1]) and columns.lie_within(array.shape[2])
    if len(rows.at) == len(columns.at) == 1:
        if inside:
            return array[:, rows.low : rows.low + 1, columns.low : columns.low + 1]
        return evaluator.numbers.undefined()
    points = np.arange(evaluator.points) if len(array) > 1 else np.zeros(1, dtype=int)
    if inside:
        return array[points, rows.at, columns.at].reshape(-1, 1, 1)
    here = (rows.at >= 0) & (rows.at < array.shape[1])
    here = here & (columns.at >= 0) & (columns.at < array.shape[2])
    found = array[points, np.where(here, rows.at, 0), np.where(here, columns.at, 0)]
    return np.where(here, found, evaluator.numbers.undefined()[0, 0]).reshape(-1, 1, 1)


def row_or_column(evaluator: "Evaluator", term: Term) -> Array:
    array = evaluator.value(term.arguments[0])
    place = _places(evaluator, term.arguments[1]).at
    points = max(len(array), len(place))
    array = np.broadcast_to(array, (points, *array.shape[1:]))
    place = np.broadcast_to(place, (points,))
    size = array.shape[1 + int(str(term.payload))]
    inside = (place >= 0) & (place < size)
    place = np.where(inside, place, 0)
    if term.payload == 0:
        found = array[np.arange(points), place][:, None, :]
    else:
        found = array[np.arange(points), :, place][:, :, None]
    if inside.all():
        return found
    return np.where(inside[:, None, None], found, evaluator.numbers.undefined())


def _places(evaluator: "Evaluator", index: Term) -> Places:
    """The positions of an index that counts from 1, kept for the values that are seen again."""
    if index.operation == "number" and isinstance(index.payload, Fraction):
        value = index.payload
        whole = value.denominator == 1 and 0 < value.numerator < _FARTHEST
        return _fixed(value.numerator - 1 if whole else -1)
    values = evaluator.value(index)
    known = evaluator.places.get(id(values))
    if known is None:
        if len(evaluator.places) > _MOST_KEPT:
            evaluator.places.clear()
        known = evaluator.places[id(values)] = values, _counted(values)
    return known[1]


@cache
def _fixed(place: int) -> Places:
    return Places(np.array([place]), place, place)


def _counted(values: Array) -> Places:
    numbers = values.reshape(-1)
    numbers = numbers if numbers.dtype != object else numbers.astype(float)
    whole = numbers.astype(np.int64)
    at = np.where((whole == numbers) & (whole > 0) & (whole < _FARTHEST), whole - 1, -1)
    return Places(at, int(at.min()), int(at.max()))
