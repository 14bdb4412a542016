r"""Whether the printed norms and measures of a two-layer network fit one another.

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
row norms is at most √rows times the Frobenius norm. Printed bounds are in
`solutions.generalization.printed_bounds`.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from solutions.generalization import measures as generalization
from solutions.generalization.margin_bounds import Sizes
from solutions.generalization.measures import over_rows

INPUTS = 32 * 32 * 3  # D
CLASSES = 10  # C
POINTS = 50_000  # m
CONFIDENCE = 0.01  # δ
MOST_HIDDEN = 20_000  # the largest width that is tried

NORMS = generalization.NORMS
PARAMETERS = generalization.PARAMETERS


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
    is_equation: bool = True


def _equation(
    of: tuple[str, str, str], right: str, measure: Callable[[Interval, Interval, int], Interval]
) -> Relation:
    """What a measure of two printed numbers and the hidden width says of a third."""
    derived, one, other = of
    return Relation(
        of,
        f"{derived} = {right}",
        lambda block, hidden: block[derived].meets(measure(block[one], block[other], hidden)),
    )


def _product(derived: str, one: str, other: str) -> Relation:
    return _equation((derived, one, other), f"{one} x {other}", lambda x, y, hidden: x * y)


def _sum(derived: str, one: str, other: str) -> Relation:
    return _equation((derived, one, other), f"{one} + {other}", lambda x, y, hidden: x + y)


def _at_most(small: str, large: str) -> Relation:
    return Relation(
        (small, large),
        f"{small} <= {large}",
        lambda block, hidden: block[small].may_be_at_most(block[large]),
        is_equation=False,
    )


RELATIONS: tuple[Relation, ...] = (
    _product("Fro_Fro", "Frobenius1", "Frobenius2"),
    _equation(
        ("Spec_Dist", "Spectral1", "Distance2"),
        "Spectral1 x Distance2 x sqrt(C)",
        lambda spectral, distance, hidden: over_rows(spectral, distance, CLASSES),
    ),
    _equation(
        ("Dist_Spec", "Spectral2", "Distance1"), "Spectral2 x Distance1 x sqrt(H)", over_rows
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


def suspects(block: Block, widths: Iterable[int]) -> dict[str, Relation]:
    """The numbers that stand in a relation that fails, each with the first such relation.

    A number that another relation confirms is not to blame, as long as another one is left; a
    measure that is right but for a known slip is alone to blame.

    >>> one, two = Interval(1, 1.1), Interval(2, 2.1)
    >>> printed = {"Frobenius1": two, "Frobenius2": two, "Fro_Fro": two * two, "Distance1": two}
    >>> list(suspects({**printed, "Dist_Fro": one}, [512]))
    ['Dist_Fro', 'Distance1']
    """
    candidates = tuple(widths)
    broken = broken_relations(block, candidates)
    confirmed = {name for each in _equations_held(block, candidates) for name in each.of}
    slips = {
        each.of[0]: each
        for each in broken
        if each.of[0] in SWAPPED_ROOTS and roots_swapped(block, each.of[0], candidates)
    }
    found = dict(slips)
    for relation in broken:
        if slips.keys().isdisjoint(relation.of):
            for name in [each for each in relation.of if each not in confirmed] or relation.of:
                found.setdefault(name, relation)
    return found


def may_be(block: Block, name: str, value: Interval, widths: Iterable[int]) -> bool:
    """Whether a value is what its formula gives of the printed numbers.

    >>> one = {"Spec_Dist": Interval(1, 1.1), "Dist_Spec": Interval(2, 2.1)}
    >>> may_be(one, "Spec_Dist_sum", Interval(3, 3.1), [512])
    True
    """
    return name in {each.of[0] for each in _equations_held({**block, name: value}, tuple(widths))}


def confirmed(block: Block, widths: Iterable[int]) -> set[str]:
    """The derived numbers that are what their formula gives of the other printed ones.

    >>> two = Interval(2, 2.1)
    >>> sorted(confirmed({"Frobenius1": two, "Frobenius2": two, "Fro_Fro": two * two}, [512]))
    ['Fro_Fro']
    """
    return {each.of[0] for each in _equations_held(block, tuple(widths))}


def _equations_held(block: Block, widths: Sequence[int]) -> list[Relation]:
    broken = broken_relations(block, widths)
    return [
        relation
        for relation in RELATIONS
        if relation.is_equation
        and relation not in broken
        and all(name in block for name in relation.of)
    ]


def roots_swapped(block: Block, name: str, widths: Iterable[int]) -> bool:
    """Whether a measure comes out right with the root of the other number of rows."""
    one, other = SWAPPED_ROOTS[name]
    roots = [CLASSES] if name == "Dist_Spec" else list(widths)
    return any(block[name].meets(block[one] * block[other] * math.sqrt(rows)) for rows in roots)


def distances_without_start(block: Block) -> list[str]:
    """The distances that are zero, or the plain norms: the weights before training are not in them.

    One distance may equal a norm by chance, as its layer may have begun near zero; two do not.

    >>> norm, zero = Interval.of(2, unit=0.1), Interval.of(0, unit=0.1)
    >>> plain = {"Frobenius1": norm, "Distance1": norm, "Frobenius2": norm, "Distance2": norm}
    >>> distances_without_start(plain)
    ['Distance1', 'Distance2']
    >>> distances_without_start({**plain, "Distance1": zero})
    ['Distance1']
    """
    layers = {f"Distance{layer}": f"Frobenius{layer}" for layer in "12"}
    zero = [each for each in layers if each in block and block[each].low <= 0 <= block[each].high]
    plain = [
        name
        for name, norm in layers.items()
        if name in block and norm in block and block[name].meets(block[norm])
    ]
    return zero or (plain if len(plain) == len(layers) else [])


# --- the width ----------------------------------------------------------------------------------


def parameters(hidden: int) -> int:
    """(D + 1) H + (H + 1) C.

    >>> parameters(1024)
    3157002
    """
    return Sizes(INPUTS, hidden, CLASSES).parameters


def widths(printed: Interval) -> tuple[int, ...]:
    """The hidden widths whose number of parameters prints like this.

    >>> widths(Interval.of(7.89e5, unit=1e3)), widths(Interval.of(3.16e6, unit=1e4))
    ((256,), (1024, 1025, 1026))
    """
    hidden = range(1, MOST_HIDDEN + 1)  # parameters grow with it
    first = bisect_left(hidden, printed.low, key=parameters)
    return tuple(hidden[first : bisect_right(hidden, printed.high, key=parameters)])


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
