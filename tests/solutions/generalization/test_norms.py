"""Norms of a weight: closed cases, loops with 40 digits, and torch."""

import math
from collections.abc import Callable

import mpmath
import numpy as np
import pytest

from solutions.generalization.norms import (
    distance,
    frobenius,
    l1_max,
    l2_1,
    l2_1_distance,
    layer_norms,
    spectral,
)

Norm = Callable[[np.ndarray], float]
SEEDS = range(10)
SHAPES = [(3, 4), (2, 3), (1, 5), (5, 1), (4, 4)]
NORMS: tuple[Norm, ...] = (frobenius, spectral, l1_max, l2_1)

ONE, OTHER = np.array([1.0, -2.0, 2.0]), np.array([3.0, -4.0])
DIAGONAL = np.array([1.0, -7.0, 0.0, 5.0])
CLOSED = {  # Frobenius, spectral, L1-max, L2,1
    "zero": (np.zeros((3, 2)), (0.0, 0.0, 0.0, 0.0)),
    "identity": (np.eye(9), (3.0, 1.0, 1.0, 9.0)),
    "rank one": (np.outer(ONE, OTHER), (15.0, 15.0, 14.0, 25.0)),
    "diagonal": (np.diag(DIAGONAL), (math.sqrt(75), 7.0, 7.0, 13.0)),
    "ones": (np.ones((2, 8)), (4.0, 4.0, 8.0, 2 * math.sqrt(8))),
    "a row": (np.array([[3.0, -4.0]]), (5.0, 5.0, 7.0, 5.0)),
    "a column": (np.array([[3.0], [-4.0]]), (5.0, 5.0, 4.0, 7.0)),
}


@pytest.mark.parametrize("name", CLOSED)
def test_norms_of_closed_cases(name: str) -> None:
    matrix, expected = CLOSED[name]
    assert [norm(matrix) for norm in NORMS] == pytest.approx(list(expected))


def drawn(seed: int, shape: tuple[int, int]) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=shape)


def looped(matrix: np.ndarray) -> list[mpmath.mpf]:
    """The four norms by loops; the spectral one by power iteration on AᵀA."""
    rows = [[mpmath.mpf(float(entry)) for entry in row] for row in matrix]
    squares = sum(entry**2 for row in rows for entry in row)
    largest = max(sum(abs(entry) for entry in row) for row in rows)
    lengths = sum(mpmath.sqrt(sum(entry**2 for entry in row)) for row in rows)
    return [mpmath.sqrt(squares), power_iteration(rows), largest, lengths]


def power_iteration(rows: list[list[mpmath.mpf]]) -> mpmath.mpf:
    """The largest singular value: (AᵀA)ᵏ, squared again and again, by how fast it grows."""
    gram = mpmath.matrix(rows) * mpmath.matrix(rows).T
    exponent, logarithm = 1, mpmath.mpf(0)
    for _ in range(12):
        size = mpmath.mnorm(gram, "f")
        logarithm += mpmath.log(size) / exponent
        gram = (gram / size) ** 2
        exponent *= 2
    return mpmath.exp((logarithm + mpmath.log(mpmath.mnorm(gram, "f")) / exponent) / 2)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("seed", SEEDS)
def test_norms_are_those_of_loops_with_40_digits(seed: int, shape: tuple[int, int]) -> None:
    matrix = drawn(seed, shape)
    with mpmath.workdps(40):
        expected = [float(value) for value in looped(matrix)]
    assert [norm(matrix) for norm in NORMS] == pytest.approx(expected, rel=1e-12, abs=0)


@pytest.mark.parametrize("shape", [*SHAPES, (100, 300)], ids=str)
@pytest.mark.parametrize("seed", SEEDS)
def test_norms_are_those_of_torch(seed: int, shape: tuple[int, int]) -> None:
    torch = pytest.importorskip("torch", reason="the second method here is torch")
    matrix = drawn(seed, shape)
    weight = torch.tensor(matrix)
    expected = [
        torch.linalg.svdvals(weight).square().sum().sqrt().item(),
        torch.linalg.matrix_norm(weight, 2).item(),
        torch.linalg.matrix_norm(weight, float("inf")).item(),
        torch.linalg.vector_norm(weight, 2, dim=1).sum().item(),
    ]
    assert [norm(matrix) for norm in NORMS] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("norm", NORMS)
@pytest.mark.parametrize("seed", SEEDS)
def test_norms_are_norms(norm: Norm, seed: int) -> None:
    one, other = drawn(seed, (3, 4)), drawn(seed + 100, (3, 4))
    assert norm(-2.5 * one) == pytest.approx(2.5 * norm(one))
    assert norm(one + other) <= norm(one) + norm(other)


@pytest.mark.parametrize("seed", SEEDS)
def test_norms_are_ordered(seed: int) -> None:
    matrix = drawn(seed, (3, 4))
    assert spectral(matrix) <= frobenius(matrix) <= l2_1(matrix)
    assert l2_1(matrix) <= math.sqrt(3) * frobenius(matrix)


@pytest.mark.parametrize("seed", SEEDS)
def test_only_norms_by_rows_change_when_columns_are_taken_as_output_units(seed: int) -> None:
    matrix = drawn(seed, (3, 4))
    assert frobenius(matrix.T) == pytest.approx(frobenius(matrix))
    assert spectral(matrix.T) == pytest.approx(spectral(matrix))
    assert l1_max(matrix.T) != pytest.approx(l1_max(matrix))
    assert l2_1(matrix.T) != pytest.approx(l2_1(matrix))


# --- distances ----------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_distances_are_norms_of_the_difference(seed: int) -> None:
    start, step = drawn(seed, (3, 4)), drawn(seed + 100, (3, 4))
    assert distance(start + step, start) == pytest.approx(frobenius(step))
    assert l2_1_distance(start + step, start) == pytest.approx(l2_1(step))
    assert distance(start, start) == l2_1_distance(start, start) == 0
    assert distance(start, np.zeros((3, 4))) == frobenius(start)


@pytest.mark.parametrize("measure", [distance, l2_1_distance])
def test_weights_of_two_shapes_have_no_distance(
    measure: Callable[[np.ndarray, np.ndarray], float],
) -> None:
    with pytest.raises(ValueError, match=r"one shape, not \(2, 2\) and \(1, 2\)"):
        measure(np.eye(2), np.ones((1, 2)))


# --- paths --------------------------------------------------------------------------------------


def test_the_norms_of_a_layer_are_each_its_own() -> None:
    weight, start = drawn(0, (3, 4)), drawn(1, (3, 4))
    found = layer_norms(weight, start)
    assert (found.frobenius, found.spectral) == (frobenius(weight), spectral(weight))
    assert (found.l1_max, found.start_spectral) == (l1_max(weight), spectral(start))
    assert found.distance == distance(weight, start)
    assert found.l2_1_distance == l2_1_distance(weight, start)
