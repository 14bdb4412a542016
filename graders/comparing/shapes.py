"""Shapes: sizes, known or not, that are found to be the same or do not fit."""

import math
from collections.abc import Iterable

from graders.declaring.declarations import Size
from graders.errors import NablaError, Undecided


class Unknown:
    """A size that is not known yet: of an identity matrix, of the range of an index.

    One that is `plural` is not 1: an identity beside a number is no number.
    """

    __slots__ = ("plural", "size")

    def __init__(self, *, plural: bool = False) -> None:
        self.size: Dimension | None = None
        self.plural = plural


Dimension = Size | Unknown
Shape = tuple[Dimension, Dimension]
SCALAR: Shape = (1, 1)


class ShapeFault(NablaError):
    """Shapes that do not fit together; the message says which, in words."""


def settled(dimension: Dimension) -> Dimension:
    """A size, followed through what has been found to be equal."""
    while isinstance(dimension, Unknown) and dimension.size is not None:
        dimension = dimension.size
    return dimension


def unify(left: Dimension, right: Dimension) -> bool:
    """Whether two sizes are or can be the same; what is unknown becomes known."""
    left, right = settled(left), settled(right)
    if isinstance(right, Unknown):
        left, right = right, left
    if not isinstance(left, Unknown):
        return left == right
    if left.plural and right == 1:
        return False
    if left is not right:
        if isinstance(right, Unknown):
            right.plural |= left.plural
        left.size = right
    return True


def in_words(shape: Shape) -> str:
    """What has a shape, in words for a student.

    >>> in_words((1, 1)), in_words(("n", 1)), in_words(("m", "n"))
    ('a number', 'a column of n', 'a matrix m×n')
    """
    rows, columns = (_shown(each) for each in shape)
    if rows == columns == "1":
        return "a number"
    if columns == "1":
        return f"a column of {rows}"
    return f"a row of {columns}" if rows == "1" else f"a matrix {rows}×{columns}"


def _shown(dimension: Dimension) -> str:
    size = settled(dimension)
    return "?" if isinstance(size, Unknown) else str(size)


def size_sum(sizes: Iterable[Dimension]) -> Dimension:
    """The size of what stands side by side: a number, or names such as `m + n`."""
    found = [settled(each) for each in sizes]
    if any(isinstance(each, Unknown) for each in found):
        raise Undecided("the size of a block is not said")
    number = sum(each for each in found if isinstance(each, int))
    names = sorted(part for each in found if isinstance(each, str) for part in each.split("+"))
    if not names:
        return number
    return "+".join([*names, str(number)] if number else names)


def size_product(left: Dimension, right: Dimension) -> Dimension:
    """The size of a Kronecker product: a number, or a name such as `m·n`."""
    left, right = settled(left), settled(right)
    if any(isinstance(each, Unknown) or "+" in str(each) for each in (left, right)):
        raise Undecided("a Kronecker product of unknown size can be read, but not checked")
    names = sorted(
        part for each in (left, right) if isinstance(each, str) for part in each.split("·")
    )
    number = math.prod(each for each in (left, right) if isinstance(each, int))
    parts = ([str(number)] if number != 1 else []) + names
    return "·".join(parts) if names else number
