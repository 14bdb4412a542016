"""Tokens into statements: rows, arrows, words and commas separate them, relations their members."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from graders.reading.lexing.token import SET_BRACE, Lexeme, Token
from graders.reading.mathematics.names.scripts import CLOSING, OPENING, text_at
from graders.reading.mathematics.statements.chain import (
    ANGLES,
    ARROWS,
    CONCLUDING_WORDS,
    CONDITION_WORDS,
    END,
    EQUALITIES,
    MARKS,
    ORDERS,
    RELATING,
    ROW,
    SIDE_WORDS,
    Statement,
    statement_of,
)
from graders.reading.mathematics.statements.mentions import (
    defines_mentioned,
    end_of_head,
    is_mentioned,
)

_ENDS = frozenset({*ARROWS, ROW, "&", ",", ";"})  # of a run, beside words
_KEPT = re.compile(r"begin (?:[bpvVB]?matrix|smallmatrix|[dr]?cases)")
NEAR = 60  # tokens
_DEEPEST = 20  # brackets within brackets on a left-hand side


def statements_in(tokens: Sequence[Token]) -> Iterator[Statement]:
    """The chains between rows, arrows, words and commas that separate equations."""
    lead, run, arrow, before = "", list[Token](), False, ""
    concludes = False
    explains = False  # what a word leads in comes after a formula, and explains it
    goes_on = False  # the lead is that of the statement before

    def finished() -> Iterator[Statement]:
        statement = statement_of(run, lead, after_arrow=arrow) if run else None
        if statement is not None and goes_on and not statement.has_relation:
            statement = statement._replace(lead="")
        if statement is not None and concludes:
            statement = statement._replace(concludes=True)
        return iter(() if statement is None else (statement,))

    for piece in _pieces(tokens):
        if piece.tokens and run and (piece.aligned or _continues(piece.tokens) or _is_open(run)):
            run += piece.tokens
        elif piece.tokens:
            if run:
                yield from finished()
                explains |= not lead
                goes_on = explains and before == "," and lead in SIDE_WORDS
                lead = lead if goes_on else ""
                arrow = False
            run = list(piece.tokens)
        before = piece.end.text
        if piece.end.kind is Lexeme.TEXT:
            yield from finished()
            explains |= bool(run) and not lead
            known = [word.strip(" ,.:;") for word in piece.end.text.lower().split()]
            leads_on = not CONCLUDING_WORDS.isdisjoint(known)
            kept = "" if run or (lead == "for" and leads_on) else lead  # for x we get
            lead = next((w for w in known if w in SIDE_WORDS | CONDITION_WORDS), kept)
            concludes = (concludes and not run) or leads_on
            run, arrow, goes_on = [], False, False
        elif piece.end.text in ARROWS:
            yield from finished()
            run, lead, arrow = [], "", piece.end.text != r"\Leftrightarrow"
    yield from finished()


_OPERATORS = frozenset({"+", "-", "*", "/", ")", "]", r"\cdot", r"\odot", r"\times", r"\otimes"})


def _continues(piece: Sequence[Token]) -> bool:
    """Whether a row goes on with the one before: it begins with a relation or an operator."""
    if piece[0].text in EQUALITIES or piece[0].text in ORDERS:
        return True
    related = any(token.text in EQUALITIES or token.text in ORDERS for token in piece)
    return piece[0].text in _OPERATORS and not related


class _Piece(NamedTuple):
    """A run of tokens and what ends it; `aligned` if its row begins at a column mark."""

    tokens: Sequence[Token]
    end: Token
    aligned: bool = False


@dataclass
class _Run:
    """Tokens up to what ends them, and what was seen among them when they were added."""

    tokens: list[Token] = field(default_factory=list)
    angles: int = 0  # that are open
    is_related: bool = False
    is_related_outside: bool = False  # of all brackets and matrices

    def add(self, token: Token, *, inside: bool) -> None:
        self.tokens.append(token)
        self.angles += ANGLES.get(token.text, 0)
        if token.text in EQUALITIES or token.text in RELATING:
            self.is_related = True
            self.is_related_outside |= not inside


def _pieces(tokens: Sequence[Token]) -> Iterator[_Piece]:
    """Runs of tokens between rows, arrows, words, and commas between equations."""
    if not [token for token in tokens if token.text in _ENDS or token.kind is Lexeme.TEXT]:
        yield _Piece(tokens, END)
        return
    run = _Run()
    depth, kept = 0, 0
    fresh, aligned = True, False  # a row has just begun; it began with a column mark
    for position, token in enumerate(tokens):
        if token.text not in MARKS and token.kind is not Lexeme.TEXT:
            run.tokens.append(token)
            continue
        if token.text == ROW and token.font:
            if kept and token.font.startswith("end "):
                kept -= 1
                run.add(token, inside=True)
                continue
            if kept or _KEPT.match(token.font) or _is_enclosed_array(tokens, position):
                kept += 1
                run.add(token, inside=True)
                continue
        if kept:
            run.add(token, inside=True)
            continue
        depth += (token.text in OPENING) - (token.text in CLOSING)
        ends_row = token.text == ROW
        if token.text == "&" and depth == 0:
            aligned |= fresh and not run.tokens
            continue
        if depth > 0 and not ends_row:
            run.add(token, inside=True)
        elif token.text in (",", ";") and _explains(tokens, position, run):
            yield _Piece(run.tokens, replace(token, kind=Lexeme.TEXT, text="where"), aligned)
            run, aligned, fresh = _Run(), False, False
        elif ends_row or token.text == ";" or token.text in ARROWS or token.kind is Lexeme.TEXT:
            if depth > 0:
                if _is_within_substack(tokens, position):
                    run.add(token, inside=True)
                continue  # a row breaks within brackets
            yield _Piece(run.tokens, token, aligned)
            is_empty = not run.tokens
            aligned = aligned and not ends_row and is_empty
            run, fresh = _Run(), ends_row or (fresh and is_empty)
        elif token.text == "," and (
            _equation_on_both_sides(tokens, position, run) or _is_used_after(tokens, position, run)
        ):
            yield _Piece(run.tokens, token, aligned)
            run, aligned, fresh = _Run(), False, False
        else:
            run.add(token, inside=False)
    yield _Piece(run.tokens, END, aligned)


def _is_within_substack(tokens: Sequence[Token], position: int) -> bool:
    r"""Whether a row ends inside \substack{...}, where it separates conditions."""
    depth = 0
    for place in range(position, max(-1, position - NEAR), -1):
        depth += (tokens[place].text in CLOSING) - (tokens[place].text in OPENING)
        if depth < 0:
            return place > 0 and tokens[place - 1].text == r"\substack"
    return False


def _is_enclosed_array(tokens: Sequence[Token], position: int) -> bool:
    before = tokens[position - 1] if position else None
    return (
        tokens[position].font == "begin array"
        and before is not None
        and (before.text in ("(", "[", "|") or before.font == SET_BRACE)
    )


def _explains(tokens: Sequence[Token], position: int, run: _Run) -> bool:
    r"""Whether a name follows that the formula before uses: `\delta x^T, \delta = p - y`."""
    if run.is_related_outside:
        return False
    first = position + 1
    if text_at(tokens, first) in (",", ";"):  # a comma and a quad
        first += 1
    return defines_mentioned(tokens[first : first + NEAR], run.tokens)


def _equation_on_both_sides(tokens: Sequence[Token], position: int, run: _Run) -> bool:
    """Whether a comma parts two equations, and not the factors of an inner product."""
    return run.is_related and run.angles <= 0 and _equation_follows(tokens, position)


def _is_used_after(tokens: Sequence[Token], position: int, run: _Run) -> bool:
    """Whether the name that an equation gives is used by the bare formula behind it."""
    if not run.is_related_outside or run.angles > 0:
        return False
    end = end_of_head(run.tokens)
    rest = tokens[position + 1 : position + NEAR]
    until = next((n for n, token in enumerate(rest) if token.kind is Lexeme.TEXT), len(rest))
    is_equation = end < len(run.tokens) and run.tokens[end].text in EQUALITIES
    is_last = not any(
        token.text in MARKS - {"(", ")", "{", "}", "[", "]"} for token in rest[:until]
    )
    return is_equation and is_last and is_mentioned(run.tokens[:end], rest[:until])


def _equation_follows(tokens: Sequence[Token], position: int) -> bool:
    """Whether a relation stands before the next comma, or words do."""
    depth = 0
    for place in range(position + 1, len(tokens)):
        token = tokens[place]
        depth += (token.text in OPENING) - (token.text in CLOSING)
        if depth > _DEEPEST:
            return False
        if depth < 0 or (depth == 0 and (token.text in (",", ROW) or token.kind is Lexeme.TEXT)):
            return token.kind is Lexeme.TEXT
        if depth == 0 and (token.text in EQUALITIES or token.text in ORDERS):
            return True
    return False


def _is_open(run: Sequence[Token]) -> bool:
    return run[-1].text in ("+", "-", "*", "=", "/", r"\approx", "(", r"\leq", r"\geq")
