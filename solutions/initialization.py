"""The spread of initial weights that keeps pre-activations of a ReLU network at unit variance.

With weights of mean zero and standard deviation σ, independent of the layer before, a
pre-activation z = Σᵢ wᵢ relu(zᵢ) over d inputs has

    Var(z) = σ² Σᵢ E[relu(zᵢ)²] ≈ σ² d E[relu(z)²],   z ~ N(0, 1) when d is large,

and Var(z) = 1 gives σ. Values may be numbers or SymPy expressions.
"""

from statistics import NormalDist, fmean, pstdev
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sympy

SECOND_MOMENT = r"\frac{1}{2}"  # E[relu(z)²]
WEIGHT_STD = r"\sqrt{\frac{2}{d_{l-1}}}"  # σ for d inputs, with this second moment
WEIGHT_VARIANCE = r"\frac{2}{d_{l-1}}"
WEIGHT_STD_OF_MOMENT = r"\frac{1}{\sqrt{d_{l-1}M}}"  # σ for a second moment M


def second_moment_after_relu() -> "sympy.Expr":
    """E[relu(z)²] for a standard normal z: the integral of z² over the positive half only.

    >>> second_moment_after_relu()
    1/2
    """
    import sympy

    z = sympy.Symbol("z", real=True)
    density = sympy.exp(-(z**2) / 2) / sympy.sqrt(2 * sympy.pi)
    return sympy.integrate(z**2 * density, (z, 0, sympy.oo))


def preactivation_variance(
    std: "sympy.Expr | float", width: "sympy.Expr | float", second_moment: "sympy.Expr | float"
) -> "sympy.Expr | float":
    """Var(z) = σ² d E[relu(z)²].

    Args:
        std: standard deviation σ of the weights.
        width: number d of units in the layer before.
        second_moment: E[relu(z)²] of one of them.

    >>> preactivation_variance(0.5, 8, 0.5)
    1.0
    """
    return std**2 * width * second_moment


def weight_std(width: "sympy.Expr | float", second_moment: "sympy.Expr | float") -> "sympy.Expr":
    """The standard deviation σ that makes `preactivation_variance` one.

    Args:
        width: number d of units in the layer before, positive.
        second_moment: E[relu(z)²] of one of them, positive.

    >>> weight_std(8, second_moment_after_relu())
    1/2
    >>> import sympy
    >>> weight_std(sympy.Symbol("d", positive=True), second_moment_after_relu())
    sqrt(2)/sqrt(d)
    """
    import sympy

    return (width * second_moment) ** -sympy.Rational(1, 2)


def values_after_relu(points: int = 20_000) -> dict[str, tuple[float, ...]]:
    """Values of what is said of a standard normal variable after ReLU, from equal quantiles of it.

    >>> {name: round(value[0], 2) for name, value in values_after_relu().items()}
    {'mean': 0.4, 'second moment': 0.5, 'factor of ReLU': 0.5, 'factor of second moment': 0.5, \
'deviation of ReLU': 0.58}
    """
    normal = NormalDist()
    after = [max(normal.inv_cdf((each + 0.5) / points), 0.0) for each in range(points)]
    mean, second = fmean(after), fmean(each**2 for each in after)
    return {
        "mean": (mean,),
        "second moment": (second,),
        "factor of ReLU": (second,),
        "factor of second moment": (second,),
        "deviation of ReLU": (pstdev(after),),
    }
