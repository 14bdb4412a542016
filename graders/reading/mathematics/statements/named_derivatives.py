r"""Derivatives of what nothing declares, as names: `\frac{\partial L}{\partial W} = \delta a^T`.

Where one statement says what such a derivative is, and others are made of it, it is one name.
"""

from collections.abc import Iterator, Sequence

from graders.reading.lexing.token import Lexeme, Token
from graders.reading.mathematics.names.symbols import SymbolTable
from graders.reading.mathematics.statements.chain import Member, Statement
from graders.reading.mathematics.statements.quantities import is_derivative

_LETTERS = "GDJQRSUVYZ"
_DIFFERENTIAL = "d"


def with_named_derivatives(statements: Sequence[Statement], table: SymbolTable) -> list[Statement]:
    """Statements in which a derivative that one defines, and others use, is a name."""
    used = {token.text for each in statements for member in each.members for token in member.tokens}
    letters = (each for each in _LETTERS if each not in used and not table.declares_letter(each))
    for head, letter in zip([*_defined(statements, table)], letters, strict=False):
        statements = [_renamed(each, head, letter) for each in statements]
    return list(statements)


def _defined(statements: Sequence[Statement], table: SymbolTable) -> Iterator[Sequence[str]]:
    found: list[Sequence[str]] = []
    for statement in statements:
        head = statement.members[0].tokens
        if not statement.has_relation or not is_derivative(head) or not _is_of_own(head, table):
            continue
        texts = _texts(head)
        others = (each for each in statements if each is not statement)
        if texts not in found and any(_is_used(texts, each) for each in others):
            found.append(texts)
            yield texts


def _is_used(name: Sequence[str], statement: Statement) -> bool:
    """Whether a value of a statement is made of what has this name."""
    if not statement.has_relation and _texts(statement.members[0].tokens) == name:
        return False  # a bare left-hand side
    return any(_places(each, name) for each in statement.members[statement.has_relation :])


def _is_of_own(head: Sequence[Token], table: SymbolTable) -> bool:
    """Whether a derivative is one of what nothing declares, and is not declared itself."""
    words = [each for each in head if each.kind is Lexeme.WORD and each.text != _DIFFERENTIAL]
    is_known = all(table.match([each], 0) is not None for each in words)
    return table.match(head, 0) is None and not is_known


def _texts(tokens: Sequence[Token]) -> Sequence[str]:
    return [each.text for each in tokens]


def _places(member: Member, name: Sequence[str]) -> Sequence[int]:
    texts = _texts(member.tokens)
    ends = range(len(texts) - len(name) + 1)
    return [n for n in ends if texts[n] == name[0] and texts[n : n + len(name)] == name]


def _renamed(statement: Statement, head: Sequence[str], letter: str) -> Statement:
    members: list[Member] = []
    for member in statement.members:
        tokens = list(member.tokens)
        for place in reversed(_places(member, head)):
            span = tokens[place].span[0], tokens[place + len(head) - 1].span[1]
            tokens[place : place + len(head)] = [Token(Lexeme.WORD, letter, span)]
        members.append(member._replace(tokens=tuple(tokens)))
    return statement._replace(members=tuple(members))
