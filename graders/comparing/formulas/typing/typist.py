"""The typist: expressions with their shapes, by what an exercise declares.

Everything is a matrix: a scalar is 1×1, a vector a column. `A x` becomes a matrix product, `2 x` a
scaling, `a · b` of two columns an inner product; `I` and the column of ones get their sizes from
what stands around them. Shapes that do not fit raise `ShapeFault`, which is an answer and no
accident: its words say which sizes part.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from graders.comparing.formulas.shapes import SCALAR, Shape, Unknown, settled, unify
from graders.comparing.formulas.terms import Term, is_truth
from graders.comparing.formulas.typing import (
    components,
    derivatives,
    folds,
    functions,
    matrices,
    operators,
    truth,
)
from graders.comparing.formulas.typing.sharing import Scope, SharedTerms
from graders.declaring.declarations import Exercise
from graders.errors import Undecided, Unreadable
from graders.expression import UNIT, Call, Expression, Number, Symbol, free_names, in_words

_CONSTANTS = {"e": "e", "pi": "pi", "inf": "inf"}


class Typist:
    """Gives expressions their shapes, by what an exercise declares.

    A part that stands in an expression several times is typed once, as long as the ranges of the
    indices around are known.
    """

    def __init__(self, exercise: Exercise) -> None:
        self.exercise = exercise
        self.by_entries = False  # whether a product of columns is one of entries
        self.bound: dict[str, Unknown | None] = {}
        self._shapes: dict[str, Shape] = {}  # of what is bound
        self._outermost = Scope()
        self._scope: Scope | None = self._outermost  # None if a range around is open
        self._scopes: dict[tuple[str, ...], Scope] = {}
        self._terms = SharedTerms()
        self._symbols: dict[str, Term] = {}
        self._standing: dict[str, Term] = {}  # of what has a value where it is derived by
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
        self._terms.make_room()
        self._outermost.forget()
        self._scopes.clear()
        found = self.type(expression)
        if not self._unknown:
            return found
        free = [each for each in self._unknown if isinstance(settled(each), Unknown)]
        sizes = {settled(each) for each in self._unknown} - set(free)
        named = {each for each in sizes if not isinstance(each, Unknown) and each != 1}
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
        scope = self._scope
        if scope is None:
            return self._typed(expression)
        key = id(expression)
        term = scope.terms.get(key)
        if term is None:
            term = scope.terms[key] = self._terms.of(self._typed(expression))
            scope.expressions.append(expression)
        return term

    def _typed(self, expression: Expression) -> Term:
        if isinstance(expression, Call):
            reader = _READERS.get(expression.function)
            if reader is not None:
                return reader(self, expression)
            if expression.function.endswith("'"):
                return functions.derivative(self, expression)
            raise Undecided(f"{in_words(expression.function)} stands where a number is expected")
        if isinstance(expression, Symbol):
            return self._symbol(expression.name)
        if isinstance(expression, Number):
            return self._terms.number(expression.value)
        return folds.folded(self, expression)

    def arguments(self, call: Call) -> list[Term]:
        return [self.type(each) for each in call.arguments]

    def numbers(self, call: Call) -> list[Term]:
        """The arguments, as numbers."""
        terms = [self.type(each) for each in call.arguments]
        return list(map(self.number, terms)) if any(map(is_truth, terms)) else terms

    def number(self, term: Term) -> Term:
        """A truth value that stands where a number does counts 1 or 0."""
        return Term("indicator", (term,), term.shape) if is_truth(term) else term

    @contextmanager
    def binding(self, index: str, size: Unknown | None, shape: Shape = SCALAR) -> Iterator[None]:
        """Within this, a name is the index of a fold, or what an expectation is taken over."""
        outer, shapes, scope = self.bound, self._shapes, self._scope
        is_open = size is not None and isinstance(settled(size), Unknown)
        self.bound, self._shapes = {**outer, index: size}, {**shapes, index: shape}
        self._scope = None if scope is None or is_open else self._within(scope, index)
        try:
            yield
        finally:
            self.bound, self._shapes, self._scope = outer, shapes, scope

    @contextmanager
    def standing(self, name: str, value: Term) -> Iterator[None]:
        """Within this, a name by which is derived has a value."""
        outer = self._standing
        self._standing = {**outer, name: Term("shared", (value,), value.shape, name)}
        try:
            yield
        finally:
            self._standing = outer

    @contextmanager
    def of_entries(self) -> Iterator[None]:
        """Within this, all entries of an array are summed, or averaged."""
        outer, self.by_entries = self.by_entries, True
        try:
            yield
        finally:
            self.by_entries = outer

    def _within(self, scope: Scope, index: str) -> Scope:
        """The scope of one more index."""
        indices = (*scope.indices, index)
        if indices not in self._scopes:
            self._scopes[indices] = Scope(indices)
        return self._scopes[indices]

    def _symbol(self, name: str) -> Term:
        if name in self._standing:
            return self._standing[name]
        if name in self.bound:
            return Term("bound", (), self._shapes[name], name)
        if self._is_indexed(name):
            return self.type(self.exercise.definitions[name])
        known = self._symbols.get(name)
        if known is None:
            known = self._declared(name)
            if known.operation in ("identity", "ones", "zeros"):
                return known  # each has a size of its own
            self._symbols[name] = known
        return known

    def _is_indexed(self, name: str) -> bool:
        """Whether a name is defined for each value of an index that a fold around runs through."""
        definition = self.exercise.definitions.get(name)
        if definition is None or not self.bound:
            return False
        indices = free_names(definition) & self.bound.keys()
        return any(
            re.search(rf"(?<![A-Za-z]){re.escape(each)}(?![A-Za-z])", name) for each in indices
        )

    def _declared(self, name: str) -> Term:
        definition = self.exercise.definitions.get(name)
        if definition is not None:
            if name in self._defining or len(self._defining) > 50:
                raise Unreadable(f"the definition of {name} leads back to itself")
            self._defining.append(name)
            bound, scope = self.bound, self._scope
            self.bound, self._scope = {}, self._outermost
            try:
                inner = self.type(definition)
            finally:
                self._defining.pop()
                self.bound, self._scope = bound, scope
            return Term("shared", (inner,), inner.shape, name)
        declaration = self.exercise.symbols.get(name)
        if any(name in each for each in self.exercise.random):
            raise Undecided(f"{name} stands outside of an expectation")
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


_READERS: dict[str, Callable[[Typist, Call], Term]] = {
    **dict.fromkeys(functions.SAME, functions.elementwise),
    **dict.fromkeys(truth.COMPARISONS, truth.comparison),
    "+": operators.plus,
    "-": operators.minus,
    "*": operators.product,
    "·": operators.product,
    "@": operators.code_product,
    "odot": operators.hadamard,
    "oslash": operators.quotient,
    "otimes": operators.kronecker,
    "/": operators.quotient,
    "^": operators.raised,
    "**": operators.elementwise_power,
    "T": matrices.transpose,
    "'": matrices.prime,
    "tr": matrices.trace,
    "det": matrices.determinant,
    "inverse": matrices.inverse,
    "pinv": matrices.pseudo_inverse,
    "adj": matrices.adjugate,
    "diag": matrices.diagonal,
    "abs": matrices.absolute,
    "norm": matrices.norm,
    **dict.fromkeys(("max eigenvalue", "min eigenvalue"), matrices.eigenvalue),
    "softmax": functions.softmax,
    "logsoftmax": functions.softmax,
    "max": functions.reduction,
    "min": functions.reduction,
    "argmax": functions.reduction,
    "argmin": functions.reduction,
    "mean": functions.total,
    "sum": functions.total,
    "prod": functions.total,
    "var": functions.total,
    "logsumexp": functions.total,
    "vec": matrices.vec,
    "mod": functions.remainder,
    "binomial": functions.binomial,
    "logarithm": functions.logarithm,
    "identity": matrices.sized,
    "ones": matrices.sized,
    "zeros": matrices.sized,
    "ones_like": matrices.like,
    "zeros_like": matrices.like,
    "matrix": matrices.matrix,
    "at": components.component,
    "sample": components.sample,
    UNIT: components.unit_vector,
    "and": truth.logic,
    "or": truth.logic,
    "not": truth.logic,
    "indicator": truth.indicator,
    "in": truth.membership,
    "notin": truth.membership,
    "cases": truth.cases,
    "apply": functions.applied,
    "derivative": derivatives.derivative,
}
