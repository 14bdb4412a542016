r"""References that are no single value: lists, held entry by entry, and sets, by their elements.

`(0, 1)` is a list or an open interval, `(a, b, c)` beside a set its elements: where two readings
lead to different verdicts the answer is not settled.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice, permutations

from graders.comparing.formulas.shapes import ShapeFault
from graders.equivalence.assigned import own_letters, values_by_name
from graders.equivalence.options import Options
from graders.equivalence.settings import ELEMENT, Setting, is_collection
from graders.equivalence.verdicts import judge
from graders.errors import Undecided, Unreadable
from graders.expression import Call, Expression, Symbol, free_names
from graders.model import Comparison
from graders.reading.mathematics.names.functions import TRUTHS
from graders.reading.mathematics.names.symbols import SymbolTable
from graders.reading.mathematics.python import read_python
from graders.reading.mathematics.statements.main_statement import read_value
from graders.reading.mathematics.statements.relations import read_relation
from graders.reading.mathematics.statements.said_values import values_said
from graders.reading.mathematics.statements.sets import membership

_MOST_ORDERS = 24
_COORDINATES = "xyz"
_NO_BRACKETS, _BRACKETS, _BRACES = ("", ""), ("(", ")"), (r"\{", r"\}")
_LACKING = {True: (_NO_BRACKETS, _BRACKETS, _BRACES), False: (_NO_BRACKETS, _BRACES, _BRACKETS)}


def compare_collection(
    setting: Setting, reference: str, student: str, options: Options
) -> Comparison:
    ours = read_value(reference, setting.table)
    named = values_by_name(student, setting.table, len(_entries(ours)))
    if len(named) > 1:
        return _by_name(setting, reference, named, options)
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


def _by_name(
    setting: Setting, reference: str, named: Mapping[str, Expression], options: Options
) -> Comparison:
    """A list by the names of its entries; not settled if it would be right in another order.

    Of coordinates, and of no other letters, the order is known.
    """
    target = setting.target(reference, _column_of)
    found, *others = (
        judge(setting, target, _column(values), options)
        for values in islice(permutations(named.values()), _MOST_ORDERS)
    )
    is_known = found.equal is not False and "".join(named) in _COORDINATES
    is_moved = not is_known and any(each.equal is not False for each in (found, *others))
    return found.left_open("it is not said which of the values comes first") if is_moved else found


def _in_code(theirs: Expression, ours: Expression) -> Expression:
    """What code lists, as a set where one is asked for."""
    entries = () if _is_tuple(ours) else tuple(_entries(theirs))
    return Call("set", entries, theirs.span) if entries else theirs


def _said(setting: Setting, student: str, ours: Expression) -> Expression | None:
    """What an answer says of its values in relations and words; None if it says nothing of them."""
    letters = own_letters(student, setting.table)
    for own in ((), letters if len(letters) == 1 else ()):
        with suppress(Unreadable, Undecided, ShapeFault):
            relation = read_relation(student, setting.table, indices=own)
            if found := values_said(relation, ordered=_is_tuple(ours)):
                return found
            asked = free_names(relation) - free_names(ours)
            is_condition = isinstance(relation, Call) and relation.function in TRUTHS
            if len(asked) == 1 and is_condition:
                return Call("such", (Symbol(min(asked)), relation), relation.span)
    return None


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
            if len(_apart(entries)) == 2:
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
