"""Other readings of a formula: what it would be if one sign had been misread.

OCR takes z for 2, l for 1, O for 0, and loses the braces of an exponent. An alternative is offered
as a doubt, for a person; nothing is ever corrected.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from graders.reading.lexing.token import Lexeme, Token
from graders.reading.mathematics.names.symbols import SymbolTable

MOST = 24  # readings of one formula that are tried

_LETTERS = {"2": "z", "1": "l", "0": "o", "5": "S", "6": "b", "9": "g", "8": "B"}
_DIGITS = {
    "z": "2", "Z": "2", "l": "1", "I": "1", "i": "1", "o": "0", "O": "0", "S": "5", "s": "5",
    "b": "6", "g": "9", "q": "9", "B": "8",
}  # fmt: skip


def other_readings(
    tokens: Sequence[Token], table: SymbolTable
) -> Iterator[tuple[str, list[Token]]]:
    """Readings that differ in one sign, each with words that say which.

    Yields:
        Words such as "'z' at character 7 is a 2", and the tokens read so.
    """
    for place, token in enumerate(tokens):
        at = f"'{token.text}' at character {token.span[0] + 1}"
        for text, kind in _others(token, table):
            meant = replace(token, text=text, kind=kind)
            yield f"{at} is a {text}", [*tokens[:place], meant, *tokens[place + 1 :]]
        for count in _wider_exponents(tokens, place):
            first, after = place + 1, place + 1 + count
            opening = Token(Lexeme.SIGN, "{", tokens[first].span)
            closing = Token(Lexeme.SIGN, "}", tokens[after - 1].span)
            wider = [*tokens[:first], opening, *tokens[first:after], closing, *tokens[after:]]
            yield f"the exponent at character {token.span[0] + 1} is longer", wider


def _others(token: Token, table: SymbolTable) -> Iterator[tuple[str, str]]:
    if token.kind is Lexeme.WORD and token.text in _DIGITS:
        yield _DIGITS[token.text], Lexeme.NUMBER
    if token.kind is Lexeme.NUMBER and token.text in _LETTERS:
        for letter in (_LETTERS[token.text], _LETTERS[token.text].upper()):
            if table.declares_letter(letter):
                yield letter, Lexeme.WORD


def _wider_exponents(tokens: Sequence[Token], place: int) -> Iterator[int]:
    """How many tokens the exponent after a ^ without braces may have meant to take."""
    if tokens[place].text != "^" or place + 2 >= len(tokens) or tokens[place + 1].text == "{":
        return
    for count in (2, 3):
        taken = tokens[place + 1 : place + 1 + count]
        if len(taken) == count and all(
            each.kind in (Lexeme.WORD, Lexeme.NUMBER, Lexeme.COMMAND) or each.text in "+-"
            for each in taken
        ):
            yield count
