"""Where two formulas part, in words for a person."""

import numpy as np

from graders.comparing.formulas.arithmetic import Array
from graders.comparing.formulas.worlds import World

_MOST_NAMES = 6


def point_in_words(world: World, point: int) -> str:
    """The sizes and the numbers of a point: `n = 2, x = 0.5`."""
    sizes = [f"{name} = {size}" for name, size in world.sizes.items()]
    scalars = [
        f"{name} = {array[point].item():.4g}"
        for name, array in world.values.items()
        if array[point].size == 1 and name not in world.sizes
    ]
    return ", ".join([*sizes, *scalars][:_MOST_NAMES])


def difference_in_words(world: World, point: int, our: Array, their: Array) -> str:
    """The point, and both values in the entry in which they differ most."""
    here, there = our[point], their[point]
    entry = np.unravel_index(int(np.argmax(np.abs(here - there))), here.shape)
    which = "" if here.size == 1 else f" in entry ({entry[0] + 1}, {entry[1] + 1})"
    words = f"{there[entry]:.4g} instead of {here[entry]:.4g}{which}"
    where = point_in_words(world, point)
    return f"at {where}: {words}" if where else words
