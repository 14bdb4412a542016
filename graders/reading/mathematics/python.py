"""Expressions that students type in Python, read as mathematics: nothing is ever run.

`ast` parses the text and an allow-list reads its nodes; what is not on a list below is refused with
its column. numpy's meaning is kept: `*` and `**` act on entries, `@` multiplies, indices count from
0. A vector is a column as declared, so `x @ y.T` is the outer product; sizes are broadcast with
columns of ones.
"""

import ast
import re
import sys
import textwrap
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from itertools import islice, product
from typing import Any

from graders.errors import Unreadable
from graders.expression import Call, Expression, Fold, Number, Span, Symbol, children, nodes
from graders.reading.lexer import Token, tokenize
from graders.reading.mathematics.parser import MAX_DEPTH, MAX_NODES, Parser
from graders.reading.mathematics.symbols import ACCENTS, SymbolTable, plain_name
from graders.reading.mathematics.tokens import MAX_LENGTH, exact, prepare

Shape = tuple[Expression, Expression]  # rows and columns, each a Number or a Symbol

_FRAMES = 20 * MAX_DEPTH + 1_000  # a level of brackets takes some eight calls
_MODULES = frozenset("np numpy jnp jax torch math nn F functional scipy special linalg LA".split())
_TRUTHS = frozenset({"=", "<", "<=", ">", ">=", "!=", "and", "or", "not"})
_ZERO, _ONE, _TWO, _ALL = Number(Fraction(0)), Number(Fraction(1)), Number(Fraction(2)), Symbol(":")
_SCALAR: Shape = (_ONE, _ONE)
_MOST_LOOPS = 6  # in one generator


def read_python(text: str, table: SymbolTable) -> Expression:
    r"""The expression that a line of Python is, or the last of several lines.

    Assignments define local names, imports are passed over, of a function the result counts.

    Raises:
        Unreadable: with the column, the token and the reason.

    >>> from graders.declarations import Declarations
    >>> from graders.expression import to_text
    >>> vector = {"type": "vector", "shape": ["n"]}
    >>> table = SymbolTable(Declarations.of({r"\hat{y}": vector, "y": vector, "n": {}}))
    >>> to_text(read_python("2 * np.sum(y_hat - y) / len(y)", table))
    '2*sum(hat y - y)/n'
    """
    if sys.getrecursionlimit() < _FRAMES:
        sys.setrecursionlimit(_FRAMES)
    source = _Source(text)
    try:
        return _within_limits(_Reader(source, table).block(source.parsed().body))
    except RecursionError:
        raise Unreadable("the expression is nested too deep") from None


def _within_limits(expression: Expression) -> Expression:
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


class _Source:
    """The text, and where its nodes stand in it."""

    def __init__(self, text: str) -> None:
        if len(text) > MAX_LENGTH:
            raise Unreadable(f"the answer has {len(text)} characters; {MAX_LENGTH} can be read")
        self.text = text.replace("\r\n", " \n").replace("\r", "\n")
        self.code = textwrap.dedent(self.text)
        self.lines = self.code.split("\n")
        self.starts = [0]
        self.margins = []
        for line, written in zip(self.lines, self.text.split("\n"), strict=True):
            self.margins.append(len(written) - len(line) if line else 0)
            self.starts.append(self.starts[-1] + len(written) + 1)

    def parsed(self) -> ast.Module:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return ast.parse(self.code)
        except SyntaxError as error:
            at = self.offset(error.lineno, max((error.offset or 1) - 1, 0))
            token = self.text[at : at + 1].strip() or "the end"
            hint = "; Python keeps the word lambda: write lam" if "lambda" in self.text else ""
            raise self.refused(at, token, f"cannot be read: {error.msg}{hint}") from None
        except (RecursionError, MemoryError):
            raise Unreadable("the expression is nested too deep") from None
        except ValueError:
            raise Unreadable("the answer has characters that are no text") from None

    def offset(self, line: int | None, column: int) -> int:
        at = min(max(line or 1, 1), len(self.lines)) - 1
        return min(self.starts[at] + self.margins[at] + column, len(self.text))

    def span(self, node: ast.AST) -> Span:
        ends = []
        for line, column in (
            (getattr(node, "lineno", 1), getattr(node, "col_offset", 0)),
            (getattr(node, "end_lineno", 1), getattr(node, "end_col_offset", 0)),
        ):
            before = self.lines[line - 1].encode()[:column]  # ast counts bytes
            ends.append(self.offset(line, len(before.decode(errors="replace"))))
        return ends[0], ends[1]

    def refusal(self, node: ast.AST, reason: str) -> Unreadable:
        start, end = self.span(node)
        token = " ".join(self.text[start:end].split())
        return self.refused(start, token if len(token) <= 40 else f"{token[:37]}...", reason)

    def refused(self, at: int, token: str, reason: str) -> Unreadable:
        line = self.text.count("\n", 0, at)
        place = f"column {at - self.starts[line] + 1}" + (f" of line {line + 1}" if line else "")
        return Unreadable(f"'{token}' at {place} {reason}")


# --- names --------------------------------------------------------------------------------------

_SPELLINGS: Mapping[str, tuple[str, ...]] = {
    "lambda": ("lambda", "lam", "lmbda", "lambd"), "varepsilon": ("epsilon", "eps", "varepsilon"),
    "varphi": ("phi", "varphi"), "ell": ("ell", "l"), "nabla": ("grad", "nabla"),
    "partial": ("d", "partial"), "*": ("star", "opt"), "star": ("star", "opt"), "'": ("prime",),
    "+": ("plus", "p", ""), "-": ("minus", "m", ""), "frac": (), "dfrac": (),
}  # fmt: skip
_DERIVATIVES = tuple(
    re.compile(pattern)
    for pattern in (
        r"\\[dt]?frac\s*\{\s*(?:\\partial|d)(?P<of>.+?)\}\s*\{\s*(?:\\partial|d)(?P<by>.+)\}",
        r"(?:\\partial|d)(?P<of>[^/]+)/\s*(?:\\partial|d)(?P<by>.+)",
        r"\\nabla_(?P<by>\{.+?\}|\\?\w+)(?P<of>.+)",
        r"\\nabla(?P<by>[^_(][^(]*)\(.+\)",
    )
)
_MOST_SPELLINGS = 200


class _Names:
    """The identifiers that stand for declared names: `y_hat`, `Wg`, `lam`, `w_star`, `dL_dw`."""

    def __init__(self, table: SymbolTable) -> None:
        self.table = table
        # as spelled; short names and names without their font; then both in any case
        self.levels: tuple[dict[str, set[str]], ...] = ({}, {}, {}, {})
        latex = {name: each.name for name, each in table.declarations.items()}
        latex |= {name: each.name for name, each in table.definitions.items()}
        for name, written in latex.items():
            for level, spellings in enumerate(
                (
                    _spellings(written, table.fonted),
                    {*_short_names(written), *_spellings(written)},
                )
            ):
                for spelling in spellings:
                    self.levels[level].setdefault(spelling, set()).add(name)
                    self.levels[level + 2].setdefault(spelling.lower(), set()).add(name)

    def fits(self, identifier: str, *, any_case: bool = True) -> set[str]:
        """The declared names that an identifier may be."""
        if identifier in self.table.names:
            return {identifier}
        plain = identifier if identifier.isascii() else plain_name(tokenize(identifier))
        key = "".join(each for each in plain if each.isalnum())
        levels = [level.get(key) for level in self.levels[:2]]
        levels += [level.get(key.lower()) for level in self.levels[2:] if any_case]
        return next(filter(None, levels), set())


def _spellings(latex: str, fonted: frozenset[str] = frozenset()) -> set[str]:
    r"""A name without brackets and signs; an accent stands before or after its letter.

    >>> sorted(_spellings(r"\hat{w}^*"))
    ['hatwopt', 'hatwstar', 'whatopt', 'whatstar']
    """
    choices: list[tuple[str, ...]] = []
    accents: list[str] = []
    for token in tokenize(latex):
        if token.text in ACCENTS:
            accents.append(ACCENTS[token.text])
        elif options := _options(token, fonted):
            for accent in reversed(accents):
                options = tuple(e for each in options for e in (each + accent, accent + each))
            choices.append(options)
            accents = []
    return {"".join(each) for each in islice(product(*choices), _MOST_SPELLINGS)} - {""}


def _options(token: Token, fonted: frozenset[str]) -> tuple[str, ...]:
    text = token.text.removeprefix("\\")
    if token.font == "bold" and text in fonted:
        return f"bold{text}", f"{text}bold", f"vec{text}", f"{text}vec"
    return _SPELLINGS.get(text, (text,) if text.isalnum() else ())


def _short_names(latex: str) -> Iterator[str]:
    r"""`dL_dw`, `grad_w` and `dw` for \frac{\partial L}{\partial w}; `grad_f` for \nabla f(w)."""
    found = next(filter(None, (each.fullmatch(latex.strip()) for each in _DERIVATIVES)), None)
    if found is not None:
        upper = _spellings(found.groupdict().get("of") or "") or {""}
        for of, by in product(sorted(upper), sorted(_spellings(found["by"]))):
            yield from (f"d{of}d{by}", f"grad{of}{by}", f"grad{by}", f"d{by}", f"{by}grad")


# --- reading ------------------------------------------------------------------------------------


@dataclass
class _Given:
    """A call: the arguments by place, of a method its object first, and those by name."""

    node: ast.Call
    name: str
    module: str
    places: list[ast.expr]
    named: dict[str, ast.expr]

    def take(self, place: int, *names: str) -> ast.expr | None:
        """An optional argument, by its place or one of its names."""
        if 0 < place < len(self.places):
            return self.places.pop(place)
        return next((self.named.pop(name) for name in names if name in self.named), None)


class _Reader:
    """Reads nodes; `locals` holds what has been assigned, `active` the indices of sums around."""

    def __init__(self, source: _Source, table: SymbolTable) -> None:
        self.source = source
        self.table = table
        self.names = _Names(table)
        self.locals: dict[str, Expression] = {}
        self.functions: dict[str, ast.FunctionDef] = {}
        self.used: set[str] = set()
        self.active: list[str] = []
        self.count = self.depth = 0
        self.node: ast.AST = ast.Module([], [])
        self.shapes = _Shapes(table, self.names)
        self.indices = {n for n, each in table.declarations.items() if each.domain == "index"}
        self.refusal = source.refusal

    def block(self, body: Sequence[ast.stmt]) -> Expression:
        """What the statements come to: the last expression, assignment or function."""
        answer: Expression | None = None
        function: ast.FunctionDef | None = None
        unused: ast.stmt | None = None
        for statement in body:
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
        value = _within_limits(self.read(node.value))
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            if not isinstance(target, ast.Name):
                raise self.refusal(target, "is no name that can be assigned to")
            self.locals[target.id] = value
        return value

    def result(self, node: ast.Expr | ast.Return) -> Expression | None:
        if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            return None
        if node.value is None:
            raise self.refusal(node, "has no value")
        self.used = set()
        found = self.read(node.value)
        continues = self.source.text[self.source.span(node)[0]] in "+-" and self.locals
        if continues and self.used.isdisjoint(self.locals):
            raise self.refusal(node, "may belong to the line above; put brackets round the two")
        return found

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
        if len(fits) > 1:
            raise self.refusal(node, f"may be any of {', '.join(sorted(fits))}")
        if not fits and identifier not in _CONSTANTS:
            raise self.refusal(node, "is no declared name")
        return Symbol(fits.pop() if fits else _CONSTANTS[identifier])

    def attribute(self, node: ast.Attribute) -> Expression:
        if self.module(node.value) is not None:
            found = _CONSTANTS.get(node.attr)
            if found is None or found in self.table.names:
                raise self.refusal(node, "is no number that is known")
            return Symbol(found)
        if node.attr in ("T", "mT"):
            return _transposed(self.read(node.value))
        if node.attr == "size":
            rows, columns = self.dimensions(node, self.read(node.value))
            return rows if columns == _ONE else self.times(rows, columns)
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
        return Call("matrix", tuple(Call("row", tuple(map(self.read, row))) for row in rows))

    # --- operators ------------------------------------------------------------------------------

    def binary(self, node: ast.BinOp) -> Expression:
        """A chain of operators, read from its left end: a long sum is not deep."""
        chain: list[ast.BinOp] = []
        left: ast.expr = node
        while isinstance(left, ast.BinOp):
            chain.append(left)
            left = left.left
        found = self.read(left)
        for each in reversed(chain):
            operator = _OPERATORS.get(type(each.op))
            if operator is None:
                hint = "; a power is written **" if isinstance(each.op, ast.BitXor) else ""
                raise self.refusal(each, f"has an operator that no formula has{hint}")
            found = operator(self, found, self.read(each.right))
        return found

    def unary(self, node: ast.UnaryOp) -> Expression:
        inner = self.read(node.operand)
        match node.op:
            case ast.USub():
                return Call("-", (inner,))
            case ast.UAdd():
                return inner
            case ast.Not():
                return Call("not", (_condition(inner),))
        return Call("not", (self.truth(node, inner),))

    def truth(self, node: ast.AST, expression: Expression) -> Expression:
        if not (isinstance(expression, Call) and expression.function in _TRUTHS):
            raise self.refusal(node, "joins what are no conditions")
        return expression

    def logic(self, node: ast.BoolOp) -> Expression:
        sign = "and" if isinstance(node.op, ast.And) else "or"
        return Call(sign, tuple(self.truth(each, self.read(each)) for each in node.values))

    def chosen(self, node: ast.IfExp) -> Expression:
        value, test, other = (self.read(each) for each in (node.body, node.test, node.orelse))
        return Call("cases", (value, _condition(test), other))

    def comparison(self, node: ast.Compare) -> Expression:
        sides = [self.read(each) for each in (node.left, *node.comparators)]
        links = []
        for operator, left, right in zip(node.ops, sides, sides[1:], strict=False):
            sign = _RELATIONS.get(type(operator))
            if sign is None:
                raise self.refusal(node, "compares in a way that no formula does")
            links.append(Call(sign, self.fitted(*self.counted_alike(node, left, right))))
        return links[0] if len(links) == 1 else Call("and", tuple(links))

    def counted_alike(
        self, node: ast.AST, left: Expression, right: Expression
    ) -> tuple[Expression, Expression]:
        """Both sides counted from 1, as a declared index is; that of a loop counts from 0."""
        names = [_lone_name(each) for each in (left, right)]
        declared = [name in self.indices for name in names]
        looped = [name in self.active for name in names]
        if any(declared) and any(looped):
            sides = zip((left, right), looped, strict=True)
            left, right = (_shifted(side, 1) if loop else side for side, loop in sides)
        elif any(declared) and not all(names):
            raise self.refusal(node, "does not say whether the index counts from 0 or from 1")
        return left, right

    def plus(self, left: Expression, right: Expression) -> Expression:
        left, right = self.fitted(left, right, filled=True)
        return self.extended("+", left, right)

    def minus(self, left: Expression, right: Expression) -> Expression:
        left, right = self.fitted(left, right, filled=True)
        return self.extended("+", left, Call("-", (right,)))

    def times(self, left: Expression, right: Expression) -> Expression:
        if _SCALAR in (self.shapes.of(left), self.shapes.of(right)):
            return self.extended("*", left, right)
        return self.extended("odot", *self.fitted(left, right))

    def over(self, left: Expression, right: Expression) -> Expression:
        sign = "/" if self.shapes.of(right) == _SCALAR else "oslash"
        return Call(sign, self.fitted(left, right))

    def power(self, left: Expression, right: Expression) -> Expression:
        numbers = self.shapes.of(left) == self.shapes.of(right) == _SCALAR
        return Call("^" if numbers else "**", self.fitted(left, right))

    def extended(self, sign: str, left: Expression, right: Expression) -> Expression:
        """`left sign right`; the shape is noted, so that a long sum is not looked through again."""
        long = isinstance(left, Call) and left.function == sign
        found = Call(sign, (*left.arguments, right) if long else (left, right))  # type: ignore[union-attr]
        self.shapes.note(found, _common([self.shapes.of(left), self.shapes.of(right)]))
        return found

    def extreme(self, sign: str, left: Expression, right: Expression) -> Expression:
        return Call(sign, self.fitted(left, right, filled=True))

    def fitted(
        self, left: Expression, right: Expression, *, filled: bool = False
    ) -> tuple[Expression, Expression]:
        """Two operands as numpy broadcasts them; `filled` spreads numbers over arrays too."""
        one, other = self.shapes.of(left), self.shapes.of(right)
        if one == other or (not filled and _SCALAR in (one, other)):
            return left, right
        if one is None or other is None:
            return _filled_like(left, one, right), _filled_like(right, other, left)
        left, one = self.laid(left, one, other)
        right, other = self.laid(right, other, one)
        return _spread(left, one, other), _spread(right, other, one)

    def laid(self, side: Expression, own: Shape, other: Shape) -> tuple[Expression, Shape]:
        """A vector beside a matrix lies along the last axis, as arrays of one axis do."""
        if own[1] != _ONE or own == _SCALAR or _ONE in other:
            return side, own
        if own[0] == other[0] == other[1]:
            raise self.refusal(self.node, "is a vector by a square matrix: by row or by column?")
        return (_transposed(side), (_ONE, own[0])) if own[0] == other[1] else (side, own)

    # --- components and sizes -------------------------------------------------------------------

    def subscript(self, node: ast.Subscript) -> Expression:
        inner = node.value
        if isinstance(inner, ast.Attribute) and inner.attr == "shape":
            return self.axis_size(node, self.read(inner.value), node.slice)
        written = list(node.slice.elts) if isinstance(node.slice, ast.Tuple) else [node.slice]
        while len(written) == 1 and isinstance(inner, ast.Subscript) and _is_plain(inner.slice):
            written, inner = [inner.slice, *written], inner.value  # A[i][k]
        array = self.read(inner)
        if any(map(_is_new_axis, written)):
            return self.with_axis(node, array, written)
        places = [_ALL if _is_slice(each) else self.place(each) for each in written]
        shape = self.shapes.of(array)
        if shape is None or shape == _SCALAR or len(places) > 2:
            raise self.refusal(node, "is no component of a declared vector or matrix")
        if _ONE not in shape and len(places) == 1:
            places.append(_ALL)
        if all(place == _ALL for place in places):
            return array
        found = Call("at", (array, *places))
        return _transposed(found) if places[-1] == _ALL and _ONE not in shape else found

    def with_axis(self, node: ast.AST, array: Expression, written: list[ast.expr]) -> Expression:
        """`x[:, None]` is a column, `x[None, :]` a row."""
        if len(written) != 2 or not any(map(_is_slice, written)):
            raise self.refusal(node, "has an axis that cannot be read")
        column = self.column(node, array)
        return column if _is_slice(written[0]) else _transposed(column)

    def column(self, node: ast.AST, array: Expression) -> Expression:
        shape = self.shapes.of(array)
        if shape is None or _ONE not in shape:
            raise self.refusal(node, "changes the shape of what is no vector")
        return array if shape[1] == _ONE else _transposed(array)

    def place(self, node: ast.expr) -> Expression:
        """An index, counted from 1."""
        value = self.read(node)
        number, name = _constant(value), _lone_name(value)
        if name in self.indices and name not in self.active:
            return value
        if name in self.active or (number is not None and number >= 0 == number % 1):
            return _shifted(value, 1)
        raise self.refusal(node, "is no index that can be read")

    def dimensions(self, node: ast.AST, array: Expression) -> Shape:
        shape = self.shapes.of(array)
        for each in shape or [_ALL]:
            if isinstance(each, Symbol) and each.name not in self.table.names:
                raise self.refusal(node, "has a size that is not declared")
        assert shape is not None
        return shape

    def axis_size(self, node: ast.AST, array: Expression, axis: ast.AST) -> Expression:
        number = _integer(axis)
        if number not in (0, 1):
            raise self.refusal(node, "is no size of an array")
        return self.dimensions(node, array)[number]

    # --- loops ----------------------------------------------------------------------------------

    def folded(
        self, operator: str, node: ast.GeneratorExp | ast.ListComp, *, arrays: bool = False
    ) -> Expression:
        """A sum, product or extreme over what a generator runs through."""
        if len(node.generators) > _MOST_LOOPS:
            raise self.refusal(node, "has too many loops")
        outer, active = dict(self.locals), list(self.active)
        loops = [self.loop(each) for each in node.generators]
        body = self.read(node.elt)
        self.locals, self.active = outer, active
        if not arrays and self.shapes.of(body) != _SCALAR:
            raise self.refusal(node, "goes over arrays, which can be joined in more than one way")
        if operator == "mean":
            return self.over(_fold("sum", loops, body), _fold("sum", loops, _ONE))
        if operator == "stack" and (len(loops) > 1 or loops[0][1] != _ONE or loops[0][3]):
            raise self.refusal(node, "is a list whose length is not plain")
        return _fold(operator, loops, body)

    def loop(self, node: ast.comprehension) -> "_Loop":
        """An index and its range: of range(n) the positions from 1, range(a, b) as it is."""
        match node.target, node.iter:
            case ast.Name(name), ast.Call(ast.Name("range"), [*ends], []) if len(ends) in (1, 2):
                first, last = _ZERO if len(ends) == 1 else self.read(ends[0]), self.read(ends[-1])
            case _:
                raise self.refusal(node.iter, "is no range that can be read")
        if any(
            isinstance(n, Symbol) and n.name in self.indices
            for e in (first, last)
            for n in nodes(e)
        ):
            raise self.refusal(node.iter, "does not say whether the index counts from 0 or from 1")
        index = name
        while index in (*self.table.names, *self.active, *_CONSTANTS.values()):
            index += "_"
        zero = _constant(first) == 0
        self.active.append(index)
        self.locals[name] = _shifted(Symbol(index), -1) if zero else Symbol(index)
        tests = [_condition(self.read(each)) for each in node.ifs]
        condition = reduce(lambda a, b: Call("and", (a, b)), tests) if tests else None
        return index, *((_ONE, last) if zero else (first, _shifted(last, -1))), condition

    # --- calls ----------------------------------------------------------------------------------

    def call(self, node: ast.Call) -> Expression:
        named = {each.arg: each.value for each in node.keywords if each.arg}
        if len(named) != len(node.keywords):
            raise self.refusal(node, "has arguments that are not written out")
        match node.func:
            case ast.Name(identifier):
                applied = self.declared_function(node, identifier, named)
                if applied is not None:
                    return applied
                given = _Given(node, identifier, "", list(node.args), named)
            case ast.Attribute(value, attr) if (module := self.module(value)) is not None:
                given = _Given(node, attr, module, list(node.args), named)
            case ast.Attribute(value, attr) if attr not in _NO_METHODS:
                given = _Given(node, attr, "a method", [value, *node.args], named)
            case _:
                raise self.refusal(node.func, "is no function that may be called")
        handler = _FUNCTIONS.get(given.name)
        if not given.places:
            raise self.refusal(node, "has no argument")
        if handler is None:
            raise self.refusal(node.func, "is no function that may be called")
        for harmless in ("dtype", "keepdims", "keepdim"):
            given.named.pop(harmless, None)
        found = handler(self, given)
        if given.named:
            raise self.refusal(node, f"has an argument {min(given.named)} that cannot be read")
        return found

    def declared_function(
        self, node: ast.Call, name: str, named: Mapping[str, ast.expr]
    ) -> Expression | None:
        if name in self.locals or name in self.functions:
            raise self.refusal(node, "calls what is no function")
        fits = self.names.fits(name, any_case=False)
        if not fits:
            return None
        symbol = self.declared(node.func, name)
        assert isinstance(symbol, Symbol)
        if self.table.kind(symbol.name) != "function" or named or not node.args:
            raise self.refusal(node, "calls what is no function")
        return Call("apply", (symbol, *map(self.read, node.args)))

    def values(self, given: _Given, least: int, most: int | None = None) -> list[Expression]:
        """The arguments by place, which must be so many."""
        if not least <= len(given.places) <= (most or least):
            raise self.refusal(given.node, f"has {len(given.places)} arguments")
        return [self.read(each) for each in given.places]

    def whole(self, given: _Given, place: int = 1) -> Expression:
        """The one array of a reduction; an axis is refused if it leaves anything over."""
        axis = given.take(place, "axis", "dim")
        (array,) = self.values(given, 1)
        shape = self.shapes.of(array)
        vector = shape is not None and shape != _SCALAR and _ONE in shape
        if axis is not None and not _is_none(axis) and not (vector and _integer(axis) in (0, -1)):
            raise self.refusal(axis, "is an axis, which is read for vectors alone")
        if shape is not None and _ONE not in shape and not given.module:
            raise self.refusal(given.node, "takes the rows of a matrix one by one")
        return array

    def sizes(self, given: _Given) -> list[Expression]:
        """The sizes that an array is made with: n, (n, m), n, m."""
        first = given.places[0] if given.places else None
        written = first.elts if isinstance(first, ast.Tuple) else given.places
        found = [replace(self.read(each), span=(0, 0)) for each in written]
        if not 1 <= len(found) <= 2 or not all(isinstance(e, Number | Symbol) for e in found):
            raise self.refusal(given.node, "has a size that cannot be read")
        return found


# --- shapes -------------------------------------------------------------------------------------


class _Shapes:
    """The shapes of expressions as far as they are known; they decide how numpy would broadcast."""

    def __init__(self, table: SymbolTable, names: _Names) -> None:
        self.table = table
        self.names = names
        self.known: dict[int, tuple[Expression, Shape | None]] = {}
        self.defined: dict[str, Shape | None] = {}

    def note(self, expression: Expression, shape: Shape | None) -> Shape | None:
        self.known[id(expression)] = expression, shape
        return shape

    def of(self, expression: Expression) -> Shape | None:
        known = self.known.get(id(expression))
        return known[1] if known else self.note(expression, self._computed(expression))

    def _computed(self, expression: Expression) -> Shape | None:
        match expression:
            case Symbol(name):
                return self._named(name)
            case Fold("stack", last=Number() | Symbol() as last):
                return replace(last, span=(0, 0)), _ONE
            case Fold("sum" | "prod", body=body):
                return self.of(body)
            case Call("max" | "min", (_,)):
                return _SCALAR
            case Call(function, arguments) if function not in _TO_NUMBER:
                parts = [self.of(each) for each in arguments]
                shape_of = _SHAPES.get(function)
                return shape_of(arguments, parts) if shape_of else _common(parts)
        return _SCALAR

    def _named(self, name: str) -> Shape | None:
        if name in self.table.declarations:
            rows, columns = self.table.declarations[name].shape
            return self._size(rows), self._size(columns)
        if name not in self.table.definitions:
            return None if name == "ones" else _SCALAR
        if name not in self.defined:
            self.defined[name] = None  # a definition that leads back to itself has no shape
            value = self.table.definitions[name].value
            with suppress(Unreadable):
                self.defined[name] = self.of(Parser(prepare(value, self.table), self.table).whole())
        return self.defined[name]

    def _size(self, size: int | str) -> Expression:
        if isinstance(size, int):
            return Number(Fraction(size))
        fits = set().union(*map(self.names.fits, _spellings(size)))
        return Symbol(fits.pop() if len(fits) == 1 else size)


def _common(parts: Sequence[Shape | None]) -> Shape | None:
    """The shape of an elementwise operation: that of its arrays."""
    arrays = [each for each in parts if each is not None and each != _SCALAR]
    return arrays[0] if arrays else None if None in parts else _SCALAR


def _product_shape(left: Shape | None, right: Shape | None) -> Shape | None:
    if left is None or right is None or _SCALAR in (left, right):
        return right if left == _SCALAR else left if right == _SCALAR else None
    if left[1] == _ONE != right[0]:  # a vector on the left is a row
        return right[1], _ONE
    return left[0], right[1]


def _component_shape(
    arguments: Sequence[Expression], parts: Sequence[Shape | None]
) -> Shape | None:
    if _ALL not in arguments or parts[0] is None:
        return _SCALAR
    return (_ONE, parts[0][1]) if arguments[-1] == _ALL else (parts[0][0], _ONE)


def _diagonal_shape(shape: Shape | None) -> Shape | None:
    if shape is None or _ONE not in shape:
        return shape and (shape[0], _ONE)
    size = shape[0] if shape[1] == _ONE else shape[1]
    return size, size


def _written_shape(rows: Sequence[Expression]) -> Shape:
    return Number(Fraction(len(rows))), Number(Fraction(len(children(rows[0]))))


_Parts = Sequence[Shape | None]
_TO_NUMBER = frozenset("sum mean prod tr det norm logsumexp var argmax argmin".split())
_SHAPES: Mapping[str, Callable[[Sequence[Expression], _Parts], Shape | None]] = {
    **{sign: lambda _, parts: reduce(_product_shape, parts) for sign in ("@", "*", "·")},
    **{sign: lambda _, parts: parts[0] and parts[0][::-1] for sign in ("T", "'")},
    **{sign: lambda _, parts: None for sign in ("vec", "otimes")},
    **{name: lambda sizes, _: (sizes[0], _ONE) for name in ("ones", "zeros")},
    "identity": lambda sizes, _: (sizes[0], sizes[0]), "at": _component_shape,
    "diag": lambda _, parts: _diagonal_shape(parts[0]),
    "matrix": lambda rows, _: _written_shape(rows),
}  # fmt: skip


# --- pieces of the tree -------------------------------------------------------------------------


def _transposed(array: Expression) -> Expression:
    return (
        array.arguments[0]
        if isinstance(array, Call) and array.function == "T"
        else Call("T", (array,))
    )


def _spread(side: Expression, own: Shape, other: Shape) -> Expression:
    """A number, column or row repeated along the axes that it lacks."""
    if own == _SCALAR and _is_literal(side):
        return side
    if own[0] == _ONE != other[0]:
        side = Call("*", (Symbol("ones"), side))
    return Call("*", (side, Call("T", (Symbol("ones"),)))) if own[1] == _ONE != other[1] else side


def _filled_like(side: Expression, own: Shape | None, other: Expression) -> Expression:
    """A number as an array like another one whose shape is not known."""
    if own != _SCALAR or _is_literal(side):
        return side
    return Call("odot", (side, Call("ones_like", (other,))))


def _is_literal(expression: Expression) -> bool:
    return all(
        isinstance(each, Number)
        or (isinstance(each, Symbol) and each.name in ("e", "pi", "inf"))
        or (
            isinstance(each, Call)
            and each.function in ("+", "-", "*", "/", "^", "exp", "log", "sqrt")
        )
        for each in nodes(expression)
    )


def _constant(expression: Expression) -> Fraction | None:
    match expression:
        case Number(value):
            return value
        case Call("-", (Number(value),)):
            return -value
    return None


def _shifted(expression: Expression, by: int) -> Expression:
    """The expression plus a whole number, its constants added up."""
    long = isinstance(expression, Call) and expression.function == "+"
    terms = expression.arguments if long else (expression,)  # type: ignore[union-attr]
    rest = tuple(each for each in terms if _constant(each) is None)
    total = sum((_constant(each) or Fraction(0) for each in terms), Fraction(by))
    if not rest or not total:
        return (rest[0] if len(rest) == 1 else Call("+", rest)) if rest else Number(total)
    last = Number(total) if total > 0 else Call("-", (Number(-total),))
    return Call("+", (*rest, last))


def _lone_name(expression: Expression) -> str:
    """The name in `k`, `k + 1`, `k - 2`."""
    shift = isinstance(expression, Call) and expression.function == "+"
    terms = expression.arguments if shift else (expression,)  # type: ignore[union-attr]
    rest = [each for each in terms if _constant(each) is None]
    return rest[0].name if len(rest) == 1 and isinstance(rest[0], Symbol) else ""


def _condition(expression: Expression) -> Expression:
    is_truth = isinstance(expression, Call) and expression.function in _TRUTHS
    return expression if is_truth else Call("!=", (expression, _ZERO))


_Loop = tuple[str, Expression, Expression, Expression | None]


def _fold(operator: str, loops: Sequence[_Loop], body: Expression) -> Expression:
    for index, first, last, condition in reversed(loops):
        body = Fold(operator, index, body, first, last, condition)
    return body


def _integer(node: ast.AST | None) -> int | None:
    match node:
        case ast.Constant(int(value)) if not isinstance(value, bool):
            return value
        case ast.UnaryOp(ast.USub(), ast.Constant(int(value))):
            return -value
    return None


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _is_new_axis(node: ast.AST) -> bool:
    return _is_none(node) or (isinstance(node, ast.Attribute) and node.attr == "newaxis")


def _is_slice(node: ast.AST) -> bool:
    return isinstance(node, ast.Slice) and node.lower is node.upper is node.step is None


def _is_plain(node: ast.AST) -> bool:
    return not isinstance(node, ast.Tuple | ast.Slice) and not _is_new_axis(node)


# --- what may be called -------------------------------------------------------------------------


def _plain(function: str) -> "_Function":
    return lambda reader, given: Call(function, tuple(reader.values(given, 1)))


def _one(build: Callable[[_Reader, Expression], Expression]) -> "_Function":
    return lambda reader, given: build(reader, *reader.values(given, 1))


def _two(build: Callable[[_Reader, Expression, Expression], Expression]) -> "_Function":
    return lambda reader, given: build(reader, *reader.values(given, 2))


def _reduction(function: str) -> "_Function":
    def read(reader: _Reader, given: _Given) -> Expression:
        if len(given.places) == 1 and isinstance(given.places[0], ast.GeneratorExp | ast.ListComp):
            arrays = function == "sum" and not given.module  # np.sum adds up their entries too
            return reader.folded(function, given.places[0], arrays=arrays)
        several = len(given.places) > 1 and _integer(given.places[1]) is None
        several = several or (len(given.places) > 1 and not given.module)
        if function in ("max", "min") and several:
            found = reader.values(given, 2, 20)
            return reduce(lambda a, b: reader.extreme(function, a, b), found)
        return Call(function, (reader.whole(given),))

    return read


def _logarithm(reader: _Reader, given: _Given) -> Expression:
    array, *base = reader.values(given, 1, 2)
    return Call("logarithm", (array, *base)) if base else Call("log", (array,))


def _absolute(reader: _Reader, array: Expression) -> Expression:
    """|x| of every entry: in the tree, the abs of a matrix is its determinant."""
    shape = reader.shapes.of(array)
    if shape is not None and _ONE in shape:
        return Call("abs", (array,))
    return Call("max", (array, Call("-", (array,))))


def _softmax(function: str) -> "_Function":
    def read(reader: _Reader, given: _Given) -> Expression:
        array = reader.whole(given)
        shape = reader.shapes.of(array)
        if shape is not None and (shape == _SCALAR or _ONE not in shape):
            raise reader.refusal(given.node, "is read for vectors alone")
        return Call(function, (array,))

    return read


def _norm(reader: _Reader, given: _Given) -> Expression:
    written = given.take(1, "ord", "p")
    array = reader.whole(given, place=2)
    shape = reader.shapes.of(array)
    order: Expression = _TWO if shape is not None and _ONE in shape else Symbol("F")
    if isinstance(written, ast.Constant) and written.value == "fro":
        order = Symbol("F")
    elif written is not None and not _is_none(written):
        order = replace(reader.read(written), span=(0, 0))
    if order not in (_ONE, _TWO, Symbol("F"), Symbol("inf")):
        raise reader.refusal(given.node, "is a norm that cannot be read")
    return Call("norm", (array, order))


def _outer(reader: _Reader, left: Expression, right: Expression) -> Expression:
    column, row = (
        _transposed(each) if (reader.shapes.of(each) or (None,))[0] == _ONE else each
        for each in (left, right)
    )
    return Call("*", (column, _transposed(row)))


def _inner(reader: _Reader, left: Expression, right: Expression) -> Expression:
    shape = reader.shapes.of(right)
    return Call("@", (left, right if shape is not None and _ONE in shape else _transposed(right)))


def _kron(reader: _Reader, left: Expression, right: Expression) -> Expression:
    shapes = [reader.shapes.of(each) for each in (left, right)]
    if all(shape is not None and shape[1] == _ONE for shape in shapes):  # of columns: a long column
        return Call("vec", (Call("*", (right, _transposed(left))),))
    return Call("otimes", (left, right))


def _where(reader: _Reader, given: _Given) -> Expression:
    test, value, other = reader.values(given, 3)
    return Call("cases", (value, _condition(test), other))


def _heaviside(reader: _Reader, array: Expression, middle: Expression) -> Expression:
    below, at_zero = Call("<", (array, _ZERO)), Call("=", (array, _ZERO))
    return Call("cases", (_ZERO, below, middle, at_zero, _ONE))


def _clip(reader: _Reader, given: _Given) -> Expression:
    low, high = given.take(1, "min", "a_min"), given.take(1, "max", "a_max")
    (found,) = reader.values(given, 1)
    for sign, bound in (("max", low), ("min", high)):
        if bound is not None and not _is_none(bound):
            found = reader.extreme(sign, found, reader.read(bound))
    return found


def _identity(reader: _Reader, given: _Given) -> Expression:
    sizes = reader.sizes(given)
    if sizes[0] != sizes[-1]:
        raise reader.refusal(given.node, "is no square")
    return Call("identity", (sizes[0],))


def _constant_array(function: str) -> "_Function":
    def read(reader: _Reader, given: _Given) -> Expression:
        rows, columns = [*reader.sizes(given), _ONE][:2]
        column, row = Call(function, (rows,)), _transposed(Call(function, (columns,)))
        return column if columns == _ONE else row if rows == _ONE else Call("*", (column, row))

    return read


def _transpose(reader: _Reader, given: _Given) -> Expression:
    axes = [number for each in given.places[1:] for number in map(_integer, _listed(each))]
    if axes and sorted(axes, key=str) not in ([0, 1], [-1, -2]):
        raise reader.refusal(given.node, "has axes that cannot be read")
    return _transposed(reader.read(given.places[0]))


def _reshape(reader: _Reader, given: _Given) -> Expression:
    """x.reshape(-1, 1) and the like, which leave a vector what it is."""
    sizes = [_integer(each) for node in given.places[1:] for each in _listed(node)]
    column = reader.column(given.node, reader.read(given.places[0]))
    if sizes not in ([], [-1], [-1, 1], [1, -1]):
        raise reader.refusal(given.node, "changes a shape in a way that cannot be read")
    return _transposed(column) if sizes == [1, -1] else column


def _listed(node: ast.expr) -> list[ast.expr]:
    return node.elts if isinstance(node, ast.Tuple) else [node]


def _length(reader: _Reader, given: _Given) -> Expression:
    array, *axis = given.places
    found = reader.read(array)
    if axis:
        return reader.axis_size(given.node, found, axis[0])
    rows, columns = reader.dimensions(given.node, found)
    return rows if given.name == "len" or columns == _ONE else reader.times(rows, columns)


def _as_number(reader: _Reader, given: _Given) -> Expression:
    """(x > 0).astype(float): a condition counts 1 or 0."""
    found = reader.read(given.places[0])
    if isinstance(found, Call) and found.function in _TRUTHS:
        return Call("indicator", (found,))
    kinds = [ast.unparse(each).rpartition(".")[2] for each in given.places[1:]]
    if "int" in "".join([given.name, *kinds]):
        raise reader.refusal(given.node, "would cut off decimals")
    return found


def _variance(reader: _Reader, given: _Given) -> Expression:
    if given.module not in ("np", "numpy", "jnp"):
        raise reader.refusal(given.node, "may divide by n or by n - 1")
    found = Call("var", (reader.whole(given),))
    return found if given.name == "var" else Call("sqrt", (found,))


_Function = Callable[[_Reader, _Given], Expression]
_FUNCTIONS: Mapping[str, _Function] = {
    **{name: _plain(name) for name in (
        "exp log10 sqrt sign sin cos tan tanh sinh cosh arctan arcsin arccos sigmoid relu "
        "softplus floor ceil erf diag det ones_like zeros_like").split()},
    **{name: _plain(function) for name, function in {
        "ln": "log", "atan": "arctan", "asin": "arcsin", "acos": "arccos", "arctanh": "artanh",
        "atanh": "artanh", "expit": "sigmoid", "sigma": "sigmoid", "logistic": "sigmoid",
        "silu": "swish", "trace": "tr", "inv": "inverse", "inverse": "inverse",
        "diagflat": "diag"}.items()},
    **dict.fromkeys(("abs", "fabs", "absolute"), _one(_absolute)),
    "log": _logarithm, "log2": _one(lambda _, x: Call("logarithm", (x, _TWO))),
    "log1p": _one(lambda reader, x: Call("log", (reader.plus(_ONE, x),))),
    "expm1": _one(lambda reader, x: reader.minus(Call("exp", (x,)), _ONE)),
    "square": _one(lambda reader, x: reader.power(x, _TWO)),
    "reciprocal": _one(lambda reader, x: reader.over(_ONE, x)),
    **dict.fromkeys(("neg", "negative"), _one(lambda _, x: Call("-", (x,)))),
    "logical_not": _one(lambda _, x: Call("not", (_condition(x),))),
    **dict.fromkeys("array asarray tensor copy clone detach item".split(), _one(lambda _, x: x)),
    **dict.fromkeys(("add",), _two(_Reader.plus)),
    **dict.fromkeys(("subtract", "sub"), _two(_Reader.minus)),
    **dict.fromkeys(("multiply", "mul"), _two(_Reader.times)),
    **dict.fromkeys(("divide", "true_divide", "div"), _two(_Reader.over)),
    **dict.fromkeys(("power", "pow"), _two(_Reader.power)),
    **dict.fromkeys("dot matmul mm mv".split(), _two(lambda _, a, b: Call("@", (a, b)))),
    **dict.fromkeys(("outer", "ger"), _two(_outer)),
    "inner": _two(_inner), "kron": _two(_kron), "heaviside": _two(_heaviside),
    "vdot": _two(lambda reader, a, b: Call("sum", (reader.times(a, b),))),
    "maximum": _two(lambda reader, a, b: reader.extreme("max", a, b)),
    "minimum": _two(lambda reader, a, b: reader.extreme("min", a, b)),
    "solve": _two(lambda _, a, b: Call("@", (Call("inverse", (a,)), b))),
    "matrix_power": _two(lambda _, a, n: Call("^", (a, n))),
    "logaddexp": _two(lambda reader, a, b: Call(
        "log", (reader.plus(Call("exp", (a,)), Call("exp", (b,))),))),
    **{name: _reduction(name) for name in ("sum", "mean", "prod", "max", "min", "logsumexp")},
    "amax": _reduction("max"), "amin": _reduction("min"), "fsum": _reduction("sum"),
    "softmax": _softmax("softmax"), "log_softmax": _softmax("logsoftmax"),
    "norm": _norm, "where": _where, "var": _variance, "std": _variance,
    **dict.fromkeys(("clip", "clamp"), _clip), **dict.fromkeys(("eye", "identity"), _identity),
    "ones": _constant_array("ones"), "zeros": _constant_array("zeros"),
    **dict.fromkeys(("transpose", "t"), _transpose),
    **dict.fromkeys("reshape view flatten ravel squeeze".split(), _reshape),
    **dict.fromkeys(("len", "size", "numel"), _length),
    **dict.fromkeys(("astype", "float", "int"), _as_number),
}  # fmt: skip
_NO_METHODS = frozenset("where eye identity ones zeros len solve heaviside array tensor".split())

_CONSTANTS = {"pi": "pi", "e": "e", "inf": "inf"}
_RELATIONS: Mapping[type[ast.cmpop], str] = {
    ast.Eq: "=", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip
_OPERATORS: Mapping[type[ast.operator], Callable[[_Reader, Expression, Expression], Expression]] = {
    ast.Add: _Reader.plus, ast.Sub: _Reader.minus, ast.Mult: _Reader.times, ast.Div: _Reader.over,
    ast.Pow: _Reader.power, ast.MatMult: lambda _, a, b: Call("@", (a, b)),
    ast.FloorDiv: lambda reader, a, b: Call("floor", (reader.over(a, b),)),
    ast.Mod: lambda reader, a, b: Call("mod", reader.fitted(a, b)),
}  # fmt: skip
_STATEMENTS: Mapping[type[ast.stmt], Callable[[_Reader, Any], Expression | None]] = {
    ast.Assign: _Reader.assignment, ast.AnnAssign: _Reader.assignment, ast.Expr: _Reader.result,
    ast.Return: _Reader.result, ast.FunctionDef: _Reader.definition,
    **dict.fromkeys((ast.Import, ast.ImportFrom), lambda *_: None),
}  # fmt: skip
_NODES: Mapping[type[ast.AST], Callable[[_Reader, Any], Expression]] = {
    ast.Constant: _Reader.constant, ast.Name: _Reader.name, ast.Attribute: _Reader.attribute,
    ast.BinOp: _Reader.binary, ast.UnaryOp: _Reader.unary, ast.BoolOp: _Reader.logic,
    ast.Compare: _Reader.comparison, ast.IfExp: _Reader.chosen, ast.Call: _Reader.call,
    ast.Subscript: _Reader.subscript, ast.List: _Reader.listing,
    ast.ListComp: lambda reader, node: reader.folded("stack", node),
}  # fmt: skip
