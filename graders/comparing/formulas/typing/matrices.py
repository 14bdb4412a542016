"""The shapes of what is done to matrices, and of matrices written out."""

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from graders.comparing.formulas.shapes import (
    SCALAR,
    Dimension,
    Shape,
    ShapeFault,
    in_words,
    settled,
    size_product,
    size_sum,
    unify,
)
from graders.comparing.formulas.terms import Term, transposed
from graders.comparing.formulas.worlds.sizes import names_of_sizes
from graders.errors import Undecided, Unreadable
from graders.expression import Call, Expression, Number, Symbol, to_text

if TYPE_CHECKING:
    from graders.comparing.formulas.typing.typist import Typist


_NAMES = {"det": "determinant", "adj": "adjugate", "tr": "trace"}


def transpose(typist: "Typist", call: Call) -> Term:
    return transposed(typist.type(call.arguments[0]))


def prime(typist: "Typist", call: Call) -> Term:
    inner = typist.type(call.arguments[0])
    if inner.is_scalar:
        raise Unreadable(f"{to_text(call)} is no name of this question")
    return transposed(inner)


def trace(typist: "Typist", call: Call) -> Term:
    match call.arguments[0]:
        case Call("log" | "exp" | "sqrt") as function:
            raise Undecided(f"{to_text(function)} may be meant of the matrix, or of its entries")
    return _square(typist, call, "trace", SCALAR)


def determinant(typist: "Typist", call: Call) -> Term:
    return _square(typist, call, "det", SCALAR)


def adjugate(typist: "Typist", call: Call) -> Term:
    inner = _square(typist, call, "inverse")
    return Term("multiply", (Term("det", inner.arguments), inner), inner.shape)


def inverse(typist: "Typist", call: Call) -> Term:
    return _square(typist, call, "inverse")


def pseudo_inverse(typist: "Typist", call: Call) -> Term:
    inner = typist.type(call.arguments[0])
    return Term("pseudo_inverse", (inner,), (inner.shape[1], inner.shape[0]))


def diagonal(typist: "Typist", call: Call) -> Term:
    inner = typist.number(typist.type(call.arguments[0]))
    rows, columns = (settled(each) for each in inner.shape)
    if columns == 1:
        return Term("to_diagonal", (inner,), (inner.shape[0], inner.shape[0]))
    if rows == 1:
        return Term("to_diagonal", (transposed(inner),), (inner.shape[1], inner.shape[1]))
    if not unify(*inner.shape):
        raise ShapeFault(f"{in_words(inner.shape)} has no diagonal")
    return Term("diagonal", (inner,), (inner.shape[0], 1))


def absolute(typist: "Typist", call: Call) -> Term:
    inner = typist.number(typist.type(call.arguments[0]))
    if inner.is_scalar or 1 in (settled(inner.shape[0]), settled(inner.shape[1])):
        return Term("function", (inner,), inner.shape, "abs")
    return _square(typist, call, "det", SCALAR)


def norm(typist: "Typist", call: Call) -> Term:
    inner, order = typist.type(_as_column(call.arguments[0])), call.arguments[1]
    kind = order.name if isinstance(order, Symbol) else str(_number(order))
    is_matrix = 1 not in (settled(inner.shape[0]), settled(inner.shape[1]))
    if is_matrix and kind not in ("F", "2"):
        raise Undecided("this norm of a matrix can be read, but not checked")
    return Term("norm", (inner,), SCALAR, kind)


def _as_column(array: Expression) -> Expression:
    """A list of numbers as the column of them; anything else as it is."""
    match array:
        case Call("tuple", entries):
            return Call("matrix", tuple(Call("row", (each,)) for each in entries), array.span)
    return array


def eigenvalue(typist: "Typist", call: Call) -> Term:
    found = _square(typist, call, "eigenvalue", SCALAR)
    return Term(found.operation, found.arguments, SCALAR, call.function.split()[0])


def vec(typist: "Typist", call: Call) -> Term:
    """The columns of a matrix, one below the other."""
    inner = typist.type(call.arguments[0])
    return Term("vec", (inner,), (size_product(*inner.shape), 1))


def sized(typist: "Typist", call: Call) -> Term:
    """`I_n`, a column of n ones, or zeros of n rows, and m columns if these are said."""
    rows, *columns = (_size(typist, call, each) for each in call.arguments)
    if call.function == "identity":
        return Term("identity", (), (rows, rows))
    return Term(call.function, (), (rows, columns[0] if columns else 1))


def _size(typist: "Typist", call: Call, size: Expression) -> Dimension:
    match size:
        case Symbol(name) if name in names_of_sizes(typist.exercise.symbols):
            return name
        case Number(value) if value.denominator == 1 and 0 < value <= 64:
            return int(value)
    raise Unreadable(f"the size of {call.function} cannot be read")


def like(typist: "Typist", call: Call) -> Term:
    """Ones or zeros of the shape of something else, as code has them."""
    inner = typist.type(call.arguments[0])
    return Term(call.function.removesuffix("_like"), (), inner.shape)


def matrix(typist: "Typist", call: Call) -> Term:
    rows = [
        [typist.type(each) for each in row.arguments]
        for row in call.arguments
        if isinstance(row, Call)
    ]
    widths = {len(row) for row in rows}
    if len(widths) != 1:
        raise ShapeFault("the rows of the matrix are of different lengths")
    cells = [cell for row in rows for cell in row]
    if not all(cell.is_scalar for cell in cells):
        return _of_blocks([[_block(typist, cell) for cell in row] for row in rows])
    return Term("matrix", tuple(cells), (len(rows), widths.pop()))


def _block(typist: "Typist", cell: Term) -> Term:
    """A block of a matrix: a lone 0 is one of whatever size."""
    if cell.operation == "number" and cell.payload == 0:
        return Term("zeros", (), (typist.fresh(), typist.fresh()))
    return cell


def _of_blocks(rows: Sequence[Sequence[Term]]) -> Term:
    """Matrices side by side and one below the other: those of a row are of one height."""
    for line, side in ((rows, 0), (list(zip(*rows, strict=True)), 1)):
        for first, *others in line:
            if not all(unify(first.shape[side], each.shape[side]) for each in others):
                words = ", ".join(in_words(each.shape) for each in (first, *others))
                raise ShapeFault(f"the blocks of a matrix do not fit: {words}")
    shape = size_sum(row[0].shape[0] for row in rows), size_sum(x.shape[1] for x in rows[0])
    return Term("blocks", tuple(cell for row in rows for cell in row), shape, len(rows))


def _square(typist: "Typist", call: Call, operation: str, shape: Shape | None = None) -> Term:
    inner = typist.number(typist.type(call.arguments[0]))
    if not unify(*inner.shape):
        name = _NAMES.get(call.function, call.function)
        raise ShapeFault(f"{in_words(inner.shape)} is not square and has no {name}")
    return Term(operation, (inner,), shape or inner.shape)


def _number(expression: Expression) -> Fraction | None:
    return expression.value if isinstance(expression, Number) else None
