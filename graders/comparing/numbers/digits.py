"""Numbers judged by the digits that a student printed.

A rule says whether a printed number fits a reference; slips are small accidents of writing: a
decimal point, a sign, digits swapped, a percentage.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from graders.model import Mistake, PrintedNumber

_ROUNDING = Fraction(1, 10**12)  # relative, of a reference in double precision
LOW_PRECISION = "low precision: another digit would show more"
TOO_COARSE = Mistake("too_coarse", "there are too few digits to tell")
CUT = "cut, not rounded, after the last digit shown"
STEP_TOO_SMALL = "the printed precision cannot show the step"

_COARSE = Fraction(1, 20)  # a unit above this share of the reference shows too little
_ALWAYS = Fraction(1, 1000)  # a relative error that always passes
_TELLING = 3  # digits that are no other number's by chance
_DECIMALS = Fraction(1, 10_000)  # four decimals


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether a printed number fits, and what is worth saying about its digits."""

    fits: bool
    remarks: tuple[str, ...] = ()
    mistake: Mistake | None = None


Rule = Callable[[PrintedNumber, float], Fit]


def by_digits(printed: PrintedNumber, reference: float) -> Fit:
    """Right within one unit of the last digit printed, rounded or cut.

    A unit coarser than a twentieth of the reference must be rounded rightly; a relative error of
    a thousandth always passes.

    >>> from graders.model import PrintedNumber
    >>> seen = PrintedNumber("0.068", Fraction(68, 1000), Fraction(1, 1000))
    >>> by_digits(seen, 0.06878).fits, by_digits(seen, 0.0705).fits
    (True, False)
    """
    exact = _fraction(reference)
    if exact is None:
        return Fit(False)
    error, unit = abs(printed.value - exact), printed.unit
    coarse = unit > _COARSE * abs(exact)
    if exact and error >= abs(exact):  # as 0 and 1 are from 0.5: no digit of it is shown
        return Fit(False)
    close = error <= (unit / 2 if coarse else unit)
    fits = close or error <= _ALWAYS * abs(exact)
    is_shown = bool(exact) and error <= _ROUNDING * abs(exact)  # another digit would be a zero
    low = (LOW_PRECISION,) if coarse and not is_shown else ()
    remarks = low + ((CUT,) if _is_cut(printed, exact) else ())
    return Fit(fits, remarks if fits else ())


def exact_or_by_digits(count: int) -> Rule:
    """The rule for values of which so many digits are asked for: an exact value needs no more.

    >>> from graders.model import PrintedNumber
    >>> coarse = PrintedNumber("4", Fraction(4), Fraction(1))
    >>> rule = exact_or_by_digits(2)
    >>> rule(coarse, 4.0).fits, rule(coarse, 13 / 3).fits, rule(coarse, 13 / 3).mistake.words
    (True, False, 'there are too few digits to tell')
    """

    def rule(printed: PrintedNumber, reference: float) -> Fit:
        exact = _fraction(reference)
        if exact is not None and abs(printed.value - exact) <= _ROUNDING * abs(exact):
            return Fit(True)
        fit = by_digits(printed, reference)
        is_enough = not fit.fits or significant_digits(printed) >= count
        return fit if is_enough else Fit(False, mistake=TOO_COARSE)

    return rule


def by_decimals(step: float) -> Rule:
    """The rule for a parameter after a step of this size: four decimals, rounded or cut."""

    def rule(printed: PrintedNumber, reference: float) -> Fit:
        exact = _fraction(reference)
        if exact is None:
            return Fit(False)
        error, unit = abs(printed.value - exact), printed.unit
        if unit > _DECIMALS:
            coarse = Mistake("too_coarse", "too few decimals: print at least four")
            return Fit(False, mistake=coarse if error <= unit else None)
        remarks = ((STEP_TOO_SMALL,) if abs(step) < unit else ()) + (
            (CUT,) if _is_cut(printed, exact) else ()
        )
        fits = error <= (unit or _DECIMALS)
        return Fit(fits, remarks if fits else ())

    return rule


def exactly(printed: PrintedNumber, reference: float) -> Fit:
    """The rule for counts; a point before every third digit separates thousands."""
    if printed.value == _fraction(reference):
        return Fit(True)
    if printed.value * 1000 == reference and printed.unit == Fraction(1, 1000):
        return Fit(True, ("the point is read as a thousands separator",))
    return Fit(False)


def within(printed: PrintedNumber, reference: float, *, relative: float, scale: float) -> bool:
    """Whether the two differ by at most this share of a scale, such as the reference itself."""
    return abs(float(printed.value) - reference) <= relative * abs(scale)


def significant_digits(printed: PrintedNumber) -> int:
    """The digits from the first one that is not zero to the last one printed.

    >>> significant_digits(PrintedNumber("0.0730", Fraction(73, 1000), Fraction(1, 10000)))
    3
    """
    if not printed.unit:
        return 10**6
    count = abs(printed.value) / printed.unit
    return len(str(int(count))) if count >= 1 else 0


def is_coarse(printed: PrintedNumber) -> bool:
    """Whether the digits printed show little more than the size of the number."""
    return printed.unit > _COARSE * abs(printed.value)


def slip(printed: PrintedNumber, reference: float, rule: Rule) -> Mistake | None:
    """The accident of writing that turns the reference into the printed number, if one does."""
    for mistake, meant in _slips(printed):
        if meant.value and rule(meant, reference).fits and _is_close(mistake, meant, reference):
            return mistake
    exact = _fraction(reference)
    if exact is not None and _digit_left_out(printed, exact):
        return Mistake("digit_left_out", "a digit seems to be left out")
    return None


def _is_close(mistake: Mistake, meant: PrintedNumber, reference: float) -> bool:
    """Whether a number is the reference to its last digit, if digits are said to be swapped."""
    return mistake.code != "swapped" or abs(abs(float(meant)) - abs(reference)) <= meant.unit


def may_lack_point(printed: PrintedNumber, reference: float) -> bool:
    """Whether digits without a decimal point are those of the reference, whose point a scan lost.

    >>> from graders.model import PrintedNumber
    >>> may_lack_point(PrintedNumber("433", Fraction(433), Fraction(1)), 13 / 3)
    True
    """
    digits = printed.text.strip(" $-−")
    if not digits.isdecimal() or len(digits) < _TELLING or float(reference).is_integer():
        return False
    shifted = (scaled(printed, Fraction(1, 10**places)) for places in range(1, len(digits) + 1))
    return any(by_digits(each, reference).fits for each in shifted)


def _slips(printed: PrintedNumber) -> Iterator[tuple[Mistake, PrintedNumber]]:
    """What the student may have meant, for each accident; likelier ones first."""
    yield Mistake("sign", "the sign is reversed"), scaled(printed, Fraction(-1))
    if printed.percent:
        yield (
            Mistake("percent", "the percent sign is one too many"),
            scaled(printed, Fraction(100)),
        )
    for places in (1, -1, 2, -2, 3, -3):
        words = "the decimal point has slipped"
        yield Mistake("decimal_point", words), scaled(printed, Fraction(10) ** places)
    for digits in _swapped(printed.text):
        value = Fraction(digits) * (-1 if printed.value < 0 else 1)
        if value != printed.value:
            swapped = PrintedNumber(printed.text, value, printed.unit)
            yield Mistake("swapped", "two digits seem to be swapped"), swapped


def scaled(printed: PrintedNumber, factor: Fraction) -> PrintedNumber:
    """A printed number times a factor, with the unit of its last digit."""
    return PrintedNumber(printed.text, printed.value * factor, printed.unit * abs(factor))


def _swapped(text: str) -> Iterator[str]:
    """The number with two neighbouring decimals swapped, for plain decimals only."""
    digits = text.strip().lstrip("-+").strip()
    whole, point, decimals = digits.partition(".")
    if not (point and whole.isdecimal() and decimals.isdecimal() and len(decimals) > 2):
        return
    for at in range(len(decimals) - 1):
        if decimals[at] != decimals[at + 1]:
            swapped = decimals[:at] + decimals[at + 1] + decimals[at] + decimals[at + 2 :]
            yield f"{whole}.{swapped}"


def _digit_left_out(printed: PrintedNumber, exact: Fraction) -> bool:
    if not printed.unit or printed.unit.numerator != 1 or printed.unit.denominator < 1000:
        return False
    unit = printed.unit / 10
    ours = {str(abs(exact) // unit), str(round(abs(exact) / unit))}
    theirs = str(abs(printed.value) // printed.unit)
    return any(
        number[:at] + number[at + 1 :] == theirs for number in ours for at in range(len(number) - 1)
    )


def _is_cut(printed: PrintedNumber, exact: Fraction) -> bool:
    """Whether the digits are those of the exact value, cut where they should be rounded up."""
    unit = printed.unit
    if not unit or printed.value == exact:
        return False
    cut, rounded = abs(exact) // unit * unit, round(abs(exact) / unit) * unit
    return abs(printed.value) == cut and cut != rounded


def _fraction(reference: float) -> Fraction | None:
    return Fraction(reference) if math.isfinite(reference) else None
