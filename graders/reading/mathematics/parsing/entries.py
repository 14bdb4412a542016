r"""Arrays by their entries: `[x_i y_j]_{ij}`, `(w_i^2)_i`."""

from typing import TYPE_CHECKING

from graders.expression import Expression, Fold
from graders.reading.lexing.token import Lexeme
from graders.reading.mathematics.names.scripts import group_end, read_scripts, text_at

if TYPE_CHECKING:
    from graders.reading.mathematics.parsing.parser import Parser

_ALONG = ("stack", "row")  # the first index goes down, the second one across


def read_entries(parser: "Parser") -> Expression | None:
    """The array whose entries stand in the brackets; None if its indices are not used in them."""
    start = parser.at
    end = group_end(parser.tokens, start)
    if parser.tokens[start].text == "{" or text_at(parser.tokens, end + 1) != "_":
        return None
    letters = _letters(parser, end + 1)
    inner = {token.text for token in parser.tokens[start + 1 : end]}
    if not letters or not inner.issuperset(letters):
        return None
    parser.bound += letters
    found = parser.within((start + 1, end), parser.sum)
    del parser.bound[len(parser.bound) - len(letters) :]
    parser.at = read_scripts(parser.tokens, end + 1, parser.end).after
    for letter, operator in reversed(list(zip(letters, _ALONG, strict=False))):
        found = Fold(operator, letter, found, span=parser.span_from(start))
    return found


def _letters(parser: "Parser", at: int) -> list[str]:
    """The one or two letters of a subscript that may be indices."""
    scripts = read_scripts(parser.tokens, at, parser.end)
    if scripts.sub is None or scripts.sup is not None or scripts.primes:
        return []
    tokens = [t for t in parser.tokens[slice(*scripts.sub)] if t.text not in ("{", "}", ",")]
    letters = [token.text for token in tokens if token.kind is Lexeme.WORD]
    distinct = len(letters) == len(tokens) == len(set(letters)) and len(letters) <= len(_ALONG)
    known = any(parser.table.kind(each) and not parser.is_index(each) for each in letters)
    return letters if distinct and not known else []
