"""Sizes for the dimensions of an exercise, unequal in each world and other ones in the next."""

import itertools
import math
from collections.abc import Mapping, Sequence

from graders.declaring.declarations import Declaration, Size

_SIZES = ((2, 3, 4, 5, 3, 2, 4), (3, 2, 4, 3, 5, 4, 2))
_FURTHER_SIZES = (7, 5, 9, 6, 11, 8, 13)
_LARGEST = 64


def sizes_of_worlds(symbols: Mapping[str, Declaration]) -> Sequence[Mapping[str, int]]:
    """The sizes in each world: there is one world, or several of different sizes."""
    names = sorted(names_of_sizes(symbols))
    return [_sizes_of(names, each, symbols) for each in _SIZES] if names else [{}]


def names_of_sizes(symbols: Mapping[str, Declaration]) -> set[str]:
    """The names that stand for sizes: dimensions, and those in shapes and ranges."""
    names = {name for name, each in symbols.items() if each.dimension}
    for each in symbols.values():
        for size in (*each.shape, each.first, each.last):
            if isinstance(size, str):
                names |= {part for part in size.split("·") if part and not part.isdecimal()}
    return names


def further_sizes(symbols: Mapping[str, Declaration], beyond: int) -> Mapping[str, int]:
    """Other sizes, all larger than a number, for where sizes count as numbers.

    Small ones make accidents: 2·3 is 2 + 3 + 1, and 2! is 2·1.
    """
    wanted = [beyond + each for each in _FURTHER_SIZES]
    return _sizes_of(sorted(names_of_sizes(symbols)), wanted, symbols)


def size_of(size: Size, sizes: Mapping[str, int]) -> int:
    """A size as a number; `m·n` is a product, `m+n` a sum."""
    if isinstance(size, int):
        return size
    for sign, total in (("+", sum), ("·", math.prod)):
        if sign in size and size not in sizes:
            parts = (int(each) if each.isdecimal() else each for each in size.split(sign))
            return total(size_of(each, sizes) for each in parts)
    return sizes[size]


def _sizes_of(
    names: Sequence[str], wanted: Sequence[int], symbols: Mapping[str, Declaration]
) -> dict[str, int]:
    """The sizes that are wanted, as far as their bounds allow them."""
    sizes: dict[str, int] = {}
    for name, size in zip(names, itertools.cycle(wanted)):
        bounds = symbols.get(name)
        low = 1 if bounds is None or bounds.low is None else math.ceil(bounds.low)
        high = _LARGEST if bounds is None or bounds.high is None else math.floor(bounds.high)
        sizes[name] = max(min(max(size, low), high), 1)
    return sizes
