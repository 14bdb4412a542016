"""Expressions that students type in Python, read as mathematics: nothing is ever run.

`ast` parses the text and an allow-list reads its nodes; what is not on a list is refused with its
column. numpy's meaning is kept: `*` and `**` act on entries, `@` multiplies, indices count from 0.
A vector is a column as declared, so `x @ y.T` is the outer product; sizes are broadcast with
columns of ones.
"""

import sys

from graders.errors import Unreadable
from graders.expression import Expression
from graders.reading.mathematics.cursor import MAX_DEPTH
from graders.reading.mathematics.python.reader import Reader, within_limits
from graders.reading.mathematics.python.source import Source
from graders.reading.mathematics.symbols import SymbolTable

_FRAMES = 20 * MAX_DEPTH + 1_000  # a level of brackets takes some eight calls


def read_python(text: str, table: SymbolTable) -> Expression:
    r"""The expression that a line of Python is, or the last of several lines.

    Assignments define local names, imports are passed over, of a function the result counts.

    Raises:
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
        return within_limits(Reader(source, table).block(source.parsed().body))
    except RecursionError:
        raise Unreadable("the expression is nested too deep") from None
