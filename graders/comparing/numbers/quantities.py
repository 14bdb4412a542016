"""A student's value of one quantity of a worksheet, held against the reference.

In this order: the reference itself; what follows by its digits from the student's own earlier
values; the known mistakes, each found by making it, but for those that an earlier value shows; what
follows within a tolerance; slips of writing. The printed formula is judged apart from the number.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import isclose, isfinite

from graders.comparing.numbers.digits import TOO_COARSE, by_digits, is_coarse, slip, within
from graders.comparing.numbers.evaluate import bare_number, evaluate, symbols
from graders.comparing.numbers.printed_formulas import (
    FormulaFinding,
    is_of_something_else,
    judge_formula,
)
from graders.comparing.numbers.targets import Target, expected_values, value_with_mistake
from graders.comparing.numbers.worksheet import Worksheet
from graders.model import Comparison, Mistake, PrintedNumber, Step, Value

HALF = Fraction(1, 2)
_ONE_COMMA = re.compile(r"[-−+]?\d{1,3},\d{3}")
_LOST_POINT = re.compile(r"[-−+]?0\d{2,}")  # 00765
_LOST_EXPONENT = re.compile(r"(?:times|cdot|[*x×·])\s*10\s*-\s*\d")  # 7.65 \times 10-2
FORMULA_RIGHT = "the formula is right, the number is not: check the arithmetic"
ONLY_NUMBER_RIGHT = "the number is right, but not the formula printed with it"
ONLY_CUT_SHORT = "the formula is right"
ROUGHLY = 0.02  # of a number that is said again with fewer digits
ANOTHER = "a right number is said to be equal to another one: {}"
OF_SOMETHING_ELSE = "the number is that of something made of the quantity, not of the quantity"
TRIVIAL = "an earlier answer makes this one trivial"
POSSIBLY = "few digits are printed, so this is only possible"
_SAME = 1e-9  # relative: two formulas agree


Earlier = Mapping[str, PrintedNumber | None]


def compare_quantity(value: Value, target: Target, earlier: Earlier) -> Comparison:
    """A student's value held against a quantity of a worksheet.

    Args:
        value: the number and the steps before it.
        target: the quantity.
        earlier: the quantities that were asked for before and that this one follows, each with
            the student's own number, or None where there is none.
    """
    own = {name: number for name, number in earlier.items() if number is not None}
    number = value.number or _computed(value.steps)
    formula = judge_formula(value.steps, target, number, tuple(earlier), own)
    if number is None:
        note = f"the formula is {formula.words}" if value.steps else ""
        return Comparison(None, "number", note=f"no number is printed; {note}".rstrip("; "))
    fit = target.rule(number, target.reference)
    if fit.fits and number.unit >= abs(target.reference) > 0 and target.rule is by_digits:
        return Comparison(None, "number", note="the digits show nothing of the value but its size")
    if fit.fits and is_of_something_else(value.steps, target):
        return Comparison(None, "number", note=OF_SOMETHING_ELSE)
    if fit.fits and (other := _another_number(value.steps, target)):
        return Comparison(None, "number", note=ANOTHER.format(other))
    if fit.fits:
        return _with_formula_beside(Comparison(True, "number", remarks=fit.remarks), formula)
    if doubt := _doubt(value, target):
        return Comparison(None, "number", note=doubt)
    if not number.value and abs(target.reference) <= number.unit:
        return Comparison(None, "number", note="a zero shows no digit of the value")
    shown = formula.right and not is_coarse(number)
    if fit.mistake is TOO_COARSE and (shown or not value.steps):
        note = f"{TOO_COARSE.words}; {ONLY_CUT_SHORT}" if shown else TOO_COARSE.words
        return Comparison(None, "number", note=note, credit=HALF if shown else Fraction(0))
    mistake = fit.mistake
    followed = _follow_through(number, target, own, slack=False)
    if followed is None and not (mistake and formula.right):
        mistake = _made_mistake(number, target, earlier) or mistake
    is_rounded = mistake is not None and mistake.code == TOO_COARSE.code
    is_charged = mistake is None or _is_made_before(mistake, target, own)
    if followed is None and (is_charged or is_rounded or is_coarse(number)):
        followed = _follow_through(number, target, own, slack=True)
    if followed is not None:
        return replace(followed, remarks=followed.remarks + formula.remarks)
    wrong = _mismatch(number, target, own, mistake)
    named = mistake in [each.mistake for each in target.mistakes] and not wrong.remarks
    if named and target.formula_elsewhere:
        formula = replace(formula, right=None)  # more than the arithmetic is wrong
    elif named and formula.read:
        formula = replace(formula, right=formula.right or False)  # it gives the mistake's value
    return _with_formula(wrong, formula, value)


def is_told_by(number: PrintedNumber, target: Target, earlier: Earlier) -> bool:
    """Whether a number is right for a target, or follows by its digits from earlier values."""
    own = {name: each for name, each in earlier.items() if each is not None}
    is_right = target.rule(number, target.reference).fits
    return is_right or _follow_through(number, target, own, slack=False) is not None


def _with_formula_beside(right: Comparison, formula: FormulaFinding) -> Comparison:
    """A right number, with what is to be said of a formula beside it that is wrong or not read."""
    if formula.right is None:
        return replace(right, note=formula.words and f"the printed formula was {formula.words}")
    if formula.right or not formula.remarks:
        return right
    named = f": {formula.mistake.words}" if formula.mistake else ""
    return replace(right, remarks=(*right.remarks, f"{ONLY_NUMBER_RIGHT}{named}"))


def _with_formula(wrong: Comparison, formula: FormulaFinding, value: Value) -> Comparison:
    """A wrong number, seen together with the formula it was printed with."""
    if formula.mistake is not None and formula.mistake == wrong.mistake:
        return replace(wrong, remarks=())  # number and formula agree on what is wrong
    if formula.right:
        is_cut_short = wrong.mistake is not None and wrong.mistake.code == "too_coarse"
        said = ONLY_CUT_SHORT if is_cut_short else FORMULA_RIGHT
        return replace(wrong, credit=HALF, remarks=(*wrong.remarks, said))
    if formula.right is None:
        named = f" ({wrong.mistake.words})" if wrong.mistake else ""
        note = f"the value is wrong{named}; its formula could not be judged: {formula.words}"
        return replace(wrong, equal=None, note=note)
    return replace(wrong, remarks=wrong.remarks + formula.remarks)


def _another_number(steps: Sequence[Step], target: Target) -> str:
    """A member of the chain that is a number, and not nearly the right one; or nothing."""
    printed = ((each.text, _printed(each)) for each in steps)
    others = (
        text
        for text, number in printed
        if number is not None
        and not (_is_near(number, target, ROUGHLY) or _is_updated(number, target))
    )
    return next(others, "")


def _prints(step: Step, target: Target) -> bool:
    """Whether a member of the chain is a number, and the right one."""
    printed = _printed(step)
    return printed is not None and _is_near(printed, target, 1e-3)


def _printed(step: Step) -> float | None:
    """The number that a member of a chain is, or none."""
    return bare_number(step.expression) if step.expression is not None else None


def _is_updated(printed: float, target: Target) -> bool:
    """Whether a number is one step from the right one: the value before the update."""
    apart = abs(printed - target.reference)
    return target.scale is not None and isclose(apart, abs(target.scale), rel_tol=ROUGHLY)


def _is_near(printed: float, target: Target, share: float) -> bool:
    scale = target.reference if target.scale is None else target.scale
    return abs(printed - target.reference) <= share * abs(scale)


def _doubt(value: Value, target: Target) -> str:
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


def _computed(steps: Sequence[Step]) -> PrintedNumber | None:
    """The value of a last step that is arithmetic alone, such as `9*3*64 + 64`."""
    if not steps or steps[-1].expression is None or symbols(steps[-1].expression):
        return None
    if _LOST_EXPONENT.search(steps[-1].text):
        return None
    try:
        value = evaluate(steps[-1].expression, {})
    except ArithmeticError:
        return None
    return PrintedNumber(steps[-1].text, Fraction(value), Fraction(0)) if isfinite(value) else None


# --- what follows from earlier values ---------------------------------------------------------


def _follow_through(
    number: PrintedNumber, target: Target, own: Mapping[str, PrintedNumber], *, slack: bool
) -> Comparison | None:
    """The comparison with what the student's own earlier values give, if it fits.

    Args:
        number: what the student printed.
        target: the quantity.
        own: the student's earlier numbers.
        slack: whether to allow the tolerance for what follows from a wrong value; by its digits
            alone a number may also follow from values that are only rounded.
    """
    values = {name: float(each) for name, each in own.items()}
    wrong = [name for name in own if not _is_right(own[name], target.worksheet, name)]
    for known in _own_values(values, wrong):
        charged = tuple(name for name in wrong if name in known)
        for expected in expected_values(target, known):
            alike = _SAME if charged else target.carried  # rounded values, too, lead elsewhere
            is_carried = not isclose(expected, target.reference, rel_tol=alike)
            if not _fits(number, expected, target, slack=slack and is_carried):
                continue
            if not isfinite(expected) or expected == 0:
                return Comparison(None, "follow-through", note=TRIVIAL)
            sources = _sources(target, known, charged, expected)
            sources = sources or _alone(number, target, known, charged or tuple(known))
            return Comparison(True, "follow-through", follows_from=sources)
    return None


def _own_values(values: Mapping[str, float], wrong: Sequence[str]) -> Iterator[Mapping[str, float]]:
    """The sets of earlier values that a student may have gone on from; likelier ones first."""
    if values:
        yield values
    if wrong and len(wrong) < len(values):
        yield {name: values[name] for name in wrong}
    if len(wrong) > 1:
        yield from ({name: values[name]} for name in wrong)


def _is_right(number: PrintedNumber, worksheet: Worksheet, name: str) -> bool:
    return by_digits(number, worksheet.reference(name)).fits


def _fits(number: PrintedNumber, expected: float, target: Target, *, slack: bool) -> bool:
    if target.rule(number, expected).fits:
        return True
    scale = expected if target.scale is None else target.scale
    return slack and within(number, expected, relative=target.carried, scale=scale)


def _sources(
    target: Target, known: Mapping[str, float], charged: Sequence[str], expected: float
) -> tuple[str, ...]:
    """The wrong earlier values that make a difference to what is expected."""

    def matters(name: str) -> bool:
        others = {each: value for each, value in known.items() if each != name}
        return not any(
            isclose(other, expected, rel_tol=_SAME) for other in expected_values(target, others)
        )

    return tuple(name for name in charged if matters(name))


def _alone(
    number: PrintedNumber, target: Target, known: Mapping[str, float], names: Sequence[str]
) -> tuple[str, ...]:
    """The one of these earlier values from which alone a number follows, or all of them."""
    for name in reversed(names):
        values = expected_values(target, {name: known[name]})
        if any(target.rule(number, each).fits for each in values):
            return (name,)
    return tuple(names)


# --- mistakes -----------------------------------------------------------------------------------


def _mismatch(
    number: PrintedNumber,
    target: Target,
    own: Mapping[str, PrintedNumber],
    mistake: Mistake | None,
) -> Comparison:
    """A wrong value, with the known mistake or the slip of writing that explains it."""
    known = {name: float(each) for name, each in own.items()}
    for expected in (target.reference, *expected_values(target, known)):
        mistake = mistake or slip(number, expected, target.rule)
    doubtful = mistake is not None and mistake.code != "too_coarse" and is_coarse(number)
    remarks = (POSSIBLY,) if doubtful else ()
    witness = f"printed {number.text.strip(' $*')}, expected {target.reference:.6g}"
    return Comparison(False, "number", mistake=mistake, witness=witness, remarks=remarks)


def _made_mistake(number: PrintedNumber, target: Target, earlier: Earlier) -> Mistake | None:
    """The known mistake that comes nearest, from right earlier values or the student's own."""
    exact = {name: target.worksheet.reference(name) for name in earlier}
    own = {name: float(each) for name, each in earlier.items() if each is not None}
    for known in (exact, {**exact, **own}):
        made = [(value_with_mistake(target, known, each), each) for each in target.mistakes]
        fitting = [
            (abs(value - float(number)), each.mistake)
            for value, each in made
            if value is not None and target.rule(number, value).fits
        ]
        if fitting:
            return min(fitting, key=lambda each: each[0])[1]
    return None


def _is_made_before(mistake: Mistake, target: Target, own: Mapping[str, PrintedNumber]) -> bool:
    """Whether a known mistake has led to an earlier value, which has been charged for it."""
    sheet = target.worksheet
    made = [each.changes for each in target.mistakes if each.mistake == mistake]
    wrong = [name for name in own if not _is_right(own[name], sheet, name)]
    return any(
        by_digits(own[name], sheet.value(name, changed=changes)).fits
        for name in wrong
        for changes in made
    )
