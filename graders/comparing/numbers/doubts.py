"""Why a number may not be what an answer says: others stand beside it, or signs of it are lost."""

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from math import isclose

from graders.comparing.numbers.digits import by_digits, is_coarse
from graders.comparing.numbers.evaluate import bare_number
from graders.comparing.numbers.targets import Target
from graders.model import PrintedNumber, Step, Value

_ONE_COMMA = re.compile(r"[-−+]?\d{1,3},\d{3}")
_LOST_POINT = re.compile(r"[-−+]?0\d{2,}")  # 00765
_DECIMALS = re.compile(r"[^\d^]*\d+\.(\d+)[^\d^]*")
ROUGHLY = 0.02  # of a number that is said again in another form


def another_number(steps: Sequence[Step], target: Target) -> str:
    """A member of the chain that is a number, and not nearly the right one; or nothing."""
    printed = ((each.text, _printed(each)) for each in steps)
    others = (
        text
        for text, number in printed
        if number is not None
        and not (_is_rounded(text, number, target) or _is_updated(number, target))
    )
    return next(others, "")


def _prints(step: Step, target: Target) -> bool:
    """Whether a member of the chain is a number, and the right one."""
    printed = _printed(step)
    return printed is not None and _is_near(printed, target, 1e-3)


def _printed(step: Step) -> float | None:
    """The number that a member of a chain is, or none."""
    return bare_number(step.expression) if step.expression is not None else None


def _is_rounded(text: str, printed: float, target: Target) -> bool:
    """Whether a number is the right one at the decimals that it is printed with."""
    decimals = _DECIMALS.fullmatch(text)
    if decimals is None:
        return _is_near(printed, target, ROUGHLY)
    unit = Fraction(1, 10 ** len(decimals[1]))
    return by_digits(PrintedNumber(text, Fraction(printed), unit), target.reference).fits


def _is_updated(printed: float, target: Target) -> bool:
    """Whether a number is one step from the right one: the value before the update."""
    apart = abs(printed - target.reference)
    return target.scale is not None and isclose(apart, abs(target.scale), rel_tol=ROUGHLY)


def _is_near(printed: float, target: Target, share: float) -> bool:
    scale = target.reference if target.scale is None else target.scale
    return abs(printed - target.reference) <= share * abs(scale)


def doubt_about(value: Value, target: Target) -> str:
    """Why a number that is wrong may not be what the answer says, or nothing."""
    if value.number is not None and _LOST_POINT.fullmatch(value.number.text.strip(" $*")):
        return "a point may be lost behind the first zero"
    if value.number is not None and _fits_with_decimal_comma(value.number, target):
        return "the comma may stand before decimals"
    if any(_prints(step, target) for step in value.steps):
        return "another member of the chain is the right number"
    fine = (each for each in value.others if not is_coarse(each))
    if any(target.rule(each, target.reference).fits for each in fine):
        return "another number of the answer is the right one"
    return "a formula stands behind the number" if value.goes_on else ""


def _fits_with_decimal_comma(number: PrintedNumber, target: Target) -> bool:
    """Whether 1,386 is right if it is less than two."""
    if not _ONE_COMMA.fullmatch(number.text.strip(" $*")):
        return False
    smaller = replace(number, value=number.value / 1_000, unit=number.unit / 1_000)
    return target.rule(smaller, target.reference).fits
