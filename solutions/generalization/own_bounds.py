r"""The bounds by margins that a report may add as its own, taken apart.

They are the four of `measures.OWN_BOUNDS`, of which one counts as its theorem has it, too. Each is
(R + s)², or R² + s² where squares are added: R is what the margin divides, its complexity, and s
does not depend on the complexity. Mistakes change one of the parts, so that they can be made for
every bound in the same way.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from solutions.generalization.data_constants import DataConstants, data_constants
from solutions.generalization.hidden_networks import Case
from solutions.generalization.margin_bounds import (
    SPEC_FRO_OF_THEOREM,
    Norms,
    Setting,
    spec_fro_bound_of_theorem,
    spec_fro_rest,
)
from solutions.generalization.measures import OWN_BOUNDS, bounds, norm_measures

Values = Mapping[str, float]  # by the name of the bound

ADDS_SQUARES = ("Spec_Fro bound", SPEC_FRO_OF_THEOREM)


@dataclass(frozen=True, slots=True)
class Parts:
    """A bound (R + s)², or R² + s² where its squares are added; R is what the margin divides.

    >>> parts = Parts(complexity=3.0, rest=1.0, adds_squares=False)
    >>> parts.value(), parts.times(2).value(), parts.factor_of(parts.times(2).value())
    (16.0, 49.0, 2.0)
    """

    complexity: float  # R
    rest: float  # s
    adds_squares: bool

    @classmethod
    def of(cls, value: float, rest: float, *, adds_squares: bool) -> "Parts":
        """A bound's value taken apart, if what it adds to its complexity is known."""
        squared = value - rest**2 if adds_squares else (math.sqrt(value) - rest) ** 2
        return cls(math.sqrt(max(0.0, squared)), rest, adds_squares)

    def value(self) -> float:
        """The bound."""
        if self.adds_squares:
            return self.complexity**2 + self.rest**2
        return (self.complexity + self.rest) ** 2

    def times(self, factor: float) -> "Parts":
        """The bound with a factor before its complexity."""
        return replace(self, complexity=factor * self.complexity)

    def factor_of(self, value: float) -> float:
        """The factor before the complexity that gives a value; zero if none does."""
        if value <= self.rest**2:
            return 0.0
        return Parts.of(value, self.rest, adds_squares=self.adds_squares).complexity / (
            self.complexity
        )


@dataclass(frozen=True)
class Problem:
    """What the formulas of bounds are made of."""

    norms: Norms
    data: DataConstants
    setting: Setting

    @classmethod
    def of(cls, case: Case, delta: float) -> "Problem":
        constants = data_constants(case.inputs, case.start.hidden_units)
        setting = Setting(case.network.sizes, len(case.inputs), case.margin, delta)
        return cls(norm_measures(case.network, case.start), constants, setting)

    def all_bounds(self) -> dict[str, float]:
        """Every bound of the report, also those that do not count as a further one."""
        theorem = spec_fro_bound_of_theorem(self.norms, self.data.kappa_max, self.setting)
        return {**bounds(self.norms, self.data, self.setting), SPEC_FRO_OF_THEOREM: theorem}

    def bounds(self) -> dict[str, float]:
        """The bounds that count."""
        return only_own(self.all_bounds())

    def parts(self) -> dict[str, Parts]:
        """The bounds that count, taken apart."""
        rests = self.rests()
        return {
            name: Parts.of(value, rests[name], adds_squares=name in ADDS_SQUARES)
            for name, value in self.bounds().items()
        }

    def rests(self, unit: float = 1.0) -> dict[str, float]:
        """What each bound adds to its complexity.

        Args:
            unit: the natural logarithm of the base in which logarithms are taken.
        """
        setting = self.setting
        still = {**self.norms, "L1max_Spec": 0.0, "Spec_L1max": 0.0}  # without a complexity
        cover = math.log(max(1, setting.margin * math.sqrt(setting.points)) / setting.delta)
        spec_fro = math.sqrt(spec_fro_rest(setting) / unit)
        return {
            "Fro bound": setting.rest / math.sqrt(unit),
            "Spec_L1 bound": math.sqrt(bounds(still, self.data, setting)["Spec_L1 bound"] / unit),
            "Spec_Fro bound": spec_fro,
            SPEC_FRO_OF_THEOREM: spec_fro,
            "over-parametrisation bound": 3 * math.sqrt(5 * setting.sizes.hidden + cover / unit),
        }


def only_own(values: Values) -> dict[str, float]:
    """Those of some values that are of bounds that count.

    >>> only_own({"VC bound": 2.0, "Fro bound": 3.0})
    {'Fro bound': 3.0}
    """
    return {name: values[name] for name in (*OWN_BOUNDS, SPEC_FRO_OF_THEOREM) if name in values}
