"""The loss of a GAN and its gradients by autograd, central differences, grids and SymPy."""

import math
from collections.abc import Callable

import numpy as np
import pytest
import sympy
from numpy.typing import NDArray

from solutions.gan import (
    GRADIENT_BY_DISCRIMINATOR,
    GRADIENT_BY_GENERATOR,
    LOSS,
    LOSS_OF_ONE_PAIR,
    LOSS_OF_SAMPLES,
    LOSS_OF_TWO_LAYERS,
    MISTAKES,
    NON_SATURATING_GENERATOR_LOSS,
    NON_SATURATING_GRADIENT_BY_GENERATOR,
    OPTIMAL_LOSS,
    SHAPES,
    generated,
    gradient_by_discriminator,
    gradient_by_generator,
    ideal_discriminator,
    loss,
    loss_at,
    loss_of_two_layers,
    non_saturating_gradient_by_generator,
    optimal_loss,
    optimal_output,
    roles,
    sigmoid,
)

Array = NDArray[np.float64]
Draw = tuple[Array, Array, Array, Array]


def draw(seed: int) -> Draw:
    """W_g, W_d, x and z, with both signs among W_g x and no entry near zero."""
    rng = np.random.default_rng(seed)
    while True:
        shapes = (5, 2), (1, 5), (2, 1), (5, 1)
        w_g, w_d, x, z = (rng.normal(size=shape) for shape in shapes)
        u = w_g @ x
        if u.min() < -1e-2 and u.max() > 1e-2 and abs(u).min() > 1e-2:
            return w_g, w_d, x, z


DRAWS = [draw(seed) for seed in range(5)]


def s(a: Array) -> Array:
    return 1 / (1 + np.exp(-a))


def relu(u: Array) -> Array:
    return u * (u > 0)


FUNCTIONS: dict[str, Callable[[Array, Array, Array, Array], Array]] = {
    GRADIENT_BY_GENERATOR: lambda g, d, x, z: gradient_by_generator(g, d, x),
    GRADIENT_BY_DISCRIMINATOR: gradient_by_discriminator,
    NON_SATURATING_GRADIENT_BY_GENERATOR: lambda g, d, x, z: non_saturating_gradient_by_generator(
        g, d, x
    ),
    LOSS_OF_TWO_LAYERS: lambda g, d, x, z: np.array([[loss_of_two_layers(g, d, x, z)]]),
}

# The LaTeX of references and mistakes with short names for its parts, so that it can be read.
PARTS = {
    r"\sigma(\mathbf{W}_d\,\text{ReLU}(\mathbf{W}_g\mathbf{x}))": "FAKE",
    r"\sigma(\mathbf{W}_d\mathbf{z})": "REAL",
    r"\left(\mathbb{1}(\mathbf{W}_g\mathbf{x}>0)\odot\mathbf{W}_d^T\right)": "MASKED",
    r"\text{ReLU}(\mathbf{W}_g\mathbf{x})": "Y",
    r"\mathbf{x}": "x",
    r"\mathbf{z}": "z",
    r"\mathbf{W}_d": "W",
}


def shortened(latex: str) -> str:
    for part, name in PARTS.items():
        latex = latex.replace(part, f" {name} ")
    return " ".join(latex.replace(" ^T", "^T").split())


# Transcribed by hand: f is σ(W_d y), r is σ(W_d z), m is the mask ⊙ W_dᵀ.
MEANINGS: dict[str, Callable[..., Array]] = {
    r"\log REAL +\log(1- FAKE )": lambda f, r, m, y, x, z, w: np.log(r) + np.log(1 - f),
    "- FAKE MASKED x^T": lambda f, r, m, y, x, z, w: -f * m @ x.T,
    "REAL z^T- FAKE Y^T": lambda f, r, m, y, x, z, w: r * z.T - f * y.T,
    "- FAKE MASKED": lambda f, r, m, y, x, z, w: -f * m,
    "-(1- FAKE ) MASKED x^T": lambda f, r, m, y, x, z, w: -(1 - f) * m @ x.T,
    "(1- REAL ) z^T- FAKE Y^T": lambda f, r, m, y, x, z, w: (1 - r) * z.T - f * y.T,
    "- FAKE W^T x^T": lambda f, r, m, y, x, z, w: -f * w.T @ x.T,
    "- FAKE x MASKED^T": lambda f, r, m, y, x, z, w: -f * x @ m.T,
    "- FAKE x^T MASKED": lambda f, r, m, y, x, z, w: -f * x.T @ m,
    "(1- REAL ) z^T": lambda f, r, m, y, x, z, w: (1 - r) * z.T,
    "- FAKE Y^T": lambda f, r, m, y, x, z, w: -f * y.T,
    "(1- REAL ) z^T-(1- FAKE ) Y^T": lambda f, r, m, y, x, z, w: (1 - r) * z.T - (1 - f) * y.T,
    "(1- REAL ) z - FAKE Y": lambda f, r, m, y, x, z, w: (1 - r) * z - f * y,
}


def meaning(latex: str, values: Draw) -> Array:
    w_g, w_d, x, z = values
    y = relu(w_g @ x)
    masked = np.where(w_g @ x > 0, 1.0, 0.0) * w_d.T
    return MEANINGS[shortened(latex)](s(w_d @ y), s(w_d @ z), masked, y, x, z, w_d)


@pytest.mark.parametrize("latex", FUNCTIONS)
@pytest.mark.parametrize("values", DRAWS)
def test_the_formula_means_what_the_function_computes(latex: str, values: Draw) -> None:
    np.testing.assert_allclose(meaning(latex, values), FUNCTIONS[latex](*values), rtol=1e-10)


@pytest.mark.parametrize("values", DRAWS)
def test_the_gradients_agree_with_automatic_differentiation(values: Draw) -> None:
    torch = pytest.importorskip("torch", reason="the second method here is torch autograd")
    w_g, w_d, x, z = (torch.tensor(each) for each in values)
    w_g.requires_grad_()
    w_d.requires_grad_()
    fake = torch.sigmoid(w_d @ torch.relu(w_g @ x))
    real = torch.sigmoid(w_d @ z)
    value = (torch.log(real) + torch.log(1 - fake)).sum()
    by_generator, by_discriminator = torch.autograd.grad(value, (w_g, w_d), retain_graph=True)
    (non_saturating,) = torch.autograd.grad(-torch.log(fake).sum(), w_g)
    assert loss_of_two_layers(*values) == pytest.approx(value.item(), rel=1e-12)
    for latex, expected in (
        (GRADIENT_BY_GENERATOR, by_generator),
        (GRADIENT_BY_DISCRIMINATOR, by_discriminator),
        (NON_SATURATING_GRADIENT_BY_GENERATOR, non_saturating),
    ):
        found = FUNCTIONS[latex](*values)
        assert found.shape == tuple(expected.shape)
        np.testing.assert_allclose(found, expected.numpy(), rtol=1e-10, atol=1e-15)


@pytest.mark.parametrize("values", DRAWS)
@pytest.mark.parametrize(
    ("latex", "position"), [(GRADIENT_BY_GENERATOR, 0), (GRADIENT_BY_DISCRIMINATOR, 1)]
)
def test_the_gradients_agree_with_central_differences(
    latex: str, position: int, values: Draw
) -> None:
    small = 1e-6
    expected = np.zeros(SHAPES[latex])
    for index in np.ndindex(*expected.shape):
        ends = []
        for sign in (1, -1):
            moved = [each.copy() for each in values]
            moved[position][index] += sign * small
            ends.append(loss_of_two_layers(*moved))
        expected[index] = (ends[0] - ends[1]) / (2 * small)
    found = FUNCTIONS[latex](*values)
    assert found.shape == SHAPES[latex]
    np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-9)


GRADIENTS = (GRADIENT_BY_GENERATOR, GRADIENT_BY_DISCRIMINATOR)


@pytest.mark.parametrize(
    ("reference", "name"), [(each, name) for each in GRADIENTS for name in MISTAKES[each]]
)
def test_a_mistake_is_no_equivalent_of_the_gradient(reference: str, name: str) -> None:
    right = FUNCTIONS[reference](*DRAWS[0])
    if name == "W_d not transposed":  # a column of 5 against a row of 5
        assert MISTAKES[reference][name] == GRADIENT_BY_GENERATOR.replace(
            r"\odot\mathbf{W}_d^T", r"\odot\mathbf{W}_d"
        )
    elif name == "noise on the left":
        with pytest.raises(ValueError, match="matmul"):
            meaning(MISTAKES[reference][name], DRAWS[0])
    else:
        wrong = meaning(MISTAKES[reference][name], DRAWS[0])
        assert wrong.shape != right.shape or not np.allclose(wrong, right)
        if name in ("outer product in the other order", "column instead of row"):
            np.testing.assert_allclose(wrong.T, right)


def test_the_loss_formulas_are_the_same_up_to_how_the_mean_is_written() -> None:
    pair = r"\log D(x)", r"\log(1-D(G(z)))"
    assert "+".join(pair) == LOSS_OF_ONE_PAIR
    assert (
        rf"\mathbb{{E}}_{{x\sim p_{{data}}}}\left[{pair[0]}\right]"
        rf"+\mathbb{{E}}_{{z\sim p_z}}\left[{pair[1]}\right]"
    ) == LOSS
    assert LOSS_OF_SAMPLES == (
        r"\frac{1}{m}\sum_{i=1}^{m}\left[\log D(x_i)+\log(1-D(G(z_i)))\right]"
    )
    assert NON_SATURATING_GENERATOR_LOSS == (r"-\mathbb{E}_{z\sim p_z}\left[\log D(G(z))\right]")
    real, fake = np.array([0.9, 0.6]), np.array([0.2, 0.3])
    each = [math.log(d) + math.log(1 - g) for d, g in zip(real, fake, strict=True)]
    assert loss(real, fake) == pytest.approx(sum(each) / 2)


def test_mistakes_of_the_loss_differ_from_it() -> None:
    for reference in (LOSS, LOSS_OF_ONE_PAIR):
        lost, data = MISTAKES[reference].values()
        assert lost.replace(r"\log D(G(z))", r"\log(1-D(G(z)))") == reference
        assert data.count("z") == 0
        assert "D(G(x))" in data


def test_a_step_in_the_direction_of_its_role_does_what_each_player_wants() -> None:
    assert roles() == {"discriminator": "maximises", "generator": "minimises"}
    direction = {"maximises": 1.0, "minimises": -1.0}
    up, down = (direction[roles()[player]] for player in ("discriminator", "generator"))
    small = 1e-4
    for w_g, w_d, x, z in DRAWS:
        y = generated(w_g, x)
        for noise, real in ((np.zeros_like(x), z), (x, np.zeros_like(z))):
            moved = w_d + small * up * gradient_by_discriminator(w_g, w_d, noise, real)
            fake = generated(w_g, noise)
            assert sigmoid(moved @ real) >= sigmoid(w_d @ real)  # D(x) up
            assert sigmoid(moved @ fake) <= sigmoid(w_d @ fake)  # D(G(z)) down
        better = w_g + small * down * gradient_by_generator(w_g, w_d, x)
        assert sigmoid(w_d @ generated(better, x)) > sigmoid(w_d @ y)  # D(G(z)) up


def test_the_ideal_output_is_the_best_on_a_grid() -> None:
    grid = np.linspace(0.001, 0.999, 999)
    for data, model in ((0.3, 0.3), (0.3, 0.1), (0.05, 0.15)):
        values = data * np.log(grid) + model * np.log(1 - grid)
        found = ideal_discriminator(np.array([data]), np.array([model]))[0]
        assert grid[int(np.argmax(values))] == pytest.approx(found, abs=1e-3)


def test_the_optimum_is_one_half_and_minus_log_four() -> None:
    assert OPTIMAL_LOSS == r"-\log(4)"
    assert optimal_output() == sympy.Rational(1, 2)
    assert sympy.simplify(optimal_loss() + sympy.log(4)) == 0
    grid = np.linspace(0.001, 0.999, 999)
    values = [loss_at(output) for output in grid]
    assert grid[int(np.argmax(values))] == pytest.approx(0.5)
    assert max(values) == pytest.approx(float(optimal_loss())) == pytest.approx(-math.log(4))


def test_the_optimum_is_a_saddle_of_the_game() -> None:
    for density in (np.array([0.2, 0.8]), np.array([0.5, 0.5]), np.array([0.9, 0.1])):
        data = np.array([0.5, 0.5])
        best = ideal_discriminator(data, density)
        value = (data * np.log(best) + density * np.log(1 - best)).sum()
        assert value >= -math.log(4) - 1e-12  # the generator can do no better


def test_mistakes_at_the_optimum_have_the_values_of_their_formulas() -> None:
    assert MISTAKES[OPTIMAL_LOSS] == {
        "one term only": r"-\log(2)",
        "sign": r"\log(4)",
        "base 2": r"-\log_2(4)",
    }


@pytest.mark.parametrize("scale", [1e3, -1e3])
def test_extreme_scores_do_not_overflow(scale: float) -> None:
    w_g, w_d, x, z = DRAWS[0]
    assert math.isfinite(loss_of_two_layers(w_g, scale * w_d, x, z))
    assert np.isfinite(gradient_by_generator(w_g, scale * w_d, x)).all()
    assert np.isfinite(gradient_by_discriminator(w_g, scale * w_d, x, z)).all()
