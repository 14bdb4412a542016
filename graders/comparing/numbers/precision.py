"""Numbers as answers: by the digits that were printed, or exactly where a formula was."""

import math
from collections.abc import Callable
from fractions import Fraction

import numpy as np

from graders.comparing.formulas.bench import Bench
from graders.comparing.formulas.equality import compare_terms
from graders.comparing.formulas.terms import Term, is_truth
from graders.comparing.mistakes.named import FACTOR, LOG_BASE
from graders.comparing.numbers.digits import (
    TOO_COARSE,
    by_digits,
    exactly,
    scaled,
    significant_digits,
    slip,
)
from graders.errors import Undecided
from graders.model import Comparison, Mistake, PrintedNumber

_FACTORS = (Fraction(2), Fraction(1, 2), Fraction(3), Fraction(1, 3), Fraction(4), Fraction(1, 4))
_LOGARITHMS = tuple(power for base in (2, 10) for power in (math.log(base), 1 / math.log(base)))
COUNTS_FROM = 10_000  # whole numbers from here on are counts
_KNOWN = frozenset({"sign", "percent", "decimal_point", "swapped"})

_THOUSANDS = "the point may separate thousands, or have slipped"
PERCENT = Mistake("percent", "a factor of 100: a percent sign is missing, or one too many")


def judge_number(
    bench: Bench,
    reference: Term,
    printed_reference: PrintedNumber | None,
    *,
    printed: PrintedNumber | None,
    read: Callable[[], Term],
    min_digits: int | None,
    naming: bool,
) -> Comparison:
    """A number held against its reference.

    Args:
        bench: what formulas without names are evaluated with.
        reference: the right value.
        printed_reference: the reference as digits, if it is no formula.
        printed: the student's number, if it is one.
        read: the student's answer as a formula.
        min_digits: how many significant digits are asked for.
        naming: whether the mistake behind a wrong number is looked for.
    """
    value = _value(bench, reference)
    if printed is not None and 0 < printed.unit <= 1 and _is_count(printed_reference):
        return _judge_count(printed, value, naming=naming)
    if printed is None or printed.unit == 0:
        return _judge_exactly(
            bench, reference, printed_reference, printed, read, value, naming=naming
        )
    read_as = printed.text
    fit = by_digits(printed, value)
    digits = significant_digits(printed)
    exact = printed.value == Fraction(value).limit_denominator(10**9)
    if fit.fits and min_digits is not None and digits < min_digits and not exact:
        words = f"{digits} significant digits, where {min_digits} are asked for"
        return Comparison(False, "digits", TOO_COARSE, note=words, read_as=read_as)
    if fit.fits:
        return Comparison(True, "digits", remarks=fit.remarks, read_as=read_as)
    mistake = _mistake(printed, value) if naming else None
    words = mistake.words if mistake else "another number"
    return Comparison(False, "digits", mistake, note=words, read_as=read_as)


def _is_count(reference: PrintedNumber | None) -> bool:
    """Whether a reference is a whole number of many digits, all of which are known."""
    return (
        reference is not None
        and reference.unit == 1
        and abs(reference.value) >= COUNTS_FROM
        and not reference.percent
    )


def _judge_count(printed: PrintedNumber, value: float, *, naming: bool) -> Comparison:
    """A number printed to its last place must be the count itself; rounded ones say so."""
    fit = exactly(printed, value)
    if fit.remarks:
        return Comparison(None, "reading", note=_THOUSANDS, read_as=printed.text)
    if fit.fits:
        return Comparison(True, "exact", read_as=printed.text)
    mistake = _mistake(printed, value) if naming else None
    if mistake is TOO_COARSE:
        mistake = None
    words = mistake.words if mistake else "another number"
    return Comparison(False, "exact", mistake, note=words, read_as=printed.text)


def _value(bench: Bench, term: Term) -> float:
    if is_truth(term) or not term.is_scalar:
        raise Undecided("a number is asked for")
    values = np.concatenate([each.reshape(-1) for each in bench.values(term)])
    if not np.isfinite(values).all() or np.ptp(values) > 1e-12 * abs(values).max():
        raise Undecided("the formula is no number")
    return float(values[0])


def _judge_exactly(
    bench: Bench,
    reference: Term,
    printed_reference: PrintedNumber | None,
    printed: PrintedNumber | None,
    read: Callable[[], Term],
    value: float,
    *,
    naming: bool,
) -> Comparison:
    """An answer without digits, such as a fraction or a logarithm, must be the value itself."""
    theirs = read() if printed is None else None
    number = float(printed.value) if printed is not None else _value(bench, theirs)  # type: ignore[arg-type]
    read_as = printed.text if printed is not None else f"{number:.6g}"
    if _is_count(printed_reference):
        right = abs(number - value) < 0.5
    elif printed_reference is not None and printed_reference.unit:
        right = by_digits(printed_reference, number).fits
    elif theirs is not None:
        right = compare_terms(bench, reference, theirs).equal is True
    else:
        right = math.isclose(number, value, rel_tol=1e-12)
    if right:
        return Comparison(True, "exact", read_as=read_as)
    mistake = _ratio_mistake(number / value) if naming and value else None
    if mistake is FACTOR and theirs is not None and theirs.operation == "add":
        mistake = None  # 1/3 + 1 is no four times a third
    return Comparison(
        False,
        "exact",
        mistake,
        note=mistake.words if mistake else "another number",
        read_as=read_as,
    )


def _ratio_mistake(ratio: float) -> Mistake | None:
    def near(*values: float) -> bool:
        return any(math.isclose(ratio, value, rel_tol=1e-9) for value in values)

    if near(-1):
        return Mistake("sign", "the sign is reversed")
    if near(100, 0.01):
        return PERCENT
    if near(10, 0.1, 1000, 0.001):
        return Mistake("decimal_point", "the decimal point has slipped")
    if near(*_LOGARITHMS):
        return LOG_BASE
    if near(*map(float, _FACTORS)):
        return FACTOR
    return None


def _mistake(printed: PrintedNumber, value: float) -> Mistake | None:
    exact = Fraction(value)
    if any(printed.value == number * exact for number in _FACTORS):
        return FACTOR
    if any(math.isclose(printed.value, value * power, rel_tol=1e-9) for power in _LOGARITHMS):
        return LOG_BASE
    if abs(printed.value - exact) <= printed.unit:
        return TOO_COARSE
    if by_digits(scaled(printed, Fraction(-1)), value).fits:
        return Mistake("sign", "the sign is reversed")
    for factor in (Fraction(100), Fraction(1, 100)):
        forgotten = factor < 1 and abs(value) <= 1 and abs(printed.value) > 1
        if (printed.percent or forgotten) and by_digits(scaled(printed, factor), value).fits:
            return PERCENT
    named = slip(printed, value, by_digits)
    if named is not None and named.code in _KNOWN:
        return named
    for number in _FACTORS:
        if by_digits(scaled(printed, number), value).fits and significant_digits(printed) > 1:
            return FACTOR
    for power in _LOGARITHMS:
        if by_digits(printed, value * power).fits and significant_digits(printed) > 1:
            return LOG_BASE
    return None
