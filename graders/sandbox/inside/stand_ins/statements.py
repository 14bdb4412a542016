"""The statements of a cell of student code, with the global names that each of them needs."""

import ast
import textwrap
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..bytecode import names_bound, names_declared, names_loaded

Space = dict[str, Any]

DAMAGE = (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError)
IMPORTS = (ast.Import, ast.ImportFrom)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_MOST_PARTS = 60  # of a damaged cell: lines that are not set in


@dataclass(frozen=True, slots=True, eq=False)
class Statement:
    """A statement at top level, and the global names in it."""

    label: str
    node: ast.stmt
    binds: frozenset[str]
    loads: frozenset[str]

    @property
    def defines(self) -> str:
        """The function or class that it defines, if it does."""
        return self.node.name if isinstance(self.node, _DEFINITIONS) else ""

    @property
    def is_plain(self) -> bool:
        """Whether it may be taken from elsewhere: a definition, an import or an assignment."""
        return isinstance(self.node, (*_DEFINITIONS, *IMPORTS, ast.Assign, ast.AnnAssign))

    def run(self, space: Space) -> None:
        """Runs it among these names."""
        module = ast.Module([self.node], type_ignores=[])
        exec(compile(module, self.label, "exec", dont_inherit=True), space)

    def value(self, space: Space) -> Any:
        """Runs it; what it comes to if it is an expression, as a notebook shows it."""
        if not isinstance(self.node, ast.Expr):
            return self.run(space)
        expression = ast.Expression(self.node.value)
        return eval(compile(expression, self.label, "eval", dont_inherit=True), space)


def readable_parts(text: str) -> list[str]:
    r"""The longest runs of lines that can be compiled, each at its place.

    >>> readable_parts("x = 1\nOUTPUT:\ny = 2")
    ['x = 1\n', '\n\ny = 2']
    """
    lines = text.splitlines(keepends=True)
    starts = [k for k, line in enumerate(lines) if line.strip() and not line[0].isspace()]
    found, at = [], 0
    while at < len(starts) <= _MOST_PARTS:
        for end in range(len(starts), at, -1):
            stop = starts[end] if end < len(starts) else len(lines)
            part = "\n" * starts[at] + "".join(lines[starts[at] : stop])
            if _compiles(part):
                found.append(part)
                at = end - 1
                break
        else:
            stop = starts[at + 1] if at + 1 < len(starts) else len(lines)
            found += _moved_back(lines, starts[at], stop)
        at += 1
    return found


def _moved_back(lines: Sequence[str], start: int, stop: int) -> list[str]:
    """Lines of a loop that stand below a line which opens none: they are moved to the margin."""
    above = "\n" * start + lines[start]
    below = "\n" * (start + 1) + textwrap.dedent("".join(lines[start + 1 : stop]))
    return [above, below] if _compiles(above) and _compiles(below) else []


def _compiles(text: str) -> bool:
    try:
        statements("", text)
    except DAMAGE:
        return False
    return True


def statements(label: str, text: str) -> list[Statement]:
    """The statements of a cell.

    Raises:
        SyntaxError: if it cannot be compiled.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about the student's own style
        tree = ast.parse(text, label)
        return [Statement(label, node, *_names(node, label)) for node in tree.body]


def _names(node: ast.stmt, label: str) -> tuple[frozenset[str], frozenset[str]]:
    module = ast.Module([node], type_ignores=[])
    code = compile(module, label, "exec", dont_inherit=True)
    return names_bound(code) | names_declared(code), names_loaded(code)
