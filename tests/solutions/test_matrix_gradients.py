"""Four derivatives by autograd, central differences and SymPy, and their LaTeX by transcription."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import sympy
from numpy.typing import NDArray

from solutions import matrix_gradients as ours
from solutions.matrix_gradients import (
    DERIVATIVE_OF_PRODUCT,
    GRADIENT_OF_BILINEAR_FORM,
    GRADIENT_OF_SQUARE,
    GRADIENT_OF_TRACE,
    SHAPES,
    derivative,
)

Array = NDArray[np.float64]
M, N = 3, 4

# What is differentiated, written so that numpy, torch and SymPy can each evaluate it; the letter
# it is differentiated by; and our reference.
CASES: dict[str, tuple[Callable[[Any, Any, Any], Any], str, Callable[..., Array]]] = {
    GRADIENT_OF_SQUARE: (lambda x, y, a: x.T @ x, "x", lambda x, y, a: ours.gradient_of_square(x)),
    GRADIENT_OF_TRACE: (
        lambda x, y, a: (a.T @ a).trace(),
        "a",
        lambda x, y, a: ours.gradient_of_trace(a),
    ),
    GRADIENT_OF_BILINEAR_FORM: (
        lambda x, y, a: x.T @ a @ y,
        "y",
        lambda x, y, a: ours.gradient_of_bilinear_form(a, x),
    ),
    DERIVATIVE_OF_PRODUCT: (
        lambda x, y, a: a @ y,
        "y",
        lambda x, y, a: ours.derivative_of_product(a),
    ),
}

# The LaTeX of the references, transcribed by hand.
MEANINGS: dict[str, Callable[[Array, Array, Array], Array]] = {
    r"2\mathbf{x}": lambda x, y, a: 2 * x,
    r"2\mathbf{A}": lambda x, y, a: 2 * a,
    r"\mathbf{A}^T\mathbf{x}": lambda x, y, a: a.T @ x,
    r"\mathbf{A}^T": lambda x, y, a: a.T,
}


def draw(seed: int) -> dict[str, Array]:
    rng = np.random.default_rng(seed)
    return {
        "x": rng.normal(size=(M, 1)),
        "y": rng.normal(size=(N, 1)),
        "a": rng.normal(size=(M, N)),
    }


def side_by_side(columns: list[Array]) -> Array:
    """The derivatives of each entry of z: one of any shape, or several columns."""
    return columns[0] if len(columns) == 1 else np.hstack(columns)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", CASES)
def test_a_derivative_agrees_with_automatic_differentiation(name: str, seed: int) -> None:
    torch = pytest.importorskip("torch", reason="the second method here is torch autograd")
    function, by, reference = CASES[name]
    values = draw(seed)
    tensors = {each: torch.tensor(value, requires_grad=True) for each, value in values.items()}
    z = function(**tensors).reshape(-1)
    columns = [torch.autograd.grad(entry, tensors[by], retain_graph=True)[0].numpy() for entry in z]
    expected = side_by_side(columns)
    found = reference(**values)
    assert found.shape == expected.shape
    np.testing.assert_allclose(found, expected, rtol=1e-12)


@pytest.mark.parametrize("name", CASES)
def test_a_derivative_agrees_with_central_differences(name: str) -> None:
    function, by, reference = CASES[name]
    values, step = draw(7), 1e-5
    slopes: dict[tuple[int, ...], Array] = {}
    for index in np.ndindex(values[by].shape):
        moved = np.zeros_like(values[by])
        moved[index] = step
        high, low = (
            np.asarray(function(**values | {by: values[by] + sign * moved})) for sign in (1, -1)
        )
        slopes[index] = (high - low).reshape(-1) / (2 * step)
    entries = len(next(iter(slopes.values())))
    columns = [
        np.array([slopes[index][entry] for index in slopes]).reshape(values[by].shape)
        for entry in range(entries)
    ]
    expected = side_by_side(columns)
    np.testing.assert_allclose(reference(**values), expected, rtol=1e-8, atol=1e-9)


@pytest.mark.parametrize("name", CASES)
def test_a_derivative_agrees_with_sympy_for_two_by_three(name: str) -> None:
    function, by, reference = CASES[name]
    symbols = {
        "x": sympy.Matrix(2, 1, sympy.symbols("x1:3")),
        "y": sympy.Matrix(3, 1, sympy.symbols("y1:4")),
        "a": sympy.Matrix(2, 3, sympy.symbols("a1:7")),
    }
    z = function(**symbols)
    if isinstance(z, sympy.MatrixBase) and z.shape == (1, 1):
        z = z[0]
    derived = derivative(z, symbols[by])
    arrays = {each: np.array(matrix.tolist()) for each, matrix in symbols.items()}
    assert derived == sympy.Matrix(reference(**arrays))


@pytest.mark.parametrize("name", CASES)
def test_the_formula_means_what_the_function_computes(name: str) -> None:
    values = draw(3)
    found = CASES[name][2](**values)
    np.testing.assert_allclose(MEANINGS[name](**values), found, rtol=1e-14)
    sizes = {"m": M, "n": N, "1": 1}
    assert found.shape == tuple(sizes[side] for side in SHAPES[name])


@pytest.mark.parametrize(("z", "by"), [((2, 2), (2, 1)), ((2, 1), (2, 2))])
def test_a_derivative_that_is_no_matrix_is_refused(z: tuple[int, int], by: tuple[int, int]) -> None:
    symbols = sympy.Matrix(*by, sympy.symbols(f"x1:{by[0] * by[1] + 1}"))
    with pytest.raises(ValueError, match="no derivative"):
        derivative(sympy.ones(*z), symbols)
