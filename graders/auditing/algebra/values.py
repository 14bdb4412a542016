"""The value of an expression at random points, by arithmetic of its own.

What the comparators decide is tried here by another route: plain numpy, straight from the tree.
What is not known here is refused, and then nothing is said of it.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import product

import numpy as np

from graders.auditing.algebra.operations import SIZED, DoesNotExist, NotKnown, applied, whole
from graders.auditing.algebra.points import Point, Value, draw
from graders.declaring.declarations import Exercise
from graders.expression import Call, Expression, Fold, Number, Symbol, nodes

POINTS = 12
FEWEST_POINTS = 4  # at which both are defined
_SAME = 1e-9
_APART = 1e-6
_CONSTANTS = {"e": math.e, "pi": math.pi}


def same(left: Expression, right: Expression, exercise: Exercise) -> bool | None:
    """Whether two expressions have the same values; None where that cannot be told.

    Raises:
        NotKnown: if the first of them has no value here.
    """
    equal = different = 0
    for number in range(POINTS):
        point = draw(exercise, number)
        mine = evaluate(left, point)
        try:
            theirs = evaluate(right, point)
        except DoesNotExist:
            return False
        apart = _apart(mine, theirs)
        equal += apart is not None and apart < _SAME
        different += apart is not None and apart > _APART
    if different:
        return False
    return True if equal >= FEWEST_POINTS else None


def _apart(left: Value, right: Value) -> float | None:
    """How far two values are apart for their size; None where one is not defined."""
    if np.shape(left) != np.shape(right):
        return math.inf
    one, two = np.asarray(left), np.asarray(right)
    if not (np.isfinite(one).all() and np.isfinite(two).all()):
        return None
    size = max(float(np.abs(one).max()), float(np.abs(two).max()), 1e-9)
    return float(np.abs(one - two).max()) / size


def evaluate(expression: Expression, point: Point) -> Value:
    """The value at a point; not finite where it is not defined.

    Raises:
        NotKnown: if something in it has no value here.
        DoesNotExist: if its sizes do not fit.
    """
    with np.errstate(all="ignore"):
        used = {each.name for each in nodes(expression) if isinstance(each, Symbol)}
        sized = [name for name in SIZED if name in used and name not in point.values]
        return _fitting(expression, point, sized) if sized else _value(expression, point)


def _fitting(expression: Expression, point: Point, sized: Sequence[str]) -> Value:
    """The value with an identity or ones of the one size that fits."""
    found = []
    for sizes in product(set(point.sizes.values()), repeat=len(sized)):
        arrays = {name: SIZED[name](size) for name, size in zip(sized, sizes, strict=True)}
        try:
            found.append(_value(expression, replace(point, values={**point.values, **arrays})))
        except DoesNotExist:
            continue
    if len(found) != 1:
        raise NotKnown("size")
    return found[0]


def _value(expression: Expression, point: Point) -> Value:
    match expression:
        case Number(value):
            return float(value)
        case Symbol(name):
            return _named(name, point)
        case Fold():
            return _folded(expression, point)
        case Call("cases", arguments):
            return _case(arguments, point)
        case Call("norm", (array, kind)):
            return _norm(_value(array, point), kind)
        case Call("apply", (Symbol(name), *inner)):
            return _called(name, [_value(each, point) for each in inner], point)
        case Call(function, arguments):
            return applied(function, [_value(each, point) for each in arguments])
    raise NotKnown


def _named(name: str, point: Point) -> Value:
    if name in point.values:
        return point.values[name]
    if name in point.definitions:
        return _value(point.definitions[name], point)
    if name in _CONSTANTS:
        return _CONSTANTS[name]
    raise NotKnown(name)


def _case(arguments: Sequence[Expression], point: Point) -> Value:
    for value, condition in zip(arguments[::2], arguments[1::2], strict=False):
        if _value(condition, point):
            return _value(value, point)
    return _value(arguments[-1], point) if len(arguments) % 2 else math.nan


def _norm(array: Value, kind: Expression) -> Value:
    flat = np.abs(np.asarray(array)).ravel()
    match kind:
        case Number(value) if value == 1:
            return float(flat.sum())
        case Number(value) if value == 2 and (np.ndim(array) == 0 or 1 in np.shape(array)):
            return float(np.sqrt((flat**2).sum()))
        case Symbol("F"):
            return float(np.sqrt((flat**2).sum()))
        case Symbol("inf"):
            return float(flat.max())
    raise NotKnown("norm")


def _folded(fold: Fold, point: Point) -> Value:
    if fold.operator == "mean" and isinstance(fold.first, Symbol) and fold.last is None:
        return _expected(fold, fold.first.name, point)
    if fold.operator not in _OVER or (fold.first is not None and fold.last is None):
        raise NotKnown(fold.operator)
    if fold.first is None or fold.last is None:
        first, last = 1, _size_of_index(fold, point)
    else:
        first, last = (whole(_value(each, point)) for each in (fold.first, fold.last))
    found = []
    for step in range(first, last + 1):
        inner = replace(point, values={**point.values, fold.index: float(step)})
        if fold.condition is None or _value(fold.condition, inner):
            found.append(_value(fold.body, inner))
    return _OVER[fold.operator](found) if found else math.nan


def _expected(fold: Fold, distribution: str, point: Point) -> Value:
    """The mean over a few draws from a distribution, of which nothing is known but its name."""
    if distribution not in point.distributions:
        raise NotKnown(distribution)
    drawn = point.distributions[distribution]
    found = [
        _value(fold.body, replace(point, values={**point.values, fold.index: each}))
        for each in drawn
    ]
    return applied("/", [applied("+", found), float(len(found))])


def _called(name: str, arguments: Sequence[Value], point: Point) -> Value:
    """A smooth function of numbers, of which nothing is known but its name and its range."""
    if name not in point.functions or any(np.ndim(each) for each in arguments):
        raise NotKnown(name)
    shift, domain = point.functions[name]
    total = sum(np.sin((each + shift) * (at + 1.3)) for at, each in enumerate(arguments))
    return float(1 / (1 + np.exp(-total)) if domain == "unit_interval" else total)


def _size_of_index(fold: Fold, point: Point) -> int:
    """The size of what the index of a fold counts in its body."""
    for node in nodes(fold.body):
        match node:
            case Call("at", (array, *indices)):
                for axis, index in enumerate(indices):
                    if index == Symbol(fold.index) and not isinstance(array, Fold):
                        return int(np.shape(_value(array, point))[axis])
    if fold.index in point.values and "n" in point.sizes:  # a sum over the examples
        return point.sizes["n"]
    raise NotKnown(fold.index)


_OVER: Mapping[str, Callable[[Sequence[Value]], Value]] = {
    "sum": lambda values: applied("+", values),
    "prod": lambda values: applied("*", values),
    "max": max,
    "min": min,
}
