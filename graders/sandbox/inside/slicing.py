"""The part of a program that one name needs, without the training that stands around it.

A program that does not end when it is run as a whole, such as a notebook that trains at its top
level, often defines what a question asks for in a few statements. This runs where the student's
code runs, so that source which exhausts the compiler harms nobody else.
"""

import ast
import warnings
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass

from .bytecode import names_bound, names_declared, names_loaded

_OPEN = (ast.If, ast.With)  # whose statements are kept or left out one by one
_LOOPS = (ast.For, ast.While)
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_CHANGED = (ast.Attribute, ast.Subscript)
_DAMAGE = (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError)


def definitions_for(cells: Sequence[tuple[str, str]], name: str) -> list[tuple[str, str]]:
    r"""The cells reduced to what a name needs, every statement on its own line as before.

    Kept are, in their order, the statements that bind or change the name or a name that a kept
    statement uses, and imports of names that cannot be seen; loops and bare calls only where
    nothing else binds it. A cell that cannot be compiled, or of which nothing is kept, is left out.

    Args:
        cells: labels and texts.
        name: a function, class or other name at top level, or a part of one: `Net.forward`.

    >>> hw = "k = 2\nfor epoch in range(10**9): train()\ndef f(x): return k * x"
    >>> definitions_for([("hw.py", hw)], "f")
    [('hw.py', 'k = 2\n\ndef f(x): return k * x')]
    """
    top = name.partition(".")[0]
    programs = [(label, text, _statements(text)) for label, text in cells]
    kept = _needed([each for _, _, statements in programs for each in statements], top)
    reduced = ((label, _reduced(text, part, kept)) for label, text, part in programs)
    return [(label, text) for label, text in reduced if text]


@dataclass(frozen=True, slots=True, eq=False)
class _Statement:
    """A statement at top level, or in an `if` or a `with` there, and the global names in it."""

    node: ast.stmt
    within: "_Statement | None"
    binds: frozenset[str]
    changes: frozenset[str]  # in place, by an attribute, an item or an operator
    loads: frozenset[str]
    declares: frozenset[str]  # bound when its functions are called
    is_weak: bool  # kept only for a name that nothing else binds

    @property
    def first(self) -> int:
        decorators = getattr(self.node, "decorator_list", [])
        return min([self.node.lineno, *(each.lineno for each in decorators)])

    @property
    def last(self) -> int:
        return self.node.end_lineno or self.node.lineno


# Which statements are needed


def _needed(statements: Sequence[_Statement], name: str) -> set[_Statement]:
    binding = _binding(statements)
    changing: dict[str, list[_Statement]] = defaultdict(list)
    for each in statements:
        for changed in each.changes:
            changing[changed].append(each)
    kept = {each for each in statements if _brings_unseen_names(each.node) and not each.within}
    seen, waiting = set(), [name]
    while waiting:
        if (wanted := waiting.pop()) in seen:
            continue
        seen.add(wanted)
        found: _Statement | None
        for found in binding.get(wanted, []) + changing[wanted]:
            while found and found not in kept:
                kept.add(found)
                waiting += found.loads
                found = found.within
    return kept


def _brings_unseen_names(node: ast.stmt) -> bool:
    """Whether this is an import of everything, or of the language's future."""
    if not isinstance(node, ast.ImportFrom):
        return False
    return node.module == "__future__" or any(each.name == "*" for each in node.names)


def _binding(statements: Sequence[_Statement]) -> dict[str, list[_Statement]]:
    """The statements that bind each name: the weak ones where there are no others."""
    strong: dict[str, list[_Statement]] = defaultdict(list)
    weak: dict[str, list[_Statement]] = defaultdict(list)
    declared: dict[str, set[str]] = defaultdict(set)
    for each in statements:
        for name in each.binds:
            (weak if each.is_weak else strong)[name].append(each)
            declared[name] |= each.declares
    for each in statements:
        for name in each.loads if isinstance(each.node, ast.Expr) else ():
            for bound in declared[name]:
                weak[bound].append(each)
    return {**weak, **strong}


# What a statement does


def _statements(text: str) -> list[_Statement]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about the student's own style
            tree = ast.parse(text)
            compile(tree, "<cell>", "exec", dont_inherit=True)
            return [*_read(tree.body, None, text.split("\n"))]
    except _DAMAGE:
        return []


def _read(
    body: Iterable[ast.stmt], within: _Statement | None, lines: Sequence[str]
) -> Iterator[_Statement]:
    for node in body:
        if not isinstance(node, _OPEN) or not _stand_alone(_body(node), lines):
            yield _statement(node, node, within)
            continue
        header = copy(node)
        header.body = [ast.copy_location(ast.Pass(), node)]
        if isinstance(header, ast.If):
            header.orelse = []
        outer = _statement(node, header, within)
        yield outer
        yield from _read(_body(node), outer, lines)


def _body(node: ast.If | ast.With) -> list[ast.stmt]:
    return node.body + (node.orelse if isinstance(node, ast.If) else [])


def _stand_alone(body: Iterable[ast.stmt], lines: Sequence[str]) -> bool:
    """Whether each statement has its lines for itself, so that they can be blanked."""
    for node in body:
        before = lines[node.lineno - 1].encode()[: node.col_offset]
        after = lines[(node.end_lineno or 0) - 1].encode()[node.end_col_offset :].strip()
        if before.strip() or not (after == b"" or after.startswith(b"#")):
            return False
    return True


def _statement(node: ast.stmt, names: ast.stmt, within: _Statement | None) -> _Statement:
    """A statement; `names` is the part of it whose names count."""
    module = ast.Module([names], type_ignores=[])
    code = compile(module, "<statement>", "exec", dont_inherit=True)
    is_weak = not isinstance(names, _SCOPES) and _is_weak(names)
    changes = frozenset() if is_weak or isinstance(names, _SCOPES) else frozenset(_changed(names))
    return _Statement(
        node,
        within,
        binds=names_bound(code) - (changes if isinstance(names, ast.AugAssign) else set()),
        changes=changes,
        loads=names_loaded(code),
        declares=names_declared(code),
        is_weak=is_weak,
    )


def _is_weak(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) or any(isinstance(part, _LOOPS) for part in ast.walk(node))


def _changed(node: ast.stmt) -> Iterator[str]:
    """The names whose objects a statement changes in place."""
    if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
        yield node.target.id
    for part in ast.walk(node):
        if isinstance(part, _CHANGED) and not isinstance(part.ctx, ast.Load):
            whole: ast.expr = part
            while isinstance(whole, _CHANGED):
                whole = whole.value
            if isinstance(whole, ast.Name):
                yield whole.id


# The text that is left


def _reduced(text: str, statements: Sequence[_Statement], kept: Container[_Statement]) -> str:
    lines = text.split("\n")
    for each in statements:
        if each.within in kept and each not in kept:
            indent = lines[each.first - 1][: each.node.col_offset]
            blank = [""] * (each.last - each.first)
            lines[each.first - 1 : each.last] = [f"{indent}pass", *blank]
    parts: list[str] = []
    line = 1
    for each in statements:
        if each in kept and not each.within:
            parts.append("; " if parts and each.first == line else "\n" * (each.first - line))
            parts.append(_source(each, lines))
            line = each.last
    return "".join(parts).rstrip("\n")


def _source(statement: _Statement, lines: Sequence[str]) -> str:
    """The text of a statement without others on its lines."""
    node = statement.node
    own = [*lines[statement.first - 1 : statement.last]]
    if not isinstance(node, _OPEN):
        own[-1] = own[-1].encode()[: node.end_col_offset].decode()
        own[0] = own[0].encode()[0 if statement.first < node.lineno else node.col_offset :].decode()
    return "\n".join(own)
