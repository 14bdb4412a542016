"""Which configurations are asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from graders.errors import GraderError
from solutions.training.plans import PLANS, Configuration, Plan


@dataclass(frozen=True, slots=True)
class Selected:
    """Configurations of one plan."""

    plan: Plan
    configurations: tuple[Configuration, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(each.name for each in self.configurations)


def selected(assignment: str | None, names: Sequence[str] = ()) -> list[Selected]:
    """The configurations of an assignment, or of all, in the order of the plans.

    Raises:
        GraderError: if there is no such assignment, or no such name in it.

    >>> [each.names for each in selected("vision_hw4", ["b16e5", "b4e3"])]
    [('b4e3',), ('b16e5',)]
    """
    plans = [plan for plan in PLANS if assignment in (None, plan.assignment)]
    if not plans:
        known = ", ".join(dict.fromkeys(plan.assignment for plan in PLANS))
        raise GraderError(f"no training belongs to {assignment}", hint=f"there are some of {known}")
    known_names = [each.name for plan in plans for each in plan.configurations]
    if unknown := [name for name in names if name not in known_names]:
        raise GraderError(
            f"{assignment} has no configuration {', '.join(unknown)}",
            hint=f"it has {', '.join(known_names)}",
        )
    return [
        Selected(plan, chosen)
        for plan in plans
        if (chosen := tuple(c for c in plan.configurations if not names or c.name in names))
    ]


def starts_of(plan: Plan) -> Selected | None:
    """The configuration whose final weights a plan starts from."""
    for other in PLANS:
        for configuration in other.configurations:
            if plan.start == configuration.name and plan.assignment == other.assignment:
                return Selected(other, (configuration,))
    return None
