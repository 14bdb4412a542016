"""Generators and list comprehensions: sums, products and extremes over an index."""

import ast
from collections.abc import Sequence
from functools import reduce
from typing import TYPE_CHECKING

from graders.expression import Call, Expression, Fold, Symbol, nodes
from graders.reading.mathematics.python.names import CONSTANTS
from graders.reading.mathematics.python.operators import over
from graders.reading.mathematics.python.pieces import (
    ALL,
    ONE,
    ZERO,
    as_condition,
    constant_value,
    shifted,
    transposed,
)
from graders.reading.mathematics.python.shapes import SCALAR

if TYPE_CHECKING:
    from graders.reading.mathematics.python.reader import Reader

_MOST_LOOPS = 6  # in one generator
_Loop = tuple[str, Expression | None, Expression | None, Expression | None]


def folded(
    reader: "Reader", operator: str, node: ast.GeneratorExp | ast.ListComp, *, arrays: bool = False
) -> Expression:
    """A sum, product or extreme over what a generator runs through."""
    if len(node.generators) > _MOST_LOOPS:
        raise reader.refusal(node, "has too many loops")
    outer, active = dict(reader.locals), list(reader.active)
    loops = [_loop(reader, each) for each in node.generators]
    body = reader.read(node.elt)
    reader.locals, reader.active = outer, active
    if not arrays and reader.shapes.of(body) != SCALAR:
        raise reader.refusal(node, "goes over arrays, which can be joined in more than one way")
    if operator == "mean":
        return over(reader, _fold("sum", loops, body), _fold("sum", loops, ONE))
    if operator == "stack" and (len(loops) > 1 or loops[0][1] not in (ONE, None) or loops[0][3]):
        raise reader.refusal(node, "is a list whose length is not plain")
    return _fold(operator, loops, body)


def _loop(reader: "Reader", node: ast.comprehension) -> _Loop:
    """An index and its range: of range(n) the positions from 1, range(a, b) as it is."""
    if (run := _members(reader, node)) is not None:
        return run
    match node.target, node.iter:
        case ast.Name(name), ast.Call(ast.Name("range"), [*ends], []) if len(ends) in (1, 2):
            first, last = ZERO if len(ends) == 1 else reader.read(ends[0]), reader.read(ends[-1])
        case _:
            raise reader.refusal(node.iter, "is no range that can be read")
    if any(
        isinstance(n, Symbol) and n.name in reader.indices for e in (first, last) for n in nodes(e)
    ):
        raise reader.refusal(node.iter, "does not say whether the index counts from 0 or from 1")
    index = name
    while index in (*reader.table.names, *reader.active, *CONSTANTS.values()):
        index += "_"
    zero = constant_value(first) == 0
    reader.active.append(index)
    reader.locals[name] = shifted(Symbol(index), -1) if zero else Symbol(index)
    tests = [as_condition(reader.read(each)) for each in node.ifs]
    condition = reduce(lambda a, b: Call("and", (a, b)), tests) if tests else None
    return index, *((ONE, last) if zero else (first, shifted(last, -1))), condition


def _members(reader: "Reader", node: ast.comprehension) -> _Loop | None:
    """`for a in x`, `for a, b in zip(X, y)`: the entries of vectors, the rows of matrices."""
    match node.target, node.iter:
        case ast.Name(name), ast.Name():
            names, arrays = [name], [node.iter]
        case ast.Tuple([*targets]), ast.Call(ast.Name("zip"), [*given], []):
            names = [each.id for each in targets if isinstance(each, ast.Name)]
            arrays = [each for each in given if isinstance(each, ast.Name)]
            if not (len(names) == len(targets) == len(given) == len(arrays)):
                return None
        case _:
            return None
    read = [reader.read(each) for each in arrays]
    kinds = [_kind(reader, each) for each in read]
    if not all(kinds):
        return None
    index = "i"
    while index in (*reader.table.names, *reader.active, *CONSTANTS.values()):
        index += "_"
    reader.active.append(index)
    for name, array, kind in zip(names, read, kinds, strict=True):
        is_vector = kind == "vector"
        found = Call("at", (array, Symbol(index), *(() if is_vector else (ALL,))))
        reader.locals[name] = found if is_vector else transposed(found)
    tests = [as_condition(reader.read(each)) for each in node.ifs]
    condition = reduce(lambda a, b: Call("and", (a, b)), tests) if tests else None
    return index, None, None, condition


def _kind(reader: "Reader", expression: Expression) -> str:
    """Whether a name is one of a `vector` or of a `matrix`; nothing for what is neither."""
    kind = reader.table.kind(expression.name) if isinstance(expression, Symbol) else ""
    return kind if kind in ("vector", "matrix") else ""


def _fold(operator: str, loops: Sequence[_Loop], body: Expression) -> Expression:
    for index, first, last, condition in reversed(loops):
        body = Fold(operator, index, body, first, last, condition)
    return body
