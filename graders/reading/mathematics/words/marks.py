"""Marks around formulas: boxes, lines, words outside of dollar signs, notes in brackets."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from graders.expression import Span
from graders.reading.delimited import BY_SIGNS
from graders.reading.lexing.token import SET_BRACE, Lexeme, Token
from graders.reading.mathematics.names.functions import is_function
from graders.reading.mathematics.names.scripts import CLOSING, OPENING, text_at
from graders.reading.mathematics.statements.chain import (
    END,
    EQUALITIES,
    ORDERS,
    PUNCTUATION,
    SIDE_WORDS,
)
from graders.reading.mathematics.statements.mentions import defines_mentioned
from graders.reading.mathematics.statements.rows import NEAR

_BRACES = frozenset("{}")
_RELATIONS = EQUALITIES | ORDERS
_OF_FORMULAS = frozenset("_^=")
_GAP = re.compile(r"\\[ ;:]|~|\$")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")


def without_marks(text: str, tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens of a text, its lines and words told apart, without what decorates them."""
    marked = _with_explanations(text, _without_braces(_with_lines(text, tokens)))
    if [token for token in marked if token.kind is Lexeme.TEXT or token.text in STACKED]:
        return list(_without_marks(_with_words(text, marked)))
    return marked


def _without_braces(tokens: Sequence[Token]) -> Sequence[Token]:
    r"""Without braces around an equation, as \boxed leaves them."""
    dropped: set[int] = set()
    opened: list[tuple[int, bool]] = []  # a brace that is no argument, and whether = stands in it
    braces = [n for n, token in enumerate(tokens) if token.text in _BRACES]
    for place in braces:
        if tokens[place].font == SET_BRACE:
            continue
        if tokens[place].text == "{":
            argument = place > 0 and (
                tokens[place - 1].text in "^_}" or tokens[place - 1].text.startswith("\\")
            )
            opened.append((place, argument))
        elif opened:
            start, argument = opened.pop()
            inner = tokens[start + 1 : place]
            if not argument and any(each.text in EQUALITIES for each in inner):
                dropped |= {start, place}
    if not dropped:
        return tokens
    return [token for place, token in enumerate(tokens) if place not in dropped]


def _with_lines(text: str, tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens, with the end of a row where a blank line, or a line of equations, ends."""
    if "\n" not in text:
        return tokens
    found: list[Token] = []
    for place, token in enumerate(tokens):
        gap = text[tokens[place - 1].span[1] : token.span[0]] if place else ""
        if "\n" in gap and (_BLANK_LINE.search(gap) or _between_equations(tokens, place)):
            found.append(replace(END, span=token.span))
        found.append(token)
    return found


def _between_equations(tokens: Sequence[Token], place: int) -> bool:
    """Whether a relation stands before and, in the statement that follows, after a place."""
    before = (token.text in _RELATIONS for token in tokens[max(0, place - NEAR) : place])
    after = tokens[place : place + NEAR]
    return (
        any(before)
        and after[0].text not in _RELATIONS
        and any(token.text in _RELATIONS for token in after)
    )


def _with_words(text: str, tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens, with words outside of dollar signs marked as words, but in formulas there."""
    words = [token.span for token in tokens if token.kind is Lexeme.TEXT]
    inside = [match.span() for match in BY_SIGNS.finditer(text)] if words else []
    outside = bool(inside) and not all(_is_within(span, inside) for span in words)
    if not outside:
        return tokens
    found: list[Token] = []
    runs = groupby(tokens, lambda each: (each.kind is Lexeme.TEXT, _is_within(each.span, inside)))
    for (_, is_inside), group in runs:
        run = list(group)
        is_formula = is_inside or any(map(_is_of_formula, run))
        found += run if is_formula else map(_as_word, run)
    return found


def _is_of_formula(token: Token) -> bool:
    return token.kind is Lexeme.COMMAND or token.text in _OF_FORMULAS


def _as_word(token: Token) -> Token:
    is_word = token.kind is Lexeme.WORD
    return Token(Lexeme.TEXT, token.text, token.span) if is_word else token


def _with_explanations(text: str, tokens: Sequence[Token]) -> Sequence[Token]:
    r"""The tokens with `(\delta = p - y)` behind a formula of it as if led in by `where`."""
    opened = [place for place, token in enumerate(tokens) if token.text == "("]
    if not any(_is_explanation(text, tokens, place) for place in opened):
        return tokens
    found: list[Token] = []
    end = 0
    for place, token in enumerate(tokens):
        if place == end - 1 and found:
            found.append(replace(END, span=token.span))
        elif token.text == "(" and place >= end and _is_explanation(text, tokens, place):
            end = _after_group(tokens, place)
            found.append(Token(Lexeme.TEXT, "where", token.span))
        else:
            found.append(token)
    return found


def _is_explanation(text: str, tokens: Sequence[Token], place: int) -> bool:
    """Whether brackets open, set apart, that hold what a name before them stands for."""
    is_led_in = text_at(tokens, place + 1).lower() in SIDE_WORDS
    if not is_led_in and not _is_set_apart(text, tokens, place):
        return False
    near = tokens[place : place + NEAR + 2]
    inner = near[1 : _after_group(near, 0) - 1]
    return defines_mentioned(inner[is_led_in:], tokens[:place])


def _is_set_apart(text: str, tokens: Sequence[Token], place: int) -> bool:
    """Whether a gap, words or a comma stand before a place."""
    before = tokens[place - 1] if place else END
    gap = text[before.span[1] : tokens[place].span[0]]
    return before.text in (",", ";") or before.kind is Lexeme.TEXT or bool(_GAP.search(gap))


def _is_within(span: Span, places: Sequence[Span]) -> bool:
    place = bisect_right(places, span[0], key=lambda each: each[0]) - 1
    return place >= 0 and span[1] <= places[place][1]


def _without_marks(waiting: Sequence[Token]) -> Iterator[Token]:
    """Without notes in brackets and the arguments that decorate a relation."""
    at = 0
    while at < len(waiting):
        token = waiting[at]
        if token.text in STACKED and at + 1 < len(waiting):
            middle = _after_group(waiting, at + 1)
            end = _after_group(waiting, middle) if middle < len(waiting) else middle
            yield from _stacked(token.text, waiting[at + 1 : middle], waiting[middle:end])
            at = end
            continue
        if token.text == "(" and at + 1 < len(waiting) and waiting[at + 1].kind is Lexeme.TEXT:
            end = _after_group(waiting, at)
            inner = waiting[at + 1 : end - 1]
            if all(each.kind is Lexeme.TEXT or each.text in PUNCTUATION for each in inner):
                at = end
                continue
        yield token
        at += 1


_DENYING = frozenset({"/", "not", "no", r"\not", r"\neq"})
STACKED = frozenset({r"\stackrel", r"\overset", r"\underset"})


def _stacked(command: str, above: Sequence[Token], base: Sequence[Token]) -> Iterator[Token]:
    """The base of two things set one above the other; below an operator stands its index.

    An equals sign that is struck out or denied by what is set above or below it is none.
    """
    inner = base[1:-1] if len(base) > 2 and base[0].text == "{" else base
    if [each.text for each in inner] == ["="] and any(
        each.text.lower() in _DENYING for each in above
    ):
        inner = [replace(inner[0], kind=Lexeme.COMMAND, text=r"\neq")]
    yield from inner
    if command == r"\underset" and len(inner) == 1 and is_function(inner[0]):
        yield Token(Lexeme.SIGN, "_", inner[0].span)
        yield from above


def _after_group(tokens: Sequence[Token], at: int) -> int:
    depth = 0
    for position in range(at, len(tokens)):
        depth += (tokens[position].text in OPENING) - (tokens[position].text in CLOSING)
        if depth <= 0:
            return position + 1
    return len(tokens)
