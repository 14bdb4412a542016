"""Numbers, and the names that mean the same in every question."""

from dataclasses import replace
from typing import TYPE_CHECKING

from graders.expression import UNIT, Expression, Number, Symbol
from graders.reading.lexing.token import Lexeme
from graders.reading.mathematics.names.numerals import exact
from graders.reading.mathematics.names.scripts import OPENING, group_end, read_scripts
from graders.reading.mathematics.parsing.attached import read_indices, scripted
from graders.reading.mathematics.parsing.brackets import read_brackets
from graders.reading.mathematics.parsing.dots import DOTS, LEFT_OUT
from graders.reading.mathematics.parsing.indicators import indicator_below
from graders.reading.mathematics.parsing.operators import ORDERS

if TYPE_CHECKING:
    from graders.reading.mathematics.parsing.parser import Parser

_CONSTANTS = {"e": "e", r"\pi": "pi", r"\infty": "inf", "I": "identity", r"\one": "ones",
              r"\varnothing": "empty", r"\emptyset": "empty"}  # fmt: skip


def read_number(parser: "Parser") -> Expression:
    token = parser.tokens[parser.at]
    parser.at += 1
    if parser.accept("%"):
        return Number(exact(token.text) / 100, token.span)
    if token.text == "1" and _holds_relation(parser):  # 1(z > 0), without its double stroke
        return parser.make("indicator", (read_brackets(parser),), parser.at - 1)
    if token.text == "1" and parser.peek() == "_":
        return indicator_below(parser, parser.at - 1)
    return Number(exact(token.text), token.span)


def _holds_relation(parser: "Parser") -> bool:
    """Whether brackets open here that hold a relation and no comma."""
    if parser.peek() not in OPENING:
        return False
    inner = parser.texts((parser.at + 1, group_end(parser.tokens, parser.at)))
    return not ORDERS.isdisjoint(inner) and "," not in inner


def _unit_vector(parser: "Parser") -> Expression:
    """`e_i` where nothing says what e is: the column with a 1 at place i."""
    start = parser.at
    scripts = read_scripts(parser.tokens, start + 1, parser.end)
    parser.at = scripts.after
    indices = read_indices(parser, scripts.sub) if scripts.sub else ()
    if len(indices) != 1:
        raise parser.refusal_at(start, "is no name of this question")
    return scripted(parser, parser.make(UNIT, indices, start), replace(scripts, sub=None), start)


def read_constant(parser: "Parser") -> Expression:
    """Euler's number, pi, infinity, identity, zeros, ones and sizes; other names are refused."""
    token = parser.tokens[parser.at]
    if token.text in DOTS:
        parser.at += 1
        return Symbol(LEFT_OUT, token.span)
    found = _CONSTANTS.get(token.text)
    if token.text == "e" and parser.after_next() == "_":
        return _unit_vector(parser)
    if found is None and token.text in parser.table.sizes and parser.after_next() != "_":
        found = token.text
    if found is not None:
        parser.at += 1
        return Symbol(found, token.span)
    if token.kind is Lexeme.WORD or (token.text.startswith("\\") and token.text[1:].isalpha()):
        scripts = read_scripts(parser.tokens, parser.at + 1, parser.end)
        shown = "".join(each.text for each in parser.tokens[parser.at : scripts.after])
        raise parser.refusal(
            f"begins '{shown}', which is no name of this question"
            if shown != token.text
            else "is no name of this question"
        )
    if token.kind is Lexeme.TEXT:
        raise parser.refusal("are words amid a formula")
    raise parser.refusal("cannot be read")
