"""The nodes of a computation, evaluated."""

from collections.abc import Mapping
from contextlib import suppress

from graders.comparing.numbers.evaluate import evaluate
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
