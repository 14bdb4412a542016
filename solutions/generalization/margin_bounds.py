r"""Bounds on the error of a network with one hidden layer by its size, its norms and its margin.

The network is f(x) = V relu(Ux + b₁) + b₂ with D inputs, H hidden units, C classes and
W = (D + 1) H + (H + 1) C parameters, trained on m points; U₀ and V₀ are its initial weights. With
probability 1 − δ the error on new points exceeds the share of training points of a margin below γ
by at most a constant times √(bound / m). `Norms` maps the names of measures in the report to
their values, so that a network's own measures will do and so will printed ones.

A bound that divides by the margin holds for γ > 0 only. Each such bound refuses another margin,
unless the setting accepts a negative one: the formula is then computed as it stands, which shows
where a printed number comes from; it bounds nothing. Logarithms are natural but for those of the
VC dimension. Data constants are defined in `solutions.generalization.data_constants`.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

Norms = Mapping[str, float]

DELTA = 0.01
SPEC_FRO_OF_THEOREM = "Spec_Fro bound without the factor in front, as in the theorem"


@dataclass(frozen=True, slots=True)
class Sizes:
    """The numbers of inputs D, hidden units H and classes C.

    >>> Sizes(3072, 1024, 10).parameters
    3157002
    """

    inputs: int
    hidden: int
    classes: int

    def __post_init__(self) -> None:
        if min(self.inputs, self.hidden, self.classes) < 1:
            raise ValueError(f"a network has at least one unit in each layer, unlike {self}")

    @property
    def weights_by_layer(self) -> tuple[int, int]:
        """Weights and biases of the hidden and of the output layer: (D + 1) H and (H + 1) C."""
        return (self.inputs + 1) * self.hidden, (self.hidden + 1) * self.classes

    @property
    def parameters(self) -> int:
        """W = (D + 1) H + (H + 1) C."""
        return sum(self.weights_by_layer)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a bound by margins depends on beside norms and data.

    Raises:
        ValueError: if the margin is zero, not finite, or negative and not accepted; if δ is no
            probability; if there is no point.

    >>> Setting(Sizes(4, 3, 2), points=100, margin=-0.5)
    Traceback (most recent call last):
    ValueError: the margin is -0.5; a bound that divides by the margin holds for a positive one only
    """

    sizes: Sizes
    points: int  # m
    margin: float  # γ
    delta: float = DELTA
    accept_negative: bool = False

    def __post_init__(self) -> None:
        _check_confidence(self.points, self.delta)
        accepted = self.margin > 0 or (self.accept_negative and self.margin < 0)
        if not (accepted and math.isfinite(self.margin)):
            raise ValueError(
                f"the margin is {self.margin:g}; "
                "a bound that divides by the margin holds for a positive one only"
            )

    @property
    def rest(self) -> float:
        """3 √log(m / δ), what two of the bounds add to their complexity."""
        return 3 * math.sqrt(math.log(self.points / self.delta))


Bases = tuple[float, float]  # of the outer logarithm and of the inner one
BINARY: Bases = (2, 2)
NATURAL: Bases = (math.e, math.e)


def vc_bound(sizes: Sizes, points: int, *, delta: float = DELTA, bases: Bases = BINARY) -> float:
    """8 C v log(e max(m / v, 1)) + 8 log(2 / δ), by the VC dimension v of the network.

    v = 2 + W log₂(8e Q log₂(4e Q)) (2(D + 1)H + (H + 1)C) / W with Q = H + 2C.

    Source: Nearly-tight VC-dimension bounds for piecewise linear neural networks (2017).

    Args:
        sizes: D, H and C.
        points: m.
        delta: δ.
        bases: of the logarithms in v; others than binary ones are a known mistake.

    >>> f"{vc_bound(Sizes(3072, 1024, 10), 50_000):.3g}"
    '9.19e+09'
    """
    _check_confidence(points, delta)
    outer, inner = map(math.log, bases)
    units = sizes.hidden + 2 * sizes.classes
    per_weight = math.log(8 * math.e * units * math.log(4 * math.e * units) / inner) / outer
    first, second = sizes.weights_by_layer
    depth = (2 * first + second) / sizes.parameters
    dimension = 2 + sizes.parameters * per_weight * depth
    excess = math.log(math.e * max(points / dimension, 1))
    return 8 * sizes.classes * dimension * excess + 8 * math.log(2 / delta)


def l1max_bound(norms: Norms, kappa_inf: float, setting: Setting) -> float:
    """(R + 3 √log(m / δ))² with R = 8 C · L1max_L1max · 2 √log D · √κ∞ / γ.

    Source: Rademacher and Gaussian complexities: risk bounds and structural results (2002).

    >>> setting = Setting(Sizes(3072, 1024, 10), points=50_000, margin=0.5)
    >>> f"{l1max_bound({'L1max_L1max': 2280.0}, 0.11, setting):.3g}"
    '4.7e+11'
    """
    complexity = l1max_factor(setting.sizes) * norms["L1max_L1max"] * math.sqrt(kappa_inf)
    return (complexity / setting.margin + setting.rest) ** 2


def l1max_factor(sizes: Sizes) -> float:
    """8 C · 2 √log D, what the L1max bound multiplies norms by."""
    return 16 * sizes.classes * math.sqrt(math.log(sizes.inputs))


def fro_bound(norms: Norms, kappa_2: float, setting: Setting) -> float:
    """(R + 3 √log(m / δ))² with R = 8 √C · Fro_Fro · √κ₂ / γ.

    Source: Norm-based capacity control in neural networks (2015).

    >>> setting = Setting(Sizes(3072, 1024, 10), points=50_000, margin=0.5)
    >>> f"{fro_bound({'Fro_Fro': 140.0}, 3800.0, setting):.3g}"
    '1.91e+11'
    """
    complexity = fro_factor(setting.sizes) * norms["Fro_Fro"] * math.sqrt(kappa_2)
    return (complexity / setting.margin + setting.rest) ** 2


def fro_factor(sizes: Sizes) -> float:
    """8 √C, what the Frobenius bound multiplies norms by."""
    return 8 * math.sqrt(sizes.classes)


def spec_l1_bound(norms: Norms, kappa_2: float, setting: Setting) -> float:
    """(R + √S)², by spectral norms and the L2,1 distances from the initial weights.

    R = 144 log m · log 2W · (√κ₂ + 1/√m) (L1max_Spec^⅔ + Spec_L1max^⅔)^{3/2} / γ and
    S = 4.5 log(1/δ) + log(2m / γ) + 2 log(2 + √(m κ₂)) + 2 log P, where P is the product of
    2 + 2n over the norms n = ‖U − U₀‖_F, ‖V − V₀‖_F, ‖U‖₂, ‖V‖₂.

    Source: Spectrally-normalized margin bounds for neural networks (2017).
    """
    points, margin = setting.points, setting.margin
    rows = (norms["L1max_Spec"] ** (2 / 3) + norms["Spec_L1max"] ** (2 / 3)) ** 1.5
    logarithms = math.log(points) * math.log(2 * setting.sizes.parameters)
    scale = math.sqrt(kappa_2) + 1 / math.sqrt(points)
    complexity = 144 * logarithms * scale * rows / margin
    names = ("Distance1", "Distance2", "Spectral1", "Spectral2")
    rest = (
        4.5 * math.log(1 / setting.delta)
        + math.log(2 * points / max(margin, 1e-16))  # so that a negative margin has a value
        + 2 * math.log(2 + math.sqrt(points * kappa_2))
        + 2 * sum(math.log(2 + 2 * norms[name]) for name in names)
    )
    return (complexity + math.sqrt(rest)) ** 2


def spec_fro_bound(norms: Norms, kappa_max: float, setting: Setting) -> float:
    """R² + 6 log(2m / δ), by spectral norms and the Frobenius distances from the initial weights.

    R = 42 · 8 ‖U‖₂ √log 8H · √κ_max · √(H (‖V‖₂ ‖U − U₀‖_F)² + C (‖U‖₂ ‖V − V₀‖_F)²) / (√2 γ).

    Source: A PAC-Bayesian approach to spectrally-normalized margin bounds for neural networks
    (2018). The factor ‖U‖₂ in front of the roots is the report's; the theorem has none there.
    """
    complexity = norms["Spectral1"] * _spec_fro_complexity(norms, kappa_max, setting)
    return complexity**2 + spec_fro_rest(setting)


def spec_fro_bound_of_theorem(norms: Norms, kappa_max: float, setting: Setting) -> float:
    """`spec_fro_bound` without the factor ‖U‖₂ in front of the roots."""
    return _spec_fro_complexity(norms, kappa_max, setting) ** 2 + spec_fro_rest(setting)


def spec_fro_rest(setting: Setting) -> float:
    """6 log(2m / δ), what the Spec_Fro bound adds to its squared complexity."""
    return 6 * math.log(2 * setting.points / setting.delta)


def _spec_fro_complexity(norms: Norms, kappa_max: float, setting: Setting) -> float:
    sizes = setting.sizes
    distances = math.sqrt(
        sizes.hidden * (norms["Spectral2"] * norms["Distance1"]) ** 2
        + sizes.classes * (norms["Spectral1"] * norms["Distance2"]) ** 2
    )
    width = math.sqrt(math.log(8 * sizes.hidden))
    return 42 * 8 * width * math.sqrt(kappa_max) * distances / (math.sqrt(2) * setting.margin)


def over_parametrisation_bound(
    norms: Norms, kappa_2: float, hidden_activity: float, setting: Setting
) -> float:
    """(R + 3 √(5H + log(max(1, γ √m) / δ)))², by the distance of the hidden layer from its start.

    R = 3 √2 (√(2C) + 1)(‖V‖_F + 1)(√Σᵢ hᵢ + ‖U − U₀‖_F √κ₂ + 1) / γ.

    Source: Towards understanding the role of over-parametrization in generalization of neural
    networks (2018).

    Args:
        norms: `Frobenius2` and `Distance1`.
        kappa_2: κ₂.
        hidden_activity: Σᵢ hᵢ.
        setting: sizes, m, γ and δ.
    """
    sizes, margin = setting.sizes, setting.margin
    hidden = math.sqrt(hidden_activity) + norms["Distance1"] * math.sqrt(kappa_2) + 1
    output = (math.sqrt(2 * sizes.classes) + 1) * (norms["Frobenius2"] + 1)
    cover = math.log(max(1, margin * math.sqrt(setting.points)) / setting.delta)
    rest = 3 * math.sqrt(5 * sizes.hidden + cover)
    return (3 * math.sqrt(2) * output * hidden / margin + rest) ** 2


def _check_confidence(points: int, delta: float) -> None:
    if points < 1:
        raise ValueError("a bound needs at least one training point")
    if not 0 < delta < 1:
        raise ValueError(f"delta is a probability between 0 and 1, not {delta:g}")
