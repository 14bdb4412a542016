"""The operations of terms: how each is computed, and what its entries cost."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from graders.comparing.formulas.arithmetic import Array
from graders.comparing.formulas.evaluation import (
    approached,
    components,
    folds,
    matrices,
    operators,
    truth,
)
from graders.comparing.formulas.terms import Term

if TYPE_CHECKING:
    from graders.comparing.formulas.evaluation.evaluator import Evaluator


class Operation(NamedTuple):
    """How a term is computed; its cost grows with its entries, or those of its argument."""

    compute: Callable[["Evaluator", Term], Array]
    weight: float = 1  # of an entry
    of_arrays: bool = False  # the size of the argument counts


OPERATIONS: Mapping[str, Operation] = {
    "number": Operation(operators.number),
    "symbol": Operation(operators.symbol),
    "bound": Operation(operators.bound),
    "constant": Operation(operators.constant),
    "shared": Operation(operators.shared),
    "add": Operation(operators.add),
    "multiply": Operation(operators.multiply),
    "divide": Operation(operators.divide),
    "negate": Operation(operators.negate),
    "power": Operation(operators.power, weight=8),
    "function": Operation(operators.function, weight=2),
    "maximum": Operation(operators.extreme),
    "minimum": Operation(operators.extreme),
    "mod": Operation(operators.remainder),
    "binomial": Operation(operators.binomial, weight=20),
    "apply": Operation(operators.applied, weight=20),
    "identity": Operation(matrices.filled),
    "ones": Operation(matrices.filled),
    "zeros": Operation(matrices.filled),
    "matmul": Operation(matrices.product, weight=0.1, of_arrays=True),
    "transpose": Operation(matrices.transpose),
    "inverse": Operation(matrices.inverse, of_arrays=True),
    "matrix power": Operation(matrices.power, weight=10, of_arrays=True),
    "pseudo_inverse": Operation(matrices.pseudo_inverse, of_arrays=True),
    "det": Operation(matrices.determinant, of_arrays=True),
    "trace": Operation(matrices.trace, of_arrays=True),
    "diagonal": Operation(matrices.diagonal),
    "to_diagonal": Operation(matrices.to_diagonal),
    "matrix": Operation(matrices.matrix),
    "blocks": Operation(matrices.blocks),
    "kronecker": Operation(matrices.kronecker),
    "vec": Operation(matrices.vec),
    "norm": Operation(matrices.norm, of_arrays=True),
    "eigenvalue": Operation(matrices.eigenvalue, weight=4, of_arrays=True),
    "reduce": Operation(matrices.reduction, of_arrays=True),
    "softmax": Operation(matrices.softmax, weight=4),
    "logsoftmax": Operation(matrices.softmax, weight=4),
    "at": Operation(components.component),
    "slice": Operation(components.row_or_column),
    "compare": Operation(truth.comparison, weight=4),
    "and": Operation(truth.conjunction),
    "or": Operation(truth.disjunction),
    "not": Operation(truth.negation),
    "indicator": Operation(truth.indicator),
    "cases": Operation(truth.cases),
    "fold": Operation(folds.fold, weight=2),
    "list": Operation(folds.listed),
    "series": Operation(approached.series, weight=2),
    "limit": Operation(approached.limit, weight=2),
}
