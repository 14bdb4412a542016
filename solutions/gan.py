r"""The loss of a generative adversarial network, its optimum, and its gradients for two layers.

The discriminator D gives the probability that its input is real; the generator G maps noise z
to samples. Both are trained on one value,

    L(G, D) = E[log D(x)] + E[log(1 − D(G(z)))],   x ~ p_data, z ~ p_z.

L rises with D(x) and falls with D(G(z)). The discriminator wants the first large and the second
small, so it maximises L; the generator moves only the second and wants it large, so it
minimises L.

For densities p_data and p_g of real and generated samples, L = ∫ p_data log D + p_g log(1 − D)
is largest where p_data / D = p_g / (1 − D), at D = p_data / (p_data + p_g). A perfect generator
has p_g = p_data; then D = 1/2 everywhere and L = log(1/2) + log(1/2) = −log 4.

The gradients are for one noise x (a column of 2), one real sample z (a column of 5), a generator
y = relu(W_g x) with W_g of shape (5, 2), and a discriminator σ(W_d ·) with W_d of shape (1, 5).
From the inside, with the pre-activation u = W_g x, a = W_d y and L = log σ(W_d z) + log(1 − σ(a)):

    ∂L/∂a   = −σ(a)                                    as d/da log(1 − σ(a)) = −σ(a),
    ∂L/∂y   = −σ(a) W_dᵀ                               (5, 1),
    ∂L/∂u   = −σ(a) (𝟙(u > 0) ⊙ W_dᵀ)                  (5, 1), the slope of relu being 0 or 1,
    ∂L/∂W_g = −σ(a) (𝟙(u > 0) ⊙ W_dᵀ) xᵀ               (5, 2),
    ∂L/∂W_d = (1 − σ(W_d z)) zᵀ − σ(a) yᵀ              (1, 5), as d/dc log σ(c) = 1 − σ(c).

The letters are those of the sheet, where x and z change places: x is real and z noise in the
loss, x is noise and z real in the two layers. Logarithms are natural. No entry of u is zero,
where relu has no derivative.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import sympy

Array = NDArray[np.float64]

GENERATOR_PART = r"\mathbb{E}_{z\sim p_z}\left[\log(1-D(G(z)))\right]"
LOSS = rf"\mathbb{{E}}_{{x\sim p_{{data}}}}\left[\log D(x)\right]+{GENERATOR_PART}"
LOSS_OF_ONE_PAIR = r"\log D(x)+\log(1-D(G(z)))"
LOSS_OF_SAMPLES = r"\frac{1}{m}\sum_{i=1}^{m}\left[\log D(x_i)+\log(1-D(G(z_i)))\right]"
NON_SATURATING_GENERATOR_LOSS = r"-\mathbb{E}_{z\sim p_z}\left[\log D(G(z))\right]"

OPTIMAL_LOSS = r"-\log(4)"

_FAKE = r"\sigma(\mathbf{W}_d\,\text{ReLU}(\mathbf{W}_g\mathbf{x}))"
_REAL = r"\sigma(\mathbf{W}_d\mathbf{z})"
_MASKED = r"\left(\mathbb{1}(\mathbf{W}_g\mathbf{x}>0)\odot\mathbf{W}_d^T\right)"
_OUTPUT = r"\text{ReLU}(\mathbf{W}_g\mathbf{x})"

LOSS_OF_TWO_LAYERS = rf"\log{_REAL}+\log(1-{_FAKE})"
GRADIENT_BY_GENERATOR = rf"-{_FAKE}{_MASKED}\mathbf{{x}}^T"
GRADIENT_BY_DISCRIMINATOR = rf"(1-{_REAL})\mathbf{{z}}^T-{_FAKE}{_OUTPUT}^T"
# Of −log σ(W_d y), the loss that generators are often trained on instead.
NON_SATURATING_GRADIENT_BY_GENERATOR = rf"-(1-{_FAKE}){_MASKED}\mathbf{{x}}^T"

# What is found in place of −σ(W_d y), the derivative of log(1 − σ(a)), where that went wrong.
OTHER_FACTORS: tuple[str, ...] = (
    rf"-{_FAKE}(1-{_FAKE})",
    rf"{_FAKE}(1-{_FAKE})",
    rf"(1-{_FAKE})",
    rf"\frac{{1}}{{1-{_FAKE}}}",
    rf"-\frac{{1}}{{1-{_FAKE}}}",
    rf"\frac{{1}}{{{_FAKE}}}",
    "-",
    "",
)


def with_factor(factor: str, *, masked: bool = True) -> str:
    """The gradient by the generator's weights with another factor, with or without its mask."""
    column = _MASKED if masked else r"\mathbf{W}_d^T"
    return rf"{factor}{column}\mathbf{{x}}^T"


SHAPES: dict[str, tuple[int, int]] = {
    GRADIENT_BY_GENERATOR: (5, 2),
    GRADIENT_BY_DISCRIMINATOR: (1, 5),
}

# Under each formula, what the named mistakes turn it into.
MISTAKES: dict[str, dict[str, str]] = {
    LOSS: {
        "1 - D lost": (
            r"\mathbb{E}_{x\sim p_{data}}\left[\log D(x)\right]"
            r"+\mathbb{E}_{z\sim p_z}\left[\log D(G(z))\right]"
        ),
        "generator applied to data": (
            r"\mathbb{E}_{x\sim p_{data}}\left[\log D(x)\right]"
            r"+\mathbb{E}_{x\sim p_{data}}\left[\log(1-D(G(x)))\right]"
        ),
    },
    LOSS_OF_ONE_PAIR: {
        "1 - D lost": r"\log D(x)+\log D(G(z))",
        "generator applied to data": r"\log D(x)+\log(1-D(G(x)))",
    },
    OPTIMAL_LOSS: {
        "one term only": r"-\log(2)",
        "sign": r"\log(4)",
        "base 2": r"-\log_2(4)",  # right if the base is named
    },
    GRADIENT_BY_GENERATOR: {
        "mask missing": rf"-{_FAKE}\mathbf{{W}}_d^T\mathbf{{x}}^T",
        # The others have sizes that do not fit, or another shape.
        "no outer product": rf"-{_FAKE}{_MASKED}",
        "W_d not transposed": (
            rf"-{_FAKE}\left(\mathbb{{1}}(\mathbf{{W}}_g\mathbf{{x}}>0)\odot\mathbf{{W}}_d\right)"
            r"\mathbf{x}^T"
        ),
        "outer product in the other order": rf"-{_FAKE}\mathbf{{x}}{_MASKED}^T",
        "noise on the left": rf"-{_FAKE}\mathbf{{x}}^T{_MASKED}",
    },
    GRADIENT_BY_DISCRIMINATOR: {
        "real term only": rf"(1-{_REAL})\mathbf{{z}}^T",
        "fake term only": rf"-{_FAKE}{_OUTPUT}^T",
        "real term with another factor": rf"{_REAL}\mathbf{{z}}^T-{_FAKE}{_OUTPUT}^T",
        "fake term with another factor": (rf"(1-{_REAL})\mathbf{{z}}^T-(1-{_FAKE}){_OUTPUT}^T"),
        "column instead of row": rf"(1-{_REAL})\mathbf{{z}}-{_FAKE}{_OUTPUT}",
    },
}


def sigmoid(a: Array) -> Array:
    """The logistic sigmoid 1 / (1 + exp(−a)), for a of any size and shape.

    >>> sigmoid(np.array([0.0, -1000.0])).tolist()
    [0.5, 0.0]
    """
    return (1 + np.tanh(a / 2)) / 2  # the same function; exp(−a) could overflow


def loss(real_outputs: Array, fake_outputs: Array) -> float:
    """The value L for a sample of what the discriminator says.

    Args:
        real_outputs: D(x) of real samples, between 0 and 1, shape (real,).
        fake_outputs: D(G(z)) of generated ones, shape (fake,).

    >>> round(loss(np.array([0.5, 0.5]), np.array([0.5])), 4)
    -1.3863
    """
    return float(np.log(real_outputs).mean() + np.log1p(-fake_outputs).mean())


def roles() -> dict[str, str]:
    """Who minimises L and who maximises it, found by moving what each player moves.

    L is monotone in both outputs, so where they start does not matter.

    >>> roles()
    {'discriminator': 'maximises', 'generator': 'minimises'}
    """
    start, higher, lower = np.array([0.5]), np.array([0.6]), np.array([0.4])
    before = loss(start, start)
    wanted = {
        "discriminator": loss(higher, lower),  # real samples believed, generated ones not
        "generator": loss(start, higher),  # generated samples believed
    }
    return {
        player: "maximises" if after > before else "minimises" for player, after in wanted.items()
    }


def ideal_discriminator(data_density: Array, generated_density: Array) -> Array:
    """The outputs that maximise L for fixed densities: p_data / (p_data + p_g).

    Args:
        data_density: p_data at some points, shape (points,).
        generated_density: p_g at the same points, not both zero, shape (points,).

    Returns:
        Probabilities, shape (points,).

    >>> ideal_discriminator(np.array([0.3, 0.3]), np.array([0.3, 0.1]))
    array([0.5 , 0.75])
    """
    return data_density / (data_density + generated_density)


def optimal_output() -> "sympy.Expr":
    """The output for every input at the optimum: the maximiser of log D + log(1 − D).

    >>> optimal_output()
    1/2
    """
    import sympy

    d = sympy.Symbol("D", positive=True)
    [maximiser] = sympy.solve(sympy.diff(_symbolic_loss(d), d), d)
    return maximiser


def optimal_loss() -> "sympy.Expr":
    """L at the optimum, exact.

    >>> optimal_loss(), round(float(optimal_loss()), 4)
    (-2*log(2), -1.3863)
    """
    import sympy

    return sympy.expand_log(_symbolic_loss(optimal_output()))


def _symbolic_loss(d: "sympy.Expr") -> "sympy.Expr":
    import sympy

    return sympy.log(d) + sympy.log(1 - d)


def loss_at(output: float) -> float:
    """L where the discriminator gives the same output for every input, real or generated.

    >>> round(loss_at(0.25), 4)
    -1.674
    """
    return loss(np.array([output]), np.array([output]))


def generated(w_g: Array, x: Array) -> Array:
    """The generator's output y = relu(W_g x), shape (5, 1).

    Args:
        w_g: its weights, shape (5, 2).
        x: noise, shape (2, 1).
    """
    return np.maximum(w_g @ x, 0)


def loss_of_two_layers(w_g: Array, w_d: Array, x: Array, z: Array) -> float:
    """L = log σ(W_d z) + log(1 − σ(W_d y)) for one noise and one real sample.

    Args:
        w_g: weights of the generator, shape (5, 2).
        w_d: weights of the discriminator, shape (1, 5).
        x: noise, shape (2, 1).
        z: a real sample, shape (5, 1).

    >>> zeros = np.zeros((1, 5))
    >>> round(loss_of_two_layers(np.ones((5, 2)), zeros, np.ones((2, 1)), np.ones((5, 1))), 4)
    -1.3863
    """
    # log σ(c) = −log(1 + exp(−c)) and log(1 − σ(a)) = −log(1 + exp(a)), without overflow.
    real, fake = w_d @ z, w_d @ generated(w_g, x)
    return float(-np.logaddexp(0, -real).item() - np.logaddexp(0, fake).item())


def gradient_by_generator(w_g: Array, w_d: Array, x: Array) -> Array:
    """The derivative of L by W_g; the real sample does not enter it.

    Args:
        w_g: weights of the generator, shape (5, 2).
        w_d: weights of the discriminator, shape (1, 5).
        x: noise, shape (2, 1); no entry of W_g x is zero.

    Returns:
        Shape (5, 2), that of W_g.

    >>> w_g, w_d = np.array([[1.0, 0.0], [-1.0, 0.0]]), np.array([[1.0, 2.0]])
    >>> gradient_by_generator(w_g, w_d, np.array([[-3.0], [1.0]])).round(4).tolist()
    [[0.0, 0.0], [5.9852, -1.9951]]
    """
    return -sigmoid(w_d @ generated(w_g, x)) * _masked(w_g, w_d, x) @ x.T


def non_saturating_gradient_by_generator(w_g: Array, w_d: Array, x: Array) -> Array:
    """The derivative by W_g of −log σ(W_d y), with shapes as in `gradient_by_generator`."""
    return -(1 - sigmoid(w_d @ generated(w_g, x))) * _masked(w_g, w_d, x) @ x.T


def _masked(w_g: Array, w_d: Array, x: Array) -> Array:
    """W_dᵀ where the pre-activation is positive and 0 elsewhere, shape (5, 1)."""
    return (w_g @ x > 0) * w_d.T


def gradient_by_discriminator(w_g: Array, w_d: Array, x: Array, z: Array) -> Array:
    """The derivative of L by W_d: a term of the real sample and one of the generated one.

    Args:
        w_g: weights of the generator, shape (5, 2).
        w_d: weights of the discriminator, shape (1, 5).
        x: noise, shape (2, 1).
        z: a real sample, shape (5, 1).

    Returns:
        Shape (1, 5), that of W_d.

    >>> w_g, w_d = np.ones((5, 2)), np.zeros((1, 5))
    >>> gradient_by_discriminator(w_g, w_d, np.ones((2, 1)), np.ones((5, 1)))
    array([[-0.5, -0.5, -0.5, -0.5, -0.5]])
    """
    y = generated(w_g, x)
    return (1 - sigmoid(w_d @ z)) * z.T - sigmoid(w_d @ y) * y.T
