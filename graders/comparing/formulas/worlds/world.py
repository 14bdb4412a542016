"""Typed random models: sizes and values for everything that an exercise declares.

A world fixes the sizes of the dimensions and draws, for many points at once, a value for each
symbol from its declared domain: both signs for real numbers, every index and every binary value in
turn, distributions that sum to one. The draws are the same in every run, and depend on nothing but
the declarations.
"""

import itertools
import math
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from graders.comparing.formulas.arithmetic import Array
from graders.comparing.formulas.worlds.distributions import Weighted, support_of
from graders.comparing.formulas.worlds.draws import exactly_one, seeded
from graders.comparing.formulas.worlds.sizes import further_sizes, size_of
from graders.declaring.declarations import Declaration
from graders.errors import GraderError

POINTS = 24  # at least; more where small discrete domains are exhausted
POINTS_OF_ONE = 2 * POINTS  # at least, where there is but one world
MOST_POINTS = 128
MOST_ENTRIES = 3_000_000  # of all symbols at all points
_FURTHER = 2  # the number of the world of further sizes
_SHORT = 4  # entries of a binary vector whose patterns are all tried
_WHOLE = range(-4, 8)  # of an integer without bounds


@dataclass(frozen=True)
class World:
    """Sizes and values: an array of shape (points, rows, columns) for each symbol.

    `special` marks points at which something is exactly zero or on an end of its range; the first
    points, as many as there are `combinations`, have all the discrete values in all combinations;
    `distributions` hold a support and its weights.
    """

    sizes: Mapping[str, int]
    values: Mapping[str, Array]
    points: int
    special: Array
    combinations: int = 1
    distributions: Mapping[str, Weighted] = field(default_factory=dict)
    bounded: frozenset[str] = frozenset()  # the scalars with a least or a greatest value

    @property
    def is_exact(self) -> bool:
        """Whether more digits tell more, as they do but where a mean is an integral."""
        return all(each.is_exact for each in self.distributions.values())

    def at(self, chosen: Sequence[int]) -> "World":
        """The world at some of its points."""
        picked = list(chosen)
        values = {name: array[picked] for name, array in self.values.items()}
        return replace(self, values=values, points=len(picked), special=self.special[picked])


def further_world(symbols: Mapping[str, Declaration], used: Container[str], beyond: int) -> World:
    """A world of other sizes, all larger than a number, with values of what is used."""
    drawn = {name: each for name, each in symbols.items() if name in used}
    return world_of(drawn, further_sizes(symbols, beyond), _FURTHER)


def world_of(symbols: Mapping[str, Declaration], sizes: Mapping[str, int], number: int) -> World:
    """The world of these sizes and this number: a value of every symbol at each of its points."""
    shapes = {
        name: (size_of(each.shape[0], sizes), size_of(each.shape[1], sizes))
        for name, each in symbols.items()
    }
    discrete = {
        name: found
        for name, each in symbols.items()
        if (found := _discrete_values(name, each, shapes[name], sizes)) is not None
    }
    chosen = _exhausted([len(found) for found in discrete.values()])
    points = max(POINTS if sizes else POINTS_OF_ONE, len(chosen))
    points = -(-points // len(chosen)) * len(chosen)  # every combination equally often
    if points * sum(map(math.prod, shapes.values())) > MOST_ENTRIES:
        raise GraderError("the shapes are too large", where="symbols", hint="name their sizes")
    special = np.zeros(points, dtype=bool)
    values: dict[str, Array] = {}
    if discrete:
        places = chosen[np.arange(points) % len(chosen)].T
        values = {name: discrete[name][row] for name, row in zip(discrete, places, strict=True)}
    distributions: dict[str, Weighted] = {}
    zero_at = itertools.count()
    random = seeded(number)
    for name, each in symbols.items():
        if name in values or each.type == "function":
            continue
        if each.type == "distribution":
            distributions[name] = support_of(each, shapes[name][0], random)
            continue
        values[name] = _draw(each, (points, *shapes[name]), random)
        if each.domain == "real" and each.low is None and each.high is None:
            _set_zero(values[name], next(zero_at) % points, special, random)
        if each.type == "scalar" and each.low is not None and each.high is not None:
            ends = next(zero_at) % points, next(zero_at) % points
            values[name][ends[0]], values[name][ends[1]] = each.low, each.high
            special[list(ends)] = True
    bounded = frozenset(
        n for n, each in symbols.items() if each.low is not None or each.high is not None
    )
    return World(sizes, values, points, special, len(chosen), distributions, bounded)


def _set_zero(values: Array, point: int, special: Array, random: np.random.Generator) -> None:
    """One point at which a number, or one entry of a vector, is exactly zero."""
    _, rows, columns = values.shape
    if columns == 1:
        values[point, random.integers(rows) if rows > 1 else 0, 0] = 0.0
        special[point] = True


def _discrete_values(
    name: str, declaration: Declaration, shape: tuple[int, int], sizes: Mapping[str, int]
) -> Array | None:
    """All values of a scalar or a short vector of a small discrete domain."""
    if declaration.dimension:
        return np.array(sizes[name], dtype=float).reshape(-1, 1, 1) if name in sizes else None
    if declaration.type == "scalar":
        numbers = _discrete_numbers(declaration, sizes)
        return None if numbers is None else np.array(numbers, dtype=float).reshape(-1, 1, 1)
    rows, columns = shape
    if declaration.domain == "onehot" and columns == 1:
        return np.eye(rows)[:, :, None]
    if declaration.domain == "binary" and rows * columns <= _SHORT:
        patterns = itertools.product((0.0, 1.0), repeat=rows * columns)
        return np.array(list(patterns)).reshape(-1, rows, columns)
    return None


def _discrete_numbers(declaration: Declaration, sizes: Mapping[str, int]) -> Sequence[float] | None:
    low = None if declaration.low is None else math.ceil(declaration.low)
    high = None if declaration.high is None else math.floor(declaration.high)
    match declaration.domain:
        case "binary":
            return [0, 1]
        case "index":
            last = size_of(declaration.last or 3, sizes)
            first = size_of(declaration.first, sizes)
            return range(first, min(max(last, first), first + 12) + 1)
        case "integer" if low is not None and high is not None:
            return range(low, max(high, low) + 1, max(1, (high - low) // 12))
        case "integer" if low is not None:
            return range(low, low + 9)
        case "integer" if high is not None:
            return range(high - 8, high + 1)
        case "integer":
            return _WHOLE
    return None


def _exhausted(counts: Sequence[int]) -> Array:
    """All combinations of so many discrete values, or a fair choice where there are too many.

    A row holds the place of each symbol's value.
    """
    total = math.prod(counts)
    if total <= MOST_POINTS:
        rows = list(itertools.product(*map(range, counts)))
    else:
        random = seeded(total)
        rows = [tuple(map(random.integers, counts)) for _ in range(MOST_POINTS)]
    return np.array(rows, dtype=int)


def _draw(
    declaration: Declaration, shape: tuple[int, int, int], random: np.random.Generator
) -> Array:
    points, rows, columns = shape
    match declaration.domain:
        case "positive" | "nonnegative":
            found = np.exp(random.uniform(-1.6, 1.4, shape))
        case "unit_interval":
            found = random.uniform(0.04, 0.96, shape)
        case "simplex":
            found = random.dirichlet(np.full(rows, 1.5), (points, columns)).transpose(0, 2, 1)
            found = exactly_one(found)
        case "onehot":
            places = random.integers(0, rows, (points, columns))
            found = (np.arange(rows)[None, :, None] == places[:, None, :]).astype(float)
        case "binary":
            found = random.integers(0, 2, shape).astype(float)
        case "integer" | "index":
            found = random.integers(-4, 6, shape).astype(float)
        case "symmetric":
            found = random.normal(size=shape)
            found = (found + found.transpose(0, 2, 1)) / 2
        case "invertible_det_positive":
            found = _positive_determinant(random.normal(size=shape))
        case _:
            found = _real(shape, random)
    return _bounded(found, declaration, random)


def _real(shape: tuple[int, ...], random: np.random.Generator) -> Array:
    """Both signs, none too near zero, some small and some large."""
    signs = random.uniform(-0.5, 0.5, shape)
    return np.copysign(np.exp(random.uniform(-1.6, 1.1, shape)), signs)


def _bounded(values: Array, declaration: Declaration, random: np.random.Generator) -> Array:
    low, high = declaration.low, declaration.high
    if (low is None and high is None) or declaration.domain in ("onehot", "simplex", "binary"):
        return values
    if low is not None and high is not None:
        found = random.uniform(low, high, values.shape)
    elif low is not None:
        found = low + np.exp(random.uniform(-2, 1.5, values.shape))
    else:
        assert high is not None
        found = high - np.exp(random.uniform(-2, 1.5, values.shape))
    return np.round(found) if declaration.domain == "integer" else found


def _positive_determinant(matrices: Array) -> Array:
    size = matrices.shape[1]
    matrices = matrices + 1.5 * np.eye(size)
    negative = np.linalg.det(matrices) < 0
    matrices[negative, 0] *= -1
    return matrices
