from collections.abc import Callable

import numpy as np
import pytest
import sympy

from solutions.invariance import (
    ROWS,
    Array,
    Symmetry,
    effective_learning_rate,
    error_factor,
    exchange_rows,
    gradient_step,
    homogeneity_defect,
    is_invariant,
    label,
    leaky_relu,
    mirror,
    normalize,
    reverse_columns,
    score,
    symmetrize,
)

RHO = 0.2
ARGUMENTS = (-3.0, -0.7, 0.0, 0.7, 3.0)
SYMMETRIES = pytest.mark.parametrize("symmetry", [reverse_columns, exchange_rows])


def draw(columns: int, *, seed: int = 0) -> Array:
    return np.random.default_rng(seed).normal(size=(ROWS, columns))


@pytest.mark.parametrize("c", [0.5, 3.0, 0.0])
def test_a_constant_that_is_not_negative_can_be_pulled_out(c: float) -> None:
    assert [homogeneity_defect(c, x, RHO) for x in ARGUMENTS] == pytest.approx([0.0] * 5)


@pytest.mark.parametrize("c", [-1.0, -3.0])
def test_a_negative_constant_cannot_be_pulled_out(c: float) -> None:
    defects = [homogeneity_defect(c, x, RHO) for x in ARGUMENTS]
    assert defects == pytest.approx([(1 - RHO) * abs(c * x) for x in ARGUMENTS])


@pytest.mark.parametrize("sign_of_x", [1, -1])
@pytest.mark.parametrize(("sign_of_c", "holds"), [(1, True), (-1, False)])
def test_homogeneity_holds_symbolically_for_each_sign_of_x(
    sign_of_x: int, sign_of_c: int, holds: bool
) -> None:
    size_of_x, size_of_c, rho = sympy.symbols("x c rho", positive=True)
    x, c = sign_of_x * size_of_x, sign_of_c * size_of_c

    def activation(value: sympy.Expr) -> sympy.Expr:
        return value if value.is_positive else rho * value

    assert (sympy.expand(activation(c * x) - c * activation(x)) == 0) == holds


def test_the_activation_is_a_line_with_a_kink_at_zero() -> None:
    assert [leaky_relu(x, RHO) for x in ARGUMENTS] == pytest.approx([-0.6, -0.14, 0.0, 0.7, 3.0])


@SYMMETRIES
@pytest.mark.parametrize("columns", [1, 4, 5, 6])
def test_symmetrized_weights_score_an_input_and_its_image_alike(
    symmetry: Symmetry, columns: int
) -> None:
    w = symmetrize(draw(columns), symmetry)
    assert is_invariant(w, symmetry)
    for seed in range(1, 50):
        x = draw(columns, seed=seed)
        assert score(w, symmetry(x), RHO) == pytest.approx(score(w, x, RHO))


@SYMMETRIES
def test_weights_without_the_constraint_tell_some_input_from_its_image(symmetry: Symmetry) -> None:
    w = symmetrize(draw(5), symmetry)
    w[0, 0] += 0.01
    x = np.zeros((ROWS, 5))
    x[0, 0] = 1.0
    assert not is_invariant(w, symmetry)
    assert score(w, symmetry(x), RHO) != pytest.approx(score(w, x, RHO))


@SYMMETRIES
def test_symmetrizing_is_a_projection(symmetry: Symmetry) -> None:
    w, other = draw(5), symmetrize(draw(5, seed=1), symmetry)
    nearest = symmetrize(w, symmetry)
    assert np.array_equal(symmetrize(nearest, symmetry), nearest)
    assert np.sum((w - nearest) * other) == pytest.approx(0.0, abs=1e-12)


def tie_columns(w: Array, partner: Callable[[int, int], int]) -> Array:
    """Columns of the left half copied to their partners, one entry at a time."""
    tied, columns = w.copy(), w.shape[1]
    for row in range(ROWS):
        for column in range(columns // 2):
            tied[row, partner(column, columns)] = tied[row, column]
    return tied


@pytest.mark.parametrize("columns", [4, 5, 6])
def test_tying_mirrored_columns_makes_reversal_harmless(columns: int) -> None:
    assert is_invariant(tie_columns(draw(columns), mirror), reverse_columns)


@pytest.mark.parametrize("columns", [4, 5, 6])
def test_counting_from_d_instead_of_d_minus_one_leaves_the_matrix(columns: int) -> None:
    with pytest.raises(IndexError):
        tie_columns(draw(columns), lambda column, count: count - column)


def test_rows_are_exchanged_in_mirrored_pairs() -> None:
    assert {row: mirror(row, ROWS, first=1) for row in range(1, 5)} == {1: 4, 2: 3, 3: 2, 4: 1}
    for row in range(ROWS):
        assert np.array_equal(exchange_rows(draw(3))[mirror(row, ROWS)], draw(3)[row])


def test_one_column_written_out_needs_equal_first_and_last_and_equal_middle_weights() -> None:
    w = sympy.Matrix(sympy.symbols("w1:5"))
    x = sympy.Matrix(sympy.symbols("x1:5"))
    exchanged = sympy.Matrix([x[3], x[2], x[1], x[0]])
    difference = sympy.Poly((w.T * x)[0] - (w.T * exchanged)[0], *x)
    assert sympy.solve(difference.coeffs(), list(w[:2])) == {w[0]: w[3], w[1]: w[2]}


@pytest.mark.parametrize(("c", "kept"), [(0.01, True), (100.0, True), (-1.0, False)])
def test_only_a_positive_constant_keeps_the_class(c: float, kept: bool) -> None:
    w = draw(6)
    for seed in range(1, 50):
        x = draw(6, seed=seed)
        assert (label(w, c * x, RHO) == label(w, x, RHO)) == kept


@pytest.mark.parametrize("c", [0.1, 2.0, 5.0])
def test_training_on_scaled_inputs_is_training_with_c_squared_times_the_rate(c: float) -> None:
    rate = 0.01
    w = draw(3)
    v = c * w
    for seed in range(1, 20):
        x, target = draw(3, seed=seed), float(seed % 3 - 1)
        w = gradient_step(w, c * x, target, rho=RHO, learning_rate=rate)
        v = gradient_step(v, x, target, rho=RHO, learning_rate=effective_learning_rate(c, rate))
        assert score(w, c * x, RHO) == pytest.approx(score(v, x, RHO), rel=1e-9)


@pytest.mark.parametrize("target", [-2.0, 2.0])
def test_a_step_goes_down_the_gradient_that_central_differences_give(target: float) -> None:
    w, x, step = draw(2), draw(2, seed=1), 1e-5
    gradient = np.zeros_like(w)
    for cell in np.ndindex(*w.shape):
        nudge = np.zeros_like(w)
        nudge[cell] = step
        high, low = (0.5 * (score(w + move, x, RHO) - target) ** 2 for move in (nudge, -nudge))
        gradient[cell] = (high - low) / (2 * step)
    moved = gradient_step(w, x, target, rho=RHO, learning_rate=0.5)
    assert moved == pytest.approx(w - 0.5 * gradient, rel=1e-6)


CONVERGENCE = [
    # what it shows, c, learning rate, curvature, converges
    ("small steps", 1.0, 0.1, 1.0, True),
    ("c times the rate above one, and it converges", 2.0, 0.6, 0.5, True),
    ("c times the rate below one, and it diverges", 5.0, 0.1, 1.0, False),
    ("the same step on a flatter loss", 5.0, 0.1, 0.1, True),
    ("a large constant", 100.0, 0.01, 1.0, False),
]


@pytest.mark.parametrize(
    ("c", "rate", "curvature", "converges"),
    [case[1:] for case in CONVERGENCE],
    ids=[case[0] for case in CONVERGENCE],
)
def test_the_error_factor_says_whether_training_converges(
    c: float, rate: float, curvature: float, converges: bool
) -> None:
    x, target = np.sqrt(curvature), 1.0  # the loss ½(wcx − 1)² has this curvature when c is one
    w = 0.5
    errors = []
    for _ in range(20):
        errors.append(abs(w * c * x - target))
        w -= rate * (w * c * x - target) * c * x
    assert (abs(error_factor(c, rate, curvature)) < 1) == converges
    assert (errors[-1] < errors[0]) == converges
    assert errors[1] / errors[0] == pytest.approx(abs(error_factor(c, rate, curvature)))


def test_a_small_constant_makes_training_slow() -> None:
    assert error_factor(0.01, 0.1, 1.0) == pytest.approx(1.0, abs=1e-4)


@pytest.mark.parametrize("c", [1e-6, 0.5, 3.0, 1e6])
def test_normalizing_removes_the_constant(c: float) -> None:
    assert normalize(c * draw(5)) == pytest.approx(normalize(draw(5)))


def test_normalizing_keeps_one_hot_inputs_apart() -> None:
    x, other = np.zeros((2, ROWS, 3))
    x[[0, 1, 2], [0, 1, 2]] = 1.0
    other[[3, 1, 2], [0, 1, 2]] = 1.0
    assert not np.allclose(normalize(x), normalize(other))
    assert normalize(x) * np.sqrt(3) == pytest.approx(x)


def test_an_input_of_zeros_cannot_be_normalized() -> None:
    with pytest.raises(ValueError, match="zeros"):
        normalize(np.zeros((ROWS, 2)))
