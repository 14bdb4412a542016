r"""Names that a student explains beside an answer: `where \delta = p - y`, `with \eta = 1/L`."""

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from graders.declaring.declarations import Declarations, Definition
from graders.errors import Unreadable
from graders.expression import Expression, Fold, free_names
from graders.reading.lexing.token import Token
from graders.reading.mathematics.names.own_names import array_of, in_text, is_declared, is_name
from graders.reading.mathematics.names.spelled_names import plain_name
from graders.reading.mathematics.names.steps import counted_by, recurs, without_steps
from graders.reading.mathematics.names.symbols import SymbolTable
from graders.reading.mathematics.parsing.index_notation import free_letters, with_diagonals
from graders.reading.mathematics.statements.mentions import is_mentioned

if TYPE_CHECKING:
    from graders.reading.mathematics.statements.around import Writing
    from graders.reading.mathematics.statements.chain import Statement

_CONSTANTS = frozenset({"e", r"\pi"})
_MOST_ROUNDS = 6  # of names that are explained by names explained after them


@dataclass(frozen=True)
class _Explained:
    """A name of the student's, and what it stands for; with an index, its components do."""

    declared: Definition
    name: str
    index: str
    value: Sequence[Token]
    counted: Collection[str]  # as names of the step before are written
    recurs: bool  # it is the next value of a name in it


def take_definitions(writing: "Writing", main: "Statement") -> None:
    """Names that the student defines in other statements, read for use in the main one."""
    own = writing.table
    others = [each for each in writing.statements if each is not main]
    if not others:
        return
    apart = _set_apart(filter(None, (_explained(each, own) for each in others)))
    waiting = _without_rivals(filter(None, (_explained(each, own, apart) for each in others)))
    if not waiting:
        return
    found = dict(waiting)
    writing.table = _with(own, found.values())
    writing.arguments = _arguments(found.values())
    for _ in range(_MOST_ROUNDS):
        read = [name for name, each in waiting.items() if _take(writing, each, waiting)]
        for name in read:
            del waiting[name]
        if not read:
            break
    if waiting:
        _check_constants(waiting.values(), main)
        taken = [each for name, each in found.items() if name not in waiting]
        writing.table, writing.arguments = _with(own, taken), _arguments(taken)


def take_solution(writing: "Writing", main: "Statement") -> None:
    r"""The name that the main statement solves for, read as its value in the lines before it.

    That is one that nothing declares, and which they hold: `S = 1 + \beta S`.
    """
    solved = _explained(main, writing.table)
    if solved is None or solved.index:
        return
    name = main.members[0].tokens
    others = (each for each in writing.statements if each is not main)
    held = (each for line in others for each in line.members if not _is_same(each.tokens, name))
    if any(is_mentioned(name, each.tokens) for each in held):
        writing.table = _with(writing.table, [solved])
        _take(writing, solved, ())


def _is_same(tokens: Sequence[Token], name: Sequence[Token]) -> bool:
    return [each.text for each in tokens] == [each.text for each in name]


def _check_constants(unread: Iterable[_Explained], main: "Statement") -> None:
    """Refuses an answer with an e of the student's own that cannot be read: it is not Euler's."""
    used = {token.text for token in main.members[-1].tokens}
    for each in unread:
        if each.declared.name in _CONSTANTS & used:
            raise Unreadable(f"what '{each.declared.name}' stands for here cannot be read")


def _arguments(explained: Iterable[_Explained]) -> dict[str, frozenset[str]]:
    """What each name of one sign may be said to be a function of: the signs in its value."""
    alone = (each for each in explained if not each.index and " " not in each.declared.name)
    return {
        each.declared.name: frozenset(token.text for token in each.value if is_name((token,)))
        for each in alone
    }


def _set_apart(explained: Iterable[_Explained]) -> Collection[str]:
    """The arrays whose indices tell names apart: `s_r = ...`, `s_f = ...` are no components."""
    letters: dict[str, set[str]] = {}
    for each in explained:
        letters.setdefault(each.name, set()).add(each.index)
    return {name for name, found in letters.items() if len(found - {""}) > 1}


def _without_rivals(explained: Iterable[_Explained]) -> dict[str, _Explained]:
    """What is said of each name last, but of components whose formula is given twice."""
    found: dict[str, _Explained] = {}
    rivals: set[str] = set()
    for each in explained:
        if each.index and each.name in found:
            rivals.add(each.name)
        found[each.name] = each
    return {name: each for name, each in found.items() if name not in rivals}


def explains(statement: "Statement", table: SymbolTable) -> bool:
    """Whether a statement says what a name stands for that the exercise does not declare."""
    return _explained(statement, table) is not None


def _explained(
    statement: "Statement", table: SymbolTable, apart: Collection[str] = ()
) -> _Explained | None:
    """What a statement says that a name stands for, which the exercise does not declare."""
    head = statement.members[0].tokens
    values = list(takewhile(lambda each: each.relation == "=", statement.members[1:]))
    if not values or not is_name(head):
        return None
    value = values[-1].tokens
    is_own = not is_declared(head, table)
    is_next_value = not is_own and recurs(head, value, table)
    if not (is_own or is_next_value):
        return None
    name, index = array_of(head, value, table)
    if plain_name(name, table.fonted) in apart:
        name, index = head, ""
    counted = counted_by(head, table)
    declared = Definition(in_text(name), "")
    called = plain_name(name, table.fonted)
    return _Explained(declared, called, index, value, counted, is_next_value)


def _with(table: SymbolTable, explained: Collection[_Explained]) -> SymbolTable:
    """A table with more names."""
    names = (each.declared for each in explained)
    declarations, definitions = table.declarations.values(), table.definitions.values()
    return SymbolTable(Declarations(tuple(declarations), (*definitions, *names)))


def _take(writing: "Writing", explained: _Explained, waiting: Collection[str]) -> bool:
    """Enters what a name stands for; False if it cannot be read, or not yet."""
    index = explained.index
    value, counted = explained.value, explained.counted
    plain = without_steps(value, writing.table, counted=counted, mixed=explained.recurs)
    for tokens in (value, plain):
        with suppress(Unreadable):
            read = writing.read(tokens, bound=(index,) if index else ())
            break
    else:
        if (diagonal := _diagonal(writing, value)) is None:
            return False
        read = diagonal
    if not free_names(read).isdisjoint(waiting):
        return False  # made of a name that is explained later
    found = Fold("stack", index, read, span=read.span) if index else read
    writing.local[explained.name] = found
    return True


def _diagonal(writing: "Writing", value: Sequence[Token]) -> Expression | None:
    r"""The matrix in whose diagonal the components stand: `\operatorname{diag}(p_i(1 - p_i))`."""
    if not any(token.text.removeprefix("\\") == "diag" for token in value):
        return None
    letters = free_letters(value, writing.table)
    with suppress(Unreadable):
        read = with_diagonals(writing.read(value, bound=letters), letters)
        return read if free_names(read).isdisjoint(letters) else None
    return None


def given_values(writing: "Writing", answer: "Statement | None" = None) -> dict[str, Expression]:
    r"""Declared names that have a value of their own in the answer.

    The student gives it beside the answer, `with \eta = 1/L`, or before it, as the next value of
    what is there: `v \leftarrow \mu v - g`. Where the answer stands elsewhere, all values count;
    so do those of sizes, which are no sizes then: `h = Wx`.
    """
    found: dict[str, Expression] = {}
    for statement in writing.statements:
        head, *values = statement.members
        named = writing.table.match(head.tokens, 0) if values else None
        if named is None or named.scripts.after != len(head.tokens) or statement is answer:
            continue
        if not is_name(head.tokens) or values[-1].relation != "=" or named.symbol in writing.local:
            continue
        with suppress(Unreadable):
            value = writing.read(values[-1].tokens)
            used, declared = free_names(value), writing.table.declarations.get(named.symbol)
            is_no_size = declared is not None and declared.dimension and bool(used)
            if answer is None or statement.lead or is_no_size or named.symbol in used:
                found[named.symbol] = value
    return found
