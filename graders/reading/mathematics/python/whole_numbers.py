"""Whole numbers: rounding, remainders, and how many ways there are."""

from fractions import Fraction
from typing import TYPE_CHECKING

from graders.expression import Call, Expression, Number
from graders.reading.mathematics.python.operators import fitted, minus, over, plus, times
from graders.reading.mathematics.python.pieces import ONE, TWO

if TYPE_CHECKING:
    from graders.reading.mathematics.python.reader import Reader

_HALF = Number(Fraction(1, 2))


def rounded(reader: "Reader", number: Expression) -> Expression:
    """The nearest whole number; between two the even one, as Python and numpy have it."""
    above = plus(reader, number, _HALF)
    is_odd = Call("=", (Call("mod", (above, TWO)), ONE))
    return minus(reader, Call("floor", (above,)), Call("indicator", (is_odd,)))


def whole_quotient(reader: "Reader", left: Expression, right: Expression) -> Expression:
    return Call("floor", (over(reader, left, right),))


def remainder(reader: "Reader", left: Expression, right: Expression) -> Expression:
    return Call("mod", fitted(reader, left, right))


def choices(reader: "Reader", count: Expression, chosen: Expression) -> Expression:
    """How many sets of so many there are: `math.comb(n, k)`."""
    return Call("binomial", (count, chosen))


def arrangements(reader: "Reader", count: Expression, chosen: Expression) -> Expression:
    """How many lists of so many there are: `math.perm(n, k)`."""
    return times(reader, choices(reader, count, chosen), Call("factorial", (chosen,)))
