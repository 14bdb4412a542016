"""Random values of the symbols of an exercise."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from graders.declaring.declarations import Declaration, Exercise
from graders.expression import Expression

Array = NDArray[np.float64]
Value = float | Array


@dataclass
class Point:
    """Values of the symbols of an exercise, and the sizes of its dimensions."""

    values: dict[str, Value]
    sizes: Mapping[str, int]
    definitions: Mapping[str, Expression] = field(default_factory=dict)
    functions: Mapping[str, tuple[float, str]] = field(default_factory=dict)
    distributions: Mapping[str, list[float]] = field(default_factory=dict)


def draw(exercise: Exercise, number: int) -> Point:
    """Random values of all symbols; the same for the same number."""
    random = np.random.default_rng(1000 + number)
    named = {size for each in exercise.symbols.values() for size in each.shape} | {
        name for name, each in exercise.symbols.items() if each.dimension
    }
    dimensions = sorted(size for size in named if isinstance(size, str) and size)
    sizes = {size: 3 + at + number % 2 for at, size in enumerate(dimensions)}
    values = {
        name: _drawn(declared, sizes, random)
        for name, declared in exercise.symbols.items()
        if declared.type in ("scalar", "vector", "matrix")
    }
    values.update({name: float(size) for name, size in sizes.items()})
    typed = {name: each for name, each in exercise.symbols.items() if name not in values}
    functions = {
        name: (float(random.uniform(0, 2)), each.domain)
        for name, each in typed.items()
        if each.type == "function"
    }
    distributions = {
        name: random.normal(size=5).tolist()
        for name, each in typed.items()
        if each.type == "distribution"
    }
    return Point(values, sizes, exercise.definitions, functions, distributions)


def _size(size: int | str, sizes: Mapping[str, int]) -> int:
    return size if isinstance(size, int) else sizes.get(size, 3)


def _drawn(declared: Declaration, sizes: Mapping[str, int], random: np.random.Generator) -> Value:
    if declared.domain == "index":
        last = _size(declared.last, sizes) if declared.last else 3
        return float(random.integers(_size(declared.first, sizes), last + 1))
    if declared.type == "scalar":
        value = float(_entries(declared.domain, (1, 1), random)[0, 0])
        low, high = declared.low, declared.high
        if low is not None or high is not None:
            first = -8.0 if low is None else low
            value = float(random.uniform(first, first + 8.0 if high is None else high))
            value = round(value) if declared.domain == "integer" else value
        return value
    rows, columns = (_size(size, sizes) for size in declared.shape)
    return _entries(declared.domain, (rows, columns), random)


def _entries(domain: str, shape: tuple[int, int], random: np.random.Generator) -> Array:
    match domain:
        case "positive" | "nonnegative":
            return random.uniform(0.2, 3.0, shape)
        case "unit_interval":
            return random.uniform(0.05, 0.95, shape)
        case "integer":
            return random.integers(1, 7, shape).astype(float)
        case "binary":
            return random.integers(0, 2, shape).astype(float)
        case "simplex":
            drawn = random.uniform(0.1, 1.0, shape)
            return np.asarray(drawn / drawn.sum())
        case "onehot":
            return np.eye(shape[0])[:, [random.integers(shape[0])]]
        case "symmetric":
            drawn = random.normal(size=shape)
            return np.asarray(drawn + drawn.T)
        case "invertible_det_positive":
            drawn = random.normal(size=shape)
            return np.asarray(drawn @ drawn.T + np.eye(shape[0]))
    return random.normal(0.0, 1.5, shape)
