"""The student's own functions that are said only at their arguments: `H(p, q) = ...`."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from graders.reading.lexing.token import Lexeme, Token
from graders.reading.mathematics.names.scripts import text_at
from graders.reading.mathematics.names.symbols import SymbolTable
from graders.reading.mathematics.statements.chain import Member, Statement
from graders.reading.mathematics.statements.mentions import end_of_head
from graders.reading.mathematics.tokens import is_function

_MARK = r"\circ"  # tells the arguments of such a name from indices


def with_applied_names(statements: Sequence[Statement], table: SymbolTable) -> list[Statement]:
    """Statements in which `H(p, q)` is a name, where one says what it is and others use it."""
    heads = list(_heads(statements, table))
    if not heads:
        return list(statements)
    return [
        each._replace(members=tuple(_named(member, heads) for member in each.members))
        for each in statements
    ]


def _heads(statements: Sequence[Statement], table: SymbolTable) -> Iterator[list[str]]:
    for statement in statements:
        head = statement.members[0].tokens
        if not statement.has_relation or not len(head) > 3 or text_at(head, 1) != "(":
            continue
        is_own = table.match(head, 0) is None and not is_function(head[0])
        texts = [each.text for each in head]
        if is_own and end_of_head(head) == len(head) and _is_used(texts, statement, statements):
            yield texts


def _is_used(head: list[str], own: Statement, statements: Sequence[Statement]) -> bool:
    return any(
        _places(member.tokens, head)
        for each in statements
        if each is not own
        for member in each.members[-1:]
    )


def _places(tokens: Sequence[Token], name: list[str]) -> list[int]:
    texts = [each.text for each in tokens]
    ends = range(len(texts) - len(name) + 1)
    return [n for n in ends if texts[n] == name[0] and texts[n : n + len(name)] == name]


def _named(member: Member, heads: Sequence[list[str]]) -> Member:
    """A member with subscripts for the arguments of these names."""
    tokens = list(member.tokens)
    for head in heads:
        for place in reversed(_places(tokens, head)):
            _, opening, *inner, closing = tokens[place : place + len(head)]
            span = opening.span
            script = [Token(Lexeme.SIGN, sign, span) for sign in ("_", "{")]
            mark = Token(Lexeme.COMMAND, _MARK, span)
            shown = [*script, mark, *inner, replace(closing, text="}")]
            tokens[place + 1 : place + len(head)] = shown
    return member._replace(tokens=tuple(tokens))
