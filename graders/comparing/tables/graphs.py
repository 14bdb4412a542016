"""The nodes of a computation, evaluated."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from math import isclose

from graders.comparing.numbers.evaluate import evaluate
from graders.comparing.numbers.worksheet import Worksheet
from graders.expression import Expression, free_names


def node_values(graph: Mapping[str, Expression], inputs: Mapping[str, float]) -> dict[str, float]:
    """The value of each node of a graph; a node that depends on itself has none.

    >>> from graders.reading.quantities.formula import read_formula
    >>> graph = {name: read_formula(each) for name, each in (("q", "p + 1"), ("p", "2 x"))}
    >>> node_values(graph, {"x": 3.0})
    {'x': 3.0, 'p': 6.0, 'q': 7.0}
    >>> graph = {name: read_formula(each) for name, each in (("p", "2 e"), ("e", "x + 1"))}
    >>> node_values(graph, {"x": 3.0})
    {'x': 3.0, 'e': 4.0, 'p': 8.0}
    """
    values = dict(inputs)
    for _ in graph:  # they may stand in any order
        for name, formula in graph.items():
            if name not in values and free_names(formula) & graph.keys() <= values.keys():
                with suppress(ArithmeticError, KeyError):
                    values[name] = evaluate(formula, values)
    return values


def nodes_alike(
    graph: Mapping[str, Expression], sheets: Sequence[Worksheet], nodes: Collection[str]
) -> dict[str, str]:
    """For each node of a graph that has a value the node of the sheet that has the same everywhere.

    Args:
        graph: of a student, with names of its own.
        sheets: the formulas of the nodes, each at a point of its own.
        nodes: of the sheet.

    Returns:
        The nodes of the sheet by the names of the student; nothing where none is the same.

    >>> from graders.reading.quantities.formula import read_formula
    >>> sheets = [Worksheet({"x": x}, {"v": lambda x: 2 * x}) for x in (1.0, 3.0)]
    >>> graph = {"p": read_formula("x + x"), "q": read_formula("x + 1"), "r": read_formula("z")}
    >>> nodes_alike(graph, sheets, ["v"])
    {'p': 'v', 'q': ''}
    """
    values = [node_values(graph, each.given) for each in sheets]

    def are_same(name: str, node: str) -> bool:
        pairs = zip(values, sheets, strict=True)
        return all(isclose(own[name], sheet.reference(node), rel_tol=1e-9) for own, sheet in pairs)

    known = [name for name in graph if all(name in own for own in values)]
    return {name: next((node for node in nodes if are_same(name, node)), "") for name in known}
