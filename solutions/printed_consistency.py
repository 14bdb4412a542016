r"""Whether the printed norms, measures and bounds of a two-layer network fit one another.

The network is f(x) = V relu(U x + b₁) + b₂ with D inputs, H hidden units and C classes. A number
printed with a few digits stands for the interval of all values that print the same way; products
and sums of such intervals must overlap what is printed for them. A relation that fails shows that
one of its numbers is wrong, whatever the network was.

`Block` maps the names of the report (`Frobenius1`, `Spec_Dist`, ...) to intervals. Relations:

    Fro_Fro        = Frobenius1 · Frobenius2
    Spec_Dist      = Spectral1 · Distance2 · √C
    Dist_Spec      = Spectral2 · Distance1 · √H
    Spec_Dist_sum  = Spec_Dist + Dist_Spec
    Spec_L1max_sum = Spec_L1max + L1max_Spec
    Dist_Fro       = Distance1 · Frobenius2

and Spectral ≤ Frobenius for either layer, Spec_L1max ≤ Spec_Dist, L1max_Spec ≤ Dist_Spec: a sum of
row norms is at most √rows times the Frobenius norm.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

INPUTS = 32 * 32 * 3  # D
CLASSES = 10  # C
POINTS = 50_000  # m
CONFIDENCE = 0.01  # δ
MOST_HIDDEN = 5000  # the largest width that is tried

NORMS = (
    "Frobenius1", "Frobenius2", "Distance1", "Distance2", "Spectral1", "Spectral2", "Fro_Fro",
    "L1max_L1max", "Spec_Dist", "Dist_Spec", "Spec_Dist_sum", "Spec_L1max", "L1max_Spec",
    "Spec_L1max_sum", "Dist_Fro",
)  # fmt: skip
PARAMETERS = "#parameter"


@dataclass(frozen=True, slots=True)
class Interval:
    """The values that print as one number.

    >>> Interval.of(20.7, unit=0.1) * Interval.of(6.73, unit=0.01)
    Interval(low=138.87125, high=139.75125)
    """

    low: float
    high: float

    @classmethod
    def of(cls, value: float, *, unit: float) -> "Interval":
        """All values that are rounded to this one, a unit being one of its last place."""
        return cls(value - unit / 2, value + unit / 2)

    def __add__(self, other: "Interval") -> "Interval":
        return Interval(self.low + other.low, self.high + other.high)

    def __mul__(self, other: "Interval | float") -> "Interval":
        """The product of intervals of positive numbers."""
        if isinstance(other, Interval):
            return Interval(self.low * other.low, self.high * other.high)
        return Interval(self.low * other, self.high * other)

    def meets(self, other: "Interval") -> bool:
        return self.low <= other.high and other.low <= self.high

    def may_be_at_most(self, other: "Interval") -> bool:
        return self.low <= other.high


Block = Mapping[str, Interval]

# --- relations ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Relation:
    """What must hold between printed numbers; `of` are its names, what is derived first."""

    of: tuple[str, ...]
    formula: str
    holds: Callable[[Block, int], bool]  # for a hidden width


def _product(derived: str, one: str, other: str) -> Relation:
    formula = f"{derived} = {one} x {other}"
    return Relation(
        (derived, one, other),
        formula,
        lambda block, hidden: block[derived].meets(block[one] * block[other]),
    )


def _sum(derived: str, one: str, other: str) -> Relation:
    formula = f"{derived} = {one} + {other}"
    return Relation(
        (derived, one, other),
        formula,
        lambda block, hidden: block[derived].meets(block[one] + block[other]),
    )


def _at_most(small: str, large: str) -> Relation:
    return Relation(
        (small, large),
        f"{small} <= {large}",
        lambda block, hidden: block[small].may_be_at_most(block[large]),
    )


RELATIONS: tuple[Relation, ...] = (
    _product("Fro_Fro", "Frobenius1", "Frobenius2"),
    Relation(
        ("Spec_Dist", "Spectral1", "Distance2"),
        "Spec_Dist = Spectral1 x Distance2 x sqrt(C)",
        lambda block, hidden: block["Spec_Dist"].meets(
            block["Spectral1"] * block["Distance2"] * math.sqrt(CLASSES)
        ),
    ),
    Relation(
        ("Dist_Spec", "Spectral2", "Distance1"),
        "Dist_Spec = Spectral2 x Distance1 x sqrt(H)",
        lambda block, hidden: block["Dist_Spec"].meets(
            block["Spectral2"] * block["Distance1"] * math.sqrt(hidden)
        ),
    ),
    _sum("Spec_Dist_sum", "Spec_Dist", "Dist_Spec"),
    _sum("Spec_L1max_sum", "Spec_L1max", "L1max_Spec"),
    _product("Dist_Fro", "Distance1", "Frobenius2"),
    _at_most("Spectral1", "Frobenius1"),
    _at_most("Spectral2", "Frobenius2"),
    _at_most("Spec_L1max", "Spec_Dist"),
    _at_most("L1max_Spec", "Dist_Spec"),
)
SWAPPED_ROOTS: Mapping[str, tuple[str, str]] = {  # the roots of C and H exchanged
    "Spec_Dist": ("Spectral1", "Distance2"),
    "Dist_Spec": ("Spectral2", "Distance1"),
}


def broken_relations(block: Block, widths: Iterable[int]) -> list[Relation]:
    """The relations between printed numbers that hold for none of the widths left.

    A relation of which a number is not printed is left out.

    >>> half = {"Frobenius1": Interval(1, 2), "Frobenius2": Interval(1, 2)}
    >>> [each.formula for each in broken_relations({**half, "Fro_Fro": Interval(5, 6)}, [512])]
    ['Fro_Fro = Frobenius1 x Frobenius2']
    """
    candidates = tuple(widths)
    return [
        relation
        for relation in RELATIONS
        if all(name in block for name in relation.of)
        and not any(relation.holds(block, hidden) for hidden in candidates)
    ]


def roots_swapped(block: Block, name: str, widths: Iterable[int]) -> bool:
    """Whether a measure comes out right with the root of the other number of rows."""
    one, other = SWAPPED_ROOTS[name]
    roots = [CLASSES] if name == "Dist_Spec" else list(widths)
    return any(block[name].meets(block[one] * block[other] * math.sqrt(rows)) for rows in roots)


# --- the width ----------------------------------------------------------------------------------


def parameters(hidden: int) -> int:
    """(D + 1) H + (H + 1) C.

    >>> parameters(1024)
    3157002
    """
    return (INPUTS + 1) * hidden + (hidden + 1) * CLASSES


def widths(printed: Interval) -> tuple[int, ...]:
    """The hidden widths whose number of parameters prints like this.

    >>> widths(Interval.of(7.89e5, unit=1e3)), widths(Interval.of(3.16e6, unit=1e4))
    ((256,), (1024, 1025, 1026))
    """
    return tuple(
        hidden
        for hidden in range(1, MOST_HIDDEN + 1)
        if printed.low <= parameters(hidden) <= printed.high
    )


# --- bounds -------------------------------------------------------------------------------------


def vc_bound(hidden: int, *, natural: bool = False) -> float:
    """The bound by the VC dimension (2017) for a hidden width, on m points with confidence 1 − δ.

    Args:
        hidden: H.
        natural: take natural logarithms where binary ones are meant, a known mistake.

    >>> f"{vc_bound(1024):.3g}", f"{vc_bound(256):.3g}"
    ('9.19e+09', '2.03e+09')
    """
    log = math.log if natural else math.log2
    first, second = (INPUTS + 1) * hidden, (hidden + 1) * CLASSES
    units = hidden + 2 * CLASSES
    per_weight = log(8 * math.e * units * log(4 * math.e * units))
    dimension = 2 + (first + second) * per_weight * (2 * first + second) / (first + second)
    excess = math.log(math.e * max(POINTS / dimension, 1))
    return 8 * CLASSES * dimension * excess + 8 * math.log(2 / CONFIDENCE)


def implied_data_constant(bound: Interval, l1max: Interval, margin: Interval) -> Interval:
    """κ∞ of the data as the L1max bound (2002), the norms and the margin imply it.

    The bound is (8 C · L1max · 2 √log D · √κ∞ / γ + 3 √log(m / δ))²; below a margin of zero its
    root is taken with the sign that the first term has.

    Raises:
        ValueError: if the margin may be zero.
    """
    if margin.low <= 0 <= margin.high:
        raise ValueError("the margin may be zero")
    sign = 1 if margin.low > 0 else -1
    rest = 3 * math.sqrt(math.log(POINTS / CONFIDENCE))
    factor = 16 * CLASSES * math.sqrt(math.log(INPUTS))
    sizes = sorted((abs(margin.low), abs(margin.high)))
    low = (math.sqrt(bound.low) - sign * rest) * sizes[0] / (factor * l1max.high)
    high = (math.sqrt(bound.high) - sign * rest) * sizes[1] / (factor * l1max.low)
    return Interval(low**2, high**2)


# --- the margin ---------------------------------------------------------------------------------


def margin_fits_accuracy(margin: Interval, accuracy: Interval, percentile: float) -> bool:
    """Whether the sign of a low percentile of the margins fits the training accuracy.

    The margin of a misclassified point is not positive, so the p-th percentile is negative only
    if at least p percent are misclassified, and positive only if at most p percent are.

    >>> margin_fits_accuracy(Interval(-0.6, -0.5), Interval(0.98, 0.99), percentile=5)
    False
    """
    share = percentile / 100
    if margin.high < 0:
        return 1 - accuracy.low >= share
    return margin.low <= 0 or 1 - accuracy.high <= share
