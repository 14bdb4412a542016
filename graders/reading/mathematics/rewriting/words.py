"""Words cut into names and functions, as what is declared says: `Ax` into A and x."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from graders.expression import Span
from graders.reading.lexing.token import Lexeme, Token
from graders.reading.mathematics.names.functions import (
    BEGINNINGS,
    FOLDS,
    FUNCTIONS,
    LONGEST_FUNCTION,
    function_named,
    is_function,
    is_prose,
)
from graders.reading.mathematics.names.scripts import text_at
from graders.reading.mathematics.names.symbols import SymbolTable

_SHORT = frozenset({"tr", "ln"})  # functions, but behind a sign of TeX two letters
_LONGEST_WORD = 60
_LONGEST_CLAUSE = 12  # words on either side
_FEWEST_STRANGE = 4  # letters of no name, in what is none


def with_cut_words(tokens: Sequence[Token], table: SymbolTable) -> list[Token]:
    """The tokens with a name or a function each, and prose as text."""
    return list(_cut_words(tokens, table))


def _cut_words(tokens: Sequence[Token], table: SymbolTable) -> Iterator[Token]:
    for place, token in enumerate(tokens):
        word = token.text
        if token.kind is not Lexeme.WORD or len(word) == 1:
            yield token
        elif word in table.words or _is_made_of_names(word, table):
            yield from _cut(token, table)
        elif typed := table.typed(word):
            for name in typed:
                kind = Lexeme.COMMAND if name[0] == "\\" else Lexeme.WORD
                yield Token(kind, name, token.span, token.font)
        elif word in ("Tr", "TR") and place and tokens[place - 1].text == "^":
            yield from _cut_at(token, (1, 1))  # A^T r, and no trace
        elif word in _SHORT and place and _hangs(tokens[place - 1], word, table):
            yield from _cut_at(token, (1, 1))  # \gamma_tr_t
        elif is_function(token) or word == "arg":
            yield token
        elif _is_between(tokens, place, "_"):  # s_as_b, without braces
            yield from _cut(token, table)
        elif (len(word) == len("ie") and _is_bound(tokens, place)) or (
            len(word) == len("ij") and _are_indices(tokens, place, table)
        ):
            yield from _cut_at(token, (1, 1))
        elif is_prose(word) or len(word) > _LONGEST_WORD:
            yield replace(token, kind=Lexeme.TEXT)
        elif token.font == "upright":
            yield token
        elif _is_amid_prose(tokens, place, table):
            yield replace(token, kind=Lexeme.TEXT)
        else:
            yield from _cut(token, table)


def _is_amid_prose(tokens: Sequence[Token], place: int, table: SymbolTable) -> bool:
    """Whether a word is one of a clause with a comma behind it: `by the power rule, f' = 2x`."""
    word = tokens[place].text
    strange = sum(1 for letter in word if not table.declares_letter(letter))
    if strange < _FEWEST_STRANGE or not (word[1:].islower() and word.isascii()):
        return False
    start, end = place, place + 1
    while start > place - _LONGEST_CLAUSE and start and _is_long(tokens[start - 1]):
        start -= 1
    while end < min(len(tokens), place + _LONGEST_CLAUSE) and _is_long(tokens[end]):
        end += 1
    others = (*tokens[start:place], *tokens[place + 1 : end])
    return text_at(tokens, end) in (",", ":") and any(is_prose(each.text) for each in others)


def _is_long(token: Token) -> bool:
    return token.kind is Lexeme.WORD and len(token.text) > 1


def _hangs(before: Token, word: str, table: SymbolTable) -> bool:
    """Whether the first letter of a word hangs on what stands before, and the second is a name."""
    return before.text == "_" or (before.text == "^" and table.declares_letter(word[1]))


def _is_between(tokens: Sequence[Token], place: int, sign: str) -> bool:
    before = tokens[place - 1].text if place else ""
    return before == text_at(tokens, place + 1) == sign


def _is_bound(tokens: Sequence[Token], place: int) -> bool:
    r"""Whether a word begins with the index of a sum, with no braces around it: `\sum_ie^{x_i}`."""
    before = [each.text.removeprefix("\\") for each in tokens[max(0, place - 2) : place]]
    return len(before) == 2 and before[0] in FOLDS and before[1] == "_"


def _are_indices(tokens: Sequence[Token], place: int, table: SymbolTable) -> bool:
    """Whether a word stands where a matrix has its indices: `E_{it}`."""
    around = [each.text for each in tokens[max(0, place - 2) : place + 2]]
    if place < 3 or around[:2] != ["_", "{"] or around[3:] != ["}"]:
        return False
    name = tokens[place - 3].text[-1]
    letters = (replace(tokens[place - 3], text=each) for each in (name, name.upper()))
    named = next(filter(None, (table.match([each], 0) for each in letters)), None)
    return named is not None and table.kind(named.symbol) == "matrix"


def _is_made_of_names(word: str, table: SymbolTable) -> bool:
    return function_named(word) is None and all(table.declares_letter(letter) for letter in word)


def _cut(token: Token, table: SymbolTable) -> Iterator[Token]:
    """`Ax` into A and x, `ylog` into y and log; declared words into their letters."""
    return _cut_at(token, _lengths(token.text, table))


def _lengths(word: str, table: SymbolTable) -> Iterator[int]:
    at = 0
    while at < len(word):
        declared = max((len(name) for name in table.words if word.startswith(name, at)), default=0)
        pieces = [1] * declared or [_length_of_function(word, at)]
        yield from pieces
        at += sum(pieces)


def _cut_at(token: Token, lengths: Iterable[int]) -> Iterator[Token]:
    word, start = token.text, token.span[0]
    whole = token.span[1] - start == len(word)  # and not spelled within a font command
    at = 0
    for length in lengths:
        span = (start + at, start + at + length) if whole else token.span
        yield _respelled(token, word[at : at + length], span)
        at += length


def _length_of_function(word: str, at: int) -> int:
    """How long the name of the function is that begins here; 1 if none does."""
    if word[at : at + 2] in BEGINNINGS:
        for size in range(min(len(word) - at, LONGEST_FUNCTION), 1, -1):
            if word[at : at + size] in FUNCTIONS:
                return size
    return 1


def _respelled(token: Token, text: str, span: Span) -> Token:
    return Token(token.kind, text, span, token.font)
