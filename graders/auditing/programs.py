"""Variants of Python in an answer: the same program in other words, and mutants of it."""

import ast
import builtins
import copy
import re
from collections.abc import Callable, Iterator
from typing import Any

from graders.auditing.mathematics import replaced
from graders.auditing.variants import Change

_CODE = re.compile(r"(?ms)^```(?:python|py)?\n(?P<code>.*?)^```[ \t]*$")
_COMPARISONS = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
}  # fmt: skip
_ARITHMETIC = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Pow: ast.Mult,
    ast.FloorDiv: ast.Mult,
}  # fmt: skip

_AS_GOOD = frozenset({"float", "print"})  # without them a notebook shows the same
_IN_ANY_ORDER = frozenset({"max", "min"})


def programs(text: str) -> Iterator[tuple[int, int, ast.Module]]:
    """The Python of an answer that can be read, and where it stands."""
    for match in _CODE.finditer(text):
        try:
            yield match.start("code"), match.end("code"), ast.parse(match["code"])
        except SyntaxError:
            continue


def other_programs(text: str) -> Iterator[Change]:
    """The answer with the same program in other words."""
    for start, end, tree in programs(text):
        for rule, change in _SAME.items():
            other = copy.deepcopy(tree)
            if change(other):
                code = ast.unparse(ast.fix_missing_locations(other))
                yield Change(f"code: {rule}", replaced(text, start, end, f"{code}\n"))
        lines = text[start:end].splitlines()
        commented = "\n".join(f"{line}  # see the lecture" if line else line for line in lines)
        yield Change("code: comments", replaced(text, start, end, f"{commented}\n"))


def wrong_programs(text: str) -> Iterator[Change]:
    """The answer with a mutant of its program."""
    for start, end, tree in programs(text):
        for rule, other in _mutants(tree):
            code = ast.unparse(ast.fix_missing_locations(other))
            yield Change(f"mutant: {rule}", replaced(text, start, end, f"{code}\n"))


# --- the same -----------------------------------------------------------------------------------


def _renamed(tree: ast.Module) -> bool:
    """Local names of functions get other names; parameters and functions keep theirs."""
    changed = False
    for function in (each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)):
        fixed = {each.arg for each in ast.walk(function) if isinstance(each, ast.arg)}
        own = {
            each.id
            for each in ast.walk(function)
            if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
        } - fixed
        for each in ast.walk(function):
            if isinstance(each, ast.Name) and each.id in own:
                each.id = f"my_{each.id}"
                changed = True
    return changed


def _unaugmented(tree: ast.Module) -> bool:
    """`x = x + 1` for `x += 1`."""
    changed = False
    for parent in ast.walk(tree):
        for body in (value for _, value in ast.iter_fields(parent) if isinstance(value, list)):
            for at, each in enumerate(body):
                if isinstance(each, ast.AugAssign) and isinstance(each.target, ast.Name):
                    left = ast.Name(each.target.id, ast.Load())
                    value = ast.BinOp(left, each.op, each.value)
                    body[at] = ast.Assign([each.target], value)
                    changed = True
    return changed


def _turned(tree: ast.Module) -> bool:
    """`b > a` for `a < b`, `b == a` for `a == b`."""
    turned = {ast.Lt: ast.Gt, ast.Gt: ast.Lt, ast.LtE: ast.GtE, ast.GtE: ast.LtE, ast.Eq: ast.Eq}
    changed = False
    for each in ast.walk(tree):
        if isinstance(each, ast.Compare) and len(each.ops) == 1 and type(each.ops[0]) in turned:
            each.left, each.comparators = each.comparators[0], [each.left]
            each.ops = [turned[type(each.ops[0])]()]
            changed = True
    return changed


def _explained(tree: ast.Module) -> bool:
    """Functions get a docstring."""
    functions = [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)]
    for each in functions:
        each.body.insert(0, ast.Expr(ast.Constant("What the sheet asks for.")))
    return bool(functions)


def _decorated(tree: ast.Module) -> bool:
    """A function under `@torch.no_grad()` for a block within it."""
    for function in (each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)):
        for at, each in enumerate(function.body):
            if isinstance(each, ast.With) and ast.unparse(each.items[0]) == "torch.no_grad()":
                function.body[at : at + 1] = each.body
                function.decorator_list.append(each.items[0].context_expr)
                return True
    return False


def _named_first(tree: ast.Module) -> bool:
    """What a function returns gets a name before."""
    changed = False
    for function in (each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)):
        last = function.body[-1]
        if isinstance(last, ast.Return) and last.value is not None:
            function.body[-1:] = [
                ast.Assign([ast.Name("answer", ast.Store())], last.value),
                ast.Return(ast.Name("answer", ast.Load())),
            ]
            changed = True
    return changed


_SAME: dict[str, Callable[[ast.Module], bool]] = {
    "formatted anew": lambda tree: True,
    "other names": _renamed,
    "assignments written out": _unaugmented,
    "comparisons turned round": _turned,
    "a docstring": _explained,
    "a decorator for a block": _decorated,
    "a name for the result": _named_first,
}


# --- mutants ------------------------------------------------------------------------------------

Replacement = ast.AST | list[ast.stmt]


class _Replace(ast.NodeTransformer):
    """Puts something else in the place of one node."""

    def __init__(self, node: ast.AST, by: Replacement) -> None:
        self.node, self.by = node, by

    def visit(self, node: ast.AST) -> Any:
        return self.by if node is self.node else self.generic_visit(node)


def _mutants(tree: ast.Module) -> Iterator[tuple[str, ast.Module]]:
    """The program with one node changed."""
    for node in ast.walk(tree):
        for rule, by in _wrong(node):
            twins: dict[int, Any] = {}
            other = copy.deepcopy(tree, twins)
            yield rule, _Replace(twins[id(node)], copy.deepcopy(by)).visit(other)


def _wrong(node: ast.AST) -> Iterator[tuple[str, Replacement]]:
    """What may stand in the place of a node by mistake."""
    match node:
        case ast.Constant(value=bool() as value):
            yield "True and False exchanged", ast.Constant(not value)
        case ast.Constant(value=int() | float() as number):
            yield "a number larger by one", ast.Constant(number + 1)
        case ast.Compare(ops=[op, *_]) if type(op) in _COMPARISONS:
            ops = [_COMPARISONS[type(op)](), *node.ops[1:]]
            yield "another comparison", ast.Compare(node.left, ops, node.comparators)
        case ast.BinOp(op=op) if type(op) in _ARITHMETIC:
            yield "another operation", ast.BinOp(node.left, _ARITHMETIC[type(op)](), node.right)
        case ast.AugAssign(op=op) if type(op) in _ARITHMETIC:
            other = ast.AugAssign(node.target, _ARITHMETIC[type(op)](), node.value)
            yield "another operation", other
            yield "the last one for the sum", ast.Assign([node.target], node.value)
        case ast.With():
            yield "a block without its context", node.body
        case ast.Call():
            yield from _wrong_calls(node)
    if isinstance(node, ast.stmt) and _does_something(node):
        yield "a line left out", ast.Pass()


def _does_something(line: ast.stmt) -> bool:
    """Whether a line is more than an import, a definition or a docstring."""
    if isinstance(line, ast.Expr):
        return not isinstance(line.value, ast.Constant)
    return not isinstance(line, ast.Import | ast.ImportFrom | ast.FunctionDef | ast.Pass)


def _wrong_calls(node: ast.Call) -> Iterator[tuple[str, Replacement]]:
    if len(node.args) > 1 and ast.unparse(node.func) not in _IN_ANY_ORDER:
        yield "arguments exchanged", ast.Call(node.func, node.args[::-1], node.keywords)
    for at, keyword in enumerate(node.keywords):
        before, after = node.keywords[:at], node.keywords[at + 1 :]
        yield "a keyword left out", ast.Call(node.func, node.args, [*before, *after])
        if keyword.arg in ("dim", "axis") and isinstance(keyword.value, ast.Constant):
            axis = ast.Constant(0 if keyword.value.value else 1)
            changed = [*before, ast.keyword(keyword.arg, axis), *after]
            yield "another axis", ast.Call(node.func, node.args, changed)
    match node.func:
        case ast.Name(id=name) if (
            len(node.args) == 1 and name not in _AS_GOOD and hasattr(builtins, name)
        ):
            yield f"{name} left out", node.args[0]
        case ast.Attribute(
            attr=attribute, value=ast.Call() | ast.BinOp() | ast.Compare() as inner
        ) if (
            attribute != "item"  # a tensor with one entry is as good
        ):
            yield f"{attribute} left out", inner
