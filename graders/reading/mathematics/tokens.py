"""The tokens of a formula, cut into names, functions and words as what is declared says."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from graders.errors import Unreadable
from graders.reading.lexing.lexer import tokenize
from graders.reading.lexing.token import Token
from graders.reading.mathematics.names.functions import BEGINNINGS
from graders.reading.mathematics.names.symbols import SymbolTable
from graders.reading.mathematics.names.typed_indices import with_typed_indices
from graders.reading.mathematics.names.typed_names import with_typed_names
from graders.reading.mathematics.rewriting.divergences import with_divergences
from graders.reading.mathematics.rewriting.increments import with_increments
from graders.reading.mathematics.rewriting.notations import in_a_row, rewritten
from graders.reading.mathematics.rewriting.signs import (
    with_small_letters,
    with_whole_signs,
    without_braces_around_one,
)
from graders.reading.mathematics.rewriting.spaced import with_whole_words
from graders.reading.mathematics.rewriting.words import with_cut_words

MAX_LENGTH = 20_000  # characters
MAX_TOKENS = 10_000
_SPACED = "|".join(sorted(" ".join(each) for each in BEGINNINGS))  # as OCR has them
_BETWEEN_BARS = re.compile(r"\s?|\s*\\(?:left|right|middle|[bB]igg?[lrm]?)\s*")


def prepare(
    text: str,
    table: SymbolTable,
    *,
    words: Callable[[Sequence[Token]], Sequence[Token]] = lambda tokens: tokens,
) -> list[Token]:
    """The tokens of a formula: one for each letter that is a name, one for each function.

    Args:
        text: the formula.
        table: what is declared.
        words: puts signs for what the text says in words, such as `at most`.

    Raises:
        Unreadable: if the text is beyond the limits.
    """
    if len(text) > MAX_LENGTH:
        raise Unreadable(f"the formula has {len(text)} characters; {MAX_LENGTH} can be read")
    tokens = words(tokenize(text))
    if "_" in text:
        tokens = with_typed_names(tokens, table)
    if "KL" in text or "JS" in text:
        tokens = with_divergences(tokens, table)
    if r"\Delta" in text or "Δ" in text:
        tokens = with_increments(tokens, table)
    if "|" in text:
        tokens = _with_double_bars(text, tokens)
    signs = in_a_row(tokens)
    for needed, mended in _MENDED if _ANY_MENDED.search(signs) else ():
        if needed.search(signs):
            tokens = mended(tokens, table)
            signs = in_a_row(tokens)
    found = rewritten(tokens, signs, table)
    if len(found) > MAX_TOKENS:
        raise Unreadable(f"the formula has {len(found)} signs; {MAX_TOKENS} can be read")
    return found


def _with_double_bars(text: str, tokens: Sequence[Token]) -> list[Token]:
    """Bars with nothing but their sizes between them, marked as double."""
    found: list[Token] = []
    for token in tokens:
        close = token.text == "|" and bool(found) and found[-1].text == "|"
        if close and _BETWEEN_BARS.fullmatch(text, found[-1].span[1], token.span[0]):
            token = replace(token, font="double")
        found.append(token)
    return found


# where the signs in a row show that there is something to mend:
_MENDED: Sequence[tuple[re.Pattern[str], Callable[[Sequence[Token], SymbolTable], list[Token]]]] = (
    (re.compile(r"(?<!\S)(?:SUM|PROD|Sum|Prod)(?!\S)"), with_small_letters),
    (re.compile(r"(?<!\S)[A-Za-z]{2}"), with_cut_words),
    (re.compile(rf"\d \. \d|(?<!\S)(?=[A-Za-z] [A-Za-z](?!\S))(?i:{_SPACED})"), with_whole_words),
    (re.compile(r"[<>=!] =|[-=] >|\\not |\{ \}|\. \.|arg m"), with_whole_signs),
    (re.compile(r"\{ (?:\\?[A-Za-z]{2,}|[-+*=/]) \}"), without_braces_around_one),
    (re.compile(r"(?<!\S)[A-Za-z] \d"), with_typed_indices),
)
_ANY_MENDED = re.compile("|".join(needed.pattern for needed, _ in _MENDED))
