"""What may be called: the functions of numpy, torch and math that are read, by their names."""

import ast
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING

from graders.expression import Call, Expression, Symbol
from graders.reading.mathematics.names.functions import TRUTHS
from graders.reading.mathematics.python.arguments import Given, values, whole
from graders.reading.mathematics.python.arrays import (
    constant_array,
    identity,
    length,
    multiplied,
    reshape,
    tensordot,
    transpose,
    unsqueezed,
)
from graders.reading.mathematics.python.components import dimensions
from graders.reading.mathematics.python.einsum import einsum
from graders.reading.mathematics.python.joined import joined
from graders.reading.mathematics.python.layers import attention, elu, gelu, leaky_relu, linear
from graders.reading.mathematics.python.logic import conjunction, disjunction
from graders.reading.mathematics.python.loops import folded
from graders.reading.mathematics.python.losses import (
    binary_cross_entropy,
    cross_entropy,
    kl_div,
    l1_loss,
    mse_loss,
)
from graders.reading.mathematics.python.norms import cosine, norm, normalized
from graders.reading.mathematics.python.operators import extreme, minus, over, plus, power, times
from graders.reading.mathematics.python.pieces import (
    ONE,
    TWO,
    ZERO,
    as_condition,
    integer,
    is_none,
    transposed,
)
from graders.reading.mathematics.python.shapes import SCALAR
from graders.reading.mathematics.python.variances import variance
from graders.reading.mathematics.python.whole_numbers import (
    arrangements,
    choices,
    remainder,
    rounded,
    whole_quotient,
)

if TYPE_CHECKING:
    from graders.reading.mathematics.python.reader import Reader

COUNTED = frozenset({"argmax", "argmin"})  # which count from 0 in code
_Function = Callable[["Reader", Given], Expression]


def _plain(function: str) -> _Function:
    return lambda reader, given: Call(function, tuple(values(reader, given, 1)))


def _one(build: Callable[["Reader", Expression], Expression]) -> _Function:
    return lambda reader, given: build(reader, *values(reader, given, 1))


def _two(build: Callable[["Reader", Expression, Expression], Expression]) -> _Function:
    return lambda reader, given: build(reader, *values(reader, given, 2))


def _along_axis(reader: "Reader", given: Given, function: str) -> Expression | None:
    """The sum or mean of each row of a matrix, `axis=1`, or of each column: a vector."""
    axis = given.named.get("axis") or given.named.get("dim") or dict(enumerate(given.places)).get(1)
    number = integer(axis)
    if function not in ("sum", "mean") or number not in (0, 1, -1) or not given.module:
        return None
    matrix = reader.read(given.places[0])
    shape = reader.shapes.of(matrix)
    if shape is None or ONE in shape:
        return None
    given.take(1, "axis", "dim")
    lying = number == 0
    found: Expression = Call("*", (transposed(matrix) if lying else matrix, Symbol("ones")))
    if function == "mean":
        found = Call("/", (found, dimensions(reader, given.node, matrix)[0 if lying else 1]))
    found = transposed(found) if lying and given.keeps_axes else found
    found = replace(found, span=reader.source.span(given.node))
    size = shape[1] if lying else shape[0]
    reader.shapes.note(found, (ONE, size) if lying and given.keeps_axes else (size, ONE))
    (reader.shapes.upright if given.keeps_axes else reader.shapes.flat).add(id(found))
    return found


def _reduction(function: str) -> _Function:
    def read(reader: "Reader", given: Given) -> Expression:
        if len(given.places) == 1 and isinstance(given.places[0], ast.GeneratorExp | ast.ListComp):
            arrays = function == "sum" and not given.module  # np.sum adds up their entries too
            return folded(reader, function, given.places[0], arrays=arrays)
        along = _along_axis(reader, given, function)
        if along is not None:
            return along
        several = len(given.places) > 1 and integer(given.places[1]) is None
        several = several or (len(given.places) > 1 and not given.module)
        if function in ("max", "min") and several:
            if given.module in ("np", "numpy"):
                raise reader.refusal(given.node, "takes one array and an axis")
            found = values(reader, given, 2, 20)
            return reduce(lambda a, b: extreme(reader, function, a, b), found)
        return Call(function, (whole(reader, given),))

    return read


def _average(reader: "Reader", given: Given) -> Expression:
    weights = given.named.pop("weights", None)
    if weights is None:
        return _reduction("mean")(reader, given)
    weight = reader.read(weights)
    weighted = times(reader, whole(reader, given), weight)
    return over(reader, Call("sum", (weighted,)), Call("sum", (weight,)))


def _lerp(reader: "Reader", given: Given) -> Expression:
    start, end, share = values(reader, given, 3)
    return plus(reader, start, times(reader, share, minus(reader, end, start)))


def _logarithm(reader: "Reader", given: Given) -> Expression:
    array, *base = values(reader, given, 1, 2)
    return Call("logarithm", (array, *base)) if base else Call("log", (array,))


def _signed_determinant(_: "Reader", matrix: Expression) -> Expression:
    determinant = Call("det", (matrix,))
    size = Call("log", (Call("abs", (determinant,)),))
    return Call("tuple", (Call("sign", (determinant,)), size))


def _absolute(reader: "Reader", array: Expression) -> Expression:
    """|x| of every entry: in the tree, the abs of a matrix is its determinant."""
    shape = reader.shapes.of(array)
    if shape is not None and ONE in shape:
        return Call("abs", (array,))
    return Call("max", (array, Call("-", (array,))))


def _softmax(function: str) -> _Function:
    def read(reader: "Reader", given: Given) -> Expression:
        along = _rows_or_columns(reader, given)
        if along is None:
            return Call(function, (whole(reader, given),))
        array, by_rows = along
        found = Call(function, (array if by_rows else transposed(array),))
        return found if by_rows else transposed(found)

    return read


def _rows_or_columns(reader: "Reader", given: Given) -> tuple[Expression, bool] | None:
    """A matrix, and whether each row is taken for itself; None for what is no matrix."""
    array = reader.read(given.places[0]) if given.places else None
    shape = reader.shapes.of(array) if array is not None else None
    if array is None or shape is None or (ONE in shape and shape != SCALAR):
        return None
    if shape == SCALAR:
        raise reader.refusal(given.node, "is read for vectors alone, and matrices along an axis")
    axis = integer(given.take(1, "axis", "dim"))
    if axis not in (0, 1, -1):
        raise reader.refusal(given.node, "does not say whether rows or columns are taken")
    return array, axis != 0


def _larger(reader: "Reader", left: Expression, right: Expression) -> Expression:
    return extreme(reader, "max", left, right)


def _smaller(reader: "Reader", left: Expression, right: Expression) -> Expression:
    return extreme(reader, "min", left, right)


def _outer(reader: "Reader", left: Expression, right: Expression) -> Expression:
    column, row = (
        transposed(each) if (reader.shapes.of(each) or (None,))[0] == ONE else each
        for each in (left, right)
    )
    return Call("*", (column, transposed(row)))


def _inner(reader: "Reader", left: Expression, right: Expression) -> Expression:
    shape = reader.shapes.of(right)
    return Call("@", (left, right if shape is not None and ONE in shape else transposed(right)))


def _kron(reader: "Reader", left: Expression, right: Expression) -> Expression:
    shapes = [reader.shapes.of(each) for each in (left, right)]
    if all(shape is not None and shape[1] == ONE for shape in shapes):  # of columns: a long column
        return Call("vec", (Call("*", (right, transposed(left))),))
    return Call("otimes", (left, right))


def _where(reader: "Reader", given: Given) -> Expression:
    test, value, other = values(reader, given, 3)
    return Call("cases", (value, as_condition(test), other))


def _heaviside(reader: "Reader", array: Expression, middle: Expression) -> Expression:
    below, at_zero = Call("<", (array, ZERO)), Call("=", (array, ZERO))
    return Call("cases", (ZERO, below, middle, at_zero, ONE))


def _clip(reader: "Reader", given: Given) -> Expression:
    low, high = given.take(1, "min", "a_min"), given.take(1, "max", "a_max")
    (found,) = values(reader, given, 1)
    for sign, bound in (("max", low), ("min", high)):
        read = None if bound is None or is_none(bound) else reader.read(bound)
        if read is not None and not _is_infinite(read):
            found = extreme(reader, sign, found, read)
    return found


def _is_infinite(bound: Expression) -> bool:
    end = bound.arguments[0] if isinstance(bound, Call) and bound.function == "-" else bound
    return isinstance(end, Symbol) and end.name == "inf"


def _as_number(reader: "Reader", given: Given) -> Expression:
    """(x > 0).astype(float): a condition counts 1 or 0; `int` cuts off decimals."""
    found = reader.read(given.places[0])
    if isinstance(found, Call) and found.function in TRUTHS:
        return Call("indicator", (found,))
    kinds = [ast.unparse(each).rpartition(".")[2] for each in given.places[1:]]
    return Call("trunc", (found,)) if "int" in "".join([given.name, *kinds]) else found


FUNCTIONS: Mapping[str, _Function] = {
    **{name: _plain(name) for name in (
        "exp log10 sqrt sign sin cos tan tanh sinh cosh arctan arcsin arccos sigmoid relu "
        "softplus floor ceil erf diag det factorial ones_like zeros_like").split()},
    **{name: _plain(function) for name, function in {
        "ln": "log", "atan": "arctan", "asin": "arcsin", "acos": "arccos", "arctanh": "artanh",
        "atanh": "artanh", "expit": "sigmoid", "sigma": "sigmoid", "logistic": "sigmoid",
        "silu": "swish", "trace": "tr", "inv": "inverse", "inverse": "inverse", "pinv": "pinv",
        "diagflat": "diag", "diagonal": "diag"}.items()},
    "slogdet": _one(_signed_determinant),
    "logdet": _one(lambda _, x: Call("log", (Call("det", (x,)),))),
    "logsigmoid": _one(lambda _, x: Call("log", (Call("sigmoid", (x,)),))),
    "einsum": einsum, "tensordot": tensordot, "multi_dot": multiplied, "linear": linear,
    "mse_loss": mse_loss, "l1_loss": l1_loss, "kl_div": kl_div, "cosine_similarity": cosine,
    **dict.fromkeys(
        ("binary_cross_entropy", "binary_cross_entropy_with_logits"), binary_cross_entropy),
    **dict.fromkeys(("cross_entropy", "nll_loss"), cross_entropy),
    "leaky_relu": leaky_relu, "elu": elu, "gelu": gelu, "scaled_dot_product_attention": attention,
    "average": _average,
    **dict.fromkeys(("abs", "fabs", "absolute"), _one(_absolute)),
    "log": _logarithm, "log2": _one(lambda _, x: Call("logarithm", (x, TWO))),
    "log1p": _one(lambda reader, x: Call("log", (plus(reader, ONE, x),))),
    "logit": _one(lambda reader, x: Call("log", (over(reader, x, minus(reader, ONE, x)),))),
    "expm1": _one(lambda reader, x: minus(reader, Call("exp", (x,)), ONE)),
    "square": _one(lambda reader, x: power(reader, x, TWO)),
    "reciprocal": _one(lambda reader, x: over(reader, ONE, x)),
    **dict.fromkeys(("neg", "negative"), _one(lambda _, x: Call("-", (x,)))),
    "logical_not": _one(lambda _, x: Call("not", (as_condition(x),))),
    "logical_and": _two(conjunction), "logical_or": _two(disjunction),
    "bitwise_and": _two(conjunction), "bitwise_or": _two(disjunction),
    **dict.fromkeys(("round", "rint", "around"), _one(rounded)),
    "floor_divide": _two(whole_quotient), "mod": _two(remainder),
    "comb": _two(choices), "perm": _two(arrangements),
    "xlogy": _two(lambda reader, a, b: times(reader, a, Call("log", (b,)))),
    "entr": _one(lambda reader, x: Call("-", (times(reader, x, Call("log", (x,))),))),
    "rel_entr": _two(lambda reader, a, b: times(reader, a, Call("log", (over(reader, a, b),)))),
    **dict.fromkeys("array asarray tensor copy clone detach item".split(), _one(lambda _, x: x)),
    **dict.fromkeys(("add",), _two(plus)),
    **dict.fromkeys(("subtract", "sub"), _two(minus)),
    **dict.fromkeys(("multiply", "mul"), _two(times)),
    **dict.fromkeys(("divide", "true_divide", "div"), _two(over)),
    **dict.fromkeys(("power", "pow"), _two(power)),
    **dict.fromkeys("dot matmul mm mv".split(), _two(lambda _, a, b: Call("@", (a, b)))),
    **dict.fromkeys(("outer", "ger"), _two(_outer)),
    "inner": _two(_inner), "kron": _two(_kron), "heaviside": _two(_heaviside),
    "vdot": _two(lambda reader, a, b: Call("sum", (times(reader, a, b),))),
    **dict.fromkeys(("maximum", "fmax", "clamp_min"), _two(_larger)),
    **dict.fromkeys(("minimum", "fmin", "clamp_max"), _two(_smaller)),
    "rsqrt": _one(lambda reader, x: over(reader, ONE, Call("sqrt", (x,)))),
    "exp2": _one(lambda reader, x: power(reader, TWO, x)),
    "hypot": _two(lambda reader, a, b: Call(
        "sqrt", (plus(reader, power(reader, a, TWO), power(reader, b, TWO)),))),
    "solve": _two(lambda _, a, b: Call("@", (Call("inverse", (a,)), b))),
    "matrix_power": _two(lambda _, a, n: Call("^", (a, n))),
    "logaddexp": _two(lambda reader, a, b: Call(
        "log", (plus(reader, Call("exp", (a,)), Call("exp", (b,))),))),
    **{name: _reduction(name) for name in ("sum", "mean", "prod", "max", "min", "logsumexp")},
    **{name: _reduction(name) for name in COUNTED},
    "amax": _reduction("max"), "amin": _reduction("min"), "fsum": _reduction("sum"),
    "softmax": _softmax("softmax"), "log_softmax": _softmax("logsoftmax"),
    **dict.fromkeys(("norm", "matrix_norm", "vector_norm"), norm), "normalize": normalized,
    "where": _where, "lerp": _lerp, "var": variance, "std": variance,
    **dict.fromkeys(("clip", "clamp"), _clip), **dict.fromkeys(("eye", "identity"), identity),
    "ones": constant_array("ones"), "zeros": constant_array("zeros"),
    **dict.fromkeys(("transpose", "t"), transpose),
    **dict.fromkeys("reshape view flatten ravel squeeze".split(), reshape),
    **dict.fromkeys(("unsqueeze", "expand_dims"), unsqueezed),
    **dict.fromkeys("vstack hstack concatenate cat".split(), joined),
    **dict.fromkeys(("len", "size", "numel"), length),
    **dict.fromkeys(("astype", "float", "int"), _as_number),
}  # fmt: skip
NO_METHODS = frozenset(
    "normalize where eye identity ones zeros len solve heaviside array tensor".split()
)
