"""Losses and layers of torch: `F.mse_loss(x, y)`, `nn.ReLU()(z)`, `F.linear(x, W, b)`."""

import ast
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from graders.expression import Call, Expression, Number, Symbol
from graders.reading.mathematics.python.arguments import Given, values
from graders.reading.mathematics.python.operators import minus, plus, power, times
from graders.reading.mathematics.python.pieces import ONE, TWO, ZERO, transposed
from graders.reading.mathematics.python.shapes import SCALAR

if TYPE_CHECKING:
    from graders.reading.mathematics.python.reader import Reader

LAYERS: Mapping[str, str] = {
    "ReLU": "relu", "Sigmoid": "sigmoid", "Tanh": "tanh", "Softplus": "softplus",
    "Softmax": "softmax", "LogSoftmax": "log_softmax", "MSELoss": "mse_loss", "BCELoss":
    "binary_cross_entropy", "L1Loss": "l1_loss", "LogSigmoid": "logsigmoid", "SiLU": "silu",
    "LeakyReLU": "leaky_relu", "CrossEntropyLoss": "cross_entropy", "NLLLoss": "nll_loss",
    "BCEWithLogitsLoss": "binary_cross_entropy_with_logits",
}  # fmt: skip
_SLOPE = Number(Fraction(1, 100))


def mse_loss(reader: "Reader", given: Given) -> Expression:
    how = _reduction(reader, given)
    left, right = values(reader, given, 2)
    return _reduced(reader, how, power(reader, minus(reader, left, right), TWO))


def l1_loss(reader: "Reader", given: Given) -> Expression:
    how = _reduction(reader, given)
    left, right = values(reader, given, 2)
    difference = minus(reader, left, right)
    return _reduced(reader, how, Call("max", (difference, Call("-", (difference,)))))


def cross_entropy(reader: "Reader", given: Given) -> Expression:
    """Of the scores of one example; its target is a declared index, or a distribution."""
    _reduction(reader, given)
    scores, target = values(reader, given, 2)
    shape = reader.shapes.of(scores)
    found = scores if given.name == "nll_loss" else Call("logsoftmax", (scores,))
    if shape is not None and shape != SCALAR and ONE in shape:
        if isinstance(target, Symbol) and target.name in reader.indices:
            return Call("-", (Call("at", (found, target)),))
        if reader.shapes.of(target) == shape and given.name == "cross_entropy":
            return Call("-", (Call("sum", (Call("odot", (target, found)),)),))
    raise reader.refusal(given.node, "is read for one example")


def binary_cross_entropy(reader: "Reader", given: Given) -> Expression:
    how = _reduction(reader, given)
    guess, target = values(reader, given, 2)
    if given.name.endswith("with_logits"):
        guess = Call("sigmoid", (guess,))
    sure = times(reader, target, Call("log", (guess,)))
    other = minus(reader, ONE, target)
    rest = times(reader, other, Call("log", (minus(reader, ONE, guess),)))
    return _reduced(reader, how, Call("-", (plus(reader, sure, rest),)))


def _reduction(reader: "Reader", given: Given) -> str:
    written = given.named.pop("reduction", None)
    how = written.value if isinstance(written, ast.Constant) else "mean" if not written else ""
    if how not in ("mean", "sum", "none"):
        raise reader.refusal(given.node, "is reduced in a way that cannot be read")
    return str(how)


def _reduced(reader: "Reader", how: str, loss: Expression) -> Expression:
    number = reader.shapes.of(loss) == SCALAR
    return loss if number or how == "none" else Call(how, (loss,))


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
