r"""Sums that end with dots: `1 + x + x^2/2 + x^3/6 + \dots` is a sum without end.

The members are alike but for some numbers, each of which grows by the same amount or factor from
one to the next, or is a factorial. A member may be written shorter: `1` for `x^0/0!`.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import factorial

from graders.expression import (
    Call,
    Expression,
    Number,
    Symbol,
    children,
    substitute,
    to_text,
    with_children,
)

_LARGEST_FACTORIAL = 12
_ONE = Number(Fraction(1))
_MOST_CHOICES = 64  # of what all numbers in a member may be


def differences(left: Expression, right: Expression) -> Iterator[tuple[Expression, Expression]]:
    """Where two expressions part, from the outside."""
    if _are_alike(left, right):
        for one, other in zip(children(left), children(right), strict=True):
            yield from differences(one, other)
    elif to_text(left) != to_text(right):
        yield left, right


def with_parts(left: Expression, right: Expression, parts: Iterator[Expression]) -> Expression:
    """The left one, with other parts where the right one differs from it, in their order."""
    if _are_alike(left, right):
        pairs = zip(children(left), children(right), strict=True)
        return with_children(left, tuple(with_parts(a, b, parts) for a, b in pairs))
    return next(parts) if to_text(left) != to_text(right) else left


def _are_alike(left: Expression, right: Expression) -> bool:
    """Whether two nodes differ in their parts at most."""
    same = type(left) is type(right) and len(children(left)) == len(children(right)) > 0
    return same and getattr(left, "function", "") == getattr(right, "function", "")


def member_of(members: Sequence[Expression], index: str) -> Expression | None:
    """What all members are, the index counting from 0; None if no pattern is seen.

    >>> x = Symbol("x")
    >>> powers = [Call("^", (x, Number(Fraction(n)))) for n in (2, 4)]
    >>> to_text(member_of([Number(Fraction(1)), *powers], "k"))
    'x^(2*k)'
    """
    before, last = members[-2:]
    numbers = [_numbers(pair) for pair in differences(before, last)]
    known = [pair for pair in numbers if pair is not None]
    if not known or len(known) < len(numbers):
        return None
    choices = [list(_growths(*pair, len(members) - 1, Symbol(index))) for pair in known]
    plain = [to_text(_plain(each)) for each in members]
    for place, chosen in enumerate(product(*choices)):
        if place == _MOST_CHOICES:
            break
        body = with_parts(last, before, iter(chosen))
        values = (_at(body, index, n) for n in range(len(members)))
        if all(to_text(a) == b for a, b in zip(values, plain, strict=True)):
            return body
    return None


def member_up_to(
    members: Sequence[Expression], last: Expression, index: str
) -> tuple[Expression, Expression] | None:
    """What all members are, the index counting from 0, and where it ends; None if none is seen.

    Several numbers may grow: in `r_1 + g r_2 + ... + g^(T-1) r_T` an exponent and an index.
    """
    first, *others = (list(differences(each, last)) for each in members[:2])
    second = others[0] if others else [(_sum(before, _ONE), end) for before, end in first]
    parts, ends = list[Expression](), list[Expression]()
    for (before, end), (after, _) in zip(first, second, strict=False):
        grown = _linear(_less(after, before))
        step = grown.get("")
        if step is None or len(grown) > 1:
            return None
        parts.append(_plain(_sum(_product(Number(step), Symbol(index)), before)))
        ends.append(_over(_less(end, before), step))
    if not parts or len(first) != len(second) or any(_linear(e) != _linear(ends[0]) for e in ends):
        return None
    body = with_parts(members[0], last, iter(parts))
    values = (_at(body, index, n) for n in range(len(members)))
    follow = all(to_text(a) == to_text(_plain(b)) for a, b in zip(values, members, strict=True))
    return (body, ends[0]) if follow else None


def _less(left: Expression, right: Expression) -> Expression:
    return _sum(left, Call("-", (right,)))


def _over(expression: Expression, divisor: Fraction) -> Expression:
    return expression if divisor == 1 else Call("/", (expression, Number(divisor)))


def _linear(expression: Expression) -> Mapping[str, Fraction]:
    """An expression as multiples of its parts that are no sums, a number being one of nothing."""
    found: dict[str, Fraction] = {}
    match expression:
        case Number(value):
            found[""] = value
        case Call("+", parts):
            for name, value in (each for part in parts for each in _linear(part).items()):
                found[name] = found.get(name, Fraction(0)) + value
        case Call("-", (part,)):
            found = {name: -value for name, value in _linear(part).items()}
        case Call("/", (part, Number(divisor))) if divisor:
            found = {name: value / divisor for name, value in _linear(part).items()}
        case _:
            found[to_text(expression)] = Fraction(1)
    return {name: value for name, value in found.items() if value}


def _numbers(pair: tuple[Expression, Expression]) -> tuple[Fraction, Fraction] | None:
    match pair:
        case (Number(one), Number(other)):
            return one, other
    return None


def _growths(before: Fraction, last: Fraction, place: int, index: Symbol) -> Iterator[Expression]:
    """What a number may be that has two values at the last two places."""
    step = last - before
    yield _plain(_sum(_product(Number(step), index), Number(last - step * place)))
    for n in range(2, _LARGEST_FACTORIAL):
        if before == factorial(n - 1) and last == factorial(n):
            yield Call("factorial", (_plain(_sum(index, Number(Fraction(n - place)))),))
    if before and last:
        ratio = last / before
        first = Number(last / ratio**place)
        yield _plain(_product(first, Call("^", (Number(ratio), index))))


def _sum(left: Expression, right: Expression) -> Expression:
    return Call("+", (left, right))


def _product(left: Expression, right: Expression) -> Expression:
    return Call("*", (left, right))


def _at(body: Expression, index: str, place: int) -> Expression:
    values: Mapping[str, Expression] = {index: Number(Fraction(place))}
    return _plain(substitute(body, values))


def _plain(expression: Expression) -> Expression:
    """The expression with the arithmetic of its numbers done, without ones and zeros of no use."""
    found = with_children(expression, tuple(map(_plain, children(expression))))
    match found:
        case Call("factorial", (Number(value),)) if value in range(_LARGEST_FACTORIAL):
            return Number(Fraction(factorial(int(value))))
        case Call("-", (Number(value),)):
            return Number(-value)
        case Call("^", (base, Number(power))):
            return _power(base, power, found)
        case Call("/", (upper, Number(lower))) if lower:
            return (
                Number(upper.value / lower)
                if isinstance(upper, Number)
                else (upper if lower == 1 else found)
            )
        case Call("+" | "*" as function, parts):
            return _joined(function, parts)
    return found


def _power(base: Expression, power: Fraction, found: Expression) -> Expression:
    if power in (0, 1):
        return base if power else Number(Fraction(1))
    is_small = power.denominator == 1 and abs(power) < _LARGEST_FACTORIAL
    if isinstance(base, Number) and base.value and is_small:
        return Number(base.value ** int(power))
    return found


def _flat(function: str, parts: Sequence[Expression]) -> Iterator[Expression]:
    """The parts of a sum or a product, and of those among them that are one, too."""
    for each in parts:
        is_one = isinstance(each, Call) and each.function == function
        yield from children(each) if is_one else (each,)


def _joined(function: str, parts: Sequence[Expression]) -> Expression:
    """A sum or a product with its numbers in one, which comes first."""
    idle = Fraction(function == "*")
    total, rest = idle, list[Expression]()
    for each in _flat(function, parts):
        if isinstance(each, Number):
            total = total + each.value if function == "+" else total * each.value
        else:
            rest.append(each)
    kept = (*([Number(total)] if total != idle else []), *rest)
    if not rest or (function == "*" and not total):
        return Number(total)
    return kept[0] if len(kept) == 1 else Call(function, kept)
