"""The shapes of components, rows and columns: `x_i`, `A[:, j]`."""

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from graders.comparing.formulas.shapes import SCALAR, Dimension, Shape, Unknown, settled, unify
from graders.comparing.formulas.terms import Term, transposed
from graders.comparing.formulas.typing.labels import as_label
from graders.errors import Unreadable
from graders.expression import Call, Expression, Symbol, to_text

if TYPE_CHECKING:
    from graders.comparing.formulas.typing.typist import Typist

_FIRST = Fraction(1)


def component(typist: "Typist", call: Call) -> Term:
    array = typist.type(call.arguments[0])
    places = [as_label(typist, each) for each in call.arguments[1:]]
    indices = [None if _is_all(each) else typist.type(each) for each in places]
    if array.is_scalar:
        raise Unreadable(f"{to_text(call.arguments[0])} is a number and has no components")
    axes = [axis for axis in (0, 1) if settled(array.shape[axis]) != 1]
    if len(indices) == 1:
        if len(axes) == 2:
            raise Unreadable(f"{to_text(call)}: one index of a matrix may mean a row or a column")
        indices = [indices[0], None] if axes == [0] else [None, indices[0]]
        shape: Shape = SCALAR
        lone = True
    elif len(indices) == 2:
        lone = False
    else:
        raise Unreadable(f"{to_text(call)} has {len(indices)} indices")
    for axis, (index, written) in enumerate(zip(indices, _written(call, axes, lone), strict=True)):
        if index is not None:
            if not index.is_scalar:
                raise Unreadable(f"the index in {to_text(call)} is no number")
            _note_range(typist, written, array.shape[axis])
    first, second = indices
    if lone or (first is not None and second is not None):
        both = [each or Term("number", payload=_FIRST) for each in (first, second)]
        return Term("at", (array, *both))
    shape = (1, array.shape[1]) if first is not None else (array.shape[0], 1)
    index = first if first is not None else second
    assert index is not None
    return Term("slice", (array, index), shape, 0 if first is not None else 1)


def unit_vector(typist: "Typist", call: Call) -> Term:
    """A column of the identity."""
    size = typist.fresh(plural=True)
    place = typist.type(call.arguments[0])
    _note_range(typist, call.arguments[0], size)
    return Term("slice", (Term("identity", (), (size, size)), place), (size, 1), 1)


def sample(typist: "Typist", call: Call) -> Term:
    """`x_i` of the matrix X, as a column: the row or the column that its index can run over."""
    matrix, index = typist.type(call.arguments[0]), call.arguments[1]
    length = _length(typist, index)
    axes = [axis for axis in (0, 1) if settled(matrix.shape[axis]) == length]
    if len(axes) != 1:
        raise Unreadable(f"{to_text(call)} may be a row or a column")
    along = axes[0]
    place = typist.type(index)
    size = matrix.shape[1 - along]
    shape: Shape = (1, size) if along == 0 else (size, 1)
    found = Term("slice", (matrix, place), shape, along)
    return transposed(found) if along == 0 else found


def _length(typist: "Typist", index: Expression) -> Dimension | None:
    """The size that an index runs up to, if it is known by its name."""
    if not isinstance(index, Symbol):
        return None
    if index.name in typist.bound:
        bound = typist.bound[index.name]
        size = None if bound is None else settled(bound)
        return None if isinstance(size, Unknown) else size
    declaration = typist.exercise.symbols.get(index.name)
    return declaration.last if declaration is not None else None


def _note_range(typist: "Typist", index: Expression | None, size: Dimension) -> None:
    """An index without a range runs over the axis that it is used on."""
    if isinstance(index, Symbol):
        unknown = typist.bound.get(index.name)
        if unknown is not None and isinstance(settled(unknown), Unknown):
            unify(unknown, size)


def _is_all(expression: Expression) -> bool:
    return isinstance(expression, Symbol) and expression.name == ":"


def _written(call: Call, axes: Sequence[int], lone: bool) -> tuple[Expression | None, ...]:
    """The index expressions by axis."""
    if not lone:
        return call.arguments[1], call.arguments[2]
    return (call.arguments[1], None) if axes == [0] else (None, call.arguments[1])
