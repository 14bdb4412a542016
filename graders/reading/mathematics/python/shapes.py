"""The shapes of expressions, which decide how numpy would broadcast them."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from functools import reduce

from graders.errors import Unreadable
from graders.expression import Call, Expression, Fold, Number, Symbol, children, nodes
from graders.reading.mathematics.names.symbols import SymbolTable
from graders.reading.mathematics.parsing.parser import Parser
from graders.reading.mathematics.python.names import Names, spellings
from graders.reading.mathematics.python.pieces import ALL, ONE
from graders.reading.mathematics.tokens import prepare

Shape = tuple[Expression, Expression]  # rows and columns, each a Number or a Symbol
SCALAR: Shape = (ONE, ONE)


class Shapes:
    """The shapes of expressions as far as they are known; they decide how numpy would broadcast."""

    def __init__(self, table: SymbolTable, names: Names) -> None:
        self.table = table
        self.names = names
        self.known: dict[int, tuple[Expression, Shape | None]] = {}
        self.defined: dict[str, Shape | None] = {}
        self.upright: set[int] = set()  # what has two axes for certain, by its id
        self.reshaped: set[int] = set()  # what has two axes, if it was no column before
        self.flat: set[int] = set()  # what has one axis for certain
        self.lying: set[int] = set()  # rows of two axes, made of what has one

    def note(self, expression: Expression, shape: Shape | None) -> Shape | None:
        self.known[id(expression)] = expression, shape
        return shape

    def stand_upright(self, expression: Expression, column: Expression) -> None:
        """Notes that a column has two axes, so that a vector beside it lies along the second."""
        self.upright.add(id(expression))
        self.note(expression, self.of(column))

    def stands(self, expression: Expression, beside: Expression) -> bool:
        """Whether a vector has two axes for certain, as the one beside it may show."""
        shape, other = self.of(expression), self.of(beside)
        columns = shape is not None and other is not None and shape[1] == other[1] == ONE
        outer = columns and shape != other and id(expression) in self.reshaped
        return outer or id(expression) in self.upright

    def has_two_axes(self, expression: Expression) -> bool:
        """Whether what is a column was made one: it does not lie along the rows of a matrix."""
        return id(expression) in self.upright | self.reshaped

    def lies(self, expression: Expression, beside: Expression) -> bool:
        """Whether a vector of one axis lies along the row of two axes beside it."""
        made = self.upright | self.reshaped | self.lying
        shape = self.of(expression)
        is_column = shape is not None and shape != SCALAR and shape[1] == ONE
        is_row = is_column and id(beside) in self.lying
        return is_row and all(id(each) not in made for each in nodes(expression))

    def of(self, expression: Expression) -> Shape | None:
        known = self.known.get(id(expression))
        return known[1] if known else self.note(expression, self._computed(expression))

    def _computed(self, expression: Expression) -> Shape | None:
        match expression:
            case Symbol(name):
                return self._named(name)
            case Fold("stack", last=Number() | Symbol() as last):
                return replace(last, span=(0, 0)), ONE
            case Fold("sum" | "prod", body=body):
                return self.of(body)
            case Call("max" | "min", (_,)):
                return SCALAR
            case Call(function, arguments) if function not in _TO_NUMBER:
                parts = [self.of(each) for each in arguments]
                shape_of = _SHAPES.get(function)
                return shape_of(arguments, parts) if shape_of else common_shape(parts)
        return SCALAR

    def _named(self, name: str) -> Shape | None:
        if name in self.table.declarations:
            rows, columns = self.table.declarations[name].shape
            return self._size(rows), self._size(columns)
        if name not in self.table.definitions:
            return None if name == "ones" else SCALAR
        if name not in self.defined:
            self.defined[name] = None  # a definition that leads back to itself has no shape
            value = self.table.definitions[name].value
            with suppress(Unreadable):
                self.defined[name] = self.of(Parser(prepare(value, self.table), self.table).whole())
        return self.defined[name]

    def _size(self, size: int | str) -> Expression:
        if isinstance(size, int):
            return Number(Fraction(size))
        fits = set().union(*map(self.names.fits, spellings(size)))
        return Symbol(fits.pop() if len(fits) == 1 else size)


def common_shape(parts: Sequence[Shape | None]) -> Shape | None:
    """The shape of an elementwise operation: that of its arrays."""
    arrays = [each for each in parts if each is not None and each != SCALAR]
    return arrays[0] if arrays else None if None in parts else SCALAR


def _product_shape(left: Shape | None, right: Shape | None) -> Shape | None:
    if left is None or right is None or SCALAR in (left, right):
        return right if left == SCALAR else left if right == SCALAR else None
    if left[1] == ONE != right[0]:  # a vector on the left is a row
        return right[1], ONE
    return left[0], right[1]


def _component_shape(
    arguments: Sequence[Expression], parts: Sequence[Shape | None]
) -> Shape | None:
    if ALL not in arguments or parts[0] is None:
        return SCALAR
    return (ONE, parts[0][1]) if arguments[-1] == ALL else (parts[0][0], ONE)


def _diagonal_shape(shape: Shape | None) -> Shape | None:
    if shape is None or ONE not in shape:
        return shape and (shape[0], ONE)
    size = shape[0] if shape[1] == ONE else shape[1]
    return size, size


def _written_shape(rows: Sequence[Expression]) -> Shape:
    return Number(Fraction(len(rows))), Number(Fraction(len(children(rows[0]))))


_Parts = Sequence[Shape | None]
_TO_NUMBER = frozenset("sum mean prod tr det norm logsumexp var argmax argmin".split())
_SHAPES: Mapping[str, Callable[[Sequence[Expression], _Parts], Shape | None]] = {
    **{sign: lambda _, parts: reduce(_product_shape, parts) for sign in ("@", "*", "·")},
    **{sign: lambda _, parts: parts[0] and parts[0][::-1] for sign in ("T", "'", "pinv")},
    **{sign: lambda _, parts: None for sign in ("vec", "otimes")},
    **{name: lambda sizes, _: (sizes[0], ONE) for name in ("ones", "zeros")},
    "identity": lambda sizes, _: (sizes[0], sizes[0]), "at": _component_shape,
    "diag": lambda _, parts: _diagonal_shape(parts[0]),
    "matrix": lambda rows, _: _written_shape(rows),
}  # fmt: skip
