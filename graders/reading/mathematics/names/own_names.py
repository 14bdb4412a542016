"""Names as they stand in tokens: whether these are one, of the exercise or of the student's own."""

from collections.abc import Sequence
from itertools import pairwise

from graders.reading.lexing.token import Lexeme, Token
from graders.reading.mathematics.names.functions import is_function
from graders.reading.mathematics.names.scripts import spelling
from graders.reading.mathematics.names.spelled_names import end_of_name
from graders.reading.mathematics.names.steps import is_next
from graders.reading.mathematics.names.symbols import SymbolTable
from graders.reading.mathematics.parsing.fold_bounds import is_index
from graders.reading.mathematics.parsing.index_notation import TIME

_STARS = frozenset({"*", "star", "ast"})


def is_name(tokens: Sequence[Token]) -> bool:
    """Whether tokens are one name, declared or not, and no more."""
    if not tokens or end_of_name(tokens, 0) != len(tokens):
        return False
    return not (is_function(tokens[0]) or _is_exponential(tokens)) or _is_deviation(tokens)


def _is_exponential(tokens: Sequence[Token]) -> bool:
    """Whether tokens are a power of e, and no step `e^{(t)}` of a quantity."""
    powered = [token.text for token in tokens[:2]] == ["e", "^"]
    return powered and all(token.text != "(" for token in tokens[2:4])


def _is_deviation(tokens: Sequence[Token]) -> bool:
    r"""Whether a sigma without an argument is a quantity: `\sigma^2`, `\sigma_B`."""
    return tokens[0].text == r"\sigma" and all(token.text != "'" for token in tokens)


def in_text(name: Sequence[Token]) -> str:
    """The tokens of a name with spaces between them, but between the letters of a word."""
    text, end = "", -1
    for token in name:
        in_word = token.kind is Lexeme.WORD and text[-1:].isalpha() and token.span[0] == end
        text += token.text if in_word else f" {token.text}"
        end = token.span[1] if token.kind is Lexeme.WORD else -1
    return text.strip()


def array_of(
    name: Sequence[Token], value: Sequence[Token], table: SymbolTable
) -> tuple[Sequence[Token], str]:
    """`p` and `i` for `p_i`, where i is any index; a name and nothing if it is no component.

    An index of the exercise is any index where something else has it, too: `p_i = e^{z_i}`.
    """
    *_, before, last = (None, None, *(token for token in name if token.text not in "{}"))
    if before is None or last is None or before.text != "_" or not is_index(last):
        return name, ""
    array = name[: next(n for n, token in enumerate(name) if token is before)]
    is_taken = is_declared((last,), table) and not _is_subscript(last, value, table)
    texts = [token.text for token in array]
    is_within = texts.count("{") > texts.count("}")  # z_k in what hangs there
    if last.text == TIME or is_taken or is_within or is_declared(array, table):
        return name, ""
    return array, last.text


def _is_subscript(index: Token, tokens: Sequence[Token], table: SymbolTable) -> bool:
    """Whether a declared index stands below a name."""
    declared = table.declarations.get(index.text)
    texts = [token.text for token in tokens if token.text != "{"]
    return (
        declared is not None and declared.domain == "index" and ("_", index.text) in pairwise(texts)
    )


def is_declared(name: Sequence[Token], table: SymbolTable) -> bool:
    """Whether the exercise declares a name, all of it: a number has no components.

    What a name is next, or at best, is another one: `v^+`, `v_{t+1}`, `D^*`. So is `b_r` where
    letters tell names apart, as in `b_g`.
    """
    found = table.match(name, 0)
    if found is None or found.scripts.after != len(name) or is_next(name, table):
        return False
    if found.scripts.sup is not None and spelling(name, found.scripts.sup) in _STARS:
        return False
    if found.scripts.sub is None:
        return True
    return table.kind(found.symbol) != "scalar" and not _are_told_apart(found.symbol, table)


def _are_told_apart(name: str, table: SymbolTable) -> bool:
    """Whether the exercise calls several quantities by a name with letters below it."""
    return sum(each.startswith(f"{name}_") and each[-1].isalpha() for each in table.names) > 1
