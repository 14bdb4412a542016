r"""What a student wrote around a formula, set apart from it: words, left-hand sides, chains, rows.

An answer such as ``the gradient is $\frac{dz}{dx} = 2(x - 1) = 2x - 2$.`` is a statement of three
members; the last one is its value. Rows and arrows separate statements, a row that begins with a
relation goes on with the one before. Names that the student defines on the way (`b = \sigma(a)`)
are put in where they are used.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice

from graders.errors import Unreadable
from graders.expression import Expression, Fold, nodes, substitute
from graders.reading.lexing.token import Lexeme, Token
from graders.reading.mathematics.ambiguity import AS_WRITTEN, Reading
from graders.reading.mathematics.names.members import resolved
from graders.reading.mathematics.names.symbols import SymbolTable
from graders.reading.mathematics.parsing.cursor import MAX_NODES
from graders.reading.mathematics.parsing.index_notation import unstacked
from graders.reading.mathematics.parsing.operators import JOINERS, RELATIONS
from graders.reading.mathematics.parsing.parser import Parser
from graders.reading.mathematics.statements.applied_names import with_applied_names
from graders.reading.mathematics.statements.chain import (
    ARROWS,
    EQUALITIES,
    PUNCTUATION,
    ROW,
    Member,
    Statement,
)
from graders.reading.mathematics.statements.conditional import with_cases
from graders.reading.mathematics.statements.index_ranges import without_range
from graders.reading.mathematics.statements.listed_cases import PARTING, with_listed_cases
from graders.reading.mathematics.statements.mappings import MAPS, without_mappings
from graders.reading.mathematics.statements.named_derivatives import with_named_derivatives
from graders.reading.mathematics.statements.quantities import DIFFERENTIALS
from graders.reading.mathematics.statements.rows import statements_in
from graders.reading.mathematics.tokens import prepare
from graders.reading.mathematics.words.described import without_descriptions
from graders.reading.mathematics.words.marks import STACKED, without_marks
from graders.reading.mathematics.words.own_functions import without_arguments
from graders.reading.mathematics.words.worded_conditions import with_conditions

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
    if not MAPS.isdisjoint(signs):
        tokens = without_mappings(tokens)
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
    if len(statements) > 1 and not signs.isdisjoint(DIFFERENTIALS):
        statements = with_named_derivatives(statements, table)
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
