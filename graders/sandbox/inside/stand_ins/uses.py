"""How the names in a piece of code are used."""

import ast
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

_WRAPPERS = frozenset("enumerate iter list next reversed sorted tqdm trange zip".split())

_ITERATING = frozenset({"iter", "next", "map", "filter", "reduce"})  # maps take a function first


def uses_of(nodes: Iterable[ast.AST]) -> Mapping[str, frozenset[str]]:
    """How each name is used: "iterated", "called", "placed" (given to `.to`), or ".eval".

    >>> tree = ast.parse("for x, y in enumerate(data): net(x.to(where)); net.eval()")
    >>> {name: sorted(uses) for name, uses in uses_of([tree]).items() if len(name) > 1}
    {'data': ['iterated'], 'enumerate': ['called'], 'net': ['.eval', 'called'], 'where': ['placed']}
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    for node in (part for each in nodes for part in ast.walk(each)):
        match node:
            case ast.For(iter=source) | ast.comprehension(iter=source):
                for name in _sources(source):
                    found[name].add("iterated")
            case ast.Call(func=ast.Name(id=name)):
                found[name].add("called")
                gone_over = node.args if name in ("iter", "next") else node.args[1:]
                if name in _ITERATING:
                    for given in (one for each in gone_over for one in _sources(each)):
                        found[given].add("iterated")
            case ast.Call(func=ast.Attribute(attr="to"), args=[ast.Name(id=name), *_]):
                found[name].add("placed")
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found[node.value.id].add(f".{node.attr}")
    return {name: frozenset(uses) for name, uses in sorted(found.items())}


def _sources(node: ast.expr) -> Iterator[str]:
    """The names that a loop goes over, within `enumerate(...)` and the like."""
    match node:
        case ast.Name(id=name):
            yield name
        case ast.Subscript(value=inner):
            yield from _sources(inner)
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=arguments):
            if name in _WRAPPERS:
                for each in arguments:
                    yield from _sources(each)


def arguments_for(
    function: ast.FunctionDef, stand_in: Callable[[str, frozenset[str]], Any]
) -> list[Any]:
    """What stands in for the arguments that a function needs, by their names and uses in it.

    >>> function = ast.parse("def f(data, times=2): list(data)").body[0]
    >>> arguments_for(function, lambda name, uses: (name, sorted(uses)))
    [('data', [])]
    """
    uses = uses_of([function])
    required = function.args.args[: len(function.args.args) - len(function.args.defaults)]
    return [stand_in(each.arg, uses.get(each.arg, frozenset())) for each in required]


def attributes(node: ast.AST) -> set[str]:
    """The attributes that a piece of code uses."""
    return {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}
