"""A student's value of one quantity of a worksheet, held against the reference.

In this order: the reference itself; what follows from the student's own earlier values; the known
mistakes, each found by making it; slips of writing. The printed formula is judged apart from the
number, at random values of everything that is given.
"""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from math import isclose, isfinite

from graders.comparing.evaluate import evaluate
from graders.comparing.numbers import Rule, by_digits, is_coarse, slip, within
from graders.comparing.worksheet import Change, Worksheet
from graders.expression import Call, Expression, Number, Symbol
from graders.model import Comparison, Mistake, PrintedNumber, Step, Value

CARRIED = 0.02  # relative tolerance for what follows from a wrong earlier value
HALF = Fraction(1, 2)
FORMULA_RIGHT = "the formula is right, the number is not: check the arithmetic"
POSSIBLY = "few digits are printed, so this is only possible"
_WORLDS = 3  # random sets of given values at which a formula is judged
_SAME = 1e-9  # relative: two formulas agree
_ARITHMETIC = 0.01  # relative: a step in rounded numbers is the right one


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
    """

    worksheet: Worksheet
    quantity: str
    rule: Rule = by_digits
    mistakes: Sequence[KnownMistake] = ()
    scale: float | None = None
    carried: float = CARRIED

    @property
    def reference(self) -> float:
        return self.worksheet.reference(self.quantity)


Earlier = Mapping[str, PrintedNumber | None]


def compare_quantity(value: Value, target: Target, earlier: Earlier) -> Comparison:
    """A student's value held against a quantity of a worksheet.

    Args:
        value: the number and the steps before it.
        target: the quantity.
        earlier: the quantities that were asked for before and that this one follows, each with
            the student's own number, or None where there is none.
    """
    formula = judge_formula(value.steps, target, earlier)
    own = {name: number for name, number in earlier.items() if number is not None}
    number = value.number or _computed(value.steps)
    if number is None:
        note = f"the formula is {formula.words}" if value.steps else ""
        return Comparison(None, "number", note=f"no number is printed; {note}".rstrip("; "))
    fit = target.rule(number, target.reference)
    if fit.fits:
        return Comparison(True, "number", remarks=fit.remarks + formula.remarks)
    followed = _follow_through(number, target, own)
    if followed is not None:
        return replace(followed, remarks=followed.remarks + formula.remarks)
    wrong = _mismatch(number, target, earlier, fit.mistake)
    if formula.mistake is not None and formula.mistake == wrong.mistake:
        return replace(wrong, remarks=())  # number and formula agree on what is wrong
    if formula.right:
        return replace(wrong, credit=HALF, remarks=(*wrong.remarks, FORMULA_RIGHT))
    if formula.right is None and value.steps:
        note = f"the value is wrong; its formula could not be judged: {formula.words}"
        return replace(wrong, equal=None, note=note)
    return replace(wrong, remarks=wrong.remarks + formula.remarks)


def _computed(steps: Sequence[Step]) -> PrintedNumber | None:
    """The value of a last step that is arithmetic alone, such as `9*3*64 + 64`."""
    if not steps or steps[-1].expression is None or _symbols(steps[-1].expression):
        return None
    try:
        value = evaluate(steps[-1].expression, {})
    except ArithmeticError:
        return None
    return PrintedNumber(steps[-1].text, Fraction(value), Fraction(0)) if isfinite(value) else None


# --- what follows from earlier values ---------------------------------------------------------


def _follow_through(
    number: PrintedNumber, target: Target, own: Mapping[str, PrintedNumber]
) -> Comparison | None:
    """The comparison with what the student's own earlier values give, if it fits."""
    values = {name: float(each) for name, each in own.items()}
    wrong = [name for name in own if not _is_right(own[name], target.worksheet, name)]
    for known in _own_values(values, wrong):
        charged = tuple(name for name in wrong if name in known)
        for expected in _expected(target, known):
            if not _fits(number, expected, target, slack=bool(charged)):
                continue
            sources = _sources(target, known, charged, expected)
            if not isfinite(expected) or expected == 0:
                return Comparison(
                    None, "follow-through", note="an earlier answer makes this one trivial"
                )
            return Comparison(True, "follow-through", follows_from=sources or tuple(known))
    return None


def _own_values(values: Mapping[str, float], wrong: Sequence[str]) -> Iterator[Mapping[str, float]]:
    """The sets of earlier values that a student may have gone on from; likelier ones first."""
    if values:
        yield values
    if wrong and len(wrong) < len(values):
        yield {name: values[name] for name in wrong}
    if len(wrong) > 1:
        yield from ({name: values[name]} for name in wrong)


def _expected(target: Target, known: Mapping[str, float]) -> Iterator[float]:
    try:
        yield from target.worksheet.values(target.quantity, known=known)
    except ArithmeticError:
        return


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
            isclose(other, expected, rel_tol=_SAME) for other in _expected(target, others)
        )

    return tuple(name for name in charged if matters(name)) or tuple(charged)


# --- mistakes -----------------------------------------------------------------------------------


def _mismatch(
    number: PrintedNumber, target: Target, earlier: Earlier, found: Mistake | None
) -> Comparison:
    """A wrong value, with the known mistake or the slip that explains it."""
    exact = {name: target.worksheet.reference(name) for name in earlier}
    own = {name: float(each) for name, each in earlier.items() if each is not None}
    settings = [exact, {**exact, **own}]
    mistake = found
    for known in settings if mistake is None else ():
        mistake = _made_mistake(number, target, known)
        if mistake is not None:
            break
    if mistake is None:
        mistake = slip(number, target.reference, target.rule)
    coarse = is_coarse(number, target.reference) and target.scale is None
    remarks = (POSSIBLY,) if mistake is not None and coarse else ()
    witness = f"printed {number.text}, expected {target.reference:.6g}"
    return Comparison(False, "number", mistake=mistake, witness=witness, remarks=remarks)


def _made_mistake(
    number: PrintedNumber, target: Target, known: Mapping[str, float]
) -> Mistake | None:
    for each in target.mistakes:
        value = _with_mistake(target, known, each)
        if value is not None and target.rule(number, value).fits:
            return each.mistake
    return None


def _with_mistake(
    target: Target, known: Mapping[str, float], mistake: KnownMistake
) -> float | None:
    """What the quantity becomes when the mistake is made at this step and nowhere before."""
    try:
        value = target.worksheet.value(target.quantity, known=known, changed=mistake.changes)
    except (ArithmeticError, ValueError):
        return None
    plain = target.worksheet.value(target.quantity, known=known)
    return None if isclose(value, plain, rel_tol=1e-6) else value


# --- formulas -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FormulaFinding:
    """Whether the printed formula is the right one; None if there is none or it is not read."""

    right: bool | None
    words: str = ""
    remarks: tuple[str, ...] = ()
    mistake: Mistake | None = None


def judge_formula(
    steps: Sequence[Step], target: Target, earlier: Iterable[str] = ()
) -> FormulaFinding:
    """The symbolic steps, each evaluated at random values of everything given.

    Arithmetic in numbers counts as the right formula when it comes to the right value.
    """
    unread = [step for step in steps if step.expression is None]
    read = [step.expression for step in steps if step.expression is not None]
    symbolic = [expression for expression in read if _symbols(expression)]
    worlds = _worlds(target.worksheet)
    for expression in symbolic:
        if not all(_agrees(expression, world, target) for world in worlds):
            named = _formula_mistake(expression, target, worlds, tuple(earlier))
            words = f"not the formula of this quantity{f': {named.words}' if named else ''}"
            return FormulaFinding(False, words, (f"the printed formula is {words}",), named)
    if symbolic:
        return FormulaFinding(True, "right")
    if any(_comes_to(expression, target.reference) for expression in read):
        return FormulaFinding(True, "right")
    if unread:
        words = f"not read: {unread[0].problem}"
        return FormulaFinding(None, words, (f"the printed formula was {words}",))
    return FormulaFinding(False if read or not steps else None)


@cache
def _worlds(worksheet: Worksheet) -> tuple[Mapping[str, float], ...]:
    """All quantities at random values of what is given: the same values in every run."""
    draws = [random.Random(seed) for seed in range(_WORLDS)]
    return tuple(
        worksheet.everything({name: draw.uniform(0.1, 1.5) for name in worksheet.given})
        for draw in draws
    )


def _agrees(expression: Expression, world: Mapping[str, float], target: Target) -> bool:
    return _equals(expression, world, world[target.quantity])


def _equals(expression: Expression, world: Mapping[str, float], expected: float) -> bool:
    try:
        value = evaluate(expression, world)
    except (ArithmeticError, KeyError):
        return False
    return isclose(value, expected, rel_tol=_SAME, abs_tol=1e-12)


def _formula_mistake(
    expression: Expression,
    target: Target,
    worlds: Sequence[Mapping[str, float]],
    earlier: Sequence[str],
) -> Mistake | None:
    """The known mistake that turns the right formula into this one."""
    given = tuple(target.worksheet.given)
    for each in target.mistakes:
        values = [
            _with_mistake(target, {name: world[name] for name in (*given, *earlier)}, each)
            for world in worlds
        ]
        if all(
            value is not None and _equals(expression, world, value)
            for world, value in zip(worlds, values, strict=True)
        ):
            return each.mistake
    return None


def _comes_to(expression: Expression, reference: float) -> bool:
    try:
        value = evaluate(expression, {})
    except (ArithmeticError, KeyError):
        return False
    return isclose(value, reference, rel_tol=_ARITHMETIC)


def _symbols(expression: Expression) -> frozenset[str]:
    match expression:
        case Number():
            return frozenset()
        case Symbol(name):
            return frozenset() if name in ("e", "pi") else frozenset({name})
        case Call(_, arguments):
            return frozenset().union(*(_symbols(each) for each in arguments))
