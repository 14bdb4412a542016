"""Which training data the printed bounds of a two-layer network come from.

A formula that implies the constant of the images for a printed bound is the one that was used. If
none does, a known mistake may explain it: what the mistake has done is undone, and the formulas are
tried again.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from solutions.generalization.margin_bounds import SPEC_FRO_OF_THEOREM
from solutions.generalization.printed_bounds import implied_constants
from solutions.generalization.printed_consistency import CLASSES, Block, Interval


@dataclass(frozen=True, slots=True)
class Images:
    """Constants of training images as a network sees them, normalised by channel."""

    kappa_2: float
    kappa_max: float
    kappa_inf_per_batch: float
    kappa_inf_per_point: float


CIFAR10 = Images(3800.0, 17_800.0, kappa_inf_per_batch=0.109, kappa_inf_per_point=5.67)
# The same, cropped at random after four black pixels of padding.
CROPPED = Images(4860.0, 17_500.0, kappa_inf_per_batch=0.109, kappa_inf_per_point=5.78)
SLACK = 0.03  # copies of the images differ by two percent

KAPPA_INF = ("kappa_inf_per_batch", "kappa_inf_per_point")
CONSTANTS: Mapping[str, Sequence[str]] = {  # that a formula may take
    "L1max bound": KAPPA_INF,
    "Fro bound": ("kappa_2",),
    "Spec_L1 bound": ("kappa_2",),
    "Spec_Fro bound": ("kappa_max",),
    SPEC_FRO_OF_THEOREM: ("kappa_max",),
    "over-parametrisation bound": ("kappa_2",),
}


def formulas_of(implied: Mapping[str, Interval], images: Images = CIFAR10) -> dict[str, str]:
    """The formulas that imply a constant of the images, each with the name of the constant.

    >>> formulas_of({"Fro bound": Interval(3790, 3810), "Spec_L1 bound": Interval(9, 10)})
    {'Fro bound': 'kappa_2'}
    """
    return {
        formula: constant
        for formula, interval in implied.items()
        for constant in CONSTANTS[formula]
        if interval.meets(_about(getattr(images, constant)))
    }


def _about(value: float) -> Interval:
    return Interval((1 - SLACK) * value, (1 + SLACK) * value)


# --- mistakes -------------------------------------------------------------------------------------

Undo = Callable[[Block, str], Mapping[str, Interval]]
UNDONE: Mapping[
    str, Undo
] = {  # by the words of the mistake; what is added is small beside the rest
    "the square is missing": lambda block, name: {name: block[name] * block[name]},
    "the margin is clipped without a word": lambda block, name: {"margin": Interval(1e-16, 1e-16)},
    "logarithms of another base": lambda block, name: {name: block[name] * math.log(2)},
    "the number of classes is missing": lambda block, name: {
        name: block[name] * float(CLASSES ** (1 + (name == "L1max bound")))
    },
}


def mistakes_in(block: Block, name: str, formulas: Sequence[str]) -> list[str]:
    """The words of the mistakes without which a printed bound would be one of the images.

    Args:
        block: the printed numbers.
        name: of the bound among them.
        formulas: that it may be.
    """
    return [
        words
        for words, undo in UNDONE.items()
        if formulas_of(implied_constants({**block, **undo(block, name)}, name, formulas))
    ]
