"""Where two formulas part, in words for a person."""

import numpy as np

from graders.comparing.formulas.arithmetic import Array
from graders.comparing.formulas.worlds.world import World

_MOST_NAMES = 6
_DIGITS = range(4, 18)


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
    words = f"{told_apart(there[entry], here[entry])}{which}"
    where = point_in_words(world, point)
    return f"at {where}: {words}" if where else words


def told_apart(their: float, our: float) -> str:
    """Two numbers, with as many digits as tell them apart.

    >>> told_apart(0.5, 0.25), told_apart(1.000001, 1.0)
    ('0.5 instead of 0.25', '1.000001 instead of 1')
    """
    for digits in _DIGITS:
        one, other = (f"{float(each):.{digits}g}" for each in (their, our))
        if one != other:
            return f"{one} instead of {other}"
    return "a value that differs in further digits"
