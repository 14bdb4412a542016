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

from solutions.automatic_differentiation.closed_forms import (
    F1,
    F2,
    PARTIAL_MISTAKES,
    PARTIALS,
    VALUE_MISTAKES,
    ClosedForm,
    mistaken_values,
    transposed_jacobian,
)
from solutions.automatic_differentiation.differences import (
    SCHEMES,
    STEP,
    difference_quotient,
    difference_quotient_mistakes,
    difference_quotients,
)
from solutions.automatic_differentiation.graph import (
    COARSE_NAMES,
    GRAPH,
    INPUTS,
    NODES,
    OPERATIONS,
    OUTPUTS,
    POINT,
    Node,
    node_values,
    sigmoid,
    sigmoid_slope,
    sort_nodes,
)
from solutions.automatic_differentiation.modes import (
    adjoints,
    forward_jacobian,
    forward_table,
    reverse_jacobian,
    reverse_table,
    tangents,
)
from solutions.automatic_differentiation.table_mistakes import (
    forward_table_mistakes,
    reverse_table_mistakes,
)
from solutions.automatic_differentiation.tables import (
    ADJOINTS,
    GIVEN,
    TANGENTS,
    VALUES,
    NamedFormula,
    evaluate,
)

__all__ = [
    "ADJOINTS",
    "COARSE_NAMES",
    "F1",
    "F2",
    "GIVEN",
    "GRAPH",
    "INPUTS",
    "NODES",
    "OPERATIONS",
    "OUTPUTS",
    "PARTIALS",
    "PARTIAL_MISTAKES",
    "POINT",
    "SCHEMES",
    "STEP",
    "TANGENTS",
    "VALUES",
    "VALUE_MISTAKES",
    "ClosedForm",
    "NamedFormula",
    "Node",
    "adjoints",
    "difference_quotient",
    "difference_quotient_mistakes",
    "difference_quotients",
    "evaluate",
    "forward_jacobian",
    "forward_table",
    "forward_table_mistakes",
    "mistaken_values",
    "node_values",
    "reverse_jacobian",
    "reverse_table",
    "reverse_table_mistakes",
    "sigmoid",
    "sigmoid_slope",
    "sort_nodes",
    "tangents",
    "transposed_jacobian",
]
