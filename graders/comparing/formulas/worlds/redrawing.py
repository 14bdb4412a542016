"""What all worlds that are made of another one share: their price, and the ends of their ranges."""

import numpy as np

from graders.comparing.formulas.evaluation import spend
from graders.comparing.formulas.worlds.world import World
from graders.declaring.declarations import Declaration

_DRAWN = 30_000  # units of work to draw points
_OPEN_END = 1e-6  # how near the end of a domain that does not have it


def pay_for(world: World) -> None:
    """Spends the work of drawing points in the place of those of a world."""
    spend(_DRAWN + sum(array.size for array in world.values.values()))


def ends_of(declaration: Declaration, *, open_end: float = _OPEN_END) -> tuple[float, float]:
    """Between which numbers values are drawn; an end that is not in the domain is kept off."""
    low, high = -np.inf, np.inf
    if declaration.dimension:
        low = 1.0
    elif declaration.domain in ("positive", "unit_interval"):
        low, high = open_end, 1 - open_end if declaration.domain == "unit_interval" else np.inf
    elif declaration.domain == "nonnegative":
        low = 0.0
    declared = declaration.low, declaration.high
    return (
        low if declared[0] is None else max(low, declared[0]),
        high if declared[1] is None else min(high, declared[1]),
    )
