r"""Forward and reverse mode, node by node, on a graph of two inputs and two outputs.

    f1 = cos(w1) cos(w2) + σ(w2),   f2 = ln(w1 + w2) + w1² w2   at w = (1, 2), in radians.

σ is the logistic sigmoid. A graph is a list of nodes, each an operation on others; whatever else
is here is derived from `GRAPH`. ``dA_dB`` is the derivative of A by B: in forward mode the tangent
of node A for the seed of input B, in reverse mode the adjoint of node B for the seed of output A.

The tables of formulas, such as `TANGENTS`, map a quantity to a function whose parameters name the
quantities that it is computed from, each of them given or earlier in the table: so a value follows
from other values, a student's own ones too. A mistake is a set of formulas that stand instead.

>>> forward_table()["v3"] == (evaluate(TANGENTS)["dv3_dw1"], evaluate(TANGENTS)["dv3_dw2"])
True
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from inspect import Parameter, Signature, signature
from typing import NamedTuple

Formula = Callable[..., float]
Matrix = tuple[tuple[float, float], tuple[float, float]]  # rows are outputs, columns inputs

INPUTS = ("w1", "w2")
OUTPUTS = ("f1", "f2")
POINT = {"w1": 1.0, "w2": 2.0}
STEP = 0.01  # of the difference quotients

# --- The graph ----------------------------------------------------------------------------------


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


# --- The two modes ------------------------------------------------------------------------------


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


# --- Difference quotients -----------------------------------------------------------------------

SCHEMES: Mapping[str, tuple[int, int]] = {  # from where to where, in steps
    "forward": (0, 1),
    "backward": (-1, 0),
    "central": (-1, 1),
}


def difference_quotient(
    output: str, moved: str, *, step: float = STEP, scheme: str = "forward"
) -> float:
    """The slope of an output between two points that differ in one input.

    Args:
        output: f1 or f2.
        moved: w1 or w2.
        step: Δw.
        scheme: forward, backward or central.

    >>> round(difference_quotient("f2", "w1"), 4)
    4.3528
    """
    low, high = SCHEMES[scheme]
    before, after = (
        node_values(point=POINT | {moved: POINT[moved] + count * step})[output]
        for count in (low, high)
    )
    return (after - before) / ((high - low) * step)


def difference_quotients(*, step: float = STEP, scheme: str = "forward") -> Matrix:
    """The Jacobian by difference quotients.

    >>> [[round(entry, 3) for entry in row] for row in difference_quotients()]
    [[0.351, -0.386], [4.353, 1.333]]
    """
    (a, b), (c, d) = (
        [difference_quotient(output, moved, step=step, scheme=scheme) for moved in INPUTS]
        for output in OUTPUTS
    )
    return (a, b), (c, d)


def difference_quotient_mistakes(
    output: str, moved: str, *, scheme: str = "forward"
) -> dict[str, float]:
    """What known mistakes give for a difference quotient.

    >>> list(difference_quotient_mistakes("f1", "w1"))
    ['the exact derivative is given', 'the step is 0.1', 'the step is 0.001', 'w2 is moved']
    """
    [other] = (name for name in INPUTS if name != moved)
    return {
        "the exact derivative is given": tangents({moved: 1.0})[output],
        "the step is 0.1": difference_quotient(output, moved, step=0.1, scheme=scheme),
        "the step is 0.001": difference_quotient(output, moved, step=0.001, scheme=scheme),
        f"{other} is moved": difference_quotient(output, other, scheme=scheme),
    }


# --- Formulas in closed form --------------------------------------------------------------------


class ClosedForm(NamedTuple):
    """A formula as LaTeX, and the same formula as a function of w1 and w2."""

    latex: str
    value: Callable[[float, float], float]


F1 = ClosedForm(
    r"\cos(w_1)\cos(w_2)+\sigma(w_2)",
    lambda w1, w2: math.cos(w1) * math.cos(w2) + sigmoid(w2),
)
F2 = ClosedForm(r"\ln(w_1+w_2)+w_1^2w_2", lambda w1, w2: math.log(w1 + w2) + w1**2 * w2)
PARTIALS: Mapping[str, ClosedForm] = {
    "df1_dw1": ClosedForm(r"-\sin(w_1)\cos(w_2)", lambda w1, w2: -math.sin(w1) * math.cos(w2)),
    "df1_dw2": ClosedForm(
        r"-\cos(w_1)\sin(w_2)+\sigma(w_2)(1-\sigma(w_2))",
        lambda w1, w2: -math.cos(w1) * math.sin(w2) + sigmoid_slope(w2),
    ),
    "df2_dw1": ClosedForm(r"\frac{1}{w_1+w_2}+2w_1w_2", lambda w1, w2: 1 / (w1 + w2) + 2 * w1 * w2),
    "df2_dw2": ClosedForm(r"\frac{1}{w_1+w_2}+w_1^2", lambda w1, w2: 1 / (w1 + w2) + w1**2),
}
VALUE_MISTAKES: Mapping[str, Mapping[str, ClosedForm]] = {
    "f1": {
        "the angles are in degrees": ClosedForm(
            r"\cos(w_1^\circ)\cos(w_2^\circ)+\sigma(w_2)",
            lambda w1, w2: math.cos(math.radians(w1)) * math.cos(math.radians(w2)) + sigmoid(w2),
        ),
        "the sigmoid is of the wrong input": ClosedForm(
            r"\cos(w_1)\cos(w_2)+\sigma(w_1)",
            lambda w1, w2: math.cos(w1) * math.cos(w2) + sigmoid(w1),
        ),
    },
    "f2": {
        "the logarithm is to base 10": ClosedForm(
            r"\log_{10}(w_1+w_2)+w_1^2w_2",
            lambda w1, w2: math.log10(w1 + w2) + w1**2 * w2,
        ),
        "the square is on the wrong variable": ClosedForm(
            r"\ln(w_1+w_2)+w_1w_2^2", lambda w1, w2: math.log(w1 + w2) + w1 * w2**2
        ),
    },
}
PARTIAL_MISTAKES: Mapping[str, Mapping[str, ClosedForm]] = {
    "df1_dw1": {
        "the sine has the wrong sign": ClosedForm(
            r"\sin(w_1)\cos(w_2)", lambda w1, w2: math.sin(w1) * math.cos(w2)
        ),
    },
    "df1_dw2": {
        "the sigmoid derivative mixes its arguments": ClosedForm(
            r"-\cos(w_1)\sin(w_2)+\sigma(w_1)(1-\sigma(w_2))",
            lambda w1, w2: -math.cos(w1) * math.sin(w2) + sigmoid(w1) * (1 - sigmoid(w2)),
        ),
        "the sigmoid derivative is of the wrong input": ClosedForm(
            r"-\cos(w_1)\sin(w_2)+\sigma(w_1)(1-\sigma(w_1))",
            lambda w1, w2: -math.cos(w1) * math.sin(w2) + sigmoid_slope(w1),
        ),
        "the sigmoid term is missing": ClosedForm(
            r"-\cos(w_1)\sin(w_2)", lambda w1, w2: -math.cos(w1) * math.sin(w2)
        ),
        "the sine has the wrong sign": ClosedForm(
            r"\cos(w_1)\sin(w_2)+\sigma(w_2)(1-\sigma(w_2))",
            lambda w1, w2: math.cos(w1) * math.sin(w2) + sigmoid_slope(w2),
        ),
    },
    "df2_dw1": {
        "the factor 2 is lost": ClosedForm(
            r"\frac{1}{w_1+w_2}+w_1w_2", lambda w1, w2: 1 / (w1 + w2) + w1 * w2
        ),
    },
    "df2_dw2": {
        "the term from the product is lost": ClosedForm(
            r"\frac{1}{w_1+w_2}", lambda w1, w2: 1 / (w1 + w2)
        ),
    },
}


def mistaken_values(quantity: str) -> dict[str, float]:
    """What known mistakes give for a value or a partial derivative at the point.

    >>> round(mistaken_values("f2")["the square is on the wrong variable"], 4)
    5.0986
    """
    mistakes = {**VALUE_MISTAKES, **PARTIAL_MISTAKES}[quantity]
    return {name: form.value(*POINT.values()) for name, form in mistakes.items()}


def transposed_jacobian() -> Matrix:
    """What the known mistake gives for the Jacobian: columns are outputs, rows inputs.

    >>> transposed_jacobian()[0][1] == reverse_jacobian()[1][0]
    True
    """
    (a, b), (c, d) = reverse_jacobian()
    return (a, c), (b, d)


# --- The tables as formulas ---------------------------------------------------------------------


@dataclass(frozen=True)
class NamedFormula:
    """A function whose parameters carry the names of the quantities that it is computed from.

    >>> twice = NamedFormula(("v1",), lambda value: 2 * value)
    >>> str(signature(twice)), twice(3.0)
    ('(v1)', 6.0)
    """

    parameters: tuple[str, ...]
    function: Formula

    def __call__(self, *values: float) -> float:
        """The value, from those of the parameters in their order."""
        return self.function(*values)

    @property
    def __signature__(self) -> Signature:
        """What `inspect.signature` shows."""
        kind = Parameter.POSITIONAL_OR_KEYWORD
        return Signature([Parameter(name, kind) for name in self.parameters])


def evaluate(
    formulas: Mapping[str, Formula],
    given: Mapping[str, float] | None = None,
    changed: Mapping[str, Formula] | None = None,
) -> dict[str, float]:
    """All quantities of a table of formulas.

    Args:
        formulas: the quantities, each computed from given ones and from earlier ones.
        given: the quantities that are not computed; `GIVEN` by default.
        changed: formulas that stand instead, as in a mistake.

    >>> evaluate({"a": lambda w1: 2 * w1, "b": lambda a, w2: a + w2})["b"]
    4.0
    """
    found = dict(GIVEN if given is None else given)
    for name, formula in {**formulas, **(changed or {})}.items():
        found[name] = formula(*(found[each] for each in signature(formula).parameters))
    return found


def _value_formulas() -> dict[str, Formula]:
    return {
        node.name: NamedFormula(node.parents, OPERATIONS[node.operation].value) for node in GRAPH
    }


def _tangent_formula(
    node: Node, by: str, slopes: Mapping[int, NamedFormula] | None = None
) -> Formula:
    """The sum of slope times tangent over the parents of a node.

    Args:
        node: whose tangent it is.
        by: the input with the seed.
        slopes: formulas of the partial derivatives, by the index of the parent; all by default.
    """
    terms = _slope_formulas(node) if slopes is None else slopes
    parts = {f"d{node.parents[index]}_d{by}": slope for index, slope in terms.items()}
    return _sum_of_products(parts)


def _adjoint_formula(
    name: str,
    of: str,
    children: Iterable[Node],
    slopes: Callable[[Node], Mapping[int, NamedFormula]] | None = None,
) -> Formula:
    """The sum of adjoint times slope over children.

    Args:
        name: whose adjoint it is.
        of: the output with the seed.
        children: the nodes that take it as a parent.
        slopes: what gives the formulas of the partial derivatives of a child.
    """
    slopes = slopes or _slope_formulas
    parts = {f"d{of}_d{child.name}": slopes(child)[child.parents.index(name)] for child in children}
    return _sum_of_products(parts)


def _slope_formulas(node: Node) -> dict[int, NamedFormula]:
    slopes = OPERATIONS[node.operation].slopes
    return {index: NamedFormula(node.parents, slope) for index, slope in enumerate(slopes)}


def _sum_of_products(parts: Mapping[str, NamedFormula]) -> Formula:
    """Σ quantity × formula, in the quantities and in what the formulas are computed from."""
    needed = [*parts, *(name for formula in parts.values() for name in formula.parameters)]
    names = tuple(dict.fromkeys(needed))

    def total(*values: float) -> float:
        found = dict(zip(names, values, strict=True))
        return sum(
            found[quantity] * formula(*(found[each] for each in formula.parameters))
            for quantity, formula in parts.items()
        )

    return NamedFormula(names, total)


def _children(name: str) -> list[Node]:
    return [node for node in GRAPH if name in node.parents]


GIVEN: Mapping[str, float] = {
    **POINT,
    **{f"d{one}_d{other}": float(one == other) for one in INPUTS for other in INPUTS},
    **{f"d{one}_d{other}": float(one == other) for one in OUTPUTS for other in OUTPUTS},
}
VALUES: Mapping[str, Formula] = _value_formulas()
TANGENTS: Mapping[str, Formula] = {
    **VALUES,
    **{f"d{node.name}_d{by}": _tangent_formula(node, by) for by in INPUTS for node in GRAPH},
}
ADJOINTS: Mapping[str, Formula] = {
    **VALUES,
    **{
        f"d{of}_d{name}": _adjoint_formula(name, of, _children(name))
        for of in OUTPUTS
        for name in [*reversed([each for each in NODES if each not in OUTPUTS]), *INPUTS]
    },
}

# --- Mistakes in the tables ---------------------------------------------------------------------


def forward_table_mistakes() -> dict[str, dict[str, Formula]]:
    """Known mistakes in the forward table, each with the formulas that stand instead.

    The product rule may keep its first or its second term only. A slope evaluated at the wrong
    node takes the value of the node where that of its parent is meant.

    >>> mistake = forward_table_mistakes()["the product rule keeps its first term only"]
    >>> evaluate(TANGENTS, changed=mistake)["dv9_dw2"]
    0.0
    """
    products = [node for node in GRAPH if node.operation == "product"]
    unary = [node for node in GRAPH if len(node.parents) == 1]
    found: dict[str, dict[str, Formula]] = {
        f"the product rule keeps its {which} term only": {
            f"d{node.name}_d{by}": _tangent_formula(node, by, {index: _slope_formulas(node)[index]})
            for node in products
            for by in INPUTS
        }
        for index, which in enumerate(("first", "second"))
    }
    found["a local derivative is evaluated at the wrong node"] = {
        f"d{node.name}_d{by}": _tangent_formula(node, by, _slopes_at_own_value(node))
        for node in unary
        for by in INPUTS
    }
    return found


def reverse_table_mistakes() -> dict[str, dict[str, Formula]]:
    """Known mistakes in the reverse table, each with the formulas that stand instead.

    >>> mistake = reverse_table_mistakes()["only what v4 sends to w2 is kept"]
    >>> evaluate(ADJOINTS, changed=mistake)["df1_dw2"] == evaluate(ADJOINTS)["v4"] * (
    ...     1 - evaluate(ADJOINTS)["v4"]
    ... )
    True
    """
    found: dict[str, dict[str, Formula]] = {
        f"only what {child.name} sends to {name} is kept": {
            f"d{of}_d{name}": _adjoint_formula(name, of, [child]) for of in OUTPUTS
        }
        for name in INPUTS
        for child in _children(name)
    }
    products = [node for node in GRAPH if node.operation == "product"]
    found["the local derivatives of a product are exchanged"] = {
        f"d{of}_d{parent}": _adjoint_formula(parent, of, _children(parent), _exchanged)
        for of in OUTPUTS
        for node in products
        for parent in node.parents
    }
    return found


def _slopes_at_own_value(node: Node) -> dict[int, NamedFormula]:
    """The slope of an operation of one argument, evaluated at its result."""
    [slope] = OPERATIONS[node.operation].slopes
    return {0: NamedFormula((node.name,), slope)}


def _exchanged(node: Node) -> Mapping[int, NamedFormula]:
    """The partial derivatives of a node, each at the place of the other where it is a product."""
    slopes = _slope_formulas(node)
    return {0: slopes[1], 1: slopes[0]} if node.operation == "product" else slopes
