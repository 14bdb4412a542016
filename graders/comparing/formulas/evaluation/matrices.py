"""The values of what is done to matrices, and of all entries at once."""

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from graders.comparing.formulas.arithmetic import Array, Floats, Modulo
from graders.comparing.formulas.evaluation.operators import only_floats
from graders.comparing.formulas.terms import Term
from graders.errors import Undecided

if TYPE_CHECKING:
    from graders.comparing.formulas.evaluation.evaluator import Evaluator

_MOST_STEPS = 50
_ENTRIES = (1, 2)  # the axes of an array that are no points


def filled(evaluator: "Evaluator", term: Term) -> Array:
    rows, columns = (evaluator.size(each) for each in term.shape)
    value = evaluator.numbers.constant(Fraction(0 if term.operation == "zeros" else 1))
    if term.operation != "identity":
        return np.broadcast_to(value, (1, rows, columns))
    zero = evaluator.numbers.constant(Fraction(0))
    return np.where(np.eye(rows, dtype=bool)[None], value, zero)


def product(evaluator: "Evaluator", term: Term) -> Array:
    left, right = evaluator.arguments(term)
    if isinstance(evaluator.numbers, Modulo):
        points = max(len(left), len(right))
        left = np.broadcast_to(left, (points, *left.shape[1:]))
        right = np.broadcast_to(right, (points, *right.shape[1:]))
    return evaluator.numbers.matmul(left, right)


def transpose(evaluator: "Evaluator", term: Term) -> Array:
    return evaluator.value(term.arguments[0]).transpose(0, 2, 1)


def inverse(evaluator: "Evaluator", term: Term) -> Array:
    return evaluator.numbers.inverse(evaluator.value(term.arguments[0]))


def pseudo_inverse(evaluator: "Evaluator", term: Term) -> Array:
    """The inverse of Moore and Penrose, of a matrix whose columns or rows are independent."""
    array, numbers = evaluator.value(term.arguments[0]), evaluator.numbers
    turned = array.transpose(0, 2, 1)
    if array.shape[1] >= array.shape[2]:
        found = numbers.matmul(numbers.inverse(numbers.matmul(turned, array)), turned)
    else:
        found = numbers.matmul(turned, numbers.inverse(numbers.matmul(array, turned)))
    if not numbers.is_defined(found).all():
        raise Undecided("the pseudo-inverse of such a matrix can be read, but not checked")
    return found


def power(evaluator: "Evaluator", term: Term) -> Array:
    """A square matrix to a number of steps, which is another one at each point."""
    only_floats(evaluator, term)
    base, exponent = evaluator.arguments(term)
    numbers, steps = evaluator.numbers, np.asarray(exponent, dtype=float)
    if not (np.isfinite(steps) & (np.abs(steps) <= _MOST_STEPS)).all():
        raise Undecided("a matrix to so large a power can be read, but not checked")
    turned = numbers.inverse(base) if (steps < 0).any() else base
    factor = np.where(steps < 0, turned, base)
    size = base.shape[1]
    unit = np.broadcast_to(np.eye(size)[None], (len(steps), size, size))
    found = np.where(unit == 1, numbers.constant(Fraction(1)), numbers.constant(Fraction(0)))
    for step in range(int(np.abs(steps).max())):
        found = np.where(np.abs(steps) > step, numbers.matmul(found, factor), found)
    return found


def determinant(evaluator: "Evaluator", term: Term) -> Array:
    return evaluator.numbers.det(evaluator.value(term.arguments[0]))


def trace(evaluator: "Evaluator", term: Term) -> Array:
    return evaluator.numbers.total(diagonal(evaluator, term), axis=1)


def diagonal(evaluator: "Evaluator", term: Term) -> Array:
    array = evaluator.value(term.arguments[0])
    size = array.shape[1]
    return array[:, range(size), range(size)][:, :, None]


def to_diagonal(evaluator: "Evaluator", term: Term) -> Array:
    array = evaluator.value(term.arguments[0])
    zero = evaluator.numbers.constant(Fraction(0))
    return np.where(np.eye(array.shape[1], dtype=bool)[None], array, zero)


def matrix(evaluator: "Evaluator", term: Term) -> Array:
    rows, columns = (evaluator.size(each) for each in term.shape)
    cells = np.broadcast_arrays(*evaluator.arguments(term))
    return np.concatenate(cells, axis=1).reshape(-1, rows, columns)


def blocks(evaluator: "Evaluator", term: Term) -> Array:
    """Matrices side by side, in as many rows as the payload says."""
    cells = evaluator.arguments(term)
    points = max(map(len, cells))
    spread = [np.broadcast_to(each, (points, *each.shape[1:])) for each in cells]
    across = len(spread) // int(str(term.payload))
    starts = range(0, len(spread), across)
    lines = [np.concatenate(spread[start : start + across], axis=2) for start in starts]
    return np.concatenate(lines, axis=1)


def kronecker(evaluator: "Evaluator", term: Term) -> Array:
    left, right = evaluator.arguments(term)
    left, right = left[:, :, None, :, None], right[:, None, :, None, :]
    spread = evaluator.numbers.multiply(left, right)
    points, rows, inner_rows, columns, inner_columns = spread.shape
    return spread.reshape(points, rows * inner_rows, columns * inner_columns)


def vec(evaluator: "Evaluator", term: Term) -> Array:
    array = evaluator.value(term.arguments[0])
    return array.transpose(0, 2, 1).reshape(len(array), -1, 1)


def norm(evaluator: "Evaluator", term: Term) -> Array:
    array = evaluator.value(term.arguments[0])
    numbers = evaluator.numbers
    rows, columns = array.shape[1:]
    match term.payload:
        case "1":
            return numbers.total(numbers.function("abs", array), _ENTRIES)
        case "inf":
            return numbers.function("abs", array).max(axis=_ENTRIES, keepdims=True)
        case "2" if rows > 1 and columns > 1:
            only_floats(evaluator, term)
            return numbers.spectral_norm(array)
    squares = numbers.total(numbers.multiply(array, array), _ENTRIES)
    return numbers.function("sqrt", squares)


def eigenvalue(evaluator: "Evaluator", term: Term) -> Array:
    """The largest or smallest one, of a symmetric matrix: of others they may be complex."""
    only_floats(evaluator, term)
    array, numbers = evaluator.value(term.arguments[0]), evaluator.numbers
    symmetric = numbers.compare("=", array, array.transpose(0, 2, 1))
    if not (symmetric & numbers.is_defined(array)).all():
        raise Undecided("the eigenvalues of a matrix that is not symmetric are not checked")
    found = numbers.eigenvalues(array)
    return found[:, -1:] if term.payload == "max" else found[:, :1]


def reduction(evaluator: "Evaluator", term: Term) -> Array:
    array, numbers = evaluator.value(term.arguments[0]), evaluator.numbers
    if term.payload == "sum":
        return numbers.total(array, _ENTRIES)
    if term.payload == "mean":
        count = numbers.constant(Fraction(array.shape[1] * array.shape[2]))
        return numbers.divide(numbers.total(array, _ENTRIES), count)
    only_floats(evaluator, term)
    return _reduced(numbers, str(term.payload), array)


def _reduced(numbers: Floats, name: str, array: Array) -> Array:
    match name:
        case "prod":
            return array.prod(axis=_ENTRIES, keepdims=True)
        case "max":
            return array.max(axis=_ENTRIES, keepdims=True)
        case "min":
            return array.min(axis=_ENTRIES, keepdims=True)
        case "argmax" | "argmin":
            flat = array.reshape(len(array), -1)
            place = flat.argmax(axis=1) if name == "argmax" else flat.argmin(axis=1)
            return place.reshape(-1, 1, 1) + 1.0
        case "var":
            mean = array.mean(axis=_ENTRIES, keepdims=True)
            return ((array - mean) ** 2).mean(axis=_ENTRIES, keepdims=True)
        case "logsumexp":
            return numbers.function("log", numbers.total(numbers.function("exp", array), _ENTRIES))
    raise Undecided(f"{name} can be read, but not checked")


def softmax(evaluator: "Evaluator", term: Term) -> Array:
    only_floats(evaluator, term)
    array, numbers = evaluator.value(term.arguments[0]), evaluator.numbers
    rows = array.shape[1] > 1 and array.shape[2] > 1  # of a matrix each row is a distribution
    raised = numbers.function("exp", array)
    total = numbers.total(raised, 2 if rows else _ENTRIES)
    if term.operation == "softmax":
        return numbers.divide(raised, total)
    return array - numbers.function("log", total)
