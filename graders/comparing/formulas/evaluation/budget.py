"""What evaluation may cost: a verdict takes bounded time by construction."""

from contextvars import ContextVar

from graders.errors import Undecided


class _Budget:
    """What may still be computed; a unit is about ten nanoseconds."""

    __slots__ = ("left",)

    def __init__(self, left: float) -> None:
        self.left = left


_BUDGET: ContextVar[_Budget] = ContextVar("_BUDGET")


class limited_work:
    """Within this, evaluation may cost so much and no more."""

    __slots__ = ("_token", "_units")

    def __init__(self, units: float) -> None:
        self._units = units

    def __enter__(self) -> None:
        self._token = _BUDGET.set(_Budget(self._units))

    def __exit__(self, *_: object) -> None:
        _BUDGET.reset(self._token)


def spend(units: float) -> None:
    """Counts work that is about to be done.

    Raises:
        Undecided: if it is more than may be done.
    """
    budget = _BUDGET.get(None)
    if budget is not None:
        budget.left -= units
        if budget.left < 0:
            raise Undecided("the formula takes too long to evaluate")
