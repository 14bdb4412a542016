r"""References that are no single value: lists, held entry by entry, and sets, by their elements.

`(0, 1)` is a list or an open interval, `(a, b, c)` beside a set its elements: where two readings
lead to different verdicts the answer is not settled.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress

from graders.equivalence.options import Options
from graders.equivalence.settings import ELEMENT, Setting, is_collection
from graders.equivalence.verdicts import judge
from graders.errors import Unreadable
from graders.expression import Call, Expression, Symbol
from graders.model import Comparison
from graders.reading.mathematics.names.symbols import SymbolTable
from graders.reading.mathematics.python import read_python
from graders.reading.mathematics.statements.main_statement import read_value
from graders.reading.mathematics.statements.sets import membership

_BRACKETS = (("", ""), ("(", ")"), (r"\{", r"\}"))  # that an answer may lack


def compare_collection(
    setting: Setting, reference: str, student: str, options: Options
) -> Comparison:
    ours = read_value(reference, setting.table)
    theirs = _read(student, setting.table, options)
    found = list(_judged(setting, reference, ours, theirs, options))
    if not found:
        return Comparison(None, "reading", note="this is no list and no set")
    if any(each.equal is not found[0].equal for each in found):
        return found[0].left_open("it may be a list, or a set of numbers")
    return found[0]


def _read(student: str, table: SymbolTable, options: Options) -> Expression:
    """An answer, with brackets around it where it has none.

    Raises:
        Unreadable: where and why it cannot be read.
    """
    if options.student_format == "python":
        return read_python(student, table)
    for opening, closing in _BRACKETS:
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
            return entries
        case Call("interval", (first, last, Symbol("[]"))):
            return (first, last)
        case Call("matrix", rows) if all(
            isinstance(row, Call) and len(row.arguments) == 1 for row in rows
        ):
            return [row.arguments[0] for row in rows if isinstance(row, Call)]
    return ()


def _column(entries: Sequence[Expression]) -> Expression:
    return Call("matrix", tuple(Call("row", (each,)) for each in entries))


def _column_of(text: str, table: SymbolTable) -> Expression:
    return _column(_entries(read_value(text, table)))


def _sets(expression: Expression) -> Iterator[Expression]:
    """The sets that an expression may be."""
    match expression:
        case Call("tuple", entries):
            yield Call("set", entries, expression.span)
            if len(entries) == 2:
                yield Call("interval", (*entries, Symbol("()")), expression.span)
        case _ if is_collection(expression):
            yield expression
        case _:
            yield Call("set", (expression,), expression.span)


def _element_of(text: str, table: SymbolTable) -> Expression:
    """That something is an element of a reference: of the interval, if it is a list of two."""
    *_, found = _sets(read_value(text, table))
    return membership(Symbol(ELEMENT), found)
