"""Names in a formula: bound indices, declared names with their components, functions applied."""

from dataclasses import replace
from typing import TYPE_CHECKING

from graders.expression import Expression, Symbol
from graders.reading.lexing.token import Lexeme
from graders.reading.mathematics.names.members import read_member
from graders.reading.mathematics.names.scripted_names import Match
from graders.reading.mathematics.names.scripts import Scripts, group_end, text_at
from graders.reading.mathematics.parsing.attached import (
    powered,
    read_indices,
    scripted,
    with_raised_index,
)
from graders.reading.mathematics.parsing.brackets import read_arguments

if TYPE_CHECKING:
    from graders.reading.mathematics.parsing.parser import Parser

_HANGING = frozenset("_^'([")  # what may belong to the name before


def read_name(parser: "Parser") -> Expression | None:
    """A bound index or a declared name; its scripts are read as far as they belong to it."""
    start = parser.at
    token = parser.tokens[start]
    if token.text in parser.bound and token.kind is Lexeme.WORD:
        parser.at += 1
        return Symbol(token.text, token.span)
    plain = parser.table.plain(token)
    if plain is not None and parser.after_next() not in _HANGING:
        parser.at += 1
        return Symbol(plain, token.span)
    match = parser.table.match(parser.tokens, start, parser.end)
    if match is not None:
        return _matched(parser, match, start)
    return _of_matrix(parser, start) or read_member(parser)


def _matched(parser: "Parser", match: Match, start: int) -> Expression:
    kind = parser.table.kind(match.symbol)
    is_array = kind in ("vector", "matrix")
    scripts = with_raised_index(parser, match.scripts, kind) if is_array else match.scripts
    hangs = bool(scripts)
    parser.at = _end_of_name(scripts) if hangs else scripts.after
    symbol = Symbol(match.symbol, parser.span_from(start))
    parser.at = scripts.after
    if kind == "function":
        return _applied(parser, symbol, scripts, start)
    if kind in ("", "scalar") and _is_of_variable(parser):
        parser.at += 3
        return scripted(parser, symbol, scripts, start) if hangs else symbol
    if scripts.sub is not None and _pairs_letters(parser, match, scripts):
        parser.at += 1
        joined = (scripts.sub[0], scripts.sub[1] + 1)
        scripts = Scripts(joined, scripts.sup, scripts.primes, parser.at)
    if hangs:
        return scripted(parser, symbol, scripts, start)
    return bracketed_component(parser, symbol, kind, start)


def bracketed_component(parser: "Parser", symbol: Expression, kind: str, start: int) -> Expression:
    """`f[y]`, as code has it, where the brackets hold nothing but indices."""
    if kind not in ("vector", "matrix") or parser.peek() != "[":
        return symbol
    end = group_end(parser.tokens, parser.at)
    inner = parser.tokens[parser.at + 1 : end]
    if not inner or not all(
        token.kind is Lexeme.NUMBER
        or token.text in (",", *parser.bound)
        or parser.is_index(token.text)
        for token in inner
    ):
        return symbol
    indices = read_indices(parser, (parser.at + 1, end))
    parser.at = end + 1
    return parser.make("at", (symbol, *indices), start)


def _is_of_variable(parser: "Parser") -> bool:
    r"""Whether `(x)` follows, where x is declared nowhere and only names are said to be of it.

    `\frac{p_{data}(x)}{p_{data}(x) + p_g(x)}` is of x throughout; a lone `w(q)` is not read.
    """
    tokens, at = parser.tokens, parser.at
    if text_at(tokens, at) != "(" or text_at(tokens, at + 2) != ")":
        return False
    letter = tokens[at + 1].text
    if letter not in parser.variables:
        return False
    declared = parser.table.match(tokens, at + 1) is not None
    return letter not in parser.bound and not declared


def _pairs_letters(parser: "Parser", match: Match, scripts: Scripts) -> bool:
    """Whether `A_ij`, typed without braces, has two indices."""
    sub = scripts.sub
    if sub is None or parser.table.kind(match.symbol) != "matrix" or sub[1] - sub[0] != 1:
        return False
    after = sub[1]
    if after >= parser.end or scripts.sup is not None or parser.tokens[sub[0] - 1].text == "{":
        return False
    first, second = parser.tokens[sub[0]], parser.tokens[after]
    return (
        first.kind is second.kind is Lexeme.WORD
        and first.span[1] == second.span[0]
        and (second.text in parser.bound or parser.is_index(second.text))
    )


def _end_of_name(scripts: Scripts) -> int:
    starts = [inner[0] for inner in (scripts.sub, scripts.sup) if inner is not None]
    return min(starts, default=scripts.after)


def _of_matrix(parser: "Parser", start: int) -> Expression | None:
    """`a_{ik}`, an entry, or `x_i`, a sample, where the matrix A or X is declared and a, x not."""
    token = parser.tokens[start]
    if token.kind is not Lexeme.WORD or not token.text.islower():
        return None
    if not parser.table.declares_letter(token.text.upper()):
        return None
    upper = replace(token, text=token.text.upper())
    match = parser.table.match(
        [*parser.tokens[:start], upper, *parser.tokens[start + 1 :]], start, parser.end
    )
    if match is None or parser.table.kind(match.symbol) != "matrix":
        return None
    scripts = with_raised_index(parser, match.scripts, "matrix")
    sub = scripts.sub
    if sub is None:
        return None
    if sub[1] - sub[0] >= 2 or parser.tokens[sub[0]].kind is Lexeme.NUMBER:
        return _matched(parser, match, start)
    symbol = Symbol(match.symbol, token.span)
    parser.at = scripts.after
    sample = parser.make("sample", (symbol, *read_indices(parser, sub)), start)
    return scripted(parser, sample, replace(scripts, sub=None), start)


def _applied(parser: "Parser", function: Symbol, scripts: Scripts, start: int) -> Expression:
    """A declared function at its arguments."""
    if parser.peek() not in ("(", "["):
        raise parser.refusal(f"stands where the argument of {function.name} is expected")
    arguments = read_arguments(parser)
    name = function.name + "'" * scripts.primes
    found: Expression = parser.make("apply", (Symbol(name, function.span), *arguments), start)
    return powered(parser, found, scripts.sup, start) if scripts.sup is not None else found
