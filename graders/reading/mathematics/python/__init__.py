"""Expressions that students type in Python, read as mathematics: nothing is ever run.

`ast` parses the text and an allow-list reads its nodes; what is not on a list is refused with its
column. numpy's meaning is kept: `*` and `**` act on entries, `@` multiplies, indices count from 0.
A vector is a column as declared, so `x @ y.T` is the outer product; sizes are broadcast with
columns of ones.
"""

import sys

from graders.errors import Unreadable
from graders.expression import Call, Expression, children, nodes
from graders.reading.mathematics.names.symbols import SymbolTable
from graders.reading.mathematics.parsing.cursor import MAX_DEPTH
from graders.reading.mathematics.python.functions import COUNTED
from graders.reading.mathematics.python.operators import Ambiguous
from graders.reading.mathematics.python.reader import Reader, within_limits
from graders.reading.mathematics.python.source import Source

_FRAMES = 20 * MAX_DEPTH + 1_000  # a level of brackets takes some eight calls


def readings(text: str, table: SymbolTable) -> list[Expression]:
    """What a line of Python may be: `A * x` has two meanings where A is square.

    Raises:
        Unreadable: as `read_python` does.
    """
    try:
        return [read_python(text, table)]
    except Ambiguous:
        return [read_python(text, table, lying=lying) for lying in (True, False)]


def read_python(text: str, table: SymbolTable, *, lying: bool | None = None) -> Expression:
    r"""The expression that a line of Python is, or the last of several lines.

    Assignments define local names, imports are passed over, of a function the result counts.

    Args:
        text: what the student typed.
        table: what is declared.
        lying: whether a vector beside a square matrix lies along its rows, if that is known.

    Raises:
        Ambiguous: if it is not known, and matters.
        Unreadable: with the column, the token and the reason.

    >>> from graders.declaring.declarations import Declarations
    >>> from graders.expression import to_text
    >>> vector = {"type": "vector", "shape": ["n"]}
    >>> table = SymbolTable(Declarations.of({r"\hat{y}": vector, "y": vector, "n": {}}))
    >>> to_text(read_python("2 * np.sum(y_hat - y) / len(y)", table))
    '2*sum(hat y - y)/n'
    """
    if sys.getrecursionlimit() < _FRAMES:
        sys.setrecursionlimit(_FRAMES)
    source = Source(text)
    try:
        found = Reader(source, table, lying=lying).block(source.parsed().body)
    except RecursionError:
        raise Unreadable("the expression is nested too deep") from None
    within_limits(found)
    if any(map(_counts_on, nodes(found))):
        raise Unreadable("a place that is counted from 0 is used in the formula")
    return found


def _counts_on(node: Expression) -> bool:
    """Whether something but an index is made of a place that code counts from 0."""
    is_component = isinstance(node, Call) and node.function == "at"
    parts = children(node)[:1] if is_component else children(node)
    return any(isinstance(each, Call) and each.function in COUNTED for each in parts)
