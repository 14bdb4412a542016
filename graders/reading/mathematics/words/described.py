r"""What things are said to be: `where a_i^T is the i-th row of A`, `(an n \times 1 vector)`.

A clause that says of what sort a thing is says nothing of the formula. One that makes a thing of
another, `where A is the transpose of W`, `a_i^T: i-th row of A`, is an equation; one that says no
more than that something is transposed, or inverted, may change the formula.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from graders.errors import Unreadable
from graders.reading.lexing.lexer import tokenize
from graders.reading.lexing.token import Lexeme, Token
from graders.reading.mathematics.names.scripts import CLOSING, OPENING, group_end
from graders.reading.mathematics.statements.chain import ARROWS, EQUALITIES, RELATING, ROW
from graders.reading.mathematics.words.said_rows import row_said

_SORTS = re.compile(
    r"\b(?:rows?|columns?|vectors?|matrix|matrices|shaped?|sizes?|dim(?:ension)?s?)\b",
    re.IGNORECASE,
)
_SIZES = re.compile(  # what leads to a size, and to nothing else
    r"(?:which |and )?(?:is |has |have )?(?:a |the |an )?(?:same |of |matrix |vector |with )*"
    r"(?:the same )?(?:shaped?|size|dim(?:ension)?s?)\b",
    re.IGNORECASE,
)
_LIKE = re.compile(r"(?:which |and )?is(?: (?:like|as|just like))?", re.IGNORECASE)
_LEADS = re.compile(r"[\s,.;(]*(?:where|with|here)\b", re.IGNORECASE)
_CHANGES = re.compile(r"\b(?:not|without)\b", re.IGNORECASE)
_MAKES = (  # of an array another one, with the signs that say so
    (re.compile(r"transpos", re.IGNORECASE), tokenize("^T")),
    (re.compile(r"\binver", re.IGNORECASE), tokenize("^{-1}")),
)
_OF_ANOTHER = re.compile(
    r"(?:where|with|here) (?:is|denotes|means) (?:the |a )?(?:transposed?|inverse|inverted)"
    r"(?: matrix| vector)? of(?: the)?(?: matrix| vector)?",
    re.IGNORECASE,
)
_ENDS = frozenset({*ARROWS, ROW, ",", ";", "."})
_SAYS = frozenset({*EQUALITIES, *RELATING, "+"})


def without_descriptions(tokens: Sequence[Token]) -> Sequence[Token]:
    r"""The tokens without clauses that say in words alone of what sort something is.

    Raises:
        Unreadable: if something is said to be transposed, or inverted, and is not written so.
    """
    texts = [token.text for token in tokens if token.kind is Lexeme.TEXT]
    if not any(_SORTS.search(text) or _made(text) or _LIKE.match(text) for text in texts):
        return tokens
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        end = _end_of_description(tokens, at)
        clause = tokens[at : max(end, at + 1)]
        found += clause if end == at else _kept(clause)
        at += len(clause)
    return found


def _kept(clause: Sequence[Token]) -> Sequence[Token]:
    """What a clause says of a formula: nothing, or an equation, if it can be told."""
    if row := row_said(clause):
        return row
    words = _words(clause)
    made = _made(words)
    if not made or _texts(_signs(clause))[-len(made) :] == _texts(made):
        return ()  # where W^T is the transposed matrix
    of = next((n for n, token in enumerate(clause) if token.text.endswith("of")), 0)
    name, array = _signs(clause[:of]), _signs(clause[of:])
    if not (name and array and _OF_ANOTHER.fullmatch(words)):
        raise Unreadable(f"words say of a part that it is something else: {words}")
    if _texts(name) == _texts([*array, *made]):
        return ()  # where W^T is the transpose of W
    equals = replace(array[0], kind=Lexeme.SIGN, text="=")
    power = [replace(sign, span=array[-1].span) for sign in made]
    return [replace(clause[0], text="where"), *name, equals, *array, *power]


def _made(words: str) -> Sequence[Token]:
    """The signs for what words make of an array: `^T` of `the transposed matrix`."""
    return next((signs for said, signs in _MAKES if said.search(words)), ())


def _words(tokens: Sequence[Token]) -> str:
    return " ".join(token.text for token in tokens if token.kind is Lexeme.TEXT)


def _texts(tokens: Sequence[Token]) -> list[str]:
    return [token.text for token in tokens]


def _signs(tokens: Sequence[Token]) -> Sequence[Token]:
    return [token for token in tokens if token.kind is not Lexeme.TEXT]


def _end_of_description(tokens: Sequence[Token], at: int) -> int:
    """The place behind the description that begins here; the same if none does."""
    begins = tokens[at].kind is Lexeme.TEXT or (
        tokens[at].text == "a" and _stands_apart(tokens, at)
    )
    if begins and _LEADS.match(tokens[at].text):
        end = _end_of_clause(tokens, at)
    elif begins and _leads_to_size(tokens[at : (end := _end_of_clause(tokens, at))]):
        pass
    elif tokens[at].text == "(" and _is_remark(tokens, at):
        end = group_end(tokens, at) + 1
    elif _stands_apart(tokens, at) and row_said(tokens[at : (end := _end_of_clause(tokens, at))]):
        return end
    else:
        return at
    inner = tokens[at:end]
    words = _words(inner)
    is_told = _made(words) or (_SORTS.search(words) and not _CHANGES.search(words))
    is_told = is_told or _is_size(inner)
    return end if is_told and _SAYS.isdisjoint(t.text for t in inner) else at


def _leads_to_size(clause: Sequence[Token]) -> bool:
    return _SIZES.match(_words(clause)) is not None or _is_size(clause)


def _is_size(clause: Sequence[Token]) -> bool:
    r"""Whether a clause says that something is `n \times k`, at most like something else."""
    signs = _texts(_signs(clause))
    return (
        signs[1:2] == ["*"] and len(signs) <= len("n*kW") and bool(_LIKE.fullmatch(_words(clause)))
    )


def _end_of_clause(tokens: Sequence[Token], at: int) -> int:
    """The place behind the clause that begins here, in brackets or up to the next comma."""
    if tokens[at].text == "(":
        return group_end(tokens, at) + 1
    end, depth = at, 0
    while end < len(tokens) and (depth or end == at or tokens[end].text not in _ENDS):
        depth += (tokens[end].text in OPENING) - (tokens[end].text in CLOSING)
        end += 1
    return end


def _stands_apart(tokens: Sequence[Token], at: int) -> bool:
    return at > 0 and (tokens[at].text == "(" or tokens[at - 1].text in _ENDS)


def _is_remark(tokens: Sequence[Token], at: int) -> bool:
    r"""Whether brackets hold words alone, or a size and words: `(n \times 1 vector)`."""
    inner = tokens[at + 1 : group_end(tokens, at)]
    begins = bool(inner) and (inner[0].kind is Lexeme.TEXT or inner[0].text == "a")
    return begins or (_texts(inner[1:2]) == ["*"] and bool(_words(inner)))
