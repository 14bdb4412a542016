"""The value that a statement gives: its last member, or all of a comparison."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial

from graders.errors import Unreadable
from graders.expression import Expression, free_names
from graders.reading.lexing.token import Lexeme, Token
from graders.reading.mathematics.names.own_names import is_name
from graders.reading.mathematics.names.symbols import SymbolTable
from graders.reading.mathematics.parsing.operators import RELATIONS
from graders.reading.mathematics.statements.around import Writing
from graders.reading.mathematics.statements.chain import ORDERS, Member, Statement
from graders.reading.mathematics.statements.mentions import end_of_head
from graders.reading.mathematics.statements.quantities import names_quantity

_OPEN = frozenset(ORDERS.values())
_COUNTS = frozenset("mnNMT")  # as numbers of examples and of steps are called


def rival_values(writing: Writing, answer: Statement) -> Iterator[Expression]:
    """What the student gives for the same quantity in other statements."""
    head = [token.text for token in answer.members[0].tokens]
    for other in writing.statements:
        same = other.has_relation and [t.text for t in other.members[0].tokens] == head
        if other is answer or other.lead or not same or not answer.has_relation:
            continue
        try:
            yield value_of(writing, other)
        except Unreadable:
            continue


def values_led_from(writing: Writing, answer: Statement) -> Iterator[Expression]:
    """What the student calls by another name before the answer, and makes the answer of."""
    head = [token.text for token in answer.members[0].tokens]
    for other in writing.statements:
        if other is answer:
            return
        if other.lead or not other.has_relation or not answer.has_relation:
            continue
        name = other.members[0].tokens
        if names_quantity(name) and [token.text for token in name] != head:
            with suppress(Unreadable):
                yield value_of(writing, other)


def value_of(writing: Writing, statement: Statement) -> Expression:
    """The last member of a chain; the first where the last is but the name of the quantity.

    Raises:
        Unreadable: where and why it cannot be read.
    """
    members: Sequence[Member] = statement.written
    if not members:
        raise Unreadable("there is no formula")
    if not statement.members[-1].tokens:
        raise Unreadable("the chain ends with a relation")
    if members[0].relation in _OPEN and (len(members) > 1 or members[0].relation != "<="):
        raise Unreadable("nothing stands before the relation")
    if members[-1].relation == "~" and not _is_told_roughly(members):
        members = _without_rounded(writing, members)
    if members[-1].relation in ORDERS.values():
        return _compared(writing, statement)
    if members[-1].relation == ":" and len(members) == 2 and _are_matrices(members, writing.table):
        raise Unreadable("':' may name a matrix, or multiply two")
    try:
        return writing.read(members[-1].tokens)
    except Unreadable:
        if len(members) == 2 and names_quantity(members[-1].tokens):
            return writing.read(members[0].tokens)
        raise


def _is_told_roughly(members: Sequence[Member]) -> bool:
    r"""Whether a sign such as `\approx` stands between a quantity and its value, and no more."""
    head, *values = (each.tokens for each in members)
    is_named = names_quantity(head) or (is_name(head[:1]) and end_of_head(head) == len(head))
    return is_named and len(values) == 1 and not any("." in each.text for each in values[0])


def _without_rounded(writing: Writing, members: Sequence[Member]) -> Sequence[Member]:
    """The members without the rounded values after the exact one."""
    exact = list(members)
    while len(exact) > 1 and exact[-1].relation == "~":
        if free_names(writing.read(exact.pop().tokens)) - {"e", "pi"}:
            raise Unreadable("the answer is given as an approximation")
    return exact


def _are_matrices(members: Sequence[Member], table: SymbolTable) -> bool:
    """Whether all of them are declared matrices, and no more: `A : B`."""
    named = [table.match(each.tokens, 0) for each in members]
    return all(
        match is not None
        and match.scripts.after == len(member.tokens)
        and table.kind(match.symbol) == "matrix"
        for match, member in zip(named, members, strict=True)
    )


def _compared(writing: Writing, statement: Statement) -> Expression:
    """The comparison; a bound of what this question has no name for is the bound alone."""
    *others, last = statement.members
    if _is_named_sign(others, last) or is_bounded(statement):
        return value_of(writing, statement._replace(members=tuple(others)))
    if last.relation == ">=" and len(others) == 1 and _is_count(others[0]):
        return writing.read(last.tokens)
    try:
        return writing.read(rejoined(statement))
    except Unreadable:
        if last.relation != "<=" or any(map(partial(_is_read, writing), others)):
            raise
    return writing.read(last.tokens)


def _is_named_sign(others: Sequence[Member], last: Member) -> bool:
    """Whether a chain that gives a named quantity ends with what its sign is: `C'' = a > 0`."""
    is_zero = [each.text for each in last.tokens] == ["0"]
    return is_zero and len(others) > 1 and names_quantity(others[0].tokens)


def is_bounded(statement: Statement) -> bool:
    r"""Whether a chain gives a named quantity, and then a bound of it: `V = np(1 - p) \le n/4`."""
    head, *values = statement.members
    *equalities, last = (each.relation for each in values) if values else ("", "")
    is_told = bool(equalities) and set(equalities) == {"="} and names_quantity(head.tokens)
    return is_told and last in ORDERS.values()


def _is_count(member: Member) -> bool:
    """Whether a member is how many there are of something, which takes as many as its bound."""
    return len(member.tokens) == 1 and member.tokens[0].text in _COUNTS


def _is_read(writing: Writing, member: Member) -> bool:
    try:
        writing.read(member.tokens)
    except Unreadable:
        return False
    return True


def rejoined(statement: Statement) -> list[Token]:
    """The statement's tokens with its relations between them again."""
    found: list[Token] = []
    for position, member in enumerate(statement.members):
        if member.relation == "~":
            raise Unreadable("the relation is an approximation")
        if position and found:
            at = found[-1].span[1]
            sign = next((s for s, name in RELATIONS.items() if name == member.relation), "=")
            found.append(Token(Lexeme.SIGN, sign, (at, at)))
        found += member.tokens
    return found
