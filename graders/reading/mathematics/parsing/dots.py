r"""What three dots leave out: `a_1 + a_2 + \dots + a_n` is a sum over an index.

The members on both sides of the dots must be the same but for one number that has become another
expression: that is the index, and these are its first and its last value. A sum that ends with dots
has no last one; what it goes on with must be seen from three members.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import repeat

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
)
from graders.reading.mathematics.parsing.progressions import (
    differences,
    member_of,
    member_up_to,
    with_parts,
)

DOTS = frozenset({r"\dots", r"\ldots", r"\cdots", r"\dotsc", r"\dotsb", r"\hdots", r"\vdots",
                  r"\ddots", r"\dotsm"})  # fmt: skip
LEFT_OUT = "…"  # the name of the symbol that stands for dots
_LETTERS = "ijklpqrsuv"
_ZERO = Number(Fraction(0))
_ENOUGH = 3  # members before dots without an end


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
    if operator == "sum" and len(places) == 1 and at == len(members) - 1 >= _ENOUGH:
        return _without_end(members[:-1])
    if len(places) > 1 or at == 0 or at != len(members) - 2:
        raise Unreadable("the dots leave out what cannot be seen from the members around them")
    last = members[-1]
    known = [_as_power(each, last) for each in members[:at]]
    pairs = list(differences(known[0], last))
    ends = {(to_text(a), to_text(b)) for a, b in pairs}
    is_number = bool(pairs) and isinstance(pairs[0][0], Number)
    is_seen = len(ends) > 1 < len(known) or (len(ends) == 1 and not is_number)
    if is_seen and (found := member_up_to(known, last, _letter(last))):
        return Fold(operator, _letter(last), found[0], _ZERO, found[1], None, members[0].span)
    if len(ends) != 1 or not isinstance(pairs[0][0], Number):
        raise Unreadable("the dots leave out what cannot be seen from the members around them")
    first, end = pairs[0]
    index = _letter(last)
    body = with_parts(known[0], last, repeat(Symbol(index)))
    assert isinstance(first, Number)
    step = _step(known, last, first)
    for place, member in enumerate(known):
        value = Number(first.value + place * step)
        if to_text(substitute(body, {index: value})) != to_text(member):
            raise Unreadable("the members before the dots do not follow one pattern")
    span = (members[0].span[0], members[-1].span[1])
    if step == 1:
        return Fold(operator, index, body, first, end, None, span)
    size, turns = Number(step), Call("+", (end, Number(-first.value)))
    body = substitute(body, {index: Call("+", (first, Call("*", (size, Symbol(index)))))})
    return Fold(operator, index, body, _ZERO, Call("/", (turns, size)), None, span)


def _step(members: Sequence[Expression], last: Expression, first: Number) -> Fraction:
    """By how much the number grows in which members differ: by 2 in 1, 3, 5."""
    if len(members) > 1:
        match next(differences(members[1], last), None):
            case Number(second), _ if second != first.value:
                return second - first.value
    return Fraction(1)


def _without_end(members: Sequence[Expression]) -> Expression:
    index = _letter(members[-1])
    body = member_of([_as_power(each, members[-1]) for each in members], index)
    if body is None:
        raise Unreadable("the members before the dots do not follow one pattern")
    span = (members[0].span[0], members[-1].span[1])
    return Fold("sum", index, body, _ZERO, Symbol("inf"), None, span)


def _letter(member: Expression) -> str:
    """A letter for an index that stands nowhere in a member."""
    taken = {getattr(node, "name", "") or getattr(node, "index", "") for node in nodes(member)}
    return next(letter for letter in _LETTERS if letter not in taken)


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
    """Before a multiple of a power of x, the members without a power, and with x, as powers of x.

    >>> r, a = Symbol("r"), Symbol("a")
    >>> last = Call("*", (a, Call("^", (r, Symbol("n")))))
    >>> [to_text(_as_power(each, last)) for each in (a, Call("*", (a, r)))]
    ['a*r^0', 'a*r^1']
    """
    factors = list(_factors(last))
    powers = [n for n, each in enumerate(factors) if _is_power(each)]
    if len(powers) != 1:
        return member
    place, (base, _) = powers[0], children(factors[powers[0]])
    own = [each for each in _factors(member) if not (isinstance(each, Number) and each.value == 1)]
    exponent = 1 if len(own) > place and to_text(own[place]) == to_text(base) else 0
    if len(own) != len(factors) - 1 + exponent:
        return member
    power = Call("^", (base, Number(Fraction(exponent))), member.span)
    parts = (*own[:place], power, *own[place + exponent :])
    return Call("*", parts, member.span) if len(parts) > 1 else power


def _is_power(expression: Expression) -> bool:
    return isinstance(expression, Call) and expression.function in ("^", "**")
