"""What hostile code could send for an array, were it not plain data."""

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from graders.comparing.programs.tensors import compare_arrays
from tests.comparing.programs.arrays_to_compare import (
    MATRIX,
    code,
    words,
)


class Lying:
    """Equal to everything, an array if asked, and angry when touched."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]

    def __getattribute__(self, name: str) -> Any:
        raise RuntimeError(name)

    def __array__(self, *_: object) -> Any:
        return MATRIX


class Number(float):
    def __float__(self) -> float:
        raise RuntimeError


def shared(depth: int) -> list[Any]:
    """Ten to the power of the depth numbers, in a few lists."""
    nested: list[Any] = [1.0]
    for _ in range(depth):
        nested = [nested] * 10
    return nested


def endless() -> list[Any]:
    nested: list[Any] = []
    nested.append(nested)
    return nested


def deep() -> list[Any]:
    nested: list[Any] = [1.0]
    for _ in range(100_000):
        nested = [nested]
    return nested


HOSTILE: dict[str, Callable[[], Any]] = {
    "an object": Lying,
    "a list of objects": lambda: [Lying(), Lying()],
    "a subclass of float": lambda: Number(1.0),
    "a subclass of the array": lambda: MATRIX.view(np.matrix),
    "a masked array": lambda: np.ma.masked_array(MATRIX, mask=True),  # type: ignore[no-untyped-call]
    "a record": lambda: np.zeros(2, dtype=[("a", float)]),
    "raw bytes": lambda: np.zeros(2, dtype="V8"),
    "a list of long strings": lambda: [1.0, "x" * 10**6] * 10**5,
    "a list of long numpy strings": lambda: [np.str_("x" * 10**6)] * 10**5,
    "shared lists": lambda: shared(30),
    "shared rows of great length": lambda: [[1.0] * 3000] * 3000,
    "a list within itself": endless,
    "a deep list": deep,
    "a set": lambda: {1.0},
    "arrays of great size in a list": lambda: [np.broadcast_to(0.0, (10**6, 10**6))] * 1000,
    "many axes": lambda: [np.zeros((1,) * 40)],
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_plain_array_is_refused_in_bounded_time(make: Callable[[], Any]) -> None:
    found = make()
    start = time.perf_counter()
    comparison = compare_arrays(found, MATRIX)
    assert time.perf_counter() - start < 2
    assert (comparison.equal, code(comparison)) == (False, "type")
    assert len(words(comparison)) < 200


def test_an_array_that_only_claims_to_be_huge_is_not_read() -> None:
    start = time.perf_counter()
    huge = np.broadcast_to(0.0, (10**6, 10**6, 10**5))
    assert code(compare_arrays(huge, MATRIX)) == "shape"
    assert time.perf_counter() - start < 0.1


def test_a_large_array_is_judged_in_seconds() -> None:
    reference = np.random.default_rng(0).normal(size=(40, 40, 40, 40))
    start = time.perf_counter()
    assert compare_arrays(reference + 1, reference).mistake is None
    assert time.perf_counter() - start < 5
