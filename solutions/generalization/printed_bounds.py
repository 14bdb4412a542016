r"""Printed bounds of a two-layer network, and what they imply of its training data.

The VC bound follows from the width alone. Every bound by margins grows with one constant of the
training data, κ: with a printed bound, margin and norms, a formula implies an interval in which κ
lies. If the formula is the one that was used, κ is that of the data, for any network; see
`solutions.generalization.printed_data`.

Below a margin of zero the root of a bound is taken with the sign that its complexity has: such a
number bounds nothing, but it shows where it comes from.
"""

import math
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from solutions.generalization import margin_bounds
from solutions.generalization.margin_bounds import SPEC_FRO_OF_THEOREM, Norms, Setting, Sizes
from solutions.generalization.printed_consistency import (
    CLASSES,
    CONFIDENCE,
    INPUTS,
    PARAMETERS,
    POINTS,
    Block,
    Interval,
    widths,
)

STEPS, LEAST, DECADES = 20_000, 1e-3, 9  # of constants that are tried

L1MAX_BOUNDS = ("L1max bound",)
OWN_BOUNDS = (
    "Fro bound", "Spec_L1 bound", "Spec_Fro bound", SPEC_FRO_OF_THEOREM,
    "over-parametrisation bound",
)  # fmt: skip
_SPECTRAL = ("Distance1", "Distance2", "Spectral1", "Spectral2", PARAMETERS)
NEEDED: Mapping[str, Sequence[str]] = {  # what each takes beside the margin
    "L1max bound": ("L1max_L1max",),
    "Fro bound": ("Fro_Fro",),
    "Spec_L1 bound": ("L1max_Spec", "Spec_L1max", *_SPECTRAL),
    "Spec_Fro bound": _SPECTRAL,
    SPEC_FRO_OF_THEOREM: _SPECTRAL,
    "over-parametrisation bound": ("Frobenius2", "Distance1", PARAMETERS),
}


class NoWidthError(Exception):
    """No network has this number of parameters."""


def vc_bound(hidden: int, *, bases: margin_bounds.Bases = margin_bounds.BINARY) -> float:
    """The bound by the VC dimension (2017) for a hidden width, on m points with confidence 1 − δ.

    Args:
        hidden: H.
        bases: of the logarithms in it; others than binary ones are a known mistake.

    >>> f"{vc_bound(1024):.3g}", f"{vc_bound(256):.3g}"
    ('9.19e+09', '2.03e+09')
    """
    sizes = Sizes(INPUTS, hidden, CLASSES)
    return margin_bounds.vc_bound(sizes, POINTS, delta=CONFIDENCE, bases=bases)


# --- the constant of the data ---------------------------------------------------------------------


def implied_constants(block: Block, name: str, formulas: Sequence[str]) -> dict[str, Interval]:
    """The constant of the data, by each formula of which all that it takes is printed.

    Args:
        block: the printed numbers.
        name: of the bound among them.
        formulas: that it may be.
    """
    found = {}
    for formula in formulas:
        whole = {name, "margin", *NEEDED[formula]} <= block.keys() and block[name].low > 0
        if whole and not block["margin"].low <= 0 <= block["margin"].high:
            with suppress(NoWidthError):
                found[formula] = implied_constant(formula, block, block[name])
    return found


def implied_constant(formula: str, block: Block, bound: Interval) -> Interval:
    """What κ must be for a formula to give a bound.

    Raises:
        NoWidthError: if the formula takes the width, and no network has so many parameters.
        ValueError: if the margin may be zero.
    """
    margin = block["margin"]
    match formula:
        case "L1max bound":
            return implied_kappa_inf(bound, block["L1max_L1max"], margin)
        case "Fro bound":
            return implied_kappa_2(bound, _fro_fro(block), margin)
    hidden = widths(block[PARAMETERS])
    if not hidden:
        raise NoWidthError
    near, far = sorted((margin.low, margin.high), key=abs)
    least = {each: block[each].low for each in NEEDED[formula]}
    most = {each: block[each].high for each in NEEDED[formula]}
    return Interval(
        _solve(lambda kappa: bound_of(formula, most, near, hidden[-1], kappa), bound.low),
        _solve(lambda kappa: bound_of(formula, least, far, hidden[0], kappa), bound.high),
    )


def implied_kappa_inf(bound: Interval, l1max: Interval, margin: Interval) -> Interval:
    """κ∞ of the data as the L1max bound (2002), L1max_L1max and the margin imply it.

    Raises:
        ValueError: if the margin may be zero.
    """
    return _implied(bound, l1max, margin, factor=margin_bounds.l1max_factor)


def implied_kappa_2(bound: Interval, fro_fro: Interval, margin: Interval) -> Interval:
    """κ₂ of the data, if a bound is the Frobenius bound (2015), as Fro_Fro and the margin imply it.

    Raises:
        ValueError: if the margin may be zero.

    >>> found = implied_kappa_2(Interval(1.87e11, 1.87e11), Interval(140, 140), Interval(0.5, 0.5))
    >>> f"{found.low:.0f}"
    '3727'
    """
    return _implied(bound, fro_fro, margin, factor=margin_bounds.fro_factor)


def _implied(
    bound: Interval, norm: Interval, margin: Interval, *, factor: Callable[[Sizes], float]
) -> Interval:
    """κ where a bound is (factor · norm · √κ / γ + 3 √log(m / δ))²."""
    if margin.low <= 0 <= margin.high:
        raise ValueError("the margin may be zero")
    sizes = Sizes(INPUTS, 1, CLASSES)  # of any width; these factors do not depend on it
    setting = Setting(sizes, POINTS, margin.low, CONFIDENCE, accept_negative=True)
    rest = math.copysign(setting.rest, margin.low)
    smallest, largest = sorted((abs(margin.low), abs(margin.high)))
    low = max(0, math.sqrt(bound.low) - rest) * smallest / (factor(sizes) * norm.high)
    above = max(0, math.sqrt(bound.high) - rest) * largest
    high = above / (factor(sizes) * norm.low) if norm.low > 0 else math.inf
    return Interval(low**2, high**2)


def _fro_fro(block: Block) -> Interval:
    """The product of the Frobenius norms, as near as it is printed in one way or the other."""
    whole = block["Fro_Fro"]
    if not {"Frobenius1", "Frobenius2"} <= block.keys():
        return whole
    product = block["Frobenius1"] * block["Frobenius2"]
    meet = Interval(max(whole.low, product.low), min(whole.high, product.high))
    return meet if whole.meets(product) else whole


def _solve(bound: Callable[[float], float], value: float) -> float:
    """The constant for which a growing bound has this value."""
    step = bisect_left(range(STEPS - 1), value, key=lambda each: bound(_constant(each)))
    return _constant(step)


def _constant(step: int) -> float:
    return LEAST * 10 ** (DECADES * step / STEPS)


def bound_of(formula: str, norms: Norms, margin: float, hidden: int, kappa: float) -> float:
    """A bound by its formula, for one constant of the data.

    The initial hidden units are those that the usual initial weights give on average.
    """
    sizes = Sizes(INPUTS, hidden, CLASSES)
    setting = Setting(sizes, POINTS, margin, CONFIDENCE, accept_negative=True)
    match formula:
        case "L1max bound":
            return margin_bounds.l1max_bound(norms, kappa, setting)
        case "Fro bound":
            return margin_bounds.fro_bound(norms, kappa, setting)
        case "Spec_L1 bound":
            return margin_bounds.spec_l1_bound(norms, kappa, setting)
        case "Spec_Fro bound":
            return margin_bounds.spec_fro_bound(norms, kappa, setting)
        case "over-parametrisation bound":
            activity = hidden * (kappa + 1) / (6 * INPUTS)
            return margin_bounds.over_parametrisation_bound(norms, kappa, activity, setting)
    return margin_bounds.spec_fro_bound_of_theorem(norms, kappa, setting)
