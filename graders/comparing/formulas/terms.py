"""Terms: expressions with their shapes; what is multiplied how is settled before a number is drawn.

`Typist` makes them of expressions.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from graders.comparing.formulas.shapes import SCALAR, Shape, Unknown, settled

_NONE = frozenset[str]()


@dataclass(eq=False, slots=True)  # frozen, it would take three times as long to make one
class Term:
    """An expression with its shape; `operation` says how it is computed from its arguments."""

    operation: str
    arguments: tuple["Term", ...] = ()
    shape: Shape = SCALAR
    payload: object = None
    is_shared: bool = field(default=False, init=False, repr=False)
    _indices: frozenset[str] | None = field(default=None, init=False, repr=False)

    @property
    def is_scalar(self) -> bool:
        if self.shape is SCALAR:  # as most are
            return True
        return settled(self.shape[0]) == 1 and settled(self.shape[1]) == 1

    @property
    def indices(self) -> frozenset[str]:
        """The indices that the term takes from the sums around it."""
        if self._indices is None:
            self._indices = self._found_indices()
        return self._indices

    def _found_indices(self) -> frozenset[str]:
        if self.operation == "bound":
            return frozenset({str(self.payload)})
        found = _NONE
        for each in self.arguments:
            if each.indices:
                found = found | each.indices
        return found - {self.payload.index} if isinstance(self.payload, FoldOver) else found


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


def transposed(term: Term) -> Term:
    if term.is_scalar:
        return term
    if term.operation == "transpose":
        return term.arguments[0]
    return Term("transpose", (term,), (term.shape[1], term.shape[0]))


def parts_of(term: Term) -> Iterator[Term]:
    """The term and all within it, each once: definitions are shared."""
    waiting, seen = [term], {id(term)}
    while waiting:
        each = waiting.pop()
        yield each
        for part in each.arguments:
            if id(part) not in seen:
                seen.add(id(part))
                waiting.append(part)


def is_truth(term: Term) -> bool:
    return term.operation in ("compare", "and", "or", "not")


def is_literal(term: Term) -> bool:
    """Whether a term is a number written out, such as 1 or 1/2."""
    if term.operation in ("number", "constant"):
        return True
    return term.operation in ("negate", "divide", "function", "power", "multiply", "add") and all(
        is_literal(each) for each in term.arguments
    )
