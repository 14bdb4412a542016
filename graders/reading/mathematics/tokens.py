"""The tokens of a formula, cut into names, functions and words as what is declared says."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from graders.errors import Unreadable
from graders.expression import Span
from graders.reading.lexing.lexer import tokenize
from graders.reading.lexing.token import Lexeme, Token
from graders.reading.mathematics.names.functions import FOLDS, FUNCTIONS, function_named, is_prose
from graders.reading.mathematics.names.scripts import text_at
from graders.reading.mathematics.names.symbols import SymbolTable
from graders.reading.mathematics.names.typed_indices import with_typed_indices
from graders.reading.mathematics.names.typed_names import with_typed_names
from graders.reading.mathematics.notations import in_a_row, rewritten

MAX_LENGTH = 20_000  # characters
MAX_TOKENS = 10_000
MAX_DIGITS = 400  # of one number
MAX_EXPONENT = 400  # of a number in scientific notation
_LONGEST_FUNCTION = max(len(name) for name in FUNCTIONS)
_BEGINNINGS = frozenset(name[:2] for name in FUNCTIONS)
_SPACED = "|".join(sorted(" ".join(each) for each in _BEGINNINGS))  # as OCR has them
_SHORT = frozenset({"tr", "ln"})  # functions, but behind a sign of TeX two letters
_LONGEST_WORD = 60
_KEPT_NUMBERS = 1_000
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


def _with_dots(tokens: Sequence[Token], _: SymbolTable) -> list[Token]:
    """Three full stops are dots; `arg max` is one operator."""
    found: list[Token] = []
    for token in tokens:
        if token.text not in _LAST_SIGNS:
            found.append(token)
            continue
        texts = [each.text for each in found[-2:]] + [token.text]
        both = _TWO_SIGNS.get((texts[-2] if len(texts) > 1 else "", token.text))
        if both == r"\neq" and texts[-2] == "!" and _touches(found):
            both = None  # n!=6
        if (both, texts) == (r"\geq", ["=", ">"]):
            both = r"\Rightarrow"  # => 2x
        if both and (texts[-2][0] == "\\" or found[-1].span[1] == token.span[0]):
            start = found.pop().span[0]
            kind = Lexeme.COMMAND if both[0] == "\\" else Lexeme.SIGN
            token = replace(token, kind=kind, text=both, span=(start, token.span[1]))
            texts = [*texts[:-2], both]
        if token.text == "}" and texts[-2:-1] == ["{"] and not _takes_group(found):
            found.pop()  # {}
            continue
        if texts == [".", ".", "."]:
            del found[-2:]
            token = replace(token, kind=Lexeme.COMMAND, text=r"\dots")
        elif texts[-2:] in (["arg", "max"], ["arg", "min"]):
            start = found.pop().span[0]
            token = replace(token, text="".join(texts[-2:]), span=(start, token.span[1]))
        found.append(token)
    return found


_TWO_SIGNS = {
    ("<", "="): r"\leq", (">", "="): r"\geq", ("=", ">"): r"\geq", (r"\not", "="): r"\neq",
    (r"\not", "<"): r"\geq", (r"\not", ">"): r"\leq", (r"\not", r"\in"): r"\notin",
    ("=", "="): "=", ("!", "="): r"\neq",
}  # fmt: skip
_OPERATORS = frozenset({"+", "-", "*", "=", "/", r"\cdot", r"\times", r"\odot"})
_LAST_SIGNS = frozenset({*(last for _, last in _TWO_SIGNS), "}", ".", "max", "min"})


def _touches(found: Sequence[Token]) -> bool:
    """Whether the last token stands close behind the one before it, as a factorial does."""
    return len(found) > 1 and found[-2].span[1] == found[-1].span[0]


def _takes_group(found: Sequence[Token]) -> bool:
    """Whether the brace that was opened last belongs to a script or a command."""
    before = found[-2].text if len(found) > 1 else ""
    return before in ("^", "_") or before.startswith("\\")


def _unwrapped(tokens: Sequence[Token], _: SymbolTable) -> list[Token]:
    """The tokens without braces around a lone function or operator: {argmax}_k, x {+} y."""
    found: list[Token] = []
    for token in tokens:
        lone = token.text == "}" and len(found) > 1 and found[-2].text == "{"
        if lone and _stands_alone(found[-1]) and not (found[-3:-2] and found[-3].text in "_^"):
            del found[-2]
        else:
            found.append(token)
    return found


def _stands_alone(token: Token) -> bool:
    return is_function(token) or token.text in _OPERATORS


def is_function(token: Token) -> bool:
    """Whether a word or command is the name of a function."""
    name = token.text.removeprefix("\\")
    return len(name) > 1 and (function_named(name) is not None or name in FOLDS)


def _with_small_letters(tokens: Sequence[Token], _: SymbolTable) -> list[Token]:
    """A sum and a product are called so in capital letters, too."""
    return [
        replace(each, text=each.text.lower()) if each.text.lower() in FOLDS else each
        for each in tokens
    ]


def _with_cut_words(tokens: Sequence[Token], table: SymbolTable) -> list[Token]:
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
        elif word in _SHORT and place and tokens[place - 1].text == "_":
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
        else:
            yield from _cut(token, table)


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
    if word[at : at + 2] in _BEGINNINGS:
        for size in range(min(len(word) - at, _LONGEST_FUNCTION), 1, -1):
            if word[at : at + size] in FUNCTIONS:
                return size
    return 1


def _respelled(token: Token, text: str, span: Span) -> Token:
    return Token(token.kind, text, span, token.font)


def _joined(tokens: Sequence[Token], table: SymbolTable) -> list[Token]:
    """Functions and decimals that OCR has spaced ("s o f t m a x", "0 . 5") made whole."""
    found: list[Token] = []
    after = 0
    for at, token in enumerate(tokens):
        if at < after:
            continue
        if token.kind is not Lexeme.WORD and token.kind is not Lexeme.NUMBER:
            found.append(token)
            continue
        end = None
        if token.kind is Lexeme.NUMBER:
            end = _end_of_spaced_decimal(tokens, at)
        elif not (at and tokens[at - 1].text in ("_", "^")):
            end = _end_of_spaced_function(tokens, at, table)
        if end is not None:
            text = "".join(each.text for each in tokens[at:end])
            token = replace(token, text=text, span=(token.span[0], tokens[end - 1].span[1]))
            after = end
        found.append(token)
    return found


def _end_of_spaced_function(tokens: Sequence[Token], at: int, table: SymbolTable) -> int | None:
    end, word = at, ""
    if at + 1 == len(tokens) or not _is_letter(tokens[at + 1]) or not _is_letter(tokens[at]):
        return None
    while end < len(tokens) and end - at < _LONGEST_FUNCTION and _is_letter(tokens[end]):
        if word and tokens[end].span[0] <= tokens[end - 1].span[1]:
            break  # side by side: they have been told apart before
        word += tokens[end].text
        end += 1
    for size in range(len(word), 1, -1):
        name = word[:size]
        if function_named(name) and not all(table.declares_letter(letter) for letter in name):
            return at + size
    return None


def _is_letter(token: Token) -> bool:
    return token.kind is Lexeme.WORD and len(token.text) == 1


def _end_of_spaced_decimal(tokens: Sequence[Token], at: int) -> int | None:
    if at + 2 >= len(tokens) or tokens[at + 1].text != ".":
        return None
    parts = tokens[at : at + 3]
    spaced = (
        parts[0].kind is parts[2].kind is Lexeme.NUMBER
        and parts[0].text.isdigit()
        and parts[2].text.isdigit()
    )
    return at + 3 if spaced else None


# where the signs in a row show that there is something to mend:
_MENDED: Sequence[tuple[re.Pattern[str], Callable[[Sequence[Token], SymbolTable], list[Token]]]] = (
    (re.compile(r"(?<!\S)(?:SUM|PROD|Sum|Prod)(?!\S)"), _with_small_letters),
    (re.compile(r"(?<!\S)[A-Za-z]{2}"), _with_cut_words),
    (re.compile(rf"\d \. \d|(?<!\S)(?=[A-Za-z] [A-Za-z](?!\S))(?i:{_SPACED})"), _joined),
    (re.compile(r"[<>=!] =|= >|\\not |\{ \}|\. \. \.|arg m"), _with_dots),
    (re.compile(r"\{ (?:\\?[A-Za-z]{2,}|[-+*=/]) \}"), _unwrapped),
    (re.compile(r"(?<!\S)[A-Za-z] \d"), with_typed_indices),
)
_ANY_MENDED = re.compile("|".join(needed.pattern for needed, _ in _MENDED))


@lru_cache(maxsize=_KEPT_NUMBERS)
def exact(text: str) -> Fraction:
    r"""The exact value of a number token such as `1,200.5`, `1{,}200` or `2e-3`.

    Raises:
        Unreadable: if the number is too long, or its exponent out of range.
    """
    if len(text) > MAX_DIGITS:
        raise Unreadable(f"a number of {len(text)} digits is too long")
    if text.isdecimal():
        return Fraction(int(text))
    digits = "".join(each for each in text if each.isdecimal() or each in ".eE+-")
    exponent = digits.lower().partition("e")[2]
    if exponent and abs(int(exponent[:6])) > MAX_EXPONENT:
        raise Unreadable(f"the exponent of {text[:40]} is out of range")
    return Fraction(digits)
