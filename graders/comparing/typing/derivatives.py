"""The shapes of derivatives that are to be taken."""

from fractions import Fraction
from typing import TYPE_CHECKING

from graders.comparing.shapes import settled
from graders.comparing.tangents import Along, derived
from graders.comparing.terms import Term
from graders.errors import Undecided, Unreadable
from graders.expression import Call, Expression, Symbol, to_text

if TYPE_CHECKING:
    from graders.comparing.typing.typist import Typist


def derivative(typist: "Typist", call: Call) -> Term:
    """The derivative of a term by a number, or by one component of a vector."""
    body = typist.number(typist.type(call.arguments[0]))
    return derived(body, _along(typist, call.arguments[1]))


def _along(typist: "Typist", by: Expression) -> Along:
    name = by.arguments[0] if isinstance(by, Call) else by
    assert isinstance(name, Symbol)
    variable = typist.type(name)
    if variable.operation not in ("symbol", "shared"):
        raise Unreadable(f"nothing can be derived by {to_text(by)}")
    if variable.is_scalar:
        return Along(name.name, Term("number", payload=Fraction(1)))
    if not isinstance(by, Call) or settled(variable.shape[1]) != 1:
        raise Undecided("the shape of a derivative by a vector or a matrix is a matter of layout")
    index, size = typist.type(by.arguments[1]), variable.shape[0]
    every = Term("identity", (), (size, size))
    return Along(name.name, Term("slice", (every, index), (size, 1), 1))
