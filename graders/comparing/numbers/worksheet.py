"""A computation by hand: named quantities, each a function of others.

A worksheet holds given values and one function per quantity, whose parameters are the names
of the values it is computed from. Evaluating a name evaluates what it needs; a value that is
already *known* (the student's own) is used instead of being computed, and a definition that
is *changed* makes a mistake on purpose. So one set of formulas gives the reference, the
follow-through and every named mistake.
"""

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

import numpy as np

Formula = Callable[..., float]
Change = float | str | Formula  # a value, the name of another quantity, or another formula
UNCHANGED = "unchanged"
NOTHING: Mapping[str, float] = MappingProxyType({})
NO_CHANGE: Mapping[str, Change] = MappingProxyType({})


@cache
def inputs_of(formula: Formula) -> tuple[str, ...]:
    """The names a formula is computed from, in its own order."""
    return tuple(inspect.signature(formula).parameters)


@dataclass(frozen=True, eq=False)
class Worksheet:
    """Given values, the formula of each quantity, and other formulas that are as good.

    >>> sheet = Worksheet({"x": 3.0}, {"y": lambda x: x + 1, "z": lambda x, y: x * y})
    >>> sheet.value("z")
    12.0
    >>> sheet.value("z", known={"y": 5.0})
    15.0
    >>> sheet.value("z", changed={"y": lambda unchanged: -unchanged})
    -12.0
    """

    given: Mapping[str, float]
    formulas: Mapping[str, Formula]
    alternatives: Mapping[str, tuple[Formula, ...]] = field(default_factory=dict)

    @property
    def names(self) -> Mapping[str, object]:
        """What has a value: what is given, and every quantity."""
        return {**self.given, **self.formulas}

    def value(
        self,
        name: str,
        *,
        known: Mapping[str, float] = NOTHING,
        changed: Mapping[str, Change] = NO_CHANGE,
    ) -> float:
        """The value of a quantity; no number, or infinite, where a student's own value makes it so.

        Args:
            name: a given value or a quantity.
            known: values used as they are, never computed; `name` itself is always computed.
            changed: what a name stands for instead: a number, another name or a formula, which
                may take the value `unchanged` that it replaces.

        Raises:
            KeyError: if a name is neither given nor a quantity.
            ArithmeticError: if the arithmetic fails, as it may on a student's own values.
        """
        found: dict[str, float] = {}

        def lookup(wanted: str, asker: str) -> float:
            if wanted in changed and wanted != asker:
                change = changed[wanted]
                if isinstance(change, str):
                    return lookup(change, change)  # unchanged, so that two names can be swapped
                return apply(change, wanted) if callable(change) else float(change)
            if wanted in known and wanted != name:
                return known[wanted]
            if wanted not in found:
                found[wanted] = (
                    self.given[wanted]
                    if wanted in self.given
                    else apply(self.formulas[wanted], wanted)
                )
            return found[wanted]

        def apply(formula: Formula, asker: str) -> float:
            inputs = (asker if each == UNCHANGED else each for each in inputs_of(formula))
            return float(formula(*(lookup(each, asker) for each in inputs)))

        with np.errstate(all="ignore"):
            return lookup(name, "")

    def reference(self, name: str) -> float:
        """The value from the given values alone, computed once."""
        return _reference(self, name)

    def values(self, name: str, *, known: Mapping[str, float] = NOTHING) -> Iterator[float]:
        """The value by the quantity's own formula, then by each alternative."""
        yield self.value(name, known=known)
        for formula in self.alternatives.get(name, ()):
            yield self.value(name, known=known, changed={name: formula})

    def everything(self, given: Mapping[str, float]) -> dict[str, float]:
        """All quantities of the worksheet for other given values, the given ones included."""
        other = Worksheet(given, self.formulas)
        found = dict(given)
        for name in self.formulas:
            found[name] = other.value(name, known=found)
        return found


@cache
def _reference(sheet: Worksheet, name: str) -> float:
    return sheet.value(name)
