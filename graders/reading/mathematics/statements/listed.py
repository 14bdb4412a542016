"""Values that are listed behind a relation: `k = 1, 2, ..., K`, `k = 1, 3 or 5`."""

from typing import TYPE_CHECKING

from graders.expression import Expression
from graders.reading.lexing.token import Lexeme
from graders.reading.mathematics.parsing.dots import DOTS
from graders.reading.mathematics.parsing.operators import JOINERS, RELATIONS
from graders.reading.mathematics.statements.sets import read_list

if TYPE_CHECKING:
    from graders.reading.mathematics.parsing.parser import Parser

_SEPARATORS = frozenset({",", *JOINERS})
_SIGNS = frozenset({"-", "+"})
_OF_THOUSANDS = 3  # digits behind a comma


def listed_values(parser: "Parser", sign: str, first: Expression) -> Expression | None:
    """The set of the values that go on behind the first one; None if no others do."""
    if parser.peek() not in _SEPARATORS:
        return None
    if parser.peek() == "," and sign == "=" and _has_dots(parser):
        return read_list(parser, first)
    if sign not in ("=", "!=") or not _are_numbers(parser):
        return None
    start, members = parser.at, [first]
    while parser.at < parser.end:
        parser.at += 1
        members.append(parser.sum())
    return parser.make("set", tuple(members), start)


def _has_dots(parser: "Parser") -> bool:
    """Whether values with dots among them go on to the end: `k = 1, 2, ..., K`."""
    rest = [token.text for token in parser.tokens[parser.at : parser.end]]
    return not DOTS.isdisjoint(rest) and RELATIONS.keys().isdisjoint(rest)


def _are_numbers(parser: "Parser") -> bool:
    """Whether numbers alone go on to the end; not `0,5` or `1,000`, which may be one number."""
    before, rest = parser.tokens[parser.at - 1], parser.tokens[parser.at : parser.end]
    lone = sum(token.text in _SEPARATORS for token in rest) == 1
    for token in rest:
        if token.text in _SEPARATORS:
            if before.text in _SEPARATORS:
                return False
        elif token.kind is Lexeme.NUMBER:
            tight = before.text == "," and before.span[1] == token.span[0]
            if tight and (lone or len(token.text) == _OF_THOUSANDS):
                return False
        elif token.text not in _SIGNS:
            return False
        before = token
    return before.kind is Lexeme.NUMBER
