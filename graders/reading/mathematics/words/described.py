r"""What things are said to be: `where a_i^T is the i-th row of A`, `(an n \times 1 vector)`."""

import re
from collections.abc import Sequence

from graders.reading.lexing.token import Lexeme, Token
from graders.reading.mathematics.names.scripts import group_end
from graders.reading.mathematics.statements.chain import ARROWS, EQUALITIES, RELATING, ROW

_SORTS = re.compile(r"\b(?:rows?|columns?|vectors?|matrix|matrices)\b", re.IGNORECASE)
_LEADS = re.compile(r"[\s,.;(]*(?:where|with|here)\b", re.IGNORECASE)
_CHANGES = re.compile(r"transpos|invers|negat|normali[sz]|\b(?:not|without)\b", re.IGNORECASE)
_ENDS = frozenset({*ARROWS, ROW, ",", ";", "."})
_SAYS = frozenset({*EQUALITIES, *RELATING, "+"})


def without_descriptions(tokens: Sequence[Token]) -> Sequence[Token]:
    r"""The tokens without clauses that say in words alone of what sort something is."""
    texts = [token.text for token in tokens if token.kind is Lexeme.TEXT]
    if not any(map(_SORTS.search, texts)):
        return tokens
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        end = _end_of_description(tokens, at)
        found += tokens[at : at + 1] if end == at else ()
        at = max(end, at + 1)
    return found


def _end_of_description(tokens: Sequence[Token], at: int) -> int:
    """The place behind the description that begins here; the same if none does."""
    begins = tokens[at].kind is Lexeme.TEXT and _LEADS.match(tokens[at].text)
    if begins:
        places = range(at + 1, len(tokens))
        end = next((n for n in places if tokens[n].text in _ENDS), len(tokens))
    elif tokens[at].text == "(" and at + 1 < len(tokens) and _is_word(tokens[at + 1]):
        end = group_end(tokens, at) + 1
    else:
        return at
    inner = tokens[at:end]
    words = " ".join(token.text for token in inner if token.kind is Lexeme.TEXT)
    is_told = _SORTS.search(words) and not _CHANGES.search(words)
    return end if is_told and _SAYS.isdisjoint(t.text for t in inner) else at


def _is_word(token: Token) -> bool:
    return token.kind is Lexeme.TEXT or token.text == "a"
