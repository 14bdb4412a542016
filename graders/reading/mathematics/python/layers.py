"""Layers of torch: `nn.ReLU()(z)`, `F.linear(x, W, b)`, `F.leaky_relu(z)`, attention."""

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from graders.expression import Call, Expression, Number
from graders.reading.mathematics.python.arguments import Given, values
from graders.reading.mathematics.python.components import dimensions
from graders.reading.mathematics.python.operators import minus, over, plus, times
from graders.reading.mathematics.python.pieces import ONE, TWO, ZERO, transposed

if TYPE_CHECKING:
    from graders.reading.mathematics.python.reader import Reader

LAYERS: Mapping[str, str] = {
    "ReLU": "relu", "Sigmoid": "sigmoid", "Tanh": "tanh", "Softplus": "softplus",
    "Softmax": "softmax", "LogSoftmax": "log_softmax", "MSELoss": "mse_loss", "BCELoss":
    "binary_cross_entropy", "L1Loss": "l1_loss", "LogSigmoid": "logsigmoid", "SiLU": "silu",
    "LeakyReLU": "leaky_relu", "ELU": "elu", "GELU": "gelu",
    "CrossEntropyLoss": "cross_entropy", "NLLLoss": "nll_loss",
    "BCEWithLogitsLoss": "binary_cross_entropy_with_logits",
}  # fmt: skip
_SLOPE = Number(Fraction(1, 100))


def leaky_relu(reader: "Reader", given: Given) -> Expression:
    written = given.take(1, "negative_slope")
    slope = reader.read(written) if written is not None else _SLOPE
    (z,) = values(reader, given, 1)
    return Call("cases", (z, Call(">", (z, ZERO)), times(reader, slope, z)))


def linear(reader: "Reader", given: Given) -> Expression:
    """X Wᵀ + b: of a vector W x + b, of rows each by itself."""
    bias = given.take(2, "bias")
    array, weight = values(reader, given, 2)
    shape = reader.shapes.of(array)
    if shape is None or (ONE not in shape and bias is not None):
        raise reader.refusal(given.node, "is read for one vector")
    if ONE not in shape:
        return Call("@", (array, transposed(weight)))
    column = array if shape[1] == ONE else transposed(array)
    found = Call("@", (weight, column))
    return found if bias is None else plus(reader, found, reader.read(bias))


def elu(reader: "Reader", given: Given) -> Expression:
    written = given.take(1, "alpha")
    (z,) = values(reader, given, 1)
    below = minus(reader, Call("exp", (z,)), ONE)
    below = below if written is None else times(reader, reader.read(written), below)
    return Call("cases", (z, Call(">", (z, ZERO)), below))


def gelu(reader: "Reader", given: Given) -> Expression:
    """The exact one, with the error function; its approximation by tanh is asked for by name."""
    (z,) = values(reader, given, 1)
    share = plus(reader, ONE, Call("erf", (over(reader, z, Call("sqrt", (TWO,))),)))
    return over(reader, times(reader, z, share), TWO)


def attention(reader: "Reader", given: Given) -> Expression:
    """softmax(QKᵀ / √d) V of one head, its positions in rows."""
    queries, keys, outputs = values(reader, given, 3)
    _, width = dimensions(reader, given.node, queries)
    scores = over(reader, Call("@", (queries, transposed(keys))), Call("sqrt", (width,)))
    return Call("@", (Call("softmax", (scores,)), outputs))
