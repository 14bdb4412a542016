"""Functions and decimals that OCR has spaced, made whole."""

from collections.abc import Sequence
from dataclasses import replace

from graders.reading.lexing.token import Lexeme, Token
from graders.reading.mathematics.names.functions import LONGEST_FUNCTION, function_named
from graders.reading.mathematics.names.symbols import SymbolTable


def with_whole_words(tokens: Sequence[Token], table: SymbolTable) -> list[Token]:
    """Functions and decimals that OCR has spaced ("s o f t m a x", "0 . 5") made whole."""
    found: list[Token] = []
    after = 0
    for at, token in enumerate(tokens):
        if at < after:
            continue
        if token.kind is not Lexeme.WORD and token.kind is not Lexeme.NUMBER:
            found.append(token)
            continue
        end = None
        if token.kind is Lexeme.NUMBER:
            end = _end_of_spaced_decimal(tokens, at)
        elif not (at and tokens[at - 1].text in ("_", "^")):
            end = _end_of_spaced_function(tokens, at, table)
        if end is not None:
            text = "".join(each.text for each in tokens[at:end])
            token = replace(token, text=text, span=(token.span[0], tokens[end - 1].span[1]))
            after = end
        found.append(token)
    return found


def _end_of_spaced_function(tokens: Sequence[Token], at: int, table: SymbolTable) -> int | None:
    end, word = at, ""
    if at + 1 == len(tokens) or not _is_letter(tokens[at + 1]) or not _is_letter(tokens[at]):
        return None
    while end < len(tokens) and end - at < LONGEST_FUNCTION and _is_letter(tokens[end]):
        if word and tokens[end].span[0] <= tokens[end - 1].span[1]:
            break  # side by side: they have been told apart before
        word += tokens[end].text
        end += 1
    for size in range(len(word), 1, -1):
        name = word[:size]
        if function_named(name) and not all(table.declares_letter(letter) for letter in name):
            return at + size
    return None


def _is_letter(token: Token) -> bool:
    return token.kind is Lexeme.WORD and len(token.text) == 1


def _end_of_spaced_decimal(tokens: Sequence[Token], at: int) -> int | None:
    if at + 2 >= len(tokens) or tokens[at + 1].text != ".":
        return None
    parts = tokens[at : at + 3]
    spaced = (
        parts[0].kind is parts[2].kind is Lexeme.NUMBER
        and parts[0].text.isdigit()
        and parts[2].text.isdigit()
    )
    return at + 3 if spaced else None
