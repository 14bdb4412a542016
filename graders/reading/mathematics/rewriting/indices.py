r"""Indices that are no plain letters: `\tau`, `k'`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from graders.reading.lexing.token import Lexeme, Token
from graders.reading.mathematics.names.functions import FOLDS
from graders.reading.mathematics.names.scripts import group_end, read_scripts
from graders.reading.mathematics.names.symbols import SymbolTable

_GREEK = {
    r"\tau": "τ", r"\ell": "ℓ", r"\beta": "β", r"\alpha": "α", r"\lambda": "λ", r"\delta": "δ",
    r"\varepsilon": "ε", r"\eta": "η", r"\theta": "θ", r"\gamma": "γ", r"\kappa": "κ",
}  # fmt: skip
GREEK_INDEX = re.compile(
    r"\\?(?:sum|prod|max|min|expectation|lim) _ (?:\{ )?"
    rf"(?P<letter>{'|'.join(map(re.escape, _GREEK))})(?!\S)"
)


def with_greek_indices(tokens: Sequence[Token], signs: str, table: SymbolTable) -> Sequence[Token]:
    r"""`\tau` as a letter like others, where a sum or the like runs over it and nothing is it."""
    indices = {found["letter"] for found in GREEK_INDEX.finditer(signs)}
    letters = {each: _GREEK[each] for each in indices if not table.declares_letter(each)}
    return [
        replace(token, kind=Lexeme.WORD, text=letters[token.text])
        if token.text in letters
        else token
        for token in tokens
    ]


def with_primed_indices(tokens: Sequence[Token], table: SymbolTable) -> list[Token]:
    r"""`k'` as one name, where a sum or the like runs over it and nothing else is called so."""
    primed = set(_primed_indices(tokens)) - table.names
    if not primed:
        return list(tokens)
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        count, after = _primes_after(tokens, at + 1)
        name = tokens[at].text + "'" * count
        if tokens[at].kind is Lexeme.WORD and name in primed:
            span = tokens[at].span[0], tokens[after - 1].span[1]
            found.append(replace(tokens[at], text=name, span=span))
            at = after
        else:
            found.append(tokens[at])
            at += 1
    return found


def _primed_indices(tokens: Sequence[Token]) -> Iterator[str]:
    for place, token in enumerate(tokens[:-2]):
        if token.text.removeprefix("\\") not in FOLDS or tokens[place + 1].text != "_":
            continue
        sub = read_scripts(tokens, place + 1).sub
        for at in range(*(sub or (0, 0))):
            begins = at == sub[0] or tokens[at - 1].text in ("{", "(", ",", "\\\\")  # type: ignore[index]
            letter = tokens[at].kind is Lexeme.WORD and len(tokens[at].text) == 1
            count, _ = _primes_after(tokens, at + 1)
            if begins and letter and count:
                yield tokens[at].text + "'" * count


def _primes_after(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    """How many primes stand at a place, `'` or `^{'}`, and the place after them."""
    text = tokens[at].text if at < len(tokens) else ""
    following = tokens[at + 1].text if at + 1 < len(tokens) else ""
    if text == "^" and following == "{":
        end = group_end(tokens, at + 1)
        inner = [token.text for token in tokens[at + 2 : end]]
        return (len(inner), end + 1) if inner and set(inner) == {"'"} else (0, at)
    start = at + 1 if text == "^" and following == "'" else at
    end = start
    while end < len(tokens) and tokens[end].text == "'":
        end += 1
    return (end - start, end) if end > start else (0, at)
