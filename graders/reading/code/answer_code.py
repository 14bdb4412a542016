"""The code of one question's answer, as cells that a harness can run."""

import ast
import re
from collections.abc import Sequence

from graders.model import Answer, Form
from graders.reading.code import Code, code_of

Cells = tuple[tuple[str, str], ...]  # what a traceback calls each, and its source


def answer_cells(answers: Sequence[Answer]) -> Cells:
    r"""The code of the best candidate answer that has any, each line at its place in the file.

    >>> from graders.model import Where
    >>> where = Where("hw.md", 3)
    >>> answer_cells([Answer("1", "```\nx = 1\n```", Form.CODE, where, "label 1")])
    (('hw.md', '\n\n\nx = 1\n'),)
    """
    for answer in answers:
        if text := (code_of(answer.text) or _expression(answer)).rstrip():
            label, _, line = str(answer.where).rpartition(":")
            return ((label, "\n" * (int(line) - 1) + text + "\n"),)
    return ()


_CALL = re.compile(r"\s*[A-Za-z_][\w.]*\(.*\)\s*", re.DOTALL)


def _expression(answer: Answer) -> str:
    """A cell that is nothing but an expression, whose value a notebook shows."""
    return answer.text if answer.form is Form.CODE and _CALL.fullmatch(answer.text) else ""


def all_cells(code: Code) -> Cells:
    """Every cell of a submission, in the order of its modules."""
    return tuple((cell.label, cell.text) for module in code.modules for cell in module.cells)


def mentions(cells: Cells, pattern: str) -> bool:
    """Whether the code of some cell has what a pattern describes."""
    return any(re.search(pattern, text) for _, text in cells)


def is_whole(source: str) -> bool:
    """Whether code can be parsed: no bracket is lost, and no line cut off.

    >>> is_whole("f(1)"), is_whole("f(1")
    (True, False)
    """
    try:
        ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
