r"""Values listed with their conditions: `j = y: p_j - 1; j \neq y: p_j`, `z (z > 0), 0 (z < 0)`."""

from collections.abc import Iterator, Sequence

from graders.reading.lexing.token import Lexeme, Token
from graders.reading.mathematics.names.scripts import CLOSING, OPENING, group_end
from graders.reading.mathematics.statements.chain import ARROWS, EQUALITIES, ORDERS, ROW
from graders.reading.mathematics.statements.conditional import OTHERWISE, Case, Run, written

_RELATIONS = frozenset({*EQUALITIES, *ORDERS, r"\neq", r"\in"}) - {":"}
PARTING = frozenset({ROW, ";", ",", "."})  # beside words
_LEADS = frozenset({":", *ARROWS})


def with_listed_cases(tokens: Run) -> Run:
    """The tokens as a distinction of cases if they list values, each with its condition."""
    if any(token.font.startswith("begin ") for token in tokens):
        return tokens
    pieces = list(_pieces(tokens))
    if len(pieces) < 2:
        return tokens
    for told in (_told_before, _told_behind):
        cases = [case for piece in pieces if (case := told(piece))]
        if len(cases) == len(pieces):
            return list(written(cases))
    return tokens


def _pieces(tokens: Run) -> Iterator[Run]:
    """What stands between rows, commas and words outside of brackets."""
    piece: list[Token] = []
    depth = 0
    for token in tokens:
        depth += (token.text in OPENING) - (token.text in CLOSING)
        if depth == 0 and (token.text in PARTING or token.kind is Lexeme.TEXT):
            if piece:
                yield piece
            piece = []
        else:
            piece.append(token)
    if piece:
        yield piece


def _told_before(piece: Run) -> Case | None:
    """The value behind a condition: `j = y: p_j - 1`."""
    leads = [n for n, token in enumerate(piece) if token.text in _LEADS]
    if len(leads) != 1:
        return None
    condition, value = piece[: leads[0]], piece[leads[0] + 1 :]
    return Case(value, condition) if _is_case(condition, value) else None


def _told_behind(piece: Run) -> Case | None:
    """The value before a condition in brackets: `p_j (otherwise)`."""
    opened = [n for n, token in enumerate(piece) if token.text == "("]
    start = next((n for n in opened if group_end(piece, n) == len(piece) - 1), 0)
    inner = piece[start + 1 : -1]
    words = [token.text.lower() for token in inner if token.kind is Lexeme.TEXT]
    condition = [token for token in inner if token.kind is not Lexeme.TEXT]
    if start and not condition and OTHERWISE & set(words):
        return Case(piece[:start], ())
    return Case(piece[:start], condition) if start and _is_case(condition, piece[:start]) else None


def _is_case(condition: Sequence[Token], value: Sequence[Token]) -> bool:
    """Whether a relation stands in the condition alone."""
    related = [not _RELATIONS.isdisjoint(each.text for each in run) for run in (condition, value)]
    return bool(value) and related == [True, False]
