r"""Names as they are typed without braces: `y_hat` for `\hat{y}`, `p_data` for `p_{data}`."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from graders.reading.lexing.token import Lexeme, Token
from graders.reading.mathematics.names.spelled_names import ACCENTS
from graders.reading.mathematics.names.symbols import SymbolTable

_ACCENTS = {word: command for command, word in reversed(ACCENTS.items())}


def with_typed_names(tokens: Sequence[Token], table: SymbolTable) -> Sequence[Token]:
    """The tokens with such names as they are declared."""
    found: list[Token] = []
    after = 0
    for place in range(len(tokens) - 2):
        if tokens[place + 1].text == "_" and place >= after:
            name = _declared_name(tokens[place : place + 3], table)
            if name:
                found += (*tokens[after:place], *name)
                after = place + 3
    return (*found, *tokens[after:]) if found else tokens


def _declared_name(typed: Sequence[Token], table: SymbolTable) -> Sequence[Token]:
    """The declared name that a base, `_` and a third token are; nothing if they are none."""
    base, sign, word = typed
    if word.kind is not Lexeme.WORD or len(word.text) == 1:
        return ()
    for name in _spellings(_base(base, table), sign, word):
        match = table.match(name, 0)
        if match is not None and match.scripts.after == len(name) and not match.scripts:
            return name
    return ()


def _base(base: Token, table: SymbolTable) -> list[Token]:
    letters = table.typed(base.text) if len(base.text) > 1 else ()
    kinds = (Lexeme.COMMAND if each[0] == "\\" else Lexeme.WORD for each in letters)
    typed = zip(kinds, letters, strict=True)
    return [replace(base, kind=kind, text=text) for kind, text in typed] or [base]


def _spellings(base: list[Token], sign: Token, word: Token) -> Iterator[list[Token]]:
    opening, closing = (replace(sign, text=brace) for brace in "{}")
    letters = [replace(word, text=letter) for letter in word.text]
    yield [*base, sign, opening, *letters, closing]
    if word.text in _ACCENTS:
        yield [replace(word, kind=Lexeme.COMMAND, text=_ACCENTS[word.text]), *base]
