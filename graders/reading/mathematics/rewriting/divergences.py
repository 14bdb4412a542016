r"""The names of divergences, `KL`, `D_{JS}`, each as one sign."""

from collections.abc import Sequence
from dataclasses import replace

from graders.reading.lexing.token import Lexeme, Token
from graders.reading.mathematics.names.scripts import group_end, text_at
from graders.reading.mathematics.names.symbols import SymbolTable

_NAMES = {"KL": r"\KL", "JS": r"\JS", "JSD": r"\JS"}
_OF_DISTRIBUTIONS = frozenset({"simplex", "unit_interval"})


def with_divergences(tokens: Sequence[Token], table: SymbolTable) -> Sequence[Token]:
    r"""The tokens with one for each name of a divergence before its arguments: `D_{KL}(`."""
    domains = {each.domain for each in table.declarations.values()}
    if domains.isdisjoint(_OF_DISTRIBUTIONS):
        return tokens
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        name, after = _divergence(tokens, at)
        if name and text_at(tokens, after) in ("(", "[") and table.match(tokens, at) is None:
            found.append(replace(tokens[at], kind=Lexeme.COMMAND, text=name))
            at = after
        else:
            found.append(tokens[at])
            at += 1
    return found


def _divergence(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """The divergence that a place names, and the place behind its name; nothing if none."""
    if text_at(tokens, at) == "D" and text_at(tokens, at + 1) == "_":
        is_braced = text_at(tokens, at + 2) == "{" and group_end(tokens, at + 2) == at + 4
        below, after = (at + 3, at + 5) if is_braced else (at + 2, at + 3)
        return _NAMES.get(text_at(tokens, below), ""), after
    return _NAMES.get(text_at(tokens, at), ""), at + 1
