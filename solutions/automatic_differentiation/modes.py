"""Forward mode and reverse mode: tangents and adjoints of every node, and the Jacobian."""

from collections.abc import Iterable, Mapping

from solutions.automatic_differentiation.graph import (
    GRAPH,
    INPUTS,
    OPERATIONS,
    OUTPUTS,
    POINT,
    Node,
    node_values,
    sort_nodes,
)

Matrix = tuple[tuple[float, float], tuple[float, float]]  # rows are outputs, columns inputs


def tangents(
    seed: Mapping[str, float],
    graph: Iterable[Node] = GRAPH,
    point: Mapping[str, float] = POINT,
) -> dict[str, float]:
    """The tangent of every input and node: that of a node adds slope times tangent over parents.

    Args:
        seed: the tangents of the inputs; those left out are zero.
        graph: nodes in any order.
        point: the inputs.

    >>> tangents({"w2": 1.0})["v9"]
    1.0
    """
    nodes = sort_nodes(graph, tuple(point))
    values = node_values(nodes, point)
    found = {name: seed.get(name, 0.0) for name in point}
    for node in nodes:
        found[node.name] = sum(
            slope * found[parent]
            for parent, slope in zip(node.parents, _slopes(node, values), strict=True)
        )
    return found


def adjoints(
    seed: Mapping[str, float],
    graph: Iterable[Node] = GRAPH,
    point: Mapping[str, float] = POINT,
) -> dict[str, float]:
    """The adjoint of every input and node: what its children send it is added up.

    Args:
        seed: the adjoints of the outputs; those left out are zero.
        graph: nodes in any order.
        point: the inputs.

    >>> adjoints({"f2": 1.0})["v8"]
    2.0
    """
    nodes = sort_nodes(graph, tuple(point))
    values = node_values(nodes, point)
    found = {name: seed.get(name, 0.0) for name in values}
    for node in reversed(nodes):
        for parent, slope in zip(node.parents, _slopes(node, values), strict=True):
            found[parent] += found[node.name] * slope
    return found


def _slopes(node: Node, values: Mapping[str, float]) -> tuple[float, ...]:
    """The partial derivatives of a node by its parents."""
    arguments = [values[parent] for parent in node.parents]
    return tuple(slope(*arguments) for slope in OPERATIONS[node.operation].slopes)


def forward_table() -> dict[str, tuple[float, float]]:
    """The tangent of every input and node, for the seeds (1, 0) and (0, 1) of the inputs.

    >>> forward_table()["w1"], forward_table()["v8"]
    ((1.0, 0.0), (2.0, 0.0))
    """
    first, second = (tangents({name: 1.0}) for name in INPUTS)
    return {name: (first[name], second[name]) for name in first}


def reverse_table() -> dict[str, tuple[float, float]]:
    """The adjoint of every input and node, for the seeds (1, 0) and (0, 1) of the outputs.

    >>> reverse_table()["v4"], reverse_table()["v8"]
    ((1.0, 0.0), (0.0, 2.0))
    """
    first, second = (adjoints({name: 1.0}) for name in OUTPUTS)
    return {name: (first[name], second[name]) for name in first}


def forward_jacobian() -> Matrix:
    """∂fᵢ/∂wⱼ by forward mode, a column for each seed.

    >>> [[round(entry, 4) for entry in row] for row in forward_jacobian()]
    [[0.3502, -0.3863], [4.3333, 1.3333]]
    """
    table = forward_table()
    return table["f1"], table["f2"]


def reverse_jacobian() -> Matrix:
    """∂fᵢ/∂wⱼ by reverse mode, a row for each seed.

    >>> [[round(entry, 4) for entry in row] for row in reverse_jacobian()]
    [[0.3502, -0.3863], [4.3333, 1.3333]]
    """
    (a, c), (b, d) = (reverse_table()[name] for name in INPUTS)
    return (a, b), (c, d)
