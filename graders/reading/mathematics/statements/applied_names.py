r"""The student's own functions that are said only at their arguments: `H(p, q) = ...`.

A sigma with an index is the student's own, too: `\sigma(z)_k = e^{z_k} / \sum_j e^{z_j}`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from graders.reading.lexing.token import Lexeme, Token
from graders.reading.mathematics.names.functions import is_function
from graders.reading.mathematics.names.scripts import text_at
from graders.reading.mathematics.names.symbols import SymbolTable
from graders.reading.mathematics.statements.chain import Member, Statement
from graders.reading.mathematics.statements.mentions import end_of_head

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
        end = end_of_head(head)
        texts = [each.text for each in head]
        is_own = table.match(head, 0) is None and _may_be_own(head)
        is_whole = end == len(head) or _is_indexed(texts[end:])
        if is_own and is_whole and _is_used(texts[:end], statement, statements):
            yield texts[:end]


def _may_be_own(head: Sequence[Token]) -> bool:
    is_component = head[0].text == r"\sigma" and any(each.text == "_" for each in head)
    return is_component or not is_function(head[0])


def _is_indexed(texts: list[str]) -> bool:
    """Whether signs behind a name are an index of it."""
    plain = [each for each in texts if each not in "{}"]
    return len(plain) == 2 and plain[0] == "_" and plain[1].isalpha()


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
    """A member with scripts for the arguments of these names: below, or above an index."""
    tokens = list(member.tokens)
    for head in heads:
        for place in reversed(_places(tokens, head)):
            _, opening, *inner, closing = tokens[place : place + len(head)]
            span = opening.span
            sign = "^" if text_at(tokens, place + len(head)) == "_" else "_"
            script = [Token(Lexeme.SIGN, each, span) for each in (sign, "{")]
            mark = Token(Lexeme.COMMAND, _MARK, span)
            shown = [*script, mark, *inner, replace(closing, text="}")]
            tokens[place + 1 : place + len(head)] = shown
    return member._replace(tokens=tuple(tokens))
