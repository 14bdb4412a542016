"""Lists given by the names of their entries: `x = 2, y = -1` for `(2, -1)`."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress

from graders.comparing.formulas.shapes import ShapeFault
from graders.errors import Undecided, Unreadable
from graders.expression import Call, Expression, Symbol, free_names
from graders.reading.lexing.token import Lexeme
from graders.reading.mathematics.names.symbols import SymbolTable
from graders.reading.mathematics.statements.relations import read_relation
from graders.reading.mathematics.tokens import prepare

_AND = re.compile(r",?\s*(?:\\(?:text|mbox|textrm)\s*\{\s*and\s*\}|\band\b)")


def values_by_name(text: str, table: SymbolTable, count: int) -> Mapping[str, Expression]:
    """The values that an answer gives to so many names, in the order of the alphabet.

    Nothing where it is no such answer.
    """
    if text.count("=") != count:
        return {}
    with suppress(Unreadable, Undecided, ShapeFault):
        relation = read_relation(_AND.sub(",", text), table, indices=own_letters(text, table))
        values = dict(filter(None, map(_assignment, _joined(relation))))
        of_each_other = any(values.keys() & free_names(each) for each in values.values())
        if len(values) == count and not of_each_other:
            return {name: values[name] for name in sorted(values)}
    return {}


def own_letters(text: str, table: SymbolTable) -> Sequence[str]:
    """The letters of a text that nobody declares."""
    words = (each for each in prepare(text, table) if each.kind is Lexeme.WORD)
    letters = {each.text for each in words if len(each.text) == 1 and each.text != "e"}
    return [each for each in letters if not table.declares_letter(each)]


def _joined(relation: Expression) -> Sequence[Expression]:
    match relation:
        case Call("and", parts):
            return parts
    return ()


def _assignment(part: Expression) -> tuple[str, Expression] | None:
    match part:
        case Call("=", (Symbol(name), value)):
            return name, value
    return None
