"""Losses of torch: `F.mse_loss(x, y)`, `nn.CrossEntropyLoss()(z, k)`."""

import ast
from typing import TYPE_CHECKING

from graders.expression import Call, Expression, Symbol
from graders.reading.mathematics.python.arguments import Given, values
from graders.reading.mathematics.python.operators import minus, plus, power, times
from graders.reading.mathematics.python.pieces import ONE, TWO, transposed
from graders.reading.mathematics.python.shapes import SCALAR

if TYPE_CHECKING:
    from graders.reading.mathematics.python.reader import Reader


def mse_loss(reader: "Reader", given: Given) -> Expression:
    how = _reduction(reader, given)
    left, right = values(reader, given, 2)
    return _reduced(reader, how, power(reader, minus(reader, left, right), TWO))


def l1_loss(reader: "Reader", given: Given) -> Expression:
    how = _reduction(reader, given)
    left, right = values(reader, given, 2)
    difference = minus(reader, left, right)
    return _reduced(reader, how, Call("max", (difference, Call("-", (difference,)))))


def kl_div(reader: "Reader", given: Given) -> Expression:
    """Of the logarithms of probabilities, from a distribution."""
    how = _reduction(reader, given)
    logarithms, target = values(reader, given, 2)
    apart = minus(reader, Call("log", (target,)), logarithms)
    return _reduced(reader, how, times(reader, target, apart))


def cross_entropy(reader: "Reader", given: Given) -> Expression:
    """Of the scores of one example; its target is a declared index, or a distribution."""
    _reduction(reader, given)
    scores, target = (_of_one(reader, each) for each in values(reader, given, 2))
    shape = reader.shapes.of(scores)
    found = scores if given.name == "nll_loss" else Call("logsoftmax", (scores,))
    if shape is not None and shape != SCALAR and ONE in shape:
        if isinstance(target, Symbol) and target.name in reader.indices:
            return Call("-", (Call("at", (found, target)),))
        if reader.shapes.of(target) == shape and given.name == "cross_entropy":
            return Call("-", (Call("sum", (Call("odot", (target, found)),)),))
    raise reader.refusal(given.node, "is read for one example")


def _of_one(reader: "Reader", rows: Expression) -> Expression:
    """The one row of a batch of one example, as a column."""
    shape = reader.shapes.of(rows)
    is_row = shape is not None and shape[0] == ONE != shape[1]
    return transposed(rows) if is_row else rows


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
