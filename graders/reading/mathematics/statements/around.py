r"""What a student wrote around a formula, set apart from it: words, left-hand sides, chains, rows.

An answer such as ``the gradient is $\frac{dz}{dx} = 2(x - 1) = 2x - 2$.`` is a statement of three
members; the last one is its value. Rows and arrows separate statements, a row that begins with a
relation goes on with the one before. Names that the student defines on the way (`b = \sigma(a)`)
are put in where they are used.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice

from graders.errors import Unreadable
from graders.expression import Expression, Fold, free_names, nodes, substitute
from graders.reading.lexing.token import Lexeme, Token
from graders.reading.mathematics.ambiguity import AS_WRITTEN, Reading
from graders.reading.mathematics.names.members import resolved
from graders.reading.mathematics.names.scripts import read_scripts
from graders.reading.mathematics.names.spelled_names import end_of_name
from graders.reading.mathematics.names.symbols import SymbolTable
from graders.reading.mathematics.parsing.cursor import MAX_NODES
from graders.reading.mathematics.parsing.index_notation import unstacked
from graders.reading.mathematics.parsing.operators import JOINERS, RELATIONS
from graders.reading.mathematics.parsing.parser import Parser
from graders.reading.mathematics.statements.applied_names import with_applied_names
from graders.reading.mathematics.statements.chain import (
    ARROWS,
    CONDITION_WORDS,
    EQUALITIES,
    ORDERS,
    PUNCTUATION,
    ROW,
    Member,
    Statement,
)
from graders.reading.mathematics.statements.conditional import with_cases
from graders.reading.mathematics.statements.index_ranges import without_range
from graders.reading.mathematics.statements.listed_cases import PARTING, with_listed_cases
from graders.reading.mathematics.statements.mentions import end_of_head
from graders.reading.mathematics.statements.rows import statements_in
from graders.reading.mathematics.tokens import prepare
from graders.reading.mathematics.words.described import without_descriptions
from graders.reading.mathematics.words.explanations import is_name
from graders.reading.mathematics.words.marks import STACKED, without_marks
from graders.reading.mathematics.words.own_functions import without_arguments
from graders.reading.mathematics.words.worded_conditions import with_conditions

__all__ = [
    "CONDITION_WORDS", "Member", "Statement", "Writing", "derived_in", "is_derivative",
    "names_quantity", "read_writing", "rejoined", "rival_values", "value_of", "values_led_from",
]  # fmt: skip
_DENIALS = frozenset({"wrong", "incorrect", "never", "false"})
_NUMBERED = re.compile(
    r"(?<![-+*/^_=(,\s])(?:\s|~|\\[;,:! ]|\\q?quad|\\hspace\*?\{[^{}]{0,12}\}){1,8}"
    r"(?:\\(?:text|mbox|textrm)\s*\{)?\s*[(\[]\s*\d{1,3}\s*[)\]]\s*\}?[\s.$]*$"
)
_SET_APART = re.compile(r"\\qquad\s{0,8}[(\[]\s?\d{1,3}\s?[)\]][\s.$]{0,8}\Z")
_NUMBERED_BEFORE = re.compile(
    r"[\s$]*(?:[(\[]\s*\d{1,3}\s*[)\]](?:\s|~|\\[;,:! ]|\\q?quad){1,8}(?![-+*/^_=)\s])"
    r"|[1-9]\d?\.\s{1,8}\d)"
)

_AROUND = frozenset(  # what stands between formulas, and around them
    {*EQUALITIES, *RELATIONS, *ARROWS, *PUNCTUATION, *JOINERS, *STACKED, ROW, "&"}
)
_LEADS = frozenset({":", "(", *ARROWS})  # to a value under a condition, or to that
_DIFFERENTIALS = (r"\partial", r"\nabla", "d")
_OPEN = frozenset(ORDERS.values())
_COUNTS = frozenset("mnNMT")  # as numbers of examples and of steps are called
_TAIL = 60  # characters at the end of a text, where the number of an equation stands


@dataclass
class Writing:
    """A student's text as statements, and the table that they are read with."""

    statements: list[Statement]
    table: SymbolTable
    local: dict[str, Expression] = field(default_factory=dict)
    arguments: dict[str, frozenset[str]] = field(default_factory=dict)  # of the student's own names
    reading: Reading = AS_WRITTEN
    indices: Sequence[str] = ()  # letters that are indices everywhere
    doubts: set[str] = field(default_factory=set)  # what could be read in another way so far
    has_words: bool = True  # beside its formulas

    def read(self, tokens: Sequence[Token], bound: Sequence[str] = ()) -> Expression:
        """What a run of tokens means, with the student's own names put in.

        Args:
            tokens: what stands there.
            bound: letters that are indices in it.

        Raises:
            Unreadable: where and why it cannot be read.
        """
        if self.arguments:
            tokens = without_arguments(tokens, self.arguments, self.table)
        parser = Parser(tokens, self.table, self.reading)
        parser.bound += [*self.indices, *bound]
        try:
            found = parser.whole()
        finally:
            self.doubts |= parser.doubts
        if not self.local:
            return found
        found = substitute(found, self.local)
        if any(isinstance(each, Fold) for each in self.local.values()):
            found = resolved(unstacked(found), self.table.alike)
        if next(islice(nodes(found), MAX_NODES, None), None) is not None:
            raise Unreadable(f"the formula has more than {MAX_NODES} parts")
        return found


def read_writing(
    text: str,
    table: SymbolTable,
    *,
    conditions: bool = False,
    words: Callable[[Sequence[Token]], Sequence[Token]] | None = None,
) -> Writing:
    """The statements of a text; in `conditions` the words and, or join relations.

    Args:
        text: what the student wrote.
        table: what is declared.
        conditions: whether relations are asked for.
        words: puts signs for what is said in words; for what values are under, if nothing is given.

    Raises:
        Unreadable: if it is beyond the limits, or there is nothing to read.
    """
    text = _SET_APART.sub("", text)
    ends_in_brackets = text[-_TAIL:].rstrip("}.$ \n\t").endswith((")", "]"))
    if (ends_in_brackets and _NUMBERED.search(text[-_TAIL:])) or _NUMBERED_BEFORE.match(text):
        raise Unreadable("a number at the end or the beginning may be that of the equation")
    words = words or partial(with_conditions, table=table)
    tokens: Sequence[Token] = prepare(text, table, words=words)
    signs = {token.text for token in tokens}
    said = " ".join([token.text for token in tokens if token.kind is Lexeme.TEXT])
    if tokens and not said and _AROUND.isdisjoint(signs) and "\n" not in text:
        return Writing([Statement((Member("", tuple(tokens)),))], table)
    if "?" in signs:
        raise Unreadable("a question mark stands there, so the student may not be sure")
    if not _DENIALS.isdisjoint(said.lower().split()):
        raise Unreadable("the words deny what stands there")
    if conditions:
        tokens = _with_joiners(tokens)
    else:
        is_parted = bool(said) or not PARTING.isdisjoint(signs)
        tokens = without_range(tokens, table) if is_parted or "(" in signs else tokens
        tokens = without_descriptions(tokens) if said else tokens
        if is_parted and not _LEADS.isdisjoint(signs):
            tokens = with_listed_cases(tokens)
        tokens = with_cases(tokens) if said else tokens
    statements = list(statements_in(without_marks(text, tokens)))
    if not statements:
        raise Unreadable("there is no formula")
    if len(statements) > 1 and "(" in signs:
        statements = with_applied_names(statements, table)
    return Writing(statements, table, has_words=bool(said))


def _with_joiners(tokens: Sequence[Token]) -> list[Token]:
    """The words and, or as signs between relations; a comma before them says nothing more."""
    found: list[Token] = []
    is_one_row = all(token.text != ROW for token in tokens)
    for token in tokens:
        if token.text == "&" and is_one_row:
            if found and found[-1].text == "and":
                continue  # &&
            token = replace(token, text="and")
        joins = token.text in ("and", "or")
        while joins and found and found[-1].text in (",", ";"):
            found.pop()
        if token.text == ";" and found and found[-1].text in ("and", "or"):
            continue
        found.append(replace(token, kind=Lexeme.WORD) if joins else token)
    return found


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
    members: Sequence[Member] = [each for each in statement.members if each.tokens]
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
    if _is_named_sign(others, last):
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


def names_quantity(tokens: Sequence[Token]) -> bool:
    """Whether tokens are a left-hand side: a name, or a derivative, and no more."""
    return is_derivative(tokens) or is_name(tokens)


def derived_in(tokens: Sequence[Token]) -> Sequence[Token]:
    r"""What a derivative is of, with its sign: `dz` of `dz/dx`, `C` of `C'`; else nothing."""
    name = tokens[: end_of_name(tokens, 0)]
    if name and name[-1].text == "'":
        return name[:-1]
    if tokens and tokens[0].text == r"\nabla":
        return tokens[read_scripts(tokens, 1).after :]
    signs = [n for n, token in enumerate(tokens) if token.text in _DIFFERENTIALS]
    return tokens[: signs[-1]] if len(signs) > 1 and is_derivative(tokens) else ()


def is_derivative(tokens: Sequence[Token]) -> bool:
    texts = [token.text for token in tokens[:4]]
    begins = bool(texts) and texts[0] in (r"\frac", *_DIFFERENTIALS)
    return begins and any(text in _DIFFERENTIALS for text in texts)
