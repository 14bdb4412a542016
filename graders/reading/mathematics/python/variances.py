"""Variances and standard deviations, which divide by n or by n - 1."""

import ast
from fractions import Fraction
from typing import TYPE_CHECKING

from graders.expression import Call, Expression, Number
from graders.reading.mathematics.python.arguments import Given, whole
from graders.reading.mathematics.python.components import dimensions
from graders.reading.mathematics.python.operators import minus, over, times
from graders.reading.mathematics.python.pieces import integer

if TYPE_CHECKING:
    from graders.reading.mathematics.python.reader import Reader

_LEFT_OUT = {"np": 0, "numpy": 0, "jnp": 0, "torch": 1}


def variance(reader: "Reader", given: Given) -> Expression:
    left_out = _degrees_left_out(reader, given)
    array = whole(reader, given)
    found: Expression = Call("var", (array,))
    if left_out:
        count = times(reader, *dimensions(reader, given.node, array))
        rest = minus(reader, count, Number(Fraction(left_out)))
        found = times(reader, over(reader, count, rest), found)
    return found if given.name == "var" else Call("sqrt", (found,))


def _degrees_left_out(reader: "Reader", given: Given) -> int:
    """What is subtracted from the number of entries: numpy divides by n, torch by n - 1."""
    written = next((given.named.pop(n) for n in ("ddof", "correction") if n in given.named), None)
    unbiased = given.named.pop("unbiased", None)
    if isinstance(unbiased, ast.Constant) and isinstance(unbiased.value, bool):
        return int(unbiased.value)
    if written is not None and unbiased is None and integer(written) in (0, 1):
        return integer(written) or 0
    if written is None and unbiased is None and given.module in _LEFT_OUT:
        return _LEFT_OUT[given.module]
    raise reader.refusal(given.node, "may divide by n or by n - 1")
