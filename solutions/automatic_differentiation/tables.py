"""The tables of forward and reverse mode as formulas, each of quantities earlier in its table.

A formula's parameters name the quantities that it is computed from: so a value follows from other
values, a student's own ones too.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from inspect import Parameter, Signature, signature

from solutions.automatic_differentiation.graph import (
    GRAPH,
    INPUTS,
    NODES,
    OPERATIONS,
    OUTPUTS,
    POINT,
    Formula,
    Node,
)


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


def tangent_formula(
    node: Node, by: str, slopes: Mapping[int, NamedFormula] | None = None
) -> Formula:
    """The sum of slope times tangent over the parents of a node.

    Args:
        node: whose tangent it is.
        by: the input with the seed.
        slopes: formulas of the partial derivatives, by the index of the parent; all by default.
    """
    terms = slope_formulas(node) if slopes is None else slopes
    parts = {f"d{node.parents[index]}_d{by}": slope for index, slope in terms.items()}
    return _sum_of_products(parts)


def adjoint_formula(
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
    slopes = slopes or slope_formulas
    parts = {f"d{of}_d{child.name}": slopes(child)[child.parents.index(name)] for child in children}
    return _sum_of_products(parts)


def slope_formulas(node: Node) -> dict[int, NamedFormula]:
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


def children(name: str) -> list[Node]:
    return [node for node in GRAPH if name in node.parents]


GIVEN: Mapping[str, float] = {
    **POINT,
    **{f"d{one}_d{other}": float(one == other) for one in INPUTS for other in INPUTS},
    **{f"d{one}_d{other}": float(one == other) for one in OUTPUTS for other in OUTPUTS},
}
VALUES: Mapping[str, Formula] = _value_formulas()
TANGENTS: Mapping[str, Formula] = {
    **VALUES,
    **{f"d{node.name}_d{by}": tangent_formula(node, by) for by in INPUTS for node in GRAPH},
}
ADJOINTS: Mapping[str, Formula] = {
    **VALUES,
    **{
        f"d{of}_d{name}": adjoint_formula(name, of, children(name))
        for of in OUTPUTS
        for name in [*reversed([each for each in NODES if each not in OUTPUTS]), *INPUTS]
    },
}
