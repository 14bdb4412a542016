"""Relations as answers: comparisons joined by words, rows and commas, intervals and sets."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial

from graders.errors import Unreadable
from graders.expression import Call, Expression, Symbol, free_names
from graders.reading.lexing.token import SET_BRACE, Lexeme, Token
from graders.reading.mathematics.names.scripts import text_at
from graders.reading.mathematics.names.symbols import SymbolTable
from graders.reading.mathematics.statements.around import Writing, read_writing
from graders.reading.mathematics.statements.chain import CONDITION_WORDS, Statement
from graders.reading.mathematics.statements.quantities import names_quantity
from graders.reading.mathematics.statements.sets import SETS, membership, without_naturals
from graders.reading.mathematics.statements.value import rejoined
from graders.reading.mathematics.words.worded import in_signs

_SETS = frozenset({"(", "[", "{", r"\reals", r"\integers", r"\naturals"})  # begin one
_EITHER = {r"\pm": "+-", r"\mp": "-+"}
_IN = frozenset({"in", "is in", "lies in", "is an element of", "belongs to"})


def read_relation(
    text: str,
    table: SymbolTable,
    *,
    about: Collection[str] | None = None,
    indices: Sequence[str] = (),
) -> Expression:
    r"""The relation that an answer is; a bare set holds the values of the only number asked for.

    Args:
        text: what the student wrote.
        table: what is declared.
        about: the names that are asked for, if not all that are declared.
        indices: letters that are indices throughout, though nothing declares them.

    Raises:
        Unreadable: where and why it cannot be read.

    >>> from graders.declaring.declarations import Declarations
    >>> from graders.expression import to_text
    >>> table = SymbolTable(Declarations.of({"x": {}}))
    >>> to_text(read_relation("x is positive and at most 3", table))
    '(x > 0) and (x ≤ 3)'
    >>> to_text(read_relation(r"\{t : t > 0\}", table))
    'x > 0'
    """
    writing = read_writing(text, table, conditions=True, words=partial(_in_signs, table=table))
    writing.indices = indices
    if any(each.lead in CONDITION_WORDS for each in writing.statements):
        raise Unreadable("the answer is given under a condition, which is not read")
    chosen = [each for each in writing.statements if not each.lead] or writing.statements[:1]
    last_arrow = max((n for n, each in enumerate(chosen) if each.after_arrow), default=0)
    held = (_without_head(each, writing) for each in chosen[last_arrow:])
    parts = [_with_either_sign(writing, rejoined(each)) for each in held]
    if len(parts) == 1:
        return without_naturals(_of_only_number(parts[0], table, about))
    return without_naturals(Call("and", tuple(parts), (parts[0].span[0], parts[-1].span[1])))


def _without_head(statement: Statement, writing: Writing) -> Statement:
    r"""Of `\nabla L = 2(w - a) = 0` what is said of the quantity that nothing declares."""
    head, *others = statement.members
    is_own = names_quantity(head.tokens) and writing.table.match(head.tokens, 0) is None
    named = is_own and head.tokens[0].text not in writing.indices
    if len(others) < 2 or others[0].relation != "=" or not named:
        return statement
    return statement._replace(members=(others[0]._replace(relation=""), *others[1:]))


def _with_either_sign(writing: Writing, tokens: Sequence[Token]) -> Expression:
    r"""A relation; `x = \pm 1` is that with the one sign, or with the other."""
    if _EITHER.keys().isdisjoint(token.text for token in tokens):
        return writing.read(_with_braces(tokens) if _are_numbers(tokens) else tokens)
    read = [
        writing.read(
            [
                replace(each, kind=Lexeme.SIGN, text=_EITHER[each.text][way])
                if each.text in _EITHER
                else each
                for each in tokens
            ]
        )
        for way in (0, 1)
    ]
    return Call("or", tuple(read), read[0].span)


def _are_numbers(tokens: Sequence[Token]) -> bool:
    """Whether tokens are several numbers with commas between: `1, 2, 3`."""
    kinds = [token.kind for token in tokens[::2]], {token.text for token in tokens[1::2]}
    return len(tokens) > 1 and kinds == ([Lexeme.NUMBER] * len(kinds[0]), {","})


def _with_braces(tokens: Sequence[Token]) -> Sequence[Token]:
    start, end = tokens[0].span[0], tokens[-1].span[1]
    opened = Token(Lexeme.SIGN, "{", (start, start), SET_BRACE)
    return [opened, *tokens, Token(Lexeme.SIGN, "}", (end, end), SET_BRACE)]


def _in_signs(tokens: Sequence[Token], table: SymbolTable) -> list[Token]:
    """The tokens with signs for what they say in words: `x in [0, 1]`, `x is at most 3`."""
    meant = [_in_sign(token, text_at(tokens, n)) for n, token in enumerate(tokens, start=1)]
    return in_signs(meant, table)


def _in_sign(token: Token, following: str) -> Token:
    word = token.text.strip().lower()
    if word == "not" and following == "(":
        return replace(token, kind=Lexeme.COMMAND, text=r"\neg")
    is_in = word in _IN and following in _SETS
    return replace(token, kind=Lexeme.COMMAND, text=r"\in") if is_in else token


def _of_only_number(
    found: Expression, table: SymbolTable, about: Collection[str] | None
) -> Expression:
    """A bare set as what it says of the only number that is asked for."""
    is_set = isinstance(found, Call) and found.function in SETS
    if not is_set and not (isinstance(found, Symbol) and found.name in ("integers", "naturals")):
        return found
    names = [
        name
        for name, each in table.declarations.items()
        if each.type == "scalar" and not each.dimension and (about is None or name in about)
    ]
    names = [name for name in names if name not in free_names(found)] or names
    match found:
        case Call("such", (Symbol(name), condition)) if name in table.declarations:
            return condition
    return membership(Symbol(names[0]), found) if len(names) == 1 else found
