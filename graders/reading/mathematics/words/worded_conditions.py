"""Conditions in words, beside values: `1 if z is positive`, `p_j - 1 if j is the true class`.

The signs for them are put in before the tokens are read; what else is said stays as it is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from graders.errors import Unreadable
from graders.reading.lexing.lexer import tokenize
from graders.reading.lexing.token import Lexeme, Token
from graders.reading.mathematics.names.symbols import SymbolTable
from graders.reading.mathematics.words.worded import in_signs

_OPENING = frozenset({"if", "when", "whenever", "for", "&"})
_OPENED = re.compile(rf"(?:^| )(?:{'|'.join(sorted(_OPENING))})$", re.MULTILINE)
_CLOSING = frozenset(
    {",", ";", ".", "\\\\", "and", "otherwise", "else", "then", "if", "when", "for", "&"}
)
_RELATION = re.compile(r"[<>=≤≥]")
_OTHERWISE = re.compile(
    r"(?:if|for|in) (?:(?:it is )?not|(?:all |any |every |each )?(?:the )?others?"
    r"(?: (?:# |\w+ )?(?:class(?:es)?|cases?|ones?|values?|entries|components|#))?)"
)
_CLASS = "(?:class(?:es)?|labels?|one|category|index|target|answer)"
_IS_CLASS = re.compile(
    rf"(?:(?:(?:class|index) )?(?P<name># )(?:is |= )?)?(?P<not>not )?(?:the )?"
    rf"(?:(?:true|correct|right|target|actual|observed|ground truth) {_CLASS}"
    rf"|(?P<other>(?:wrong|incorrect|false) {_CLASS}))(?: # | )?"
)
_SAYS = re.compile(
    r"\b(?:is|are|positive|negative|non\w+|zero|less|greater|larger|smaller|below|above|at)\b"
)


def with_conditions(tokens: Sequence[Token], table: SymbolTable) -> Sequence[Token]:
    """The tokens with signs for the conditions that they say in words.

    >>> from graders.declaring.declarations import Declarations
    >>> table = SymbolTable(Declarations.of({"z": {}}))
    >>> said = with_conditions(tokenize("1 if z is positive, else 0"), table)
    >>> " ".join(token.text for token in said)
    '1 if z > 0 , else 0'
    """
    if not _OPENED.search("\n".join([token.text for token in tokens]).lower()):
        return tokens
    found: list[Token] = []
    pieces = [piece for token in tokens for piece in _split(token)]
    at = 0
    while at < len(pieces):
        opening = pieces[at]
        at += 1
        if _last_word(opening) not in _OPENING:
            found.append(opening)
            continue
        said = list(takewhile(lambda each: each.text.lower() not in _CLOSING, pieces[at:]))
        at += len(said)
        found += _in_signs(opening, said, table)
    return found


def _last_word(token: Token) -> str:
    return token.text.lower().rpartition(" ")[2]


def _split(token: Token) -> Iterator[Token]:
    r"""A text such as `\text{if z > 0}`, which begins with a condition, as its words and signs."""
    first, _, rest = token.text.strip().partition(" ")
    if token.kind is not Lexeme.TEXT or first.lower() not in _OPENING or not rest:
        yield token
        return
    yield replace(token, text=first)
    for each in tokenize(rest) if _RELATION.search(rest) else ():
        yield replace(each, span=token.span)
    if not _RELATION.search(rest):
        yield from (replace(token, text=word) for word in rest.split())


def _in_signs(opening: Token, said: Sequence[Token], table: SymbolTable) -> Sequence[Token]:
    words = " ".join(_word(token) for token in said)
    if _OTHERWISE.fullmatch(f"{_last_word(opening).replace('&', 'for')} {words}"):
        return [replace(opening, text="otherwise")] if opening.text != "&" else [opening]
    if (is_class := _IS_CLASS.fullmatch(f"{words} ")) and (signs := _label(is_class, said, table)):
        return [opening, *signs]
    if not _SAYS.search(words):
        return [opening, *said]
    try:
        return [opening, *in_signs(said, table)]
    except Unreadable:
        return [opening, *said]


def _word(token: Token) -> str:
    text = token.text.lower().strip(" .")
    is_word = token.kind is Lexeme.TEXT or (token.kind is Lexeme.WORD and len(text) > 1)
    return text.replace("-", " ") if is_word or text == "=" else "#"


def _label(found: re.Match[str], said: Sequence[Token], table: SymbolTable) -> list[Token]:
    """`t_j = 1`, where t is the only one-hot vector; nothing if there is no such."""
    declared = table.declarations.values()
    vectors = [each.name for each in declared if each.domain == "onehot"]
    indices = [each.name for each in declared if each.domain == "index"]
    if found["name"]:
        indices = [token.text for token in said if _word(token) == "#"]
    if len(vectors) != 1 or len(indices) != 1:
        return []
    value = 0 if found["not"] or found["other"] else 1
    signs = tokenize(rf"{vectors[0]}_{indices[0]} = {value}")
    return [replace(each, span=said[0].span) for each in signs]
