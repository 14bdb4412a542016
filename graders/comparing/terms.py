"""Expressions with their shapes: what is multiplied how is settled before a number is drawn.

Everything is a matrix: a scalar is 1×1, a vector a column. `A x` becomes a matrix product, `2 x` a
scaling, `a · b` of two columns an inner product; `I` and the column of ones get their sizes from
what stands around them. Shapes that do not fit raise `ShapeFault`, which is an answer and no
accident: its words say which sizes part.
"""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction

from graders.declarations import Exercise, Size
from graders.errors import NablaError, Undecided, Unreadable
from graders.expression import Call, Expression, Fold, Number, Symbol, to_text

_MOST_KEPT = 3_000  # terms of expressions that may be seen again


class Unknown:
    """A size that is not known yet: of an identity matrix, of the range of an index.

    One that is `plural` is not 1: an identity beside a number is no number.
    """

    __slots__ = ("plural", "size")

    def __init__(self, *, plural: bool = False) -> None:
        self.size: Dimension | None = None
        self.plural = plural


Dimension = Size | Unknown
Shape = tuple[Dimension, Dimension]
SCALAR: Shape = (1, 1)


class ShapeFault(NablaError):
    """Shapes that do not fit together; the message says which, in words."""


@dataclass(frozen=True, eq=False, slots=True)
class Term:
    """An expression with its shape; `operation` says how it is computed from its arguments."""

    operation: str
    arguments: tuple["Term", ...] = ()
    shape: Shape = SCALAR
    payload: object = None

    @property
    def is_scalar(self) -> bool:
        return settled(self.shape[0]) == 1 and settled(self.shape[1]) == 1


@dataclass(frozen=True, slots=True)
class FoldOver:
    """How a fold runs: its operator, its index, and which of its arguments are given.

    The arguments of the term are the body, then the first value, the last value or the members of a
    set, then the condition.
    """

    operator: str
    index: str
    source: str  # "range", "set", "size" or "distribution"
    conditional: bool
    size: Unknown | None = None
    distribution: str = ""


def settled(dimension: Dimension) -> Dimension:
    """A size, followed through what has been found to be equal."""
    while isinstance(dimension, Unknown) and dimension.size is not None:
        dimension = dimension.size
    return dimension


def unify(left: Dimension, right: Dimension) -> bool:
    """Whether two sizes are or can be the same; what is unknown becomes known."""
    left, right = settled(left), settled(right)
    if isinstance(right, Unknown):
        left, right = right, left
    if not isinstance(left, Unknown):
        return left == right
    if left.plural and right == 1:
        return False
    if left is not right:
        if isinstance(right, Unknown):
            right.plural |= left.plural
        left.size = right
    return True


def in_words(shape: Shape) -> str:
    """A shape as students write it: `n×1`."""
    sizes = [settled(each) for each in shape]
    return "×".join("?" if isinstance(size, Unknown) else str(size) for size in sizes)


_SAME = frozenset(
    "sigmoid tanh relu exp log log10 sqrt sinh cosh sin cos tan arctan arcsin arccos artanh "
    "arcosh arsinh cot "
    "sec csc sech abs sign softplus step floor ceil erf swish factorial".split()
)  # act on every entry
_DIFFERENTIABLE = frozenset("sigmoid tanh relu exp log sqrt sin cos softplus abs swish".split())
_REDUCTIONS = frozenset({"max", "min", "argmax", "argmin", "mean", "logsumexp", "var"})
_COMPARISONS = frozenset({"=", "<", "<=", ">", ">=", "!="})
_CONSTANTS = {"e": "e", "pi": "pi", "inf": "inf"}


class Typist:
    """Gives expressions their shapes, by what an exercise declares.

    Parts are typed once, also across expressions that share them, as long as the ranges of the
    indices around are known.
    """

    def __init__(self, exercise: Exercise) -> None:
        self.exercise = exercise
        self.bound: dict[str, Unknown | None] = {}
        self._scope: tuple[str, ...] | None = ()  # the indices around; None if a range is open
        self._seen: dict[tuple[int, tuple[str, ...]], tuple[Expression, Term]] = {}
        self._symbols: dict[str, Term] = {}
        self._defining: list[str] = []
        self._unknown: list[Unknown] = []

    def whole(self, expression: Expression) -> Term:
        """The expression with its shape, and every size found.

        An identity or a column of ones whose size nothing settles takes that of the others, or the
        only size that is declared.

        Raises:
            ShapeFault, Unreadable, Undecided: as `type` does.
        """
        self._unknown.clear()  # what a formula that was refused has left
        found = self.type(expression)
        free = [each for each in self._unknown if isinstance(settled(each), Unknown)]
        sizes = {settled(each) for each in self._unknown} - set(free)
        named = {each for each in sizes if not isinstance(each, Unknown)}
        named = named or {name for name, each in self.exercise.symbols.items() if each.dimension}
        if len(named) == 1:
            for each in free:
                unify(each, next(iter(named)))
        self._unknown.clear()
        return found

    def fresh(self, *, plural: bool = False) -> Unknown:
        self._unknown.append(Unknown(plural=plural))
        return self._unknown[-1]

    def type(self, expression: Expression) -> Term:
        """The expression with its shape.

        Raises:
            ShapeFault: if shapes do not fit.
            Unreadable: if a name or a sign means nothing here.
            Undecided: if it is understood and cannot be evaluated.
        """
        if self._scope is None:
            return self._typed(expression)
        key = id(expression), self._scope
        seen = self._seen.get(key)
        if seen is None:
            if len(self._seen) > _MOST_KEPT:
                self._seen.clear()
            seen = self._seen[key] = expression, self._typed(expression)
        return seen[1]

    def _typed(self, expression: Expression) -> Term:
        match expression:
            case Number(value):
                return Term("number", payload=value)
            case Symbol(name):
                return self._symbol(name)
            case Fold():
                return self._fold(expression)
            case Call(function, _):
                reader = _READERS.get(function)
                if reader is not None:
                    return reader(self, expression)
                if function in _SAME:
                    return self._elementwise(function, expression)
                if function.endswith("'"):
                    return self._derivative(expression)
                if function in _COMPARISONS:
                    return self._comparison(expression)
        raise Undecided(f"{expression.function} is read, but cannot be evaluated")

    def arguments(self, call: Call) -> list[Term]:
        return [self.type(each) for each in call.arguments]

    def number(self, term: Term) -> Term:
        """A truth value that stands where a number does counts 1 or 0."""
        return Term("indicator", (term,), term.shape) if is_truth(term) else term

    # --- names ----------------------------------------------------------------------------------

    def _symbol(self, name: str) -> Term:
        if name in self.bound:
            return Term("bound", payload=name)
        known = self._symbols.get(name)
        if known is None:
            known = self._declared(name)
            if known.operation in ("identity", "ones", "zeros"):
                return known  # each has a size of its own
            self._symbols[name] = known
        return known

    def _declared(self, name: str) -> Term:
        definition = self.exercise.definitions.get(name)
        if definition is not None:
            if name in self._defining or len(self._defining) > 50:
                raise Unreadable(f"the definition of {name} leads back to itself")
            self._defining.append(name)
            bound, scope = self.bound, self._scope
            self.bound, self._scope = {}, ()
            try:
                inner = self.type(definition)
            finally:
                self._defining.pop()
                self.bound, self._scope = bound, scope
            return Term("shared", (inner,), inner.shape, name)
        declaration = self.exercise.symbols.get(name)
        if declaration is not None:
            if declaration.type in ("function", "distribution"):
                raise Unreadable(f"{name} is a {declaration.type} and stands without its argument")
            return Term("symbol", (), declaration.shape, name)
        if name in _CONSTANTS:
            return Term("constant", payload=_CONSTANTS[name])
        if name == "identity":
            size = self.fresh(plural=True)
            return Term("identity", (), (size, size))
        if name == "ones":
            return Term("ones", (), (self.fresh(), 1))
        if name == "zeros":
            return Term("zeros", (), (self.fresh(), self.fresh()))
        raise Unreadable(f"{name} cannot stand here")

    # --- arithmetic -----------------------------------------------------------------------------

    def _sum(self, call: Call) -> Term:
        terms = [self.number(each) for each in self.arguments(call)]
        total = terms[0]
        for term in terms[1:]:
            total = self._elementwise_pair("add", total, term, "added to")
        return total

    def _minus(self, call: Call) -> Term:
        terms = [self.number(each) for each in self.arguments(call)]
        if len(terms) == 1:
            return Term("negate", (terms[0],), terms[0].shape)
        negated = Term("negate", (terms[1],), terms[1].shape)
        return self._elementwise_pair("add", terms[0], negated, "subtracted from")

    def _elementwise_pair(self, operation: str, left: Term, right: Term, words: str) -> Term:
        """Two of one shape, or a literal number beside anything."""
        if left.is_scalar and right.is_scalar:
            return Term(operation, (left, right))
        for one, other in ((left, right), (right, left)):
            if one.is_scalar and (is_literal(one) or operation != "add"):
                return Term(operation, (left, right), other.shape)
        if not all(unify(a, b) for a, b in zip(left.shape, right.shape, strict=True)):
            raise ShapeFault(f"{in_words(right.shape)} cannot be {words} {in_words(left.shape)}")
        return Term(operation, (left, right), left.shape)

    def _product(self, call: Call) -> Term:
        factors = [self.number(each) for each in self.arguments(call)]
        total = factors[0]
        for factor in factors[1:]:
            total = self._times(total, factor, inner=call.function == "·")
        return total

    def _times(self, left: Term, right: Term, *, inner: bool) -> Term:
        if left.is_scalar or right.is_scalar:
            return Term("multiply", (left, right), right.shape if left.is_scalar else left.shape)
        if inner:
            dotted = self._dot(left, right)
            if dotted is not None:
                return dotted
        if not unify(left.shape[1], right.shape[0]):
            raise ShapeFault(
                f"a {in_words(left.shape)} times a {in_words(right.shape)} does not exist"
            )
        return Term("matmul", (left, right), (left.shape[0], right.shape[1]))

    def _dot(self, left: Term, right: Term) -> Term | None:
        """The inner product of two columns, or of two rows."""
        columns = all(settled(each.shape[1]) == 1 for each in (left, right))
        rows = all(settled(each.shape[0]) == 1 for each in (left, right))
        if columns and unify(left.shape[0], right.shape[0]):
            return Term("matmul", (transposed(left), right))
        if rows and unify(left.shape[1], right.shape[1]):
            return Term("matmul", (left, transposed(right)))
        return None

    def _code_product(self, call: Call) -> Term:
        """`A @ x` of code, where a vector has one axis: it is a row on the left."""
        left, right = self.arguments(call)
        if left.is_scalar or right.is_scalar:
            return Term("multiply", (left, right), right.shape if left.is_scalar else left.shape)
        row = settled(left.shape[1]) == 1 and settled(right.shape[0]) != 1
        if row and unify(left.shape[0], right.shape[0]):
            return transposed(Term("matmul", (transposed(left), right), (1, right.shape[1])))
        return self._times(left, right, inner=True)

    def _hadamard(self, call: Call) -> Term:
        factors = [self.number(each) for each in self.arguments(call)]
        total = factors[0]
        for factor in factors[1:]:
            total = self._elementwise_pair("multiply", total, factor, "multiplied elementwise with")
        return total

    def _kronecker(self, call: Call) -> Term:
        left, right = self.arguments(call)
        if left.is_scalar or right.is_scalar:
            return Term("multiply", (left, right), right.shape if left.is_scalar else left.shape)
        if settled(left.shape[1]) == settled(right.shape[0]) == 1:  # x ⊗ yᵀ
            return Term("matmul", (left, right), (left.shape[0], right.shape[1]))
        if settled(left.shape[1]) == settled(right.shape[1]) == 1:  # the outer product x ⊗ y
            return Term("matmul", (left, transposed(right)), (left.shape[0], right.shape[0]))
        rows, columns = (_size_product(a, b) for a, b in zip(left.shape, right.shape, strict=True))
        return Term("kronecker", (left, right), (rows, columns))

    def _quotient(self, call: Call) -> Term:
        upper, lower = (self.number(each) for each in self.arguments(call))
        if lower.is_scalar:
            return Term("divide", (upper, lower), upper.shape)
        if settled(lower.shape[1]) != 1 and call.function == "/":
            raise ShapeFault(f"nothing can be divided by a {in_words(lower.shape)} matrix")
        return self._elementwise_pair("divide", upper, lower, "divided by, entry by entry, in")

    def _power(self, call: Call) -> Term:
        base, exponent = self.arguments(call)
        base, exponent = self.number(base), self.number(exponent)
        if not exponent.is_scalar:
            if base.operation == "constant" and base.payload == "e":
                return Term("function", (exponent,), exponent.shape, "exp")
            return self._elementwise_pair("power", base, exponent, "the exponent of")
        if base.is_scalar:
            if base.operation == "constant" and base.payload == "e":
                return Term("function", (exponent,), SCALAR, "exp")
            return Term("power", (base, exponent))
        power = _whole(exponent)
        if settled(base.shape[1]) == 1 or settled(base.shape[0]) == 1:
            return Term("power", (base, exponent), base.shape)  # of every entry
        if not unify(*base.shape):
            raise ShapeFault(f"a {in_words(base.shape)} has no power")
        if power is None or abs(power) > 50:
            raise Undecided("a matrix to this power is read, but not evaluated")
        if power < 0:
            base = Term("inverse", (base,), base.shape)
        if power == 0:
            return Term("identity", (), base.shape)
        found = base
        for _ in range(abs(power) - 1):
            found = Term("matmul", (found, base), base.shape)
        return found

    def _elementwise_power(self, call: Call) -> Term:
        base, exponent = self.arguments(call)
        return self._elementwise_pair("power", base, exponent, "the exponent of")

    def _transpose(self, call: Call) -> Term:
        return transposed(self.type(call.arguments[0]))

    def _prime(self, call: Call) -> Term:
        inner = self.type(call.arguments[0])
        if inner.is_scalar and not _is_component_free(inner):
            raise Unreadable(f"{to_text(call)} is not declared")
        if inner.is_scalar:
            raise Unreadable(f"{to_text(call)} is not declared")
        return transposed(inner)

    # --- matrices -------------------------------------------------------------------------------

    def _square(self, call: Call, operation: str, shape: Shape | None = None) -> Term:
        inner = self.type(call.arguments[0])
        if not unify(*inner.shape):
            raise ShapeFault(f"a {in_words(inner.shape)} has no {call.function}")
        return Term(operation, (inner,), shape or inner.shape)

    def _trace(self, call: Call) -> Term:
        return self._square(call, "trace", SCALAR)

    def _determinant(self, call: Call) -> Term:
        return self._square(call, "det", SCALAR)

    def _inverse(self, call: Call) -> Term:
        return self._square(call, "inverse")

    def _diag(self, call: Call) -> Term:
        inner = self.number(self.type(call.arguments[0]))
        rows, columns = (settled(each) for each in inner.shape)
        if columns == 1:
            return Term("to_diagonal", (inner,), (inner.shape[0], inner.shape[0]))
        if rows == 1:
            return Term("to_diagonal", (transposed(inner),), (inner.shape[1], inner.shape[1]))
        if not unify(*inner.shape):
            raise ShapeFault(f"a {in_words(inner.shape)} has no diagonal")
        return Term("diagonal", (inner,), (inner.shape[0], 1))

    def _absolute(self, call: Call) -> Term:
        inner = self.number(self.type(call.arguments[0]))
        if inner.is_scalar or 1 in (settled(inner.shape[0]), settled(inner.shape[1])):
            return Term("function", (inner,), inner.shape, "abs")
        return self._square(call, "det", SCALAR)

    def _norm(self, call: Call) -> Term:
        inner, order = self.type(call.arguments[0]), call.arguments[1]
        kind = order.name if isinstance(order, Symbol) else str(_number(order))
        is_matrix = 1 not in (settled(inner.shape[0]), settled(inner.shape[1]))
        if is_matrix and kind not in ("F", "2"):
            raise Undecided("this norm of a matrix is read, but not evaluated")
        return Term("norm", (inner,), SCALAR, kind)

    def _softmax(self, call: Call) -> Term:
        inner = self.type(call.arguments[0])
        if inner.operation == "at":  # softmax(z_j) for softmax(z)_j
            array, *indices = inner.arguments
            return Term("at", (Term(call.function, (array,), array.shape), *indices))
        return Term(call.function, (inner,), inner.shape)

    def _reduction(self, call: Call) -> Term:
        """max(a, b, ...) of several, or the largest entry of one array."""
        inner = [self.number(each) for each in self.arguments(call)]
        listed = call.arguments[0]
        if len(inner) == 1 and isinstance(listed, Call) and listed.function in ("set", "tuple"):
            inner = [self.number(each) for each in self.arguments(listed)]
        if len(inner) == 1:
            return Term("reduce", (inner[0],), SCALAR, call.function)
        if call.function not in ("max", "min"):
            raise Unreadable(f"{call.function} has {len(inner)} arguments")
        found = inner[0]
        for each in inner[1:]:
            if found.is_scalar != each.is_scalar and not (is_literal(found) or is_literal(each)):
                raise ShapeFault(
                    f"the {call.function} of {in_words(found.shape)} and {in_words(each.shape)}"
                )
            found = self._elementwise_pair(f"{call.function}imum", found, each, "compared with")
        return found

    def _total(self, call: Call) -> Term:
        return Term("reduce", (self.number(self.type(call.arguments[0])),), SCALAR, call.function)

    def _vec(self, call: Call) -> Term:
        """The columns of a matrix, one below the other."""
        inner = self.type(call.arguments[0])
        return Term("vec", (inner,), (_size_product(*inner.shape), 1))

    def _mod(self, call: Call) -> Term:
        left, right = self.arguments(call)
        return self._elementwise_pair("mod", left, right, "divided by")

    def _binomial(self, call: Call) -> Term:
        upper, lower = self.arguments(call)
        if not (upper.is_scalar and lower.is_scalar):
            raise ShapeFault("a binomial coefficient has two numbers")
        return Term("binomial", (upper, lower))

    def _logarithm(self, call: Call) -> Term:
        inner, base = self.arguments(call)
        if not base.is_scalar:
            raise ShapeFault("the base of a logarithm is a number")
        over = Term("function", (base,), SCALAR, "log")
        return Term("divide", (Term("function", (inner,), inner.shape, "log"), over), inner.shape)

    def _sized(self, call: Call) -> Term:
        """`I_n`, or a column of n ones."""
        size: Dimension
        match call.arguments[0]:
            case Symbol(name) if name in self.exercise.symbols:
                size = name
            case Number(value) if value.denominator == 1 and 0 < value <= 64:
                size = int(value)
            case _:
                raise Unreadable(f"the size of {call.function} cannot be read")
        if call.function == "identity":
            return Term("identity", (), (size, size))
        return Term(call.function, (), (size, 1))

    def _like(self, call: Call) -> Term:
        """Ones or zeros of the shape of something else, as code has them."""
        inner = self.type(call.arguments[0])
        return Term(call.function.removesuffix("_like"), (), inner.shape)

    def _matrix(self, call: Call) -> Term:
        rows = [
            [self.type(each) for each in row.arguments]
            for row in call.arguments
            if isinstance(row, Call)
        ]
        widths = {len(row) for row in rows}
        if len(widths) != 1:
            raise ShapeFault("the rows of the matrix are of different lengths")
        cells = [cell for row in rows for cell in row]
        if not all(cell.is_scalar for cell in cells):
            raise Undecided("a matrix of blocks is read, but not evaluated")
        return Term("matrix", tuple(cells), (len(rows), widths.pop()))

    # --- components -----------------------------------------------------------------------------

    def _at(self, call: Call) -> Term:
        array, *indices = (
            self.type(each) if each != _ALL and not _is_all(each) else None
            for each in call.arguments
        )
        assert array is not None
        if array.is_scalar:
            raise Unreadable(f"{to_text(call.arguments[0])} is a number and has no components")
        axes = [axis for axis in (0, 1) if settled(array.shape[axis]) != 1]
        if len(indices) == 1:
            if len(axes) == 2:
                raise Unreadable(
                    f"{to_text(call)}: one index of a matrix may mean a row or a column"
                )
            indices = [indices[0], None] if axes == [0] else [None, indices[0]]
            shape: Shape = SCALAR
            lone = True
        elif len(indices) == 2:
            lone = False
        else:
            raise Unreadable(f"{to_text(call)} has {len(indices)} indices")
        for axis, (index, written) in enumerate(
            zip(indices, _written(call, axes, lone), strict=True)
        ):
            if index is not None:
                if not index.is_scalar:
                    raise Unreadable(f"the index in {to_text(call)} is no number")
                self._note_range(written, array.shape[axis])
        first, second = indices
        if lone or (first is not None and second is not None):
            one = Term("number", payload=Fraction(1))
            return Term("at", (array, first or one, second or one))
        shape = (1, array.shape[1]) if first is not None else (array.shape[0], 1)
        index = first if first is not None else second
        assert index is not None
        return Term("slice", (array, index), shape, 0 if first is not None else 1)

    def _note_range(self, index: Expression | None, size: Dimension) -> None:
        """An index without a range runs over the axis that it is used on."""
        if isinstance(index, Symbol):
            unknown = self.bound.get(index.name)
            if unknown is not None and isinstance(settled(unknown), Unknown):
                unify(unknown, size)

    # --- truth ----------------------------------------------------------------------------------

    def _comparison(self, call: Call) -> Term:
        left, right = (self.number(each) for each in self.arguments(call))
        shape = left.shape if right.is_scalar else right.shape
        fits = left.is_scalar or right.is_scalar or all(map(unify, left.shape, right.shape))
        if not fits:
            words = f"{in_words(left.shape)} cannot be compared with {in_words(right.shape)}"
            raise ShapeFault(words)
        return Term("compare", (left, right), shape, call.function)

    def _logic(self, call: Call) -> Term:
        parts = self.arguments(call)
        for part in parts:
            if not is_truth(part):
                raise Unreadable("'and' and 'or' join conditions")
        shape = next((part.shape for part in parts if not part.is_scalar), SCALAR)
        return Term(call.function, tuple(parts), shape)

    def _indicator(self, call: Call) -> Term:
        inner = self.type(call.arguments[0])
        return self.number(inner)

    def _membership(self, call: Call) -> Term:
        element, where = call.arguments
        inner = self.number(self.type(element))
        if isinstance(where, Symbol) and where.name == "reals":
            true = Term("compare", (inner, inner), inner.shape, "=")
        else:
            true = self._within(inner, where)
        return true if call.function == "in" else Term("not", (true,), true.shape)

    def _within(self, element: Term, where: Expression) -> Term:
        match where:
            case Call("set", members):
                links = [
                    Term("compare", (element, self.type(each)), element.shape, "=")
                    for each in members
                ]
                return links[0] if len(links) == 1 else Term("or", tuple(links), element.shape)
            case Call("range", (first, last)):
                low, high = self.type(first), self.type(last)
                whole = Term("function", (element,), element.shape, "floor")
                links = [
                    Term("compare", (low, element), element.shape, "<="),
                    Term("compare", (element, high), element.shape, "<="),
                    Term("compare", (element, whole), element.shape, "="),
                ]
                return Term("and", tuple(links), element.shape)
            case Call("interval" | "tuple", (first, last, *closed)):
                ends = closed[0].name if closed and isinstance(closed[0], Symbol) else "()"
                low, high = self.type(first), self.type(last)
                below = Term(
                    "compare", (low, element), element.shape, "<=" if ends[0] == "[" else "<"
                )
                above = Term(
                    "compare", (element, high), element.shape, "<=" if ends[1] == "]" else "<"
                )
                return Term("and", (below, above), element.shape)
            case Call("union", parts):
                return Term(
                    "or", tuple(self._within(element, each) for each in parts), element.shape
                )
        raise Undecided(f"membership in {to_text(where)} is read, but not evaluated")

    def _cases(self, call: Call) -> Term:
        arguments = self.arguments(call)
        values = [self.number(each) for each in arguments[::2]]
        conditions = arguments[1::2]
        for condition in conditions:
            if not is_truth(condition):
                raise Unreadable("a case has a condition that is none")
        arrays = [each for each in (*values, *conditions) if not each.is_scalar]
        shape = arrays[0].shape if arrays else SCALAR
        if not all(unify(a, b) for each in arrays for a, b in zip(each.shape, shape, strict=True)):
            raise ShapeFault("the cases and their conditions have different shapes")
        parts: list[Term] = []
        for position, value in enumerate(values):
            parts.append(value)
            parts += conditions[position : position + 1]
        return Term("cases", tuple(parts), shape)

    # --- functions ------------------------------------------------------------------------------

    def _elementwise(self, function: str, call: Call) -> Term:
        if len(call.arguments) != 1:
            raise Unreadable(f"{function} has {len(call.arguments)} arguments")
        inner = self.number(self.type(call.arguments[0]))
        return Term("function", (inner,), inner.shape, function)

    def _derivative(self, call: Call) -> Term:
        function = call.function.rstrip("'")
        order = len(call.function) - len(function)
        if function not in _DIFFERENTIABLE or order > 1:
            raise Undecided(f"{call.function} is read, but not evaluated")
        inner = self.type(call.arguments[0])
        return Term("function", (inner,), inner.shape, call.function)

    def _apply(self, call: Call) -> Term:
        function = call.arguments[0]
        if not isinstance(function, Symbol):
            raise Undecided("what is applied here has no name")
        inner = [self.number(self.type(each)) for each in call.arguments[1:]]
        shape = inner[0].shape
        for each in inner[1:]:
            if not each.is_scalar:
                shape = each.shape
        found = Term("apply", tuple(inner), shape, function.name)
        declared = self.exercise.symbols.get(function.name)
        if declared is not None and declared.domain == "unit_interval":
            found = Term("function", (found,), shape, "sigmoid")
        return found

    # --- folds ----------------------------------------------------------------------------------

    @contextmanager
    def binding(self, index: str, size: Unknown | None) -> Iterator[None]:
        """Within this, a name is the index of a fold."""
        outer, scope = self.bound, self._scope
        is_open = size is not None and isinstance(settled(size), Unknown)
        self.bound = {**outer, index: size}
        self._scope = None if scope is None or is_open else (*scope, index)
        try:
            yield
        finally:
            self.bound, self._scope = outer, scope

    def _fold(self, fold: Fold) -> Term:
        if fold.operator == "lim":
            raise Undecided("a limit is read, but not evaluated")
        if fold.operator == "mean":
            return self._expectation(fold)
        if fold.operator in ("stack", "row"):
            return self._listed(fold)
        source, bounds, unknown = self._range(fold)
        with self.binding(fold.index, unknown):
            body = self.number(self.type(fold.body))
            condition = self.type(fold.condition) if fold.condition is not None else None
        if source == "size" and unknown is not None and isinstance(settled(unknown), Unknown):
            raise Unreadable(f"the range of the index {fold.index} is not given")
        if condition is not None and not is_truth(condition):
            raise Unreadable(f"the condition on {fold.index} is none")
        if fold.operator not in ("sum", "prod") and not body.is_scalar:
            raise ShapeFault(f"the {fold.operator} of {in_words(body.shape)} arrays")
        over = FoldOver(fold.operator, fold.index, source, condition is not None, unknown)
        arguments = (body, *bounds, *([condition] if condition is not None else []))
        shape = body.shape if fold.operator in ("sum", "prod") else SCALAR
        return Term("fold", arguments, shape, over)

    def _listed(self, fold: Fold) -> Term:
        """A column or a row whose entries follow a pattern, written with dots."""
        size: Dimension
        match fold.first, fold.last:
            case Number(first), Symbol(name) if first == 1 and name in self.exercise.symbols:
                size = name
            case Number(first), Number(last) if first == 1 and 1 < last <= 64:
                size = int(last)
            case _:
                raise Undecided("a list with dots is read, but its size is not known")
        with self.binding(fold.index, None):
            body = self.number(self.type(fold.body))
        along = 0 if fold.operator == "stack" else 1
        if settled(body.shape[along]) != 1:
            raise Undecided("a list of matrices is read, but not evaluated")
        shape = (size, body.shape[1]) if along == 0 else (body.shape[0], size)
        known = Unknown()
        known.size = size
        return Term(
            "list", (body,), shape, FoldOver(fold.operator, fold.index, "size", False, known)
        )

    def _range(self, fold: Fold) -> tuple[str, list[Term], Unknown | None]:
        if fold.first is not None and fold.last is not None:
            return "range", [self._scalar(fold.first), self._scalar(fold.last)], None
        match fold.first:
            case Call("range", (first, last)):
                return "range", [self._scalar(first), self._scalar(last)], None
            case Call("set", members):
                return "set", [self._scalar(each) for each in members], None
            case None:
                return "size", [], self._declared_range(fold.index)
            case Number(value) if value == 1:
                return "size", [], Unknown()
        raise Undecided(f"the range of the index {fold.index} is read, but not evaluated")

    def _declared_range(self, index: str) -> Unknown:
        unknown = Unknown()
        declaration = self.exercise.symbols.get(index)
        if declaration is not None and declaration.domain == "index" and declaration.first == 1:
            unknown.size = declaration.last or None
        return unknown

    def _scalar(self, expression: Expression) -> Term:
        term = self.number(self.type(expression))
        if not term.is_scalar:
            raise ShapeFault(f"the bound of an index is a {in_words(term.shape)}")
        return term

    def _expectation(self, fold: Fold) -> Term:
        source = fold.first
        name = source.name if isinstance(source, Symbol) else ""
        declaration = self.exercise.symbols.get(name)
        if declaration is None or declaration.type != "distribution":
            raise Undecided("an expectation is read, but its distribution is not declared")
        with self.binding(fold.index, None):
            body = self.number(self.type(fold.body))
        over = FoldOver("mean", fold.index, "distribution", False, None, name)
        return Term("fold", (body,), body.shape, over)


_ALL = Symbol(":")


def _is_all(expression: Expression) -> bool:
    return isinstance(expression, Symbol) and expression.name == ":"


def _written(call: Call, axes: Sequence[int], lone: bool) -> tuple[Expression | None, ...]:
    """The index expressions by axis."""
    if not lone:
        return call.arguments[1], call.arguments[2]
    return (call.arguments[1], None) if axes == [0] else (None, call.arguments[1])


def _size_product(left: Dimension, right: Dimension) -> Dimension:
    """The size of a Kronecker product: a number, or a name such as `m·n`."""
    left, right = settled(left), settled(right)
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        raise Undecided("a Kronecker product of unknown size is read, but not evaluated")
    names = sorted(
        part for each in (left, right) if isinstance(each, str) for part in each.split("·")
    )
    number = math.prod(each for each in (left, right) if isinstance(each, int))
    parts = ([str(number)] if number != 1 else []) + names
    return "·".join(parts) if names else number


def transposed(term: Term) -> Term:
    if term.is_scalar:
        return term
    if term.operation == "transpose":
        return term.arguments[0]
    return Term("transpose", (term,), (term.shape[1], term.shape[0]))


def is_truth(term: Term) -> bool:
    return term.operation in ("compare", "and", "or", "not")


def is_literal(term: Term) -> bool:
    """Whether a term is a number written out, such as 1 or 1/2."""
    if term.operation in ("number", "constant"):
        return True
    return term.operation in ("negate", "divide", "function", "power", "multiply", "add") and all(
        is_literal(each) for each in term.arguments
    )


def _is_component_free(term: Term) -> bool:
    return term.operation == "symbol"


def _number(expression: Expression) -> Fraction | None:
    return expression.value if isinstance(expression, Number) else None


def _whole(term: Term) -> int | None:
    """The integer that a term is, if it is one written out."""
    if term.operation == "negate":
        inner = _whole(term.arguments[0])
        return None if inner is None else -inner
    if term.operation == "number" and isinstance(term.payload, Fraction):
        return int(term.payload) if term.payload.denominator == 1 else None
    return None


_READERS = {
    "+": Typist._sum, "-": Typist._minus, "*": Typist._product, "·": Typist._product,
    "@": Typist._code_product, "odot": Typist._hadamard, "oslash": Typist._quotient,
    "otimes": Typist._kronecker, "/": Typist._quotient, "^": Typist._power,
    "**": Typist._elementwise_power, "T": Typist._transpose, "'": Typist._prime,
    "tr": Typist._trace, "det": Typist._determinant, "inverse": Typist._inverse,
    "diag": Typist._diag, "abs": Typist._absolute, "norm": Typist._norm,
    "softmax": Typist._softmax, "logsoftmax": Typist._softmax, "max": Typist._reduction,
    "min": Typist._reduction, "argmax": Typist._reduction, "argmin": Typist._reduction,
    "mean": Typist._total, "sum": Typist._total, "prod": Typist._total, "var": Typist._total,
    "logsumexp": Typist._total, "vec": Typist._vec, "mod": Typist._mod,
    "binomial": Typist._binomial, "logarithm": Typist._logarithm, "identity": Typist._sized,
    "ones": Typist._sized, "zeros": Typist._sized, "ones_like": Typist._like,
    "zeros_like": Typist._like, "matrix": Typist._matrix, "at": Typist._at,
    "and": Typist._logic, "or": Typist._logic, "not": Typist._logic,
    "indicator": Typist._indicator, "in": Typist._membership, "notin": Typist._membership,
    "cases": Typist._cases, "apply": Typist._apply,
}  # fmt: skip
