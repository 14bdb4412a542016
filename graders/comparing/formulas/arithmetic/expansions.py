"""Determinants by their rows and inverses by cofactors: exact, for small sizes."""

import numpy as np

from graders.comparing.formulas.arithmetic.floats import Array, Floats, NotRational

_EXPANDED = 6  # determinants up to this size are expanded by rows


def determinant(numbers: Floats, array: Array) -> Array:
    """Expanded by the first row: exact, for small sizes."""
    size = array.shape[1]
    if size > _EXPANDED:
        raise NotRational("a large determinant")
    if size == 1:
        return array
    total = None
    for column in range(size):
        others = [each for each in range(size) if each != column]
        minor = determinant(numbers, array[:, 1:, :][:, :, others])
        part = numbers.multiply(array[:, :1, column : column + 1], minor)
        part = numbers.negate(part) if column % 2 else part
        total = part if total is None else numbers.add(total, part)
    assert total is not None
    return total


def inverse(numbers: Floats, array: Array) -> Array:
    size = array.shape[1]
    det = determinant(numbers, array)
    found = np.empty(array.shape, dtype=array.dtype)
    for row in range(size):
        for column in range(size):
            rows = [each for each in range(size) if each != row]
            columns = [each for each in range(size) if each != column]
            minor = array[:, rows, :][:, :, columns]
            cofactor = determinant(numbers, minor) if size > 1 else numbers.divide(det, det)
            signed = numbers.negate(cofactor) if (row + column) % 2 else cofactor
            found[:, column : column + 1, row : row + 1] = numbers.divide(signed, det)
    return found
