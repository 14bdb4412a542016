r"""Decimals that repeat without end: `0.\overline{3}`, `0.1\bar{6}`."""

from collections.abc import Sequence
from dataclasses import replace

from graders.reading.lexing.token import Lexeme, Token
from graders.reading.mathematics.names.scripts import after_argument, text_at

_BARS = frozenset({r"\overline", r"\bar", r"\dot"})


def with_repeating_decimals(tokens: Sequence[Token]) -> list[Token]:
    r"""The tokens with `(0.1 + 6/90)` for `0.1\overline{6}`."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        bar = at + 2 if text_at(tokens, at + 1) == "." else at + 1
        repeated, after = _repeated(tokens, bar)
        has_point = "." in tokens[at].text or bar == at + 2
        if tokens[at].kind is Lexeme.NUMBER and has_point and repeated:
            found += _as_sum(tokens[at], repeated, tokens[after - 1].span[1])
            at = after
        else:
            found.append(tokens[at])
            at += 1
    return found


def _repeated(tokens: Sequence[Token], bar: int) -> tuple[str, int]:
    """The digits under a bar, or nothing, and the place behind them."""
    if text_at(tokens, bar) not in _BARS or bar + 1 >= len(tokens):
        return "", bar
    (start, end), after = after_argument(tokens, bar + 1)
    digits = "".join(token.text for token in tokens[start:end])
    return (digits if digits.isdecimal() else ""), after


def _as_sum(number: Token, repeated: str, end: int) -> list[Token]:
    places = len(number.text.partition(".")[2])
    below = "9" * len(repeated) + "0" * places
    span = number.span[0], end
    signs = ["(", number.text, "+", repeated, "/", below, ")"]
    return [
        replace(number, kind=Lexeme.NUMBER if each[0].isdecimal() else Lexeme.SIGN, text=each,
                span=span)
        for each in signs
    ]  # fmt: skip
