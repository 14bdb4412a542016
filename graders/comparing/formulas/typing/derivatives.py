"""The shapes of derivatives that are to be taken.

A derivative by a vector or a matrix is laid out by the denominator: that of a number has the shape
of what it is derived by, that of a column a column of it in each column.
"""

from fractions import Fraction
from typing import TYPE_CHECKING

from graders.comparing.formulas.shapes import Dimension, Unknown, settled
from graders.comparing.formulas.terms import FoldOver, Term, transposed
from graders.comparing.formulas.typing.tangents import Along, derived
from graders.declaring.declarations import Exercise
from graders.errors import Undecided, Unreadable
from graders.expression import DERIVATIVE, Call, Expression, Symbol, children, nodes, to_text

if TYPE_CHECKING:
    from graders.comparing.formulas.typing.typist import Typist


def derivative(typist: "Typist", call: Call) -> Term:
    """The derivative of a term by a number, a component of a vector, a vector or a matrix."""
    match call.arguments:
        case (inner, Symbol() as by, point):
            with typist.standing(by.name, typist.type(point)):
                return derivative(typist, Call(DERIVATIVE, (inner, by)))
    body = typist.number(typist.type(call.arguments[0]))
    name, at = _variable(call.arguments[1])
    variable = typist.type(name)
    if variable.operation not in ("symbol", "shared"):
        raise Unreadable(f"nothing can be derived by {to_text(name)}")
    if variable.is_scalar:
        return derived(body, Along(name.name, Term("number", payload=Fraction(1))))
    if at is not None:
        return derived(body, _along_component(typist, name.name, variable, at))
    return _gradient(body, name.name, variable)


def _variable(by: Expression) -> tuple[Symbol, Expression | None]:
    """A name, and the index of the component of it that is meant."""
    match by:
        case Symbol():
            return by, None
        case Call("at", (Symbol() as name, at)):
            return name, at
    raise Unreadable(f"nothing can be derived by {to_text(by)}")


def is_derivative(expression: Expression) -> bool:
    """Whether an expression is what is still to be derived."""
    return isinstance(expression, Call) and expression.function == DERIVATIVE


def takes_gradient(expression: Expression, exercise: Exercise) -> bool:
    """Whether a derivative by a vector or a matrix occurs, whose layout may be one or the other."""
    for node in filter(is_derivative, nodes(expression)):
        by = children(node)[1]
        declared = exercise.symbols.get(by.name) if isinstance(by, Symbol) else None
        if declared is not None and declared.type != "scalar":
            return True
    return False


def _along_component(typist: "Typist", name: str, variable: Term, at: Expression) -> Along:
    if settled(variable.shape[1]) != 1:
        raise Undecided("a derivative by an entry of a matrix can be read, but not checked")
    return Along(name, _unit(typist.type(at), variable.shape[0]))


def _gradient(body: Term, name: str, variable: Term) -> Term:
    """The derivative by every entry, side by side."""
    rows, columns = variable.shape
    along_row, along_column = (Term("bound", payload=f"{axis} of {name}") for axis in _AXES)
    if settled(columns) == 1:
        slope = derived(body, Along(name, _unit(along_row, rows)))
        if settled(body.shape[1]) != 1:
            raise Undecided("the derivative of a matrix can be read, but not checked")
        return _listed("stack", transposed(slope), along_row, (rows, body.shape[0]))
    if not body.is_scalar:
        raise Undecided("the derivative of an array by a matrix can be read, but not checked")
    corner = transposed(_unit(along_column, columns))
    entry = Term("matmul", (_unit(along_row, rows), corner), variable.shape)
    column = _listed("stack", derived(body, Along(name, entry)), along_row, (rows, 1))
    return _listed("row", column, along_column, variable.shape)


_AXES = ("row", "column")


def _unit(place: Term, size: Dimension) -> Term:
    """The column with a one in one place."""
    return Term("slice", (Term("identity", (), (size, size)), place), (size, 1), 1)


def _listed(operator: str, body: Term, index: Term, shape: tuple[Dimension, Dimension]) -> Term:
    size = Unknown()
    size.become(shape[0] if operator == "stack" else shape[1])
    over = FoldOver(operator, str(index.payload), "size", conditional=False, size=size)
    return Term("list", (body,), shape, over)
