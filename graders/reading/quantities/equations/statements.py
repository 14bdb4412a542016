"""Statements in a run of tokens: where a row, a sentence, a column or a clause ends one."""

import re
from collections.abc import Container, Iterator, Sequence

from graders.reading.lexing.token import Lexeme, Token
from graders.reading.mathematics.names.scripts import text_at
from graders.reading.quantities.equations.token_runs import (
    CLOSING,
    NAME_TOKENS,
    OPENING,
    RELATIONS,
    WEAK,
    formula_follows,
    in_brackets,
    number_follows,
    trailing_name,
)
from graders.reading.quantities.names.reader import NameReader
from graders.reading.quantities.names.vocabulary import Vocabulary
from graders.sentences import is_abbreviated

_BREAKS = frozenset(["\\\\", ";", r"\Rightarrow", r"\Leftrightarrow", r"\therefore"])
_CONTINUING = frozenset(["+", "-", "*", "/", r"\rightarrow"]) | RELATIONS
_LONGEST_GAP = 200  # characters between two parts of a statement, of which something is said
_WIDE = re.compile(r"\t| {2,}|\u2003|\u2009{2,}")
_CONDITIONS = frozenset({"with", "where"})  # "= 0.35 with h = 0.01"
_LEADING = frozenset("so thus hence then therefore here which meaning".split())
_SHORT = 9  # tokens up to the relation of what is said so
_LONG = 24  # tokens up to the relation of an equation
_PRONOUNS = frozenset({"it", "this", "that"})


def statements(
    text: str, vocabulary: Vocabulary, *, prose: bool, starts: Container[int] = ()
) -> Iterator[Sequence[Token]]:
    """Runs of tokens that are one statement each; one begins at each of the starts."""
    return _Statements(text, vocabulary, is_prose=prose).cut(starts)


class _Statements:
    """Cuts the tokens of a text into statements; `current` is the one that is read."""

    def __init__(self, text: str, vocabulary: Vocabulary, *, is_prose: bool) -> None:
        self.text, self.vocabulary, self.is_prose = text, vocabulary, is_prose
        self.tokens = vocabulary.tokens(text)
        self.enclosed = in_brackets(self.tokens)
        self.current: list[Token] = []

    def cut(self, starts: Container[int]) -> Iterator[Sequence[Token]]:
        for at, token in enumerate(self.tokens):
            if self.current and (token.span[0] in starts or self._begins_anew(at)):
                yield self.current
                self.current = []
            if token.text == "\\\\":
                goes_on = _continues(self.tokens, at + 1, bullets=False) or _is_open(self.current)
                ends = not (self.current and goes_on)
            else:
                ends = not self.enclosed[at] and self._ends(at)
            if ends:
                yield self.current[:-1] if self._is_arrow(at) else self.current
                self.current = []
            elif token.text not in ("&", "\\\\"):
                self.current.append(token)
        yield self.current

    def _ends(self, at: int) -> bool:
        """Whether a sign or a word ends the statement before it."""
        return self.tokens[at].text in _BREAKS or self._is_arrow(at) or self._separates(at)

    def _is_arrow(self, at: int) -> bool:
        """Whether this is the second sign of => or ->, which leads to an equation."""
        last = self.current[-1].text if self.current else ""
        if self.tokens[at].text != ">" or last not in ("=", "-"):
            return False
        return last == "=" or self._definition_follows(at + 1)  # z = 4.3 -> h_1 = 0.98

    def _begins_anew(self, at: int) -> bool:
        """Whether the gap before a token ends a statement: a line, a sentence, a column."""
        before, token = self.current[-1], self.tokens[at]
        gap = self.text[max(before.span[1], token.span[0] - _LONGEST_GAP) : token.span[0]]
        if _WIDE.search(gap) is not None and self._definition_follows(at):
            return True
        ends = "\n" in gap or gap.count("$") > 1 or self._is_full_stop(before, token, gap)
        if not (self.is_prose and ends) or _continues(self.tokens, at):
            return False
        return not _is_open([before]) or self._definition_follows(at)

    def _is_full_stop(self, before: Token, after: Token, gap: str) -> bool:
        if before.text != "." or gap.strip("$ ") or not gap:
            return False
        omits = self.text.endswith("..", 0, before.span[1]) and after.text in _CONTINUING
        return not omits and not is_abbreviated(self.text, before.span[1])  # "= ... * 4 ="

    def _definition_follows(self, at: int) -> bool:
        """Whether a declared name and a relation come next."""
        found = NameReader(self.tokens, self.vocabulary).name(at)
        if found is None or found[0] not in self.vocabulary.known:
            return False
        after = found[1] + (text_at(self.tokens, found[1]) == "&")
        return text_at(self.tokens, after) in RELATIONS

    def _separates(self, at: int) -> bool:
        """Whether a comma, a column mark, or a word behind a value parts two equations."""
        text = self.tokens[at].text
        if text == ",":
            follows = _equation_follows(self.tokens, at + 1) or self._value_follows(at + 1)
            return follows and not self._is_decimal_comma(at)
        may_part = text in _CONDITIONS | _LEADING or text in (":", "&")
        if not (may_part and any(token.text in RELATIONS for token in self.current)):
            return False
        last = self.current[-1]
        if text in _CONDITIONS | _LEADING:
            within = _SHORT if text in _CONDITIONS else _LONG
            follows = _equation_follows(self.tokens, at + 1, within=within)
            return last.kind is Lexeme.NUMBER and follows
        if text == ":":
            return self._definition_follows(at + 1)
        goes_on = last.text in _CONTINUING or _continues(self.tokens, at + 1)
        return text == "&" and not goes_on

    def _is_decimal_comma(self, at: int) -> bool:
        after = self.tokens[at + 1 : at + 2]
        if not (self.current and after) or after[0].span[0] != self.tokens[at].span[1]:
            return False
        return after[0].kind is self.current[-1].kind is Lexeme.NUMBER

    def _value_follows(self, at: int) -> bool:
        """Whether words end in a declared name whose value is said: "h_2 is 0.99"."""
        for place, token in enumerate(self.tokens[at : at + NAME_TOKENS], start=at):
            if token.text in (",", ";", "."):
                return False
            if token.text in WEAK and token.text != "are":  # which has more before the comma
                end = place - (self.tokens[place - 1].text in _PRONOUNS)
                name, _ = trailing_name(self.tokens[at:end], self.vocabulary)
                tells = (number_follows, formula_follows)
                return name is not None and any(each(self.tokens, place + 1) for each in tells)
        return False


def unwrapped(statement: Sequence[Token]) -> Sequence[Token]:
    """A statement without brackets around all of it."""
    while len(statement) > 2 and statement[0].text == "(" and statement[-1].text == ")":
        inner = statement[1:-1]
        if any(in_brackets(statement)[1:-1]) and all(in_brackets(statement)):
            statement = inner
        else:
            break
    return statement


def _is_open(current: Sequence[Token]) -> bool:
    return bool(current) and current[-1].text in ("=", "+", "*", r"\approx")


def _continues(tokens: Sequence[Token], position: int, *, bullets: bool = True) -> bool:
    """Whether the row that begins here goes on with the one before it."""
    while text_at(tokens, position) in ("&", ";"):
        position += 1
    if position >= len(tokens) or tokens[position].text not in _CONTINUING:
        return False
    following = tokens[position + 1] if position + 1 < len(tokens) else None
    bullet = bullets and tokens[position].text in ("-", "*", "+") and following is not None
    return not (bullet and _equation_follows(tokens, position + 1, within=8))


def _equation_follows(tokens: Sequence[Token], position: int, *, within: int = _LONG) -> bool:
    """Whether a left-hand side and a relation come before the next separator."""
    depth = 0
    for token in tokens[position : position + within]:
        depth += (token.text in OPENING) - (token.text in CLOSING)
        if depth < 0 or (depth == 0 and token.text in (",", ";", "\\\\")):
            return False
        if depth == 0 and token.text in RELATIONS:
            return token is not tokens[position]
    return False
