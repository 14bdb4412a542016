"""Where a name may begin: a letter, a word or an accented letter, and what comes after it."""

from collections.abc import Sequence
from dataclasses import dataclass

from graders.reading.lexing.token import SET_BRACE, Lexeme, Token
from graders.reading.mathematics.names.scripts import (
    Range,
    after_argument,
    group_end,
    read_scripts,
)
from graders.reading.mathematics.names.spelled_names import ACCENTS, LETTERS, MARKS

_MOST_ACCENTS = 3  # on one letter, or braces around it


@dataclass(frozen=True, slots=True)
class Bases:
    r"""Reads the bases of names, bold ones apart where the exercise tells them apart.

    >>> from graders.reading.lexing.lexer import tokenize
    >>> tokens = tokenize(r"\hat{\mathbf{y}}_i")
    >>> Bases(frozenset()).at(tokens, 0), Bases(frozenset("y")).at(tokens, 0)
    (('hat y', 4), ('hat bold y', 4))
    """

    fonted: frozenset[str]  # the letters that are told apart by their font

    def at(self, tokens: Sequence[Token], at: int, *, within: int = 0) -> tuple[str, int] | None:
        """The base at a position, and the position after it."""
        if at >= len(tokens) or within > _MOST_ACCENTS:
            return None
        token = tokens[at]
        if token.kind is Lexeme.WORD:
            bold = token.font == "bold" and token.text in self.fonted
            return (f"bold {token.text}" if bold else token.text), at + 1
        if token.text in ACCENTS or token.text in MARKS:
            return self._accented(tokens, at, within + 1)
        if token.text == "{" and token.font != SET_BRACE:
            return self._grouped(tokens, at, within + 1)
        if token.text in LETTERS:
            return token.text, at + 1
        return None

    def with_scripts(self, tokens: Sequence[Token], at: int) -> Range | None:
        """The range of a base and of all that hangs on it."""
        base = self.at(tokens, at)
        return (at, read_scripts(tokens, base[1]).after) if base is not None else None

    def _grouped(self, tokens: Sequence[Token], at: int, within: int) -> tuple[str, int] | None:
        r"""`{\bf w}_i`: braces around a base alone."""
        base = self.at(tokens, at + 1, within=within)
        if base is None or base[1] == len(tokens) or group_end(tokens, at) != base[1]:
            return None
        return base[0], base[1] + 1

    def _accented(self, tokens: Sequence[Token], at: int, within: int) -> tuple[str, int] | None:
        if at + 1 >= len(tokens):
            return None
        (start, end), after = after_argument(tokens, at + 1)
        inner = self.at(tokens[:end], start, within=within)
        if inner is None or inner[1] != end:
            return None
        accent = ACCENTS.get(tokens[at].text)
        if accent is None:
            return (f"bold {inner[0]}" if inner[0] in self.fonted else inner[0]), after
        return f"{accent} {inner[0]}", after
