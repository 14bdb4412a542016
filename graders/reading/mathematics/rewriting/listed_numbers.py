r"""Commas between numbers: `\{2,128\}` and `\min(x^2,100)` list values, `61,706` is one number."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from graders.errors import Unreadable
from graders.reading.lexing.token import SET_BRACE, Lexeme, Token
from graders.reading.mathematics.names.scripts import CLOSING, OPENING, group_end, text_at

_BEFORE_LISTS = frozenset(
    {"min", "max", "clip", "gcd", "in", "notin", "cup", "cap", "setminus", "_"}
)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")
_AS_THOUSANDS = re.compile(r",0")  # no value begins with a zero and another digit


def with_listed_numbers(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with a comma between the values of a list, where a number was read with commas.

    Raises:
        Unreadable: if a comma may part thousands as well as values.
    """
    parted = {
        place
        for start in range(len(tokens))
        if _opens_list(tokens, start)
        for place in _values_in(tokens, start)
    }
    found: list[Token] = []
    for place, token in enumerate(tokens):
        found += _parts(token) if place in parted else (token,)
    return found


def _opens_list(tokens: Sequence[Token], start: int) -> bool:
    """Whether a set opens, the arguments of a function, what something is in, or indices."""
    if tokens[start].text not in OPENING:
        return False
    before = tokens[start - 1].text.removeprefix("\\") if start else ""
    closing = text_at(tokens, group_end(tokens, start))
    is_half_open = tokens[start].text + closing in ("[)", "(]")
    return is_half_open or tokens[start].font == SET_BRACE or before in _BEFORE_LISTS


def _values_in(tokens: Sequence[Token], start: int) -> Sequence[int]:
    """The places in a list where several values were read as one number."""
    inner = list(_outermost(tokens, start))
    grouped = [place for place in inner if _GROUPED.fullmatch(tokens[place].text)]
    if any(_AS_THOUSANDS.search(tokens[place].text) for place in grouped):
        return ()
    separators = [place for place in inner if tokens[place].text in (",", ";")]
    is_counted = tokens[start].font != SET_BRACE and tokens[start - 1].text != "clip"
    if grouped and any(is_counted or _is_wide(tokens, place) for place in separators):
        raise Unreadable("a comma may part thousands, or the values of a list")
    return grouped


def _outermost(tokens: Sequence[Token], start: int) -> Iterator[int]:
    """The places in a group that are in no group within it."""
    depth = 0
    for place in range(start + 1, group_end(tokens, start)):
        depth += tokens[place].text in OPENING
        if depth == 0:
            yield place
        depth -= tokens[place].text in CLOSING


def _is_wide(tokens: Sequence[Token], separator: int) -> bool:
    """Whether a space stands behind a comma, or a semicolon for it."""
    after = tokens[separator + 1].span[0]
    return tokens[separator].text == ";" or tokens[separator].span[1] < after


def _parts(number: Token) -> Iterator[Token]:
    """`2,128` as 2 and 128 with a comma between them."""
    at = number.span[0]
    for count, digits in enumerate(number.text.split(",")):
        if count:
            yield Token(Lexeme.SIGN, ",", (at, at + 1))
            at += 1
        yield replace(number, text=digits, span=(at, at + len(digits)))
        at += len(digits)
