"""Terms: expressions with their shapes; what is multiplied how is settled before a number is drawn.

`Typist` makes them of expressions.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar

from graders.comparing.formulas.shapes import SCALAR, Shape, Unknown, settled

_NONE = frozenset[str]()

Answer = TypeVar("Answer")


@dataclass(eq=False, slots=True)  # frozen, it would take three times as long to make one
class Term:
    """An expression with its shape; `operation` says how it is computed from its arguments."""

    operation: str
    arguments: tuple["Term", ...] = ()
    shape: Shape = SCALAR
    payload: object = None
    is_shared: bool = field(default=False, init=False, repr=False)
    answers: dict[Callable[["Term"], Any], Any] | None = field(default=None, init=False, repr=False)
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


def difference(left: Term, right: Term) -> Term:
    """One term less another one of its shape, or less a number."""
    return Term("add", (left, Term("negate", (right,), right.shape)), left.shape)


def transposed(term: Term) -> Term:
    if term.is_scalar:
        return term
    if term.operation == "transpose":
        return term.arguments[0]
    return Term("transpose", (term,), (term.shape[1], term.shape[0]))


def asked_once(question: Callable[[Term], Answer]) -> Callable[[Term], Answer]:
    """A question about what stands in a term, whose answer is kept with it: terms are shared."""

    @wraps(question)
    def answer(term: Term) -> Answer:
        known = term.answers
        if known is None:
            known = term.answers = {}
        if question not in known:
            known[question] = question(term)
        return known[question]

    return answer


@asked_once
def _within(term: Term) -> Sequence[Term]:
    """What stands in the term, without itself: what is kept in a circle is freed late."""
    waiting = list(dict.fromkeys(term.arguments))
    found, seen = list[Term](), {term, *waiting}
    while waiting:
        each = waiting.pop()
        found.append(each)
        for part in each.arguments:
            if part not in seen:
                seen.add(part)
                waiting.append(part)
    return found


def parts_of(term: Term) -> Sequence[Term]:
    """The term and all within it, each once: definitions are shared."""
    return term, *_within(term)


def is_truth(term: Term) -> bool:
    return term.operation in ("compare", "and", "or", "not")


def is_literal(term: Term) -> bool:
    """Whether a term is a number written out, such as 1 or 1/2."""
    if term.operation in ("number", "constant"):
        return True
    return term.operation in ("negate", "divide", "function", "power", "multiply", "add") and all(
        is_literal(each) for each in term.arguments
    )
