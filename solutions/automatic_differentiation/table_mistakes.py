"""Known mistakes in the tables of the two modes, as formulas that stand instead."""

from collections.abc import Mapping

from solutions.automatic_differentiation.graph import (
    GRAPH,
    INPUTS,
    OPERATIONS,
    OUTPUTS,
    Formula,
    Node,
)
from solutions.automatic_differentiation.tables import (
    NamedFormula,
    adjoint_formula,
    children,
    slope_formulas,
    tangent_formula,
)


def forward_table_mistakes() -> dict[str, dict[str, Formula]]:
    """Known mistakes in the forward table, each with the formulas that stand instead.

    The product rule may keep its first or its second term only. A slope evaluated at the wrong
    node takes the value of the node where that of its parent is meant.

    >>> from solutions.automatic_differentiation.tables import TANGENTS, evaluate
    >>> mistake = forward_table_mistakes()["the product rule keeps its first term only"]
    >>> evaluate(TANGENTS, changed=mistake)["dv9_dw2"]
    0.0
    """
    products = [node for node in GRAPH if node.operation == "product"]
    unary = [node for node in GRAPH if len(node.parents) == 1]
    found: dict[str, dict[str, Formula]] = {
        f"the product rule keeps its {which} term only": {
            f"d{node.name}_d{by}": tangent_formula(node, by, {index: slope_formulas(node)[index]})
            for node in products
            for by in INPUTS
        }
        for index, which in enumerate(("first", "second"))
    }
    found["a local derivative is evaluated at the wrong node"] = {
        f"d{node.name}_d{by}": tangent_formula(node, by, _slopes_at_own_value(node))
        for node in unary
        for by in INPUTS
    }
    return found


def reverse_table_mistakes() -> dict[str, dict[str, Formula]]:
    """Known mistakes in the reverse table, each with the formulas that stand instead.

    >>> from solutions.automatic_differentiation.tables import ADJOINTS, evaluate
    >>> mistake = reverse_table_mistakes()["only what v4 sends to w2 is kept"]
    >>> evaluate(ADJOINTS, changed=mistake)["df1_dw2"] == evaluate(ADJOINTS)["v4"] * (
    ...     1 - evaluate(ADJOINTS)["v4"]
    ... )
    True
    """
    found: dict[str, dict[str, Formula]] = {
        f"only what {child.name} sends to {name} is kept": {
            f"d{of}_d{name}": adjoint_formula(name, of, [child]) for of in OUTPUTS
        }
        for name in INPUTS
        for child in children(name)
    }
    products = [node for node in GRAPH if node.operation == "product"]
    found["the local derivatives of a product are exchanged"] = {
        f"d{of}_d{parent}": adjoint_formula(parent, of, children(parent), _exchanged)
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
    slopes = slope_formulas(node)
    return {0: slopes[1], 1: slopes[0]} if node.operation == "product" else slopes
