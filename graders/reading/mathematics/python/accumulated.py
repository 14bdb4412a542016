"""Loops that add up or multiply: `for i in range(n): total += x[i]`."""

import ast
from typing import TYPE_CHECKING

from graders.expression import Expression, Number
from graders.reading.mathematics.python.loops import folded
from graders.reading.mathematics.python.operators import minus, plus, times

if TYPE_CHECKING:
    from graders.reading.mathematics.python.reader import Reader

_JOINING = {
    ast.Add: (plus, "sum", 0),
    ast.Sub: (minus, "sum", 0),
    ast.Mult: (times, "prod", 1),
}  # each with what it begins at


def accumulated(reader: "Reader", node: ast.For) -> Expression:
    """What a name is after a loop whose only step adds to it, or multiplies it."""
    step, loops = _step(reader, node)
    assert isinstance(step.target, ast.Name)
    joined, operator, beginning = _JOINING[type(step.op)]
    name = step.target.id
    inside = (each for part in (step.value, *loops) for each in ast.walk(part))
    if any(isinstance(each, ast.Name) and each.id == name for each in inside):
        raise reader.refusal(node, "is a loop whose steps depend on one another")
    before = reader.read(ast.copy_location(ast.Name(name), node))
    generator = ast.copy_location(ast.GeneratorExp(step.value, loops), node)
    found = folded(reader, operator, generator, arrays=operator == "sum")
    is_idle = isinstance(before, Number) and before.value == beginning
    if not is_idle or joined is minus:
        found = joined(reader, before, found)
    reader.locals[name] = found
    return found


def _step(reader: "Reader", node: ast.For) -> tuple[ast.AugAssign, list[ast.comprehension]]:
    """The only step within loops and their conditions."""
    loops: list[ast.comprehension] = []
    inner: ast.stmt = node
    while True:
        match inner:
            case ast.For(target, run, [body], []):
                loops.append(ast.comprehension(target, run, [], 0))
                inner = body
            case ast.If(test, [body], []):
                loops[-1].ifs.append(test)
                inner = body
            case ast.AugAssign(ast.Name(), ast.Add() | ast.Sub() | ast.Mult()):
                return inner, loops
            case _:
                raise reader.refusal(inner, "is a step of a loop that cannot be read")
