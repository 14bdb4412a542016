"""A computation of two outputs from two inputs, as nodes that are each one operation."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

Formula = Callable[..., float]
INPUTS = ("w1", "w2")
OUTPUTS = ("f1", "f2")
POINT = {"w1": 1.0, "w2": 2.0}


@dataclass(frozen=True, slots=True)
class Node:
    """A quantity computed by one operation from its parents, in this order."""

    name: str
    operation: str
    parents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """A function, and its partial derivative by each argument, of all the arguments."""

    value: Formula
    slopes: tuple[Formula, ...]


def sigmoid(z: float) -> float:
    """The logistic sigmoid 1 / (1 + exp(-z)), for z of any size.

    >>> sigmoid(0.0), sigmoid(-1000.0)
    (0.5, 0.0)
    """
    return (1 + math.tanh(z / 2)) / 2  # the same function; exp(-z) could overflow


def sigmoid_slope(z: float) -> float:
    """σ′(z) = σ(z) (1 − σ(z)).

    >>> sigmoid_slope(0.0)
    0.25
    """
    return sigmoid(z) * (1 - sigmoid(z))


OPERATIONS: Mapping[str, Operation] = {
    "cos": Operation(math.cos, (lambda a: -math.sin(a),)),
    "sigmoid": Operation(sigmoid, (sigmoid_slope,)),
    "ln": Operation(math.log, (lambda a: 1 / a,)),
    "square": Operation(lambda a: a * a, (lambda a: 2 * a,)),
    "sum": Operation(lambda a, b: a + b, (lambda a, b: 1.0, lambda a, b: 1.0)),
    "product": Operation(lambda a, b: a * b, (lambda a, b: b, lambda a, b: a)),
}
GRAPH = (
    Node("v1", "cos", ("w1",)),
    Node("v2", "cos", ("w2",)),
    Node("v3", "product", ("v1", "v2")),
    Node("v4", "sigmoid", ("w2",)),
    Node("f1", "sum", ("v3", "v4")),
    Node("v6", "sum", ("w1", "w2")),
    Node("v7", "ln", ("v6",)),
    Node("v8", "square", ("w1",)),
    Node("v9", "product", ("v8", "w2")),
    Node("f2", "sum", ("v7", "v9")),
)
NODES = tuple(node.name for node in GRAPH)
COARSE_NAMES = {"g": "v3", "h": "v4", "u": "v7", "s": "v8", "z": "v9"}  # in a coarser graph


def sort_nodes(graph: Iterable[Node], inputs: Sequence[str] = INPUTS) -> tuple[Node, ...]:
    """The nodes of a graph, each after its parents.

    Raises:
        ValueError: if a name stands twice or for an input, a parent or an operation is unknown, an
            operation has the wrong number of parents, or the graph has a cycle.

    >>> [node.name for node in sort_nodes(reversed(GRAPH))][-1] in OUTPUTS
    True
    """
    nodes: dict[str, Node] = {}
    for node in graph:
        if node.name in nodes or node.name in inputs:
            raise ValueError(f"{node.name} is defined twice")
        if node.operation not in OPERATIONS:
            raise ValueError(f"{node.name}: there is no operation {node.operation!r}")
        expected = len(OPERATIONS[node.operation].slopes)
        if len(node.parents) != expected:
            raise ValueError(
                f"{node.name}: {node.operation} takes {expected} parents, not {len(node.parents)}"
            )
        nodes[node.name] = node
    for node in nodes.values():
        for parent in node.parents:
            if parent not in nodes and parent not in inputs:
                raise ValueError(f"{node.name}: there is no node {parent!r}")
    try:
        order = list(TopologicalSorter({n.name: n.parents for n in nodes.values()}).static_order())
    except CycleError as error:
        raise ValueError(f"the graph has a cycle: {' → '.join(error.args[1])}") from None
    return tuple(nodes[name] for name in order if name in nodes)


def node_values(
    graph: Iterable[Node] = GRAPH, point: Mapping[str, float] = POINT
) -> dict[str, float]:
    """The value of every input and node.

    Args:
        graph: nodes in any order, a student's own too.
        point: the inputs.

    >>> node_values()["v6"], node_values()["v9"]
    (3.0, 2.0)
    """
    values = dict(point)
    for node in sort_nodes(graph, tuple(point)):
        arguments = [values[parent] for parent in node.parents]
        values[node.name] = OPERATIONS[node.operation].value(*arguments)
    return values
