"""Shapes: sizes, known or not, that are found to be the same or do not fit."""

import math
from collections import Counter
from collections.abc import Iterable

from graders.declaring.declarations import Size
from graders.errors import NablaError, Undecided


class Unknown:
    """A size that is not known yet: of an identity matrix, of the range of an index.

    One that is `plural` is not 1: an identity beside a number is no number.
    """

    __slots__ = ("_size", "plural")

    def __init__(self, *, plural: bool = False) -> None:
        self._size: Dimension | None = None
        self.plural = plural

    @property
    def size(self) -> "Dimension | None":
        return self._size

    def become(self, size: "Dimension") -> bool:
        """Makes it a size, or the same as another one; whether it can be."""
        self._size = size
        return True


class _Total(Unknown):
    """The size of blocks of which one is not known: what the whole is says what that one is."""

    __slots__ = ("known", "rest")

    def __init__(self, known: Size, rest: Unknown) -> None:
        super().__init__(plural=True)
        self.known = known
        self.rest = rest

    @property
    def size(self) -> "Dimension | None":
        rest = settled(self.rest)
        return None if isinstance(rest, Unknown) else _sum([self.known, rest])

    def become(self, size: "Dimension") -> bool:
        if isinstance(size, Unknown):
            raise Undecided("the sizes of two blocks are not said")
        rest = _difference(size, self.known)
        return rest is not None and unify(self.rest, rest)


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
    if isinstance(right, Unknown) and not (isinstance(left, Unknown) and isinstance(right, _Total)):
        left, right = right, left
    if not isinstance(left, Unknown):
        return left == right
    if left.plural and right == 1:
        return False
    if left is right:
        return True
    if isinstance(right, Unknown):
        right.plural |= left.plural
    return left.become(right)


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
    known = [each for each in found if not isinstance(each, Unknown)]
    open_ones = [each for each in found if isinstance(each, Unknown)]
    if not open_ones:
        return _sum(known)
    if len(open_ones) > 1 or isinstance(open_ones[0], _Total):
        raise Undecided("the size of a block is not said")
    return _Total(_sum(known), open_ones[0]) if known else open_ones[0]


def _sum(sizes: Iterable[Size]) -> Size:
    return _size_of(sum((_terms(each) for each in sizes), Counter()))


def _difference(whole: Size, part: Size) -> Size | None:
    """What is left of a size; None if that is no size."""
    rest = _terms(whole)
    rest.subtract(_terms(part))
    return _size_of(rest) if min(rest.values()) >= 0 and any(rest.values()) else None


def _terms(size: Size) -> Counter[str]:
    """How often each name stands in a sum, and under "" the number in it."""
    parts = [size] if isinstance(size, int) else size.split("+")
    found: Counter[str] = Counter()
    for each in parts:
        if isinstance(each, int) or each.isdecimal():
            found[""] += int(each)
        else:
            found[each] += 1
    return found


def _size_of(terms: Counter[str]) -> Size:
    number = terms.pop("", 0)
    names = sorted(terms.elements())
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
