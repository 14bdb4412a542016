r"""Components typed without a sign: `x1` for `x_1`, `W12` and `w12` for `W_{12}`."""

from collections.abc import Sequence
from dataclasses import replace

from graders.reading.lexing.token import Lexeme, Token
from graders.reading.mathematics.names.scripted_names import Match
from graders.reading.mathematics.names.symbols import SymbolTable

_MOST_DIGITS = 2
_BEFORE_DIGITS = frozenset({r"\frac", r"\sqrt", "_", "^"})  # the digit is none of a name's there


def with_typed_indices(tokens: Sequence[Token], table: SymbolTable) -> list[Token]:
    """The tokens with digits below the name of an array, or of a component, that they touch."""
    found: list[Token] = []
    for place, token in enumerate(tokens):
        if place and _is_index(tokens, place, table):
            sign = replace(token, kind=Lexeme.SIGN, text="_")
            digits = (replace(token, text=digit) for digit in token.text)
            found += (sign, replace(sign, text="{"), *digits, replace(sign, text="}"))
        else:
            found.append(token)
    return found


def _is_index(tokens: Sequence[Token], place: int, table: SymbolTable) -> bool:
    name, number = tokens[place - 1], tokens[place]
    if number.kind is not Lexeme.NUMBER or not number.text.isdecimal():
        return False
    is_letter = name.kind is Lexeme.WORD and len(name.text) == 1
    if not is_letter or name.span[1] != number.span[0] or len(number.text) > _MOST_DIGITS:
        return False
    before = [each.text for each in tokens[max(0, place - 3) : place - 1]]
    if not _BEFORE_DIGITS.isdisjoint(before if before[-1:] != ["{"] else ()):
        return False
    sign = replace(number, kind=Lexeme.SIGN, text="_")
    component = [name, sign, number]
    match = table.match(component, 0)
    if match is None:
        match = table.match([replace(name, text=name.text.upper())], 0)
        return _kind(match, table) == "matrix" and len(number.text) == _MOST_DIGITS
    if not match.scripts:
        return True  # `x_1` is a name of its own
    kind = _kind(match, table)
    return kind == "vector" or (kind == "matrix" and len(number.text) == _MOST_DIGITS)


def _kind(match: Match | None, table: SymbolTable) -> str | None:
    return table.kind(match.symbol) if match is not None else None
