"""Notations that are rewritten in the tokens before they are parsed.

Intervals with their brackets turned outwards, inner products in angle brackets of plain text,
powers, decimals and digits as they are typed, and primed indices: each means what another, common
notation means, and only the signs around it tell.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from graders.reading.lexing.token import Lexeme, Token
from graders.reading.mathematics.names.symbols import SymbolTable
from graders.reading.mathematics.rewriting.brackets import (
    with_inner_products,
    with_intervals,
    with_norms,
)
from graders.reading.mathematics.rewriting.indices import (
    GREEK_INDEX,
    with_greek_indices,
    with_primed_indices,
)
from graders.reading.mathematics.rewriting.listed_numbers import with_listed_numbers
from graders.reading.mathematics.rewriting.repeating import with_repeating_decimals
from graders.reading.mathematics.rewriting.typed import (
    with_decimal_commas,
    with_powers,
    with_single_digits,
    with_typed_transposes,
)


def in_a_row(tokens: Sequence[Token]) -> str:
    """The signs of a formula with a space between them: what one look tells it by."""
    return " ".join([token.text for token in tokens])


def rewritten(tokens: Sequence[Token], signs: str, table: SymbolTable) -> list[Token]:
    """The tokens, whose `signs` stand in a row, with these notations in their common form."""
    found = list(tokens)
    for needed, in_common_form in _NOTATIONS if _ANY_NOTATION.search(signs) else ():
        if needed.search(signs):
            found = in_common_form(found)
    if GREEK_INDEX.search(signs):
        found = list(with_greek_indices(found, signs, table))
    return with_primed_indices(found, table) if "'" in signs else found


def _with_words(tokens: Sequence[Token]) -> list[Token]:
    return [
        replace(token, kind=Lexeme.TEXT, text="for all") if token.text == r"\forall" else token
        for token in tokens
    ]


_NOTATIONS: Sequence[tuple[re.Pattern[str], Callable[[Sequence[Token]], list[Token]]]] = (
    (re.compile(r"\d,\d"), with_listed_numbers),
    (re.compile(r"\\forall"), _with_words),
    (re.compile(r"\\norm\*? \{"), with_norms),
    (re.compile(r"\d(?: \.)? \\(?:overline|bar|dot) "), with_repeating_decimals),
    (re.compile(r"[][]"), with_intervals),
    (re.compile(r"<|\\lt"), with_inner_products),
    (re.compile(r"\* \*"), with_powers),
    (re.compile(r"\. T(?!\S)"), with_typed_transposes),
    (re.compile(r"\d , \d"), with_decimal_commas),
    (re.compile(r"\d\d"), with_single_digits),
)
_ANY_NOTATION = re.compile("|".join(needed.pattern for needed, _ in _NOTATIONS))
