"""Equations with a term beside the name on their left: `w - a = b` says that `w = b + a`."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from graders.reading.lexing.token import Lexeme, Token
from graders.reading.mathematics.names.own_names import is_name
from graders.reading.mathematics.names.scripts import split
from graders.reading.mathematics.names.spelled_names import end_of_name
from graders.reading.mathematics.statements.chain import Member, Statement

Tokens = Sequence[Token]


class _Side(NamedTuple):
    """A left side: the name in it, its sign, and the terms beside it."""

    name: Tokens
    sign: str
    rest: Tokens


def solved_for(statement: Statement, is_wanted: Callable[[Tokens], bool]) -> Statement:
    """An equation solved for the first wanted name that has terms beside it; else as it is.

    Args:
        statement: a chain of equalities; what stands before the name is left out.
        is_wanted: whether the tokens of a name are those of one that may be solved for.
    """
    members = statement.written
    for at, member in enumerate(members[:-1]):
        side, later = _side(member.tokens, is_wanted), members[at + 1 :]
        if side is None:
            continue
        if any(each.relation != "=" or _has(each.tokens, side.name) for each in later):
            break
        head = Member("", tuple(side.name))
        moved = (Member("=", _moved(each.tokens, side)) for each in later)
        return statement._replace(members=(head, *moved))
    return statement


def _side(tokens: Tokens, is_wanted: Callable[[Tokens], bool]) -> _Side | None:
    """What a sum says of the one wanted name among its terms."""
    for start, end in split(tokens, 0, len(tokens), "+", "-"):
        name, before, after = tokens[start:end], tokens[:start], tokens[end:]
        if not (is_name(name) and is_wanted(name)) or _has([*before, *after], name):
            continue
        sign = before[-1].text if before else "+"
        rest = [*before[:-1], *after]
        return _Side(name, sign, rest) if rest else None
    return None


def _has(tokens: Tokens, name: Tokens) -> bool:
    """Whether a name stands among tokens, and not with more scripts as another one."""
    wanted = [each.text for each in name]
    places = range(len(tokens) - len(wanted) + 1)
    return any(
        [each.text for each in tokens[at : at + len(wanted)]] == wanted
        and end_of_name(tokens, at) == at + len(wanted)
        for at in places
    )


def _moved(value: Tokens, side: _Side) -> tuple[Token, ...]:
    """What the name equals where its side equals a value; all of it stands where that stood."""
    start, end = value[0].span[0], value[-1].span[1]
    terms = [side.rest] if [each.text for each in value] == ["0"] else [value, side.rest]
    signs = ["-"] if len(terms) == 1 else ["+", "-"]
    if side.sign == "-":
        signs = ["-" if each == "+" else "+" for each in signs]
    found = [Token(Lexeme.SIGN, "(", (start, start))]
    for sign, term in zip(signs, terms, strict=True):
        found += (Token(Lexeme.SIGN, each, (end, end)) for each in (sign, "("))
        found += (*term, Token(Lexeme.SIGN, ")", (end, end)))
    return (*found, Token(Lexeme.SIGN, ")", (end, end)))
