r"""Rows and columns of a matrix by a name: `a_i^T is the i-th row of A`, `a_i: column i of A`."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from graders.reading.lexing.lexer import tokenize
from graders.reading.lexing.token import Lexeme, Token
from graders.reading.mathematics.names.scripts import read_scripts, spelling
from graders.reading.mathematics.names.spelled_names import end_of_name

_SORTS = re.compile(r"\b(row|column)s?\b", re.IGNORECASE)
_OF = re.compile(r"\bof(?: the)?(?: (?:data|design|weight|input))?(?: matrix)?$", re.IGNORECASE)
_CHANGES = re.compile(r"\b(?:not|without|sum|mean|first|last|each)\b", re.IGNORECASE)
_TRANSPOSED = frozenset({"T", r"\top", r"\intercal"})
_AROUND = frozenset("(),;.")


def row_said(clause: Sequence[Token]) -> Sequence[Token]:
    r"""The equation that a clause is, with a row as the column it is called by; else nothing.

    >>> clause = tokenize(r"a_i^T \text{is row i of} A")
    >>> " ".join(token.text for token in row_said(clause))
    ', where a _ { i } = A _ { i , : } ^ T'
    """
    inner = [token for token in clause if token.text not in _AROUND]
    inner = inner[inner[:1] != [] and inner[0].kind is Lexeme.TEXT :]
    head, rest = inner[: end_of_name(inner, 0)], inner[end_of_name(inner, 0) :]
    of = next((n for n, each in enumerate(rest) if _ends_in_of(each)), None)
    index = _index(head)
    if of is None or not index or not (rest[0].text in (":", "=") or rest[0].kind is Lexeme.TEXT):
        return ()
    array = list(takewhile(lambda token: token.kind is not Lexeme.TEXT, rest[of + 1 :]))
    words = " ".join(token.text for token in rest[: of + 1])
    sorts = {each.lower() for each in _SORTS.findall(words)}
    is_clear = len(sorts) == 1 and not _CHANGES.search(words)
    if not is_clear or not array or end_of_name(array, 0) != len(array):
        return ()
    is_row = "row" in sorts
    if not is_row and head[-1].text in _TRANSPOSED:
        return ()
    return _equation(clause[0], head[0], array[0], index, is_row=is_row)


def _equation(
    first: Token, name: Token, array: Token, index: str, *, is_row: bool
) -> Sequence[Token]:
    """`, where a_i = A_{i,:}^T` in the place of a clause."""
    entries = f"_{{{index},:}}^T" if is_row else f"_{{:,{index}}}"
    signs = tokenize(f"{name.text}_{{{index}}}={array.text}{entries}")
    where = Token(Lexeme.SIGN, ",", first.span), Token(Lexeme.TEXT, "where", first.span)
    return [*where, *(replace(each, span=name.span) for each in signs)]


def _ends_in_of(token: Token) -> bool:
    return token.kind is Lexeme.TEXT and _OF.search(token.text) is not None


def _index(head: Sequence[Token]) -> str:
    """The one subscript of a name that has no other script but that of a transpose."""
    scripts = read_scripts(head, 1)
    if scripts.sub is None or scripts.primes:
        return ""
    if scripts.sup is not None and spelling(head, scripts.sup) not in _TRANSPOSED:
        return ""
    found = [token.text for token in head[slice(*scripts.sub)] if token.text not in "{}"]
    return found[0] if len(found) == 1 else ""
