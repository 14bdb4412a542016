"""Terms that were made before: of the same expression, or of one that means the same."""

from dataclasses import replace
from fractions import Fraction

from graders.comparing.formulas.shapes import SCALAR, settled
from graders.comparing.formulas.terms import FoldOver, Term
from graders.expression import Expression

_MOST_SHARED = 6_000

Key = tuple[object, ...]


class Scope:
    """The terms of expressions that stand within the same indices of the sums around."""

    __slots__ = ("expressions", "indices", "terms")

    def __init__(self, indices: tuple[str, ...] = ()) -> None:
        self.indices = indices
        self.terms: dict[int, Term] = {}  # by the identity of the expression
        self.expressions: list[Expression] = []  # held, so that no other takes an identity

    def forget(self) -> None:
        self.terms.clear()
        self.expressions.clear()


class SharedTerms:
    """The terms that were seen, each once. Sizes that are not known yet are like no others."""

    def __init__(self) -> None:
        self._terms: dict[Key, Term] = {}
        self._numbers: dict[tuple[int, int], Term] = {}  # Python takes its time to hash a fraction

    def make_room(self) -> None:
        """Forgets all terms where they are many."""
        if len(self._terms) > _MOST_SHARED:
            self._terms.clear()
            self._numbers.clear()

    def number(self, value: Fraction) -> Term:
        """The term of a number."""
        key = value.numerator, value.denominator
        term = self._numbers.get(key)
        if term is None:
            term = self._numbers[key] = Term("number", payload=value)
            term.is_shared = True
        return term

    def of(self, term: Term) -> Term:
        """The term of this operation, arguments and shape that was seen first.

        >>> terms = SharedTerms()
        >>> terms.of(Term("bound", payload="k")) is terms.of(Term("bound", payload="k"))
        True
        """
        if term.is_shared:
            return term
        for each in term.arguments:
            if not each.is_shared:
                term.arguments = tuple(map(self.of, term.arguments))
                break
        payload = term.payload
        if term.shape is not SCALAR:
            shape = settled(term.shape[0]), settled(term.shape[1])
            term.shape = SCALAR if shape == SCALAR else shape
        if isinstance(payload, FoldOver) and payload.size is not None:
            payload = replace(payload, size=settled(payload.size))  # type: ignore[arg-type]
        found = self._terms.setdefault((term.operation, term.arguments, term.shape, payload), term)
        found.is_shared = True
        return found
