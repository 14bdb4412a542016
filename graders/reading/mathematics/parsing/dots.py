r"""What three dots leave out: `a_1 + a_2 + \dots + a_n` is a sum over an index.

The members on both sides of the dots must be the same but for one number that has become another
expression: that is the index, and these are its first and its last value.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from graders.errors import Unreadable
from graders.expression import (
    Call,
    Expression,
    Fold,
    Number,
    Symbol,
    children,
    nodes,
    substitute,
    to_text,
    with_children,
)

DOTS = frozenset({r"\dots", r"\ldots", r"\cdots", r"\dotsc", r"\dotsb", r"\hdots", r"\vdots",
                  r"\ddots", r"\dotsm"})  # fmt: skip
LEFT_OUT = "…"  # the name of the symbol that stands for dots
_LETTERS = "ijklpqrsuv"


def are_dots(expression: Expression) -> bool:
    return isinstance(expression, Symbol) and expression.name == LEFT_OUT


def with_dots(operator: str, members: Sequence[Expression]) -> Expression | None:
    """The fold that members with dots among them stand for; None if there are no dots.

    Raises:
        Unreadable: if the pattern cannot be seen.
    """
    places = [place for place, each in enumerate(members) if are_dots(each)]
    if not places:
        return None
    at = places[0]
    if len(places) > 1 or at == 0 or at != len(members) - 2:
        raise Unreadable("the dots leave out what cannot be seen from the members around them")
    last = members[-1]
    known = [_as_power(each, last) for each in members[:at]]
    pairs = list(_differences(known[0], last))
    if len({(to_text(a), to_text(b)) for a, b in pairs}) != 1 or not isinstance(
        pairs[0][0], Number
    ):
        raise Unreadable("the dots leave out what cannot be seen from the members around them")
    first, end = pairs[0]
    taken = {getattr(node, "name", "") or getattr(node, "index", "") for node in nodes(last)}
    index = next(letter for letter in _LETTERS if letter not in taken)
    body = _with_index(known[0], last, Symbol(index))
    for place, member in enumerate(known):
        value = Number(first.value + place) if isinstance(first, Number) else first
        if to_text(substitute(body, {index: value})) != to_text(member):
            raise Unreadable("the members before the dots do not follow one pattern")
    span = (members[0].span[0], last.span[1])
    return Fold(operator, index, body, first, end, None, span)


def product_with_dots(product: Expression) -> Expression:
    r"""`p_1 p_2 \cdots p_n` as a product over an index; a product without dots as it is.

    Raises:
        Unreadable: if the pattern cannot be seen.
    """
    factors = list(_factors(product))
    if len(factors) < 2 or not any(map(are_dots, factors)):
        return product
    size = max(1, len(factors) - 1 - max(n for n, x in enumerate(factors) if are_dots(x)))
    if size == 1 or (len(factors) - 1) % size:
        return with_dots("prod", factors) or product
    place = len(factors) - 1 - size
    chunks = [factors[n : n + size] for n in range(0, place, size)]
    groups = [Call("*", tuple(each), each[0].span) for each in (*chunks, factors[place + 1 :])]
    return with_dots("prod", [*groups[:-1], factors[place], groups[-1]]) or product


def _factors(product: Expression) -> Iterator[Expression]:
    if isinstance(product, Call) and product.function in ("*", "·"):
        for each in product.arguments:
            yield from _factors(each)
    else:
        yield product


def _as_power(member: Expression, last: Expression) -> Expression:
    """Before a power of x, the members 1 and x as powers of x."""
    if not (isinstance(last, Call) and last.function in ("^", "**")):
        return member
    base = last.arguments[0]
    exponent = 1 if to_text(member) == to_text(base) else 0
    if not exponent and not (isinstance(member, Number) and member.value == 1):
        return member
    return Call(last.function, (base, Number(Fraction(exponent))), member.span)


def _differences(left: Expression, right: Expression) -> Iterator[tuple[Expression, Expression]]:
    """Where two expressions part, from the outside."""
    parts, others = children(left), children(right)
    alike = type(left) is type(right) and parts and len(parts) == len(others)
    if alike and getattr(left, "function", "") == getattr(right, "function", ""):
        for one, other in zip(parts, others, strict=True):
            yield from _differences(one, other)
    elif to_text(left) != to_text(right):
        yield left, right


def _with_index(left: Expression, right: Expression, index: Symbol) -> Expression:
    parts, others = children(left), children(right)
    alike = type(left) is type(right) and parts and len(parts) == len(others)
    if alike and getattr(left, "function", "") == getattr(right, "function", ""):
        pairs = zip(parts, others, strict=True)
        return with_children(left, tuple(_with_index(a, b, index) for a, b in pairs))
    return index if to_text(left) != to_text(right) else left
