"""A student's value of one quantity of a worksheet, held against the reference.

In this order: the reference itself; what follows by its digits from the student's own earlier
values; the known mistakes, each found by making it, but for those that an earlier value shows; what
follows within a tolerance; slips of writing. The printed formula is judged apart from the number.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import isfinite

from graders.comparing.numbers.digits import TOO_COARSE, by_digits, is_coarse, slip
from graders.comparing.numbers.doubts import another_number, doubt_about
from graders.comparing.numbers.evaluate import evaluate, symbols
from graders.comparing.numbers.following import follow_through
from graders.comparing.numbers.made_mistakes import is_made_before, made_mistake
from graders.comparing.numbers.printed_formulas import (
    FormulaFinding,
    is_of_something_else,
    judge_formula,
)
from graders.comparing.numbers.targets import Earlier, Target, expected_values
from graders.model import Comparison, Mistake, PrintedNumber, Step, Value

HALF = Fraction(1, 2)
_LOST_EXPONENT = re.compile(r"(?:times|cdot|[*x×·])\s*10\s*-\s*\d")  # 7.65 \times 10-2
FORMULA_RIGHT = "the formula is right, the number is not: check the arithmetic"
ONLY_NUMBER_RIGHT = "the number is right, but not the formula printed with it"
ONLY_CUT_SHORT = "the formula is right"
ANOTHER = "a right number is said to be equal to another one: {}"
OF_SOMETHING_ELSE = "the number is that of something made of the quantity, not of the quantity"
POSSIBLY = "few digits are printed, so this is only possible"


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
        return _open(f"no number is printed; {note}".rstrip("; "))
    if target.rule(number, target.reference).fits:
        return _right(value, number, target, formula)
    return _wrong(value, number, target, formula, earlier)


def is_told_by(number: PrintedNumber, target: Target, earlier: Earlier) -> bool:
    """Whether a number is right for a target, or follows by its digits from earlier values."""
    own = {name: each for name, each in earlier.items() if each is not None}
    is_right = target.rule(number, target.reference).fits
    return is_right or follow_through(number, target, own, slack=False) is not None


def _right(
    value: Value, number: PrintedNumber, target: Target, formula: FormulaFinding
) -> Comparison:
    """A number that is right for a target, unless something beside it says otherwise."""
    if number.unit >= abs(target.reference) > 0 and target.rule is by_digits:
        return _open("the digits show nothing of the value but its size")
    if is_of_something_else(value.steps, target):
        return _open(OF_SOMETHING_ELSE)
    if other := another_number(value.steps, target):
        return _open(ANOTHER.format(other))
    remarks = target.rule(number, target.reference).remarks
    return _with_formula_beside(Comparison(True, "number", remarks=remarks), formula)


def _wrong(
    value: Value,
    number: PrintedNumber,
    target: Target,
    formula: FormulaFinding,
    earlier: Earlier,
) -> Comparison:
    """A number that is not right for a target: doubted, coarse, carried forward, or a mistake."""
    if doubt := doubt_about(value, target):
        return _open(doubt)
    if not number.value and abs(target.reference) <= number.unit:
        return _open("a zero shows no digit of the value")
    mistake = target.rule(number, target.reference).mistake
    shown = formula.right and not is_coarse(number)
    if mistake is TOO_COARSE and (shown or not value.steps):
        note = f"{TOO_COARSE.words}; {ONLY_CUT_SHORT}" if shown else TOO_COARSE.words
        return replace(_open(note), credit=HALF if shown else Fraction(0))
    own = {name: each for name, each in earlier.items() if each is not None}
    followed = follow_through(number, target, own, slack=False)
    if followed is None and not (mistake and formula.right):
        mistake = made_mistake(number, target, earlier) or mistake
    is_rounded = mistake is not None and mistake.code == TOO_COARSE.code
    is_charged = mistake is None or is_made_before(mistake, target, own)
    if followed is None and (is_charged or is_rounded or is_coarse(number)):
        followed = follow_through(number, target, own, slack=True)
    if followed is not None:
        return replace(followed, remarks=followed.remarks + formula.remarks)
    wrong = _mismatch(number, target, own, mistake)
    named = mistake in [each.mistake for each in target.mistakes] and not wrong.remarks
    if named and target.formula_elsewhere:
        formula = replace(formula, right=None)  # more than the arithmetic is wrong
    elif named and formula.read:
        formula = replace(formula, right=formula.right or False)  # it gives the mistake's value
    return _with_formula(wrong, formula, value)


def _open(note: str) -> Comparison:
    return Comparison(None, "number", note=note)


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
