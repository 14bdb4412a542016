"""What a value is graded against: a quantity of a worksheet, a rule, and known mistakes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isclose

from graders.comparing.numbers.digits import Rule, by_digits
from graders.comparing.numbers.worksheet import Change, Worksheet
from graders.errors import GraderError
from graders.model import Mistake, PrintedNumber

Earlier = Mapping[str, PrintedNumber | None]  # the own numbers, by the quantity asked for before

CARRIED = 0.02  # relative tolerance for what follows from a wrong earlier value


@dataclass(frozen=True)
class KnownMistake:
    """A mistake and the changes to the worksheet that make it; `only` limits it to a quantity."""

    mistake: Mistake
    changes: Mapping[str, Change]


@dataclass(frozen=True)
class Target:
    """One quantity to grade: where it stands, by which rule, and the mistakes that are known.

    `carried` is the relative tolerance for what follows from a wrong earlier value, and `scale`
    what it refers to: the step of an updated parameter, and otherwise (None) the value itself.
    Where the formula is asked for too, one that comes to the value by chance is not taken for it.
    `formula_elsewhere` says whether that which stands apart from the number is right; None where
    this cannot be told.

    >>> Target(Worksheet({}, {"alpha_1": lambda: 0.5}), "alpha1")
    Traceback (most recent call last):
    graders.errors.GraderError: the worksheet has no quantity 'alpha1', but alpha_1
    """

    worksheet: Worksheet
    quantity: str
    rule: Rule = by_digits
    mistakes: Sequence[KnownMistake] = ()
    scale: float | None = None
    carried: float = CARRIED
    asks_formula: bool = False
    formula_elsewhere: bool | None = False

    def __post_init__(self) -> None:
        sheet = self.worksheet
        if self.quantity not in sheet.names:
            names = ", ".join(sheet.formulas) or "none"
            raise GraderError(f"the worksheet has no quantity '{self.quantity}', but {names}")

    @property
    def reference(self) -> float:
        return self.worksheet.reference(self.quantity)


def expected_values(target: Target, known: Mapping[str, float]) -> tuple[float, ...]:
    """What the quantity comes to from these values, by its own formula and by those as good."""
    try:
        return tuple(target.worksheet.values(target.quantity, known=known))
    except ArithmeticError:
        return ()


def value_with_mistake(
    target: Target, known: Mapping[str, float], mistake: KnownMistake
) -> float | None:
    """What the quantity becomes when a mistake is made at this step and nowhere before.

    None where the mistake changes nothing, or cannot be made.
    """
    try:
        value = target.worksheet.value(target.quantity, known=known, changed=mistake.changes)
    except (ArithmeticError, ValueError):
        return None
    plain = target.worksheet.value(target.quantity, known=known)
    return None if isclose(value, plain, rel_tol=1e-6) else value
