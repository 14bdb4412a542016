r"""References that are no single value: lists, held entry by entry, and sets, by their elements.

`(0, 1)` is a list or an open interval, `(a, b, c)` beside a set its elements: where two readings
lead to different verdicts the answer is not settled.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress

from graders.comparing.formulas.shapes import ShapeFault
from graders.equivalence.options import Options
from graders.equivalence.settings import ELEMENT, Setting, is_collection
from graders.equivalence.verdicts import judge
from graders.errors import Undecided, Unreadable
from graders.expression import Call, Expression, Symbol, free_names
from graders.model import Comparison
from graders.reading.lexing.token import Lexeme
from graders.reading.mathematics.names.functions import TRUTHS
from graders.reading.mathematics.names.symbols import SymbolTable
from graders.reading.mathematics.python import read_python
from graders.reading.mathematics.statements.main_statement import read_value
from graders.reading.mathematics.statements.relations import read_relation
from graders.reading.mathematics.statements.said_values import values_said
from graders.reading.mathematics.statements.sets import membership
from graders.reading.mathematics.tokens import prepare

_NO_BRACKETS, _BRACKETS, _BRACES = ("", ""), ("(", ")"), (r"\{", r"\}")
_LACKING = {True: (_NO_BRACKETS, _BRACKETS, _BRACES), False: (_NO_BRACKETS, _BRACES, _BRACKETS)}


def compare_collection(
    setting: Setting, reference: str, student: str, options: Options
) -> Comparison:
    ours = read_value(reference, setting.table)
    if options.student_format == "python":
        theirs = _in_code(read_python(student, setting.table), ours)
    else:
        theirs = _said(setting, student, ours) or _read(student, setting.table, ours)
    found = list(_judged(setting, reference, ours, theirs, options))
    if not found:
        return Comparison(None, "reading", note="this is no list and no set")
    if any(each.equal is not found[0].equal for each in found):
        return found[0].left_open("it may be a list, or a set of numbers")
    return found[0]


def _in_code(theirs: Expression, ours: Expression) -> Expression:
    """What code lists, as a set where one is asked for."""
    entries = () if _is_tuple(ours) else tuple(_entries(theirs))
    return Call("set", entries, theirs.span) if entries else theirs


def _said(setting: Setting, student: str, ours: Expression) -> Expression | None:
    """What an answer says of its values in relations and words; None if it says nothing of them."""
    for own in ((), _own_letter(student, setting.table)):
        with suppress(Unreadable, Undecided, ShapeFault):
            relation = read_relation(student, setting.table, indices=own)
            if found := values_said(relation, ordered=_is_tuple(ours)):
                return found
            asked = free_names(relation) - free_names(ours)
            is_condition = isinstance(relation, Call) and relation.function in TRUTHS
            if len(asked) == 1 and is_condition:
                return Call("such", (Symbol(min(asked)), relation), relation.span)
    return None


def _own_letter(text: str, table: SymbolTable) -> Sequence[str]:
    r"""The letter that nobody declares, if there is but one: `x \in [0, 1)`."""
    words = (each for each in prepare(text, table) if each.kind is Lexeme.WORD)
    letters = {each.text for each in words if len(each.text) == 1 and each.text != "e"}
    own = [each for each in letters if not table.declares_letter(each)]
    return own if len(own) == 1 else ()


def _read(student: str, table: SymbolTable, ours: Expression) -> Expression:
    """An answer, with brackets around it where it has none.

    Raises:
        Unreadable: where and why it cannot be read.
    """
    for opening, closing in _LACKING[_is_tuple(ours)]:
        with suppress(Unreadable):
            return read_value(f"{opening}{student}{closing}", table)
    return read_value(student, table)


def _judged(
    setting: Setting, reference: str, ours: Expression, theirs: Expression, options: Options
) -> Iterator[Comparison]:
    """What an answer comes to in each way to take it."""
    if _may_be_lists(ours, theirs):
        target = setting.target(reference, _column_of)
        yield judge(setting, target, _column(_entries(theirs)), options)
    if _may_be_sets(ours, theirs):
        elements = setting.elements
        target = elements.target(reference, _element_of)
        for each in _sets(theirs):
            yield judge(elements, target, membership(Symbol(ELEMENT), each), options)


def _may_be_lists(ours: Expression, theirs: Expression) -> bool:
    """Whether both may be lists, and one of them is surely none but that: an interval has ends."""
    is_sure = _is_tuple(ours) or not is_collection(theirs)
    return is_sure and bool(_entries(ours)) and bool(_entries(theirs))


def _may_be_sets(ours: Expression, theirs: Expression) -> bool:
    """Whether both may be sets, and not two lists in the same brackets."""
    if _is_tuple(ours):
        return is_collection(theirs) and not _is_tuple(theirs)
    return is_collection(theirs) or not _entries(theirs)


def _is_tuple(expression: Expression) -> bool:
    return isinstance(expression, Call) and expression.function == "tuple"


def _entries(expression: Expression) -> Sequence[Expression]:
    """The entries of a list or of a row or column that is written out; nothing of all else."""
    match expression:
        case Call("T", (inner,)):
            return _entries(inner)
        case Call("tuple", entries) | Call("matrix", (Call("row", entries),)):
            return _apart(entries)
        case Call("interval", (first, last, Symbol("[]"))):
            return (first, last)
        case Call("matrix", rows) if all(
            isinstance(row, Call) and len(row.arguments) == 1 for row in rows
        ):
            return [row.arguments[0] for row in rows if isinstance(row, Call)]
    return ()


def _apart(entries: Sequence[Expression]) -> Sequence[Expression]:
    """Entries without the `and` before the last one."""
    match entries:
        case (*before, Call("and", (one, other))):
            return (*before, one, other)
    return entries


def _column(entries: Sequence[Expression]) -> Expression:
    return Call("matrix", tuple(Call("row", (each,)) for each in entries))


def _column_of(text: str, table: SymbolTable) -> Expression:
    return _column(_entries(read_value(text, table)))


def _sets(expression: Expression) -> Iterator[Expression]:
    """The sets that an expression may be."""
    match expression:
        case Call("tuple", entries):
            yield Call("set", tuple(_apart(entries)), expression.span)
            if len(entries) == 2:
                yield Call("interval", (*entries, Symbol("()")), expression.span)
        case Call("set", entries):
            yield Call("set", tuple(_apart(entries)), expression.span)
        case _ if is_collection(expression):
            yield expression
        case _:
            yield Call("set", (expression,), expression.span)


def _element_of(text: str, table: SymbolTable) -> Expression:
    """That something is an element of a reference: of the interval, if it is a list of two."""
    *_, found = _sets(read_value(text, table))
    return membership(Symbol(ELEMENT), found)
