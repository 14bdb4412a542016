"""Calls of functions and methods."""

import ast
from collections.abc import Mapping
from typing import TYPE_CHECKING

from graders.expression import Call, Expression, Symbol
from graders.reading.mathematics.python.arguments import Given
from graders.reading.mathematics.python.functions import FUNCTIONS, NO_METHODS
from graders.reading.mathematics.python.layers import LAYERS

if TYPE_CHECKING:
    from graders.reading.mathematics.python.reader import Reader


def call(reader: "Reader", node: ast.Call) -> Expression:
    named = {each.arg: each.value for each in node.keywords if each.arg}
    if len(named) != len(node.keywords):
        raise reader.refusal(node, "has arguments that are not written out")
    match node.func:
        case ast.Name(identifier):
            applied = _declared_function(reader, node, identifier, named)
            if applied is not None:
                return applied
            given = Given(node, identifier, "", list(node.args), named)
        case ast.Call(func=layer, args=[], keywords=settings) if _is_layer(reader, layer):
            named = {**{each.arg: each.value for each in settings if each.arg}, **named}
            given = Given(node, LAYERS[_last_name(layer)], "nn", list(node.args), named)
        case ast.Attribute(value, attr) if (module := reader.module(value)) is not None:
            given = Given(node, attr, module, list(node.args), named)
        case ast.Attribute(value, attr) if attr not in NO_METHODS:
            given = Given(node, attr, "a method", [value, *node.args], named)
        case _:
            raise reader.refusal(node.func, "is no function that may be called")
    handler = FUNCTIONS.get(given.name)
    if not given.places:
        raise reader.refusal(node, "has no argument")
    if handler is None:
        raise reader.refusal(node.func, "is no function that may be called")
    kept = given.named.get("keepdims") or given.named.get("keepdim")
    given.keeps_axes = isinstance(kept, ast.Constant) and kept.value is True
    for harmless in ("dtype", "keepdims", "keepdim"):
        given.named.pop(harmless, None)
    found = handler(reader, given)
    if given.named:
        raise reader.refusal(node, f"has an argument {min(given.named)} that cannot be read")
    return found


def _is_layer(reader: "Reader", node: ast.expr) -> bool:
    """Whether a node is `nn.ReLU` or the like, which makes a function."""
    if _last_name(node) not in LAYERS:
        return False
    if isinstance(node, ast.Attribute):
        return reader.module(node.value) is not None
    return not reader.names.fits(_last_name(node), any_case=False)


def _last_name(node: ast.expr) -> str:
    """`ReLU` of `nn.ReLU` and of `ReLU`."""
    match node:
        case ast.Name(name) | ast.Attribute(attr=name):
            return name
    return ""


def _declared_function(
    reader: "Reader", node: ast.Call, name: str, named: Mapping[str, ast.expr]
) -> Expression | None:
    if name in reader.locals or name in reader.functions:
        raise reader.refusal(node, "calls what is no function")
    fits = reader.names.fits(name, any_case=False)
    if not fits:
        return None
    symbol = reader.declared(node.func, name)
    assert isinstance(symbol, Symbol)
    if reader.table.kind(symbol.name) != "function" or named or not node.args:
        raise reader.refusal(node, "calls what is no function")
    return Call("apply", (symbol, *map(reader.read, node.args)))
