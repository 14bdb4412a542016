"""The reader of syntax trees: statements, names and numbers, and which module reads the rest."""

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from graders.errors import Unreadable
from graders.expression import Call, Expression, Number, Symbol, children, nodes
from graders.reading.mathematics.names.numerals import exact
from graders.reading.mathematics.names.symbols import SymbolTable
from graders.reading.mathematics.parsing.cursor import MAX_DEPTH, MAX_NODES
from graders.reading.mathematics.python.accumulated import accumulated
from graders.reading.mathematics.python.calls import call
from graders.reading.mathematics.python.components import dimensions, subscript
from graders.reading.mathematics.python.logic import logic
from graders.reading.mathematics.python.loops import folded
from graders.reading.mathematics.python.names import CONSTANTS, Names
from graders.reading.mathematics.python.operators import binary, chosen, comparison, times, unary
from graders.reading.mathematics.python.pieces import ONE, transposed
from graders.reading.mathematics.python.shapes import SCALAR, Shapes
from graders.reading.mathematics.python.source import Source

_MODULES = frozenset("np numpy jnp jax torch math nn F functional scipy special linalg LA".split())


class Reader:
    """Reads nodes; `locals` holds what has been assigned, `active` the indices of sums around."""

    def __init__(self, source: Source, table: SymbolTable, *, lying: bool | None = None) -> None:
        self.source = source
        self.lying = lying  # whether a vector beside a square matrix lies; None if nobody knows
        self.table = table
        self.names = Names(table)
        self.locals: dict[str, Expression] = {}
        self.functions: dict[str, ast.FunctionDef] = {}
        self.used: set[str] = set()
        self.active: list[str] = []
        self.count = self.depth = 0
        self.node: ast.AST = ast.Module([], [])
        self.shapes = Shapes(table, self.names)
        self.indices = {n for n, each in table.declarations.items() if each.domain == "index"}
        self.refusal = source.refusal

    def block(self, body: Sequence[ast.stmt]) -> Expression:
        """What the statements come to: the last expression, assignment or function."""
        answer: Expression | None = None
        function: ast.FunctionDef | None = None
        unused: ast.stmt | None = None
        for statement in map(_of_lambda, body):
            handler = _STATEMENTS.get(type(statement))
            if handler is None:
                raise self.refusal(statement, "is no formula")
            found = handler(self, statement)
            if unused is not None:
                raise self.refusal(unused, "is followed by another formula")
            function = statement if isinstance(statement, ast.FunctionDef) else function
            if found is not None:
                answer, function = found, None
                unused = statement if isinstance(statement, ast.Expr) else None
            if isinstance(statement, ast.Return):
                break
        if function is not None:
            parameters = {each.arg for each in function.args.args}
            self.locals = {n: e for n, e in self.locals.items() if n not in parameters}
            return self.block(function.body)
        if answer is None:
            raise Unreadable("there is no expression")
        return answer

    def assignment(self, node: ast.Assign | ast.AnnAssign) -> Expression:
        if node.value is None:
            raise self.refusal(node, "has no value")
        value = within_limits(self.several(node.value))
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            self._assign(target, value)
        return value

    def _assign(self, target: ast.expr, value: Expression) -> None:
        match target, value:
            case ast.Name(name), _:
                self.locals[name] = value
            case ast.Tuple(names), Call("tuple", values) if len(names) == len(values):
                for each, its in zip(names, values, strict=True):
                    self._assign(each, its)
            case _:
                raise self.refusal(target, "is no name that can be assigned to")

    def update(self, node: ast.AugAssign) -> Expression:
        """`w -= eta * g` as `w = w - eta * g`."""
        if not isinstance(node.target, ast.Name):
            raise self.refusal(node.target, "is no name that can be assigned to")
        before = ast.copy_location(ast.Name(node.target.id), node.target)
        after = ast.copy_location(ast.BinOp(before, node.op, node.value), node)
        found = within_limits(self.read(after))
        self.locals[node.target.id] = found
        return found

    def result(self, node: ast.Expr | ast.Return) -> Expression | None:
        if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            return None
        if node.value is None:
            raise self.refusal(node, "has no value")
        self.used = set()
        found = self.several(node.value)
        continues = self.source.text[self.source.span(node)[0]] in "+-" and self.locals
        if continues and self.used.isdisjoint(self.locals):
            raise self.refusal(node, "may belong to the line above; put brackets round the two")
        return found

    def several(self, node: ast.expr) -> Expression:
        """An expression, or the values that are listed: `a, b`, `{a, b}`, `tuple([a, b])`."""
        match node:
            case ast.Call(ast.Name("tuple" | "set"), [ast.List() | ast.Tuple() as inner], []):
                return self.several(inner)
            case ast.Tuple(values) | ast.Set(values):
                name = "set" if isinstance(node, ast.Set) else "tuple"
                return Call(name, tuple(map(self.read, values)))
        return self.read(node)

    def definition(self, node: ast.FunctionDef) -> None:
        given = node.args
        if node.decorator_list or given.vararg or given.kwarg or given.kwonlyargs:
            raise self.refusal(node, "is a function that is too involved")
        self.functions[node.name] = node

    def read(self, node: ast.AST) -> Expression:
        handler = _NODES.get(type(node))
        if handler is None:
            raise self.refusal(node, "is nothing that a formula may hold")
        self.count += 1
        self.depth += 1
        if self.count > MAX_NODES or self.depth > MAX_DEPTH:
            raise self.refusal(node, f"is nested too deep, or one of more than {MAX_NODES} parts")
        self.node = node
        found = handler(self, node)
        self.depth -= 1
        return replace(found, span=self.source.span(node)) if found.span == (0, 0) else found

    def constant(self, node: ast.Constant) -> Expression:
        if type(node.value) not in (int, float):
            raise self.refusal(node, "is no number")
        start, end = self.source.span(node)
        if isinstance(node.value, int) and node.value.bit_length() < 1_000:
            return Number(Fraction(node.value))
        return Number(exact(self.source.text[start:end].replace("_", "")))

    def name(self, node: ast.Name) -> Expression:
        if node.id in self.locals:
            value = self.locals[node.id]
            self.used.add(node.id)
            self.count += sum(1 for _ in nodes(value))
            return value
        return self.declared(node, node.id)

    def declared(self, node: ast.AST, identifier: str) -> Expression:
        fits = self.names.fits(identifier)
        if not fits and identifier in self.table.sizes:
            fits = {identifier}
        if len(fits) > 1:
            raise self.refusal(node, f"may be any of {', '.join(sorted(fits))}")
        if not fits and identifier not in CONSTANTS:
            raise self.refusal(node, "is no name of this question")
        return Symbol(fits.pop() if fits else CONSTANTS[identifier])

    def attribute(self, node: ast.Attribute) -> Expression:
        if self.module(node.value) is not None:
            found = CONSTANTS.get(node.attr)
            if found is None or found in self.table.names:
                raise self.refusal(node, "is no number that is known")
            return Symbol(found)
        if node.attr in ("T", "mT"):
            return transposed(self.read(node.value))
        if node.attr == "size":
            rows, columns = dimensions(self, node, self.read(node.value))
            return rows if columns == ONE else times(self, rows, columns)
        if node.attr == "logabsdet":
            match self.read(node.value):
                case Call("tuple", (_, logarithm)):
                    return logarithm
        raise self.refusal(node, "is nothing that is known of an array")

    def module(self, node: ast.AST) -> str | None:
        """`np` for np, np.linalg, np.special: the module that a name is, unless it is declared."""
        while isinstance(node, ast.Attribute) and node.attr in _MODULES:
            node = node.value
        if not isinstance(node, ast.Name) or node.id not in _MODULES or node.id in self.locals:
            return None
        return None if self.names.fits(node.id, any_case=False) else node.id

    def listing(self, node: ast.List) -> Expression:
        """A column of entries, or a matrix of rows."""
        rows = [each.elts if isinstance(each, ast.List) else [each] for each in node.elts]
        if not rows or not rows[0]:
            raise self.refusal(node, "is empty")
        read = [tuple(map(self.read, row)) for row in rows]
        if any(self.shapes.of(each) not in (None, SCALAR) for row in read for each in row):
            raise self.refusal(node, "lists arrays, and not numbers")
        return Call("matrix", tuple(Call("row", row) for row in read))


def _of_lambda(statement: ast.stmt) -> ast.stmt:
    """`f = lambda z: 2 * z`, with a name or without, as the function that it is."""
    match statement:
        case ast.Assign([ast.Name(name)], ast.Lambda(given, body)):
            pass
        case ast.Expr(ast.Lambda(given, body)):
            name = "f"
        case _:
            return statement
    result = ast.copy_location(ast.Return(body), body)
    return ast.copy_location(ast.FunctionDef(name, given, [result], []), statement)


def within_limits(expression: Expression) -> Expression:
    waiting, seen = [(expression, 1)], 0
    while waiting:
        node, depth = waiting.pop()
        seen += 1
        if seen > MAX_NODES or depth > MAX_DEPTH:
            raise Unreadable(
                f"the expression has more than {MAX_NODES} parts or {MAX_DEPTH} levels"
            )
        waiting += [(each, depth + 1) for each in children(node)]
    return expression


_STATEMENTS: Mapping[type[ast.stmt], Callable[[Reader, Any], Expression | None]] = {
    ast.Assign: Reader.assignment, ast.AnnAssign: Reader.assignment, ast.Expr: Reader.result,
    ast.AugAssign: Reader.update, ast.For: accumulated,
    ast.Return: Reader.result, ast.FunctionDef: Reader.definition,
    **dict.fromkeys((ast.Import, ast.ImportFrom), lambda *_: None),
}  # fmt: skip
_NODES: Mapping[type[ast.AST], Callable[[Reader, Any], Expression]] = {
    ast.Constant: Reader.constant, ast.Name: Reader.name, ast.Attribute: Reader.attribute,
    ast.BinOp: binary, ast.UnaryOp: unary, ast.BoolOp: logic,
    ast.Compare: comparison, ast.IfExp: chosen, ast.Call: call,
    ast.Subscript: subscript, ast.List: Reader.listing,
    ast.ListComp: lambda reader, node: folded(reader, "stack", node),
}  # fmt: skip
