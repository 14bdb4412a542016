r"""Components that are declared one by one: `\sum_{i=1}^2 o_i` where `o_1` and `o_2` are.

Such a component has no array behind it, so the sum over its index is written out, term by term.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

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
    with_children,
)
from graders.reading.mathematics.parsing.attached import powered, read_indices

if TYPE_CHECKING:
    from graders.reading.mathematics.parsing.parser import Parser

MEMBER = "member"  # member(o_1, i): the one that stands with o_1 at place i
_MOST_TERMS = 64
_JOINED = {"sum": "+", "prod": "*", "max": "max", "min": "min"}


def read_member(parser: "Parser") -> Expression | None:
    """A name whose subscript has an index of a sum around, where such names are declared."""
    start = parser.at
    if not parser.bound:
        return None
    family = parser.table.family(parser.tokens, start, parser.end)
    if family is None or family[1].sub is None:
        return None
    names, scripts = family
    assert scripts.sub is not None
    texts = {token.text for token in parser.tokens[slice(*scripts.sub)]}
    if texts.isdisjoint(parser.bound):
        return None
    parser.at = scripts.after
    any_name = Symbol(next(iter(names.values())))
    indices = read_indices(parser, scripts.sub)
    parser.families[any_name.name] = names
    found: Expression = parser.make(MEMBER, (any_name, *indices), start)
    for _ in range(scripts.primes):
        found = parser.make("'", (found,), start)
    return powered(parser, found, scripts.sup, start) if scripts.sup is not None else found


def written_out(parser: "Parser", fold: Expression) -> Expression:
    """A sum over such components as a plain sum; any other fold as it is.

    Raises:
        Unreadable: if the range of the index is not plain, or one of the names is not declared.
    """
    if not isinstance(fold, Fold) or not parser.families:
        return fold
    if not any(_members(fold.body, fold.index)):
        return fold
    if fold.operator not in _JOINED:
        raise Unreadable(f"the {fold.operator} over {fold.index} is read over arrays alone")
    terms = []
    for value in _values(parser, fold):
        term = substitute(fold.body, {fold.index: Number(Fraction(value))})
        term = resolved(term, parser.families.__getitem__)
        if fold.condition is not None:
            if fold.operator != "sum":
                raise Unreadable(f"the condition on {fold.index} is read in sums alone")
            test = substitute(fold.condition, {fold.index: Number(Fraction(value))})
            term = Call("*", (Call("indicator", (test,), fold.span), term), term.span)
        parser.nodes += sum(1 for _ in nodes(term))
        terms.append(term)
    if not terms:
        raise Unreadable(f"the index {fold.index} runs over nothing")
    parser.make(_JOINED[fold.operator], (), parser.at - 1)  # counts, and holds to the limit
    return terms[0] if len(terms) == 1 else Call(_JOINED[fold.operator], tuple(terms), fold.span)


def _members(expression: Expression, index: str) -> Iterator[Call]:
    for node in nodes(expression):
        if isinstance(node, Call) and node.function == MEMBER:
            inner = (each for argument in node.arguments[1:] for each in nodes(argument))
            if Symbol(index) in (replace(n, span=(0, 0)) for n in inner if isinstance(n, Symbol)):
                yield node


def _values(parser: "Parser", fold: Fold) -> Sequence[int]:
    """The values that the index takes: as written, or those for which names are declared."""
    match fold.first, fold.last:
        case Number(first), Number(last):
            ends = first, last
        case Call("range", (Number(first), Number(last))), None:
            ends = first, last
        case Call("set", members), None if all(isinstance(each, Number) for each in members):
            found = [each.value for each in members if isinstance(each, Number)]
            return _whole(found)
        case None, None:
            return _declared_places(parser, fold)
        case _:
            raise Unreadable(f"the range of {fold.index} is not given in numbers")
    if ends[1] - ends[0] >= _MOST_TERMS:
        raise Unreadable(f"the index {fold.index} takes more than {_MOST_TERMS} values")
    low, high = _whole(ends)
    return range(low, high + 1)


def _whole(values: Sequence[Fraction]) -> list[int]:
    if any(value.denominator != 1 for value in values):
        raise Unreadable("an index is a whole number")
    return [int(value) for value in values]


def _declared_places(parser: "Parser", fold: Fold) -> Sequence[int]:
    """Without a range: the subscripts that are declared, if all the names have the same."""
    places = {
        frozenset(parser.families[_family(each)])
        for each in _members(fold.body, fold.index)
        if len(each.arguments) == 2 and isinstance(each.arguments[1], Symbol)
    }
    if len(places) != 1 or not all(sub.isdecimal() for sub in next(iter(places))):
        raise Unreadable(f"the range of {fold.index} is not given")
    return sorted(map(int, places.pop()))


def _family(member: Call) -> str:
    first = member.arguments[0]
    assert isinstance(first, Symbol)
    return first.name


def resolved(expression: Expression, alike: Callable[[str], Mapping[str, str]]) -> Expression:
    """The expression with the names themselves, where all indices are known.

    Args:
        expression: in which members stand.
        alike: the names by their subscripts that are alike to a name.

    Raises:
        Unreadable: if one of the names is not declared.
    """
    parts = tuple(resolved(each, alike) for each in children(expression))
    rebuilt = with_children(expression, parts)
    if not (isinstance(rebuilt, Call) and rebuilt.function == MEMBER):
        return rebuilt
    places = [_place(each) for each in rebuilt.arguments[1:]]
    known = [each for each in places if each is not None]
    if len(known) < len(places):
        return rebuilt
    names = alike(_family(rebuilt))
    texts = _whole(known)
    name = names.get(",".join(map(str, texts))) or names.get("".join(map(str, texts)))
    if name is None:
        shown = ",".join(map(str, texts))
        raise Unreadable(f"there is no name with the subscript {shown} beside {_family(rebuilt)}")
    return Symbol(name, rebuilt.span)


def _place(index: Expression) -> Fraction | None:
    """The number that an index such as `6 + 2` is."""
    if isinstance(index, Number):
        return index.value
    if not isinstance(index, Call):
        return None
    found = [_place(each) for each in index.arguments]
    values = [each for each in found if each is not None]
    if len(values) < len(found):
        return None
    match index.function, values:
        case "+", _:
            return sum(values, Fraction(0))
        case "-", [value]:
            return -value
        case (("*" | "·"), _):
            return prod(values, start=Fraction(1))
    return None
