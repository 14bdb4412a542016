"""Frames: the values of the indices of sums, side by side with all points."""

from graders.comparing.formulas.arithmetic import Array
from graders.comparing.formulas.terms import Term

MAX_TURNS = 4_000  # of all the sums around a term, multiplied


class Frame:
    """The values of one index, side by side with all points: `count` blocks of the points around.

    The outermost frame has no index, and its blocks are the points. Values that do not depend on
    the index are computed in the frame around it and repeated.
    """

    __slots__ = ("around", "count", "index", "kept", "points", "seen", "turns", "values")

    def __init__(self, around: "Frame | None", index: str, values: Array, count: int) -> None:
        self.around = around
        self.index = index
        self.values = values
        self.count = count
        self.turns: int = around.turns * count if around else 1
        self.points: int = around.points * count if around else count
        self.seen: dict[Term, Array] = {}
        self.kept = 0  # entries of the values seen
