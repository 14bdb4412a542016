"""What names are at one point, and what the parts of a formula are there."""

from collections.abc import Mapping

from graders.comparing.formulas.plain.values import Value
from graders.expression import Fold

Names = Mapping[str, Value]


class Scene:
    """The names at a point, those of the indices of the sums around among them; values are kept."""

    __slots__ = ("_turns", "arguments", "kept", "names")

    def __init__(self, names: Names) -> None:
        self.names = names
        self.kept: dict[int, Value] = {}  # by the identity of a node
        self.arguments: dict[int, list[Value]] = {}  # of calls that are kept
        self._turns: dict[tuple[int, str, float], Scene] = {}

    def turn(self, fold: Fold, value: float) -> "Scene":
        """The scene in which the index of a sum has a value."""
        known = self._turns.get((id(fold.body), fold.index, value))
        return known or Scene({**self.names, fold.index: value})

    def keep_turn(self, fold: Fold, value: float) -> "Scene":
        """The same, kept."""
        found = self._turns[id(fold.body), fold.index, value] = self.turn(fold, value)
        return found
