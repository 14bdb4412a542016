"""The nodes of a computation, evaluated."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from math import isclose, nan

from graders.comparing.numbers.evaluate import evaluate
from graders.comparing.numbers.worksheet import Worksheet
from graders.expression import Expression


def node_values(graph: Mapping[str, Expression], inputs: Mapping[str, float]) -> dict[str, float]:
    """The value of each node of a graph; a node that depends on itself has none.

    >>> from graders.reading.quantities.formula import read_formula
    >>> graph = {name: read_formula(each) for name, each in (("q", "p + 1"), ("p", "2 x"))}
    >>> node_values(graph, {"x": 3.0})
    {'x': 3.0, 'p': 6.0, 'q': 7.0}
    """
    values = dict(inputs)
    for _ in graph:  # they may stand in any order
        for name, formula in graph.items():
            if name not in values:
                with suppress(ArithmeticError, KeyError):
                    values[name] = evaluate(formula, values)
    return values


def nodes_alike(
    graph: Mapping[str, Expression], sheets: Sequence[Worksheet], nodes: Sequence[str]
) -> dict[str, str]:
    """For each node of a graph the node of the sheet that has its value at every point.

    Args:
        graph: of a student, with names of its own.
        sheets: the formulas of the nodes, each at a point of its own.
        nodes: of the sheet.

    >>> from graders.reading.quantities.formula import read_formula
    >>> sheets = [Worksheet({"x": x}, {"v": lambda x: 2 * x}) for x in (1.0, 3.0)]
    >>> nodes_alike({"p": read_formula("x + x"), "q": read_formula("x + 1")}, sheets, ["v"])
    {'p': 'v'}
    """
    values = [node_values(graph, each.given) for each in sheets]
    return {
        name: node
        for name in graph
        for node in nodes
        if all(
            isclose(own.get(name, nan), sheet.reference(node), rel_tol=1e-9)
            for own, sheet in zip(values, sheets, strict=True)
        )
    }
