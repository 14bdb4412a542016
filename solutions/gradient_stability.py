r"""When one factor |w σ′(wa + b)| of a gradient can reach 1, and for how many activations a.

σ is the logistic sigmoid. Its slope σ(1 − σ) is at most 1/4, so |w| must be at least 4. With
x = e^{−(wa + b)} > 0 the factor is |w| x / (1 + x)², so that

    |w σ′(wa + b)| ≥ 1   ⇔   x² + (2 − |w|) x + 1 ≤ 0   ⇔   r₁ ≤ x ≤ r₂,   r₁ r₂ = 1,

and a = −(ln x + b) / w runs through an interval of width ln(r₂ / r₁) / |w|.
"""

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import sympy

# --- 2.3.a The smallest weight ------------------------------------------------------------------

LARGEST_SLOPE = r"\frac{1}{4}"


def sigmoid_slope(z: float) -> float:
    """σ′(z) = σ(z) (1 − σ(z)), for z of any size.

    >>> sigmoid_slope(0.0), sigmoid_slope(1e4)
    (0.25, 0.0)
    """
    power = math.exp(-abs(z))  # the slope is even, and exp() cannot overflow
    return power / (1 + power) ** 2


def sigmoid_values() -> dict[str, tuple[float, ...]]:
    """Values of what is said of the sigmoid and its slope, on both sides of zero.

    >>> sigmoid_values()["change of slope"]
    (1.0, -1.0)
    """
    steps = [(-2.0, -1.0), (1.0, 2.0)]
    rises = (sigmoid_slope(end) - sigmoid_slope(start) for start, end in steps)
    return {
        "slope": tuple(sigmoid_slope(start) for start, _ in steps),
        "change of slope": tuple(math.copysign(1.0, each) for each in rises),
        "change of sigmoid": tuple(math.copysign(1.0, sigmoid_slope(start)) for start, _ in steps),
    }


def largest_sigmoid_slope() -> "sympy.Expr":
    """The maximum of σ′, at the only real zero of σ″.

    >>> largest_sigmoid_slope()
    1/4
    """
    import sympy

    z = sympy.Symbol("z", real=True)
    slope = (1 / (1 + sympy.exp(-z))).diff(z)
    (top,) = sympy.solve(sympy.numer(sympy.together(slope.diff(z))), z)
    return slope.subs(z, top)


def smallest_weight() -> "sympy.Expr":
    """The smallest |w| for which |w σ′| reaches 1.

    >>> smallest_weight()
    4
    """
    return 1 / largest_sigmoid_slope()


# --- 2.3.b The width ----------------------------------------------------------------------------

QUADRATIC = r"x^2+(2-|w|)x+1"  # at most zero exactly when the factor is at least one
SMALLER_ROOT = r"\frac{|w|-2-\sqrt{|w|(|w|-4)}}{2}"
LARGER_ROOT = r"\frac{|w|-2+\sqrt{|w|(|w|-4)}}{2}"
WIDTH = r"\frac{2}{|w|}\ln\left(\frac{|w|(1+\sqrt{1-4/|w|})}{2}-1\right)"
WIDTH_BY_ROOTS = r"\frac{1}{|w|}\ln\frac{r_2}{r_1}"


class Interval(NamedTuple):
    """Activations from low to high, both ends included."""

    low: float
    high: float


def quadratic() -> "sympy.Expr":
    """The polynomial in ``x`` and ``|w|`` that is at most zero where the factor is at least one.

    It is (1 + x)² (1 − |w| σ′), where σ′ = x / (1 + x)².

    >>> quadratic()
    x**2 + x*(2 - |w|) + 1
    """
    import sympy

    x, w = sympy.symbols("x |w|", positive=True)
    slope = (1 / (1 + x)) * (1 - 1 / (1 + x))  # σ = 1 / (1 + x)
    return sympy.collect(sympy.expand(sympy.cancel((1 + x) ** 2 * (1 - w * slope))), x)


def roots(w: float) -> tuple[float, float]:
    """r₁ ≤ r₂, the roots of the quadratic; their product is 1.

    Args:
        w: a weight, |w| ≥ 4.

    Raises:
        ValueError: if |w| < 4, where no root is real.

    >>> roots(-4.5)
    (0.5, 2.0)
    """
    size = abs(w)
    if not size >= 4:
        raise ValueError(f"the factor stays below 1 for |w| = {size:g}; it needs |w| of at least 4")
    larger = (size - 2 + math.sqrt(size * (size - 4))) / 2
    return 1 / larger, larger  # the difference in the formula of r₁ would lose digits


def root_values(w: float) -> dict[str, tuple[float, ...]]:
    """Values of what is said of the quadratic and its roots, at a weight.

    >>> values = root_values(-8.0)
    >>> round(values["sum of roots"][0], 9), values["change of x"][0] > 0
    (6.0, True)
    """
    smaller, larger = roots(w)
    return {
        "weight": (w,),
        "size of the weight": (abs(w),),
        "x": (smaller, larger),
        "change of x": (-w,),
        "roots": (smaller, larger),
        "smaller root": (smaller,),
        "larger root": (larger,),
        "sum of roots": (smaller + larger,),
        "product of roots": (smaller * larger,),
        "ratio of roots": (larger / smaller,),
    }


def active_interval(w: float, b: float) -> Interval:
    """The activations a with |w σ′(wa + b)| ≥ 1.

    Args:
        w: a weight, |w| ≥ 4.
        b: a bias; it shifts the interval and leaves its width.

    >>> active_interval(4.0, 2.0)
    Interval(low=-0.5, high=-0.5)
    """
    one, other = (-(math.log(x) + b) / w for x in roots(w))
    return Interval(min(one, other), max(one, other))


def width(w: float) -> float:
    """How wide the interval of activations is.

    >>> width(4.0), round(width(-4.5), 4)
    (0.0, 0.3081)
    """
    smaller, larger = roots(w)
    return math.log(larger / smaller) / abs(w)


# --- 2.3.c The largest width --------------------------------------------------------------------


class Widest(NamedTuple):
    """The size |w| of the weight for which the interval is widest, and that width."""

    weight: float
    width: float


def widest() -> Widest:
    """The largest width, at the root of its derivative, found with 40 digits.

    >>> found = widest()
    >>> f"{found.weight:.4f}, {found.width:.4f}"
    '6.8942, 0.4477'
    """
    import mpmath

    with mpmath.workdps(40):

        def of_weight(size: "mpmath.mpf") -> "mpmath.mpf":
            return 2 / size * mpmath.log(size * (1 + mpmath.sqrt(1 - 4 / size)) / 2 - 1)

        top = mpmath.findroot(lambda size: mpmath.diff(of_weight, size), (5, 9), solver="anderson")
        return Widest(float(top), float(of_weight(top)))


def widest_by_search(
    formula: Callable[[float], float] = width, *, low: float = 4.0, high: float = 100.0
) -> Widest | None:
    """The highest point of any formula for the width between two weights, by golden section.

    A student's own formula may be given, to follow an error of 2.3.b.

    Args:
        formula: the width by |w|.
        low: the smallest weight.
        high: the largest weight.

    Returns:
        The point, or None if the formula has no peak between the two weights.

    >>> found = widest_by_search()
    >>> f"{found.weight:.4f}, {found.width:.4f}"
    '6.8942, 0.4477'
    >>> widest_by_search(lambda w: 1 / w)
    """
    count = 2000
    grid = [low * (high / low) ** (index / count) for index in range(count + 1)]
    top = max(range(len(grid)), key=lambda index: formula(grid[index]))
    if top in (0, count):
        return None
    left, right = grid[top - 1], grid[top + 1]
    golden = (math.sqrt(5) - 1) / 2
    while right - left > 1e-8 * right:
        one, other = right - golden * (right - left), left + golden * (right - left)
        if formula(one) < formula(other):
            left = one
        else:
            right = other
    weight = (left + right) / 2
    return Widest(weight, formula(weight))
