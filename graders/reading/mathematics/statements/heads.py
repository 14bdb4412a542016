r"""Left-hand sides that only say of what a chain is: `L(w)`, `\frac{dL}{dw}`, `\nabla_w J`."""

from collections.abc import Sequence

from graders.reading.lexing.token import Token
from graders.reading.mathematics.names.functions import is_function
from graders.reading.mathematics.names.scripts import (
    CLOSING,
    OPENING,
    group_end,
    read_scripts,
    text_at,
)
from graders.reading.mathematics.names.spelled_names import end_of_name
from graders.reading.mathematics.names.symbols import SymbolTable

_OF_VARIABLES = frozenset({"var", "cov", "expectation"})
_TIMES = frozenset({r"\cdot", r"\times", "*"})
_LOGARITHMS = frozenset({r"\log", r"\ln", "log", "ln"})
_DIFFERENTIALS = frozenset({r"\partial", "d", r"\mathrm", r"\nabla"})


def _is_head(tokens: Sequence[Token], table: SymbolTable) -> bool:
    """Whether tokens are one quantity that is named, a derivative of one, or a product of such."""
    at, count = 0, 0
    while at < len(tokens):
        if count and tokens[at].text in _TIMES:
            at += 1
        after = _after_quantity(tokens, at, table) if at < len(tokens) else at
        if after == at or (count and tokens[at].text != r"\frac"):
            return False
        at, count = after, count + 1
    return count > 0


def is_named(tokens: Sequence[Token], table: SymbolTable) -> bool:
    r"""Whether tokens are a head, or its logarithm, of either sign: `-\log p_y`."""
    texts = [token.text for token in tokens[:2]]
    if texts[:1] == [r"\nabla"] and texts[1:] != ["_"] and _is_one_term(tokens):
        return True  # by what is derived is not said
    signs = texts[:1] == ["-"]
    logarithms = texts[signs : signs + 1] != [] and texts[signs] in _LOGARITHMS
    return _is_head(tokens[signs + logarithms :], table)


def _is_one_term(tokens: Sequence[Token]) -> bool:
    """Whether no sum stands in tokens outside of brackets and bars."""
    depth, barred = 0, False
    for token in tokens:
        depth += (token.text in OPENING) - (token.text in CLOSING)
        barred ^= token.text in ("|", r"\Vert")
        if token.text in ("+", "-") and not (depth or barred):
            return False
    return True


def _after_quantity(tokens: Sequence[Token], at: int, table: SymbolTable) -> int:
    """The place behind a name with its arguments, or a derivative; the same if none is there."""
    text = tokens[at].text
    if text == r"\frac":
        return _after_quotient(tokens, at, table)
    if text in _DIFFERENTIALS:
        after = read_scripts(tokens, at + 1).after
        if after == len(tokens):
            return after if text == r"\nabla" else at
        end = _after_quantity(tokens, after, table)
        quotient = end > after and text_at(tokens, end) == "/"
        quotient = quotient and text_at(tokens, end + 1) == text
        return (
            _after_quantity(tokens, end + 1, table) if quotient else (at if end == after else end)
        )
    after = end_of_name(tokens, at)
    if after == at or _is_applied(tokens[at]) or _is_raised(tokens[at:after]):
        return at
    if text_at(tokens, after) not in ("(", "["):
        return after
    declared = table.match(tokens, at)
    is_factor = declared is not None and table.kind(declared.symbol) != "function"
    return at if is_factor else group_end(tokens, after) + 1


def _is_applied(token: Token) -> bool:
    """Whether a name is that of a function of numbers, and not a variance or a mean."""
    return is_function(token) and token.text.removeprefix("\\").lower() not in _OF_VARIABLES


def _is_raised(name: Sequence[Token]) -> bool:
    """Whether a name has a number for its power."""
    return [each.text.isdigit() for each in name[-2:]] == [False, True] and name[-2].text == "^"


def _after_quotient(tokens: Sequence[Token], at: int, table: SymbolTable) -> int:
    r"""The place behind `\frac{\partial L}{\partial w}`, and what `\frac{d}{dw}` is put before."""
    if text_at(tokens, at + 1) != "{":
        return at
    end = group_end(tokens, at + 1)
    below = group_end(tokens, end + 1) if text_at(tokens, end + 1) == "{" else end
    upper, lower = tokens[at + 2 : end], tokens[end + 2 : below]
    if not upper or not lower or not {upper[0].text, lower[0].text} <= _DIFFERENTIALS:
        return at
    after = below + 1
    named = upper[read_scripts(upper, 1).after :]
    if named:
        return after if _is_head(named, table) else at
    return _after_quantity(tokens, after, table) if after < len(tokens) else after
