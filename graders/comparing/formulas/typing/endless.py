r"""Sums without end whose members are those of geometric series, by what they come to.

A member is a product of what does not hold the index and of powers whose exponents are linear in
it: `\sum_{k=0}^\infty a r^k` is `a/(1-r)`, wherever it has a value.
"""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from math import prod

from graders.expression import (
    Call,
    Expression,
    Fold,
    Number,
    Symbol,
    children,
    free_names,
    substitute,
    with_children,
)

_ZERO, _ONE, _MINUS_ONE = (Number(Fraction(value)) for value in (0, 1, -1))
_PRODUCTS = ("*", "·")
_MOST = 64  # of the exponents in a ratio without names


def sum_of_series(fold: Fold) -> Expression | None:
    """What an endless sum comes to; None if it has an end, or is no sum of geometric series."""
    first = beginning(fold)
    if fold.operator != "sum" or first is None:
        return None
    found = [_of_geometric(each, fold.index, first) for each in _summands(fold.body)]
    sums = tuple(each for each in found if each is not None)
    return Call("+", sums, fold.span) if len(sums) == len(found) else None


def without_end(limit: Fold) -> Expression | None:
    r"""The limit of sums up to an n that grows, as sums without end; None if it is no such limit.

    >>> sum_up_to_n = Fold("sum", "k", Symbol("x"), _ZERO, Symbol("n"))
    >>> without_end(Fold("lim", "n", sum_up_to_n, Symbol("inf"))).last.name
    'inf'
    """
    found = _without_last(limit.body, limit.index)
    grows = isinstance(limit.first, Symbol) and limit.first.name == "inf"
    is_of_sums = found != limit.body and limit.index not in free_names(found)
    return found if grows and is_of_sums else None


def _without_last(body: Expression, last: str) -> Expression:
    parts = tuple(_without_last(each, last) for each in children(body))
    found = with_children(body, parts)
    match found:
        case Fold(operator="sum", last=Symbol(name)) if name == last:
            return replace(found, last=Symbol("inf"))
    return found


def beginning(fold: Fold) -> Expression | None:
    """The first value of an index that has no last one."""
    match fold:
        case Fold(first=Call("range", (first, Symbol("inf"))), last=None, condition=None):
            return first
        case Fold(first=None, last=None, condition=Call(">=", (Symbol(name), Number() as first))):
            return first if name == fold.index else None
        case Fold(first=first, last=Symbol("inf"), condition=None):
            return first
    return None


def _summands(body: Expression) -> Iterator[Expression]:
    match body:
        case Call("+", parts):
            for each in parts:
                yield from _summands(each)
        case Call("-", (inner,)):
            yield from (Call("-", (each,)) for each in _summands(inner))
        case _:
            yield body


def _of_geometric(body: Expression, index: str, first: Expression) -> Expression | None:
    """The first member over one less the ratio of a member to the one before."""
    ratios = [_ratio(factor, index) for factor in _factors(body)]
    known = tuple(each for each in ratios if each is not None)
    if len(known) != len(ratios):
        return None
    ratio = Call("*", (_ONE, *known))
    if not free_names(ratio) and not _is_shrinking(ratio):
        return None
    start = substitute(body, {index: first})
    return Call("/", (start, Call("+", (_ONE, Call("-", (ratio,))))), body.span)


def _factors(body: Expression) -> Iterator[Expression]:
    match body:
        case Call(function, parts) if function in _PRODUCTS:
            for each in parts:
                yield from _factors(each)
        case Call("-", (inner,)):
            yield from _factors(inner)
        case Call("/", (above, below)):
            yield from _factors(above)
            yield from (Call("^", (each, _MINUS_ONE)) for each in _factors(below))
        case _:
            yield body


def _ratio(factor: Expression, index: str) -> Expression | None:
    """A factor of the next member by that of this one; None if it depends on the member."""
    if index not in free_names(factor):
        return _ONE
    match factor:
        case Call("^", (base, Number() as times)) if index in free_names(base):
            ratio = _ratio(base, index)
            return None if ratio is None else Call("^", (ratio, times))
        case Call("^", (base, exponent)) if index not in free_names(base):
            slope = _slope(exponent, index)
            return None if slope is None else Call("^", (base, slope))
        case Call("exp", (exponent,)):
            slope = _slope(exponent, index)
            return None if slope is None else Call("exp", (slope,))
    return None


def _slope(exponent: Expression, index: str) -> Expression | None:
    """By how much an exponent grows with the index; None if it is not linear in it."""
    if index not in free_names(exponent):
        return _ZERO
    match exponent:
        case Symbol():
            return _ONE
        case Call("+" | "-" as function, parts):
            slopes = [_slope(each, index) for each in parts]
            known = tuple(each for each in slopes if each is not None)
            return Call(function, known) if len(known) == len(slopes) else None
        case Call(("*" | "·" | "/") as function, (*parts,)):
            moving = [n for n, each in enumerate(parts) if index in free_names(each)]
            slope = _slope(parts[moving[0]], index)
            if len(moving) > 1 or slope is None or (function == "/" and moving != [0]):
                return None
            parts[moving[0]] = slope
            return Call(function, tuple(parts))
    return None


def _is_shrinking(ratio: Expression) -> bool:
    """Whether a ratio without names is a fraction below 1."""
    value = _value(ratio)
    return value is not None and abs(value) < 1


def _value(expression: Expression) -> Fraction | None:
    match expression:
        case Number(value):
            return value
        case Call("-", (inner,)):
            found = _value(inner)
            return None if found is None else -found
        case Call("*" | "·", parts):
            values = [_value(each) for each in parts]
            known = [each for each in values if each is not None]
            return prod(known, start=Fraction(1)) if len(known) == len(values) else None
        case Call("/", (above, below)):
            over, under = _value(above), _value(below)
            return over / under if over is not None and under else None
        case Call("^", (base, exponent)):
            found, times = _value(base), _value(exponent)
            if found and times is not None and abs(times) < _MOST and times.denominator == 1:
                return found ** int(times)
    return None
