"""What may be called: the functions of numpy, torch and math that are read, by their names."""

import ast
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from graders.expression import Call, Expression, Symbol
from graders.reading.mathematics.names.functions import TRUTHS
from graders.reading.mathematics.python.arguments import Given, values
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
from graders.reading.mathematics.python.einsum import einsum
from graders.reading.mathematics.python.joined import joined
from graders.reading.mathematics.python.layers import attention, elu, gelu, leaky_relu, linear
from graders.reading.mathematics.python.logic import conjunction, disjunction
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
    is_none,
    transposed,
)
from graders.reading.mathematics.python.reductions import Reading, average, reduction, softmax
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


def _plain(function: str) -> Reading:
    return lambda reader, given: Call(function, tuple(values(reader, given, 1)))


def _one(build: Callable[["Reader", Expression], Expression]) -> Reading:
    return lambda reader, given: build(reader, *values(reader, given, 1))


def _two(build: Callable[["Reader", Expression, Expression], Expression]) -> Reading:
    return lambda reader, given: build(reader, *values(reader, given, 2))


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


FUNCTIONS: Mapping[str, Reading] = {
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
    "average": average,
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
    **{name: reduction(name) for name in ("sum", "mean", "prod", "max", "min", "logsumexp")},
    **{name: reduction(name) for name in COUNTED},
    "amax": reduction("max"), "amin": reduction("min"), "fsum": reduction("sum"),
    "softmax": softmax("softmax"), "log_softmax": softmax("logsoftmax"),
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
