"""Frames: the values of the indices of sums, side by side with all points."""

from graders.comparing.arithmetic import Array
from graders.comparing.terms import FoldOver, Term

MAX_TURNS = 4_000  # of all the sums around a term, multiplied
_MOST_NAMES = 20_000


class Frame:
    """The values of one index, side by side with all points: `count` blocks of the points around.

    The outermost frame has no index and one block. Values that do not depend on the index are
    computed in the frame around it and repeated.
    """

    __slots__ = ("around", "count", "index", "kept", "seen", "turns", "values")

    def __init__(self, around: "Frame | None", index: str, values: Array, count: int) -> None:
        self.around = around
        self.index = index
        self.values = values
        self.count = count
        self.turns: int = around.turns * count if around else 1
        self.seen: dict[int, tuple[Term, Array]] = {}
        self.kept = 0  # entries of the values seen


_NAMES: dict[int, tuple[Term, frozenset[str]]] = {}


def bound_names(term: Term) -> frozenset[str]:
    """The indices that a term takes from the sums around it."""
    known = _NAMES.get(id(term))
    if known is not None and known[0] is term:
        return known[1]
    if term.operation == "bound":
        names = frozenset({str(term.payload)})
    else:
        names = frozenset().union(*map(bound_names, term.arguments))
        if isinstance(term.payload, FoldOver):
            names -= {term.payload.index}
    if len(_NAMES) > _MOST_NAMES:
        _NAMES.clear()
    _NAMES[id(term)] = term, names
    return names
