"""A place among the tokens of a formula, and the refusals that name it."""

import sys
from collections.abc import Callable, Sequence

from graders.errors import Unreadable
from graders.expression import Call, Expression, Span
from graders.reading.lexing.token import Token
from graders.reading.mathematics.names.scripts import Range

MAX_DEPTH = 200
MAX_NODES = 5_000
_FRAMES = 12 * MAX_DEPTH + 1_000  # a level of brackets takes some ten calls

if sys.getrecursionlimit() < _FRAMES:
    sys.setrecursionlimit(_FRAMES)  # pure Python frames: no stack of C is at risk


class Cursor:
    """The next token is at `at`, the last before `end`; what is made counts against the limits."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.signs = [token.text for token in tokens]
        self.at = 0
        self.end = len(tokens)
        self.depth = 0
        self.nodes = 0

    def peek(self) -> str:
        """The text of the next token; nothing at the end."""
        return self.signs[self.at] if self.at < self.end else ""

    def after_next(self) -> str:
        """The text of the token behind the next one."""
        return self.signs[self.at + 1] if self.at + 1 < self.end else ""

    def taken(self) -> str:
        """The text of the next token, which is passed."""
        self.at += 1
        return self.signs[self.at - 1]

    def accept(self, text: str) -> bool:
        if self.peek() != text:
            return False
        self.at += 1
        return True

    def expect(self, text: str) -> None:
        if not self.accept(text):
            raise self.refusal(f"stands where '{text}' is expected")

    def refusal(self, reason: str) -> Unreadable:
        if self.at >= len(self.tokens) or (self.at >= self.end and self.peek() == ""):
            place = self.tokens[self.end - 1] if self.tokens and self.end else None
            after = f" after '{place.text}' at character {place.span[1]}" if place else ""
            return Unreadable(f"the formula ends too early{after}")
        token = self.tokens[self.at]
        return Unreadable(f"'{token.text}' at character {token.span[0] + 1} {reason}")

    def span_from(self, start: int) -> Span:
        last = self.at - 1 if self.at > start else start
        return self.tokens[start].span[0], self.tokens[last].span[1]

    def make(self, function: str, arguments: tuple[Expression, ...], start: int) -> Call:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise Unreadable(f"the formula has more than {MAX_NODES} parts")
        return Call(function, arguments, self.span_from(start))

    def enter(self) -> None:
        """Goes one level deeper; `leave` comes back."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.refusal(f"is nested more than {MAX_DEPTH} deep")

    def leave(self) -> None:
        self.depth -= 1

    def within(self, inner: Range, read: Callable[[], Expression]) -> Expression:
        """What a range of tokens is, which must be read to its end."""
        at, end = self.at, self.end
        self.at, self.end = inner
        if self.at >= self.end:
            raise self.refusal("has an empty script")
        found = read()
        if self.at < self.end:
            raise self.refusal("is not expected here")
        self.at, self.end = at, end
        return found

    def refusal_at(self, position: int, reason: str) -> Unreadable:
        at, self.at = self.at, position
        refusal = self.refusal(reason)
        self.at = at
        return refusal

    def texts(self, inner: Range) -> list[str]:
        """The texts of a range of tokens, braces left out."""
        return [text for text in self.signs[slice(*inner)] if text not in "{}"]
