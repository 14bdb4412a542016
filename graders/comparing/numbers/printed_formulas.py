"""The formula that a student printed before a number, judged apart from the number.

A formula of names alone is evaluated at random values of everything that is given, and must agree
with the quantity at each. A formula in which numbers are filled in is evaluated where it stands:
at the given values, and at the student's own.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import isclose
from string import ascii_letters, digits

from graders.comparing.numbers.evaluate import bare_number, evaluate, literals, symbols
from graders.comparing.numbers.targets import Target, expected_values, value_with_mistake
from graders.comparing.numbers.worksheet import Worksheet
from graders.expression import Expression, Symbol, substitute
from graders.model import Mistake, PrintedNumber, Step

Values = Mapping[str, float]

APART = "it stands apart from the number"
OTHER_NAMES = "in names that stand for something else"
ONLY_HERE = "right at this point, but not at others"
_WORLDS = 3  # random sets of given values at which a formula is judged
_SAME = 1e-9  # relative: two formulas agree
_HERE = 1e-6  # relative: a formula of names comes to the value
_ROUNDED = 0.01  # relative: a formula with rounded numbers comes to the value


@dataclass(frozen=True)
class FormulaFinding:
    """Whether the printed formula is the right one; None if that cannot be told.

    `read` is false where there is a formula, and none that can be read.
    """

    right: bool | None
    words: str = ""
    remarks: tuple[str, ...] = ()
    mistake: Mistake | None = None
    read: bool = True


def judge_formula(
    steps: Sequence[Step],
    target: Target,
    number: PrintedNumber | None,
    earlier: Sequence[str],
    own: Mapping[str, PrintedNumber],
) -> FormulaFinding:
    """What is to be said of the steps before a number.

    Args:
        steps: the members of the chain between name and number.
        target: the quantity that they should come to.
        number: the number that was printed in the end.
        earlier: the quantities that were asked for before.
        own: the student's numbers for them.
    """
    if target.formula_elsewhere is not False:
        return FormulaFinding(target.formula_elsewhere, APART)
    read = [
        _in_names_of_the_sheet(step.expression, target)
        for step in steps
        if step.expression is not None and target.quantity not in symbols(step.expression)
    ]
    known = {name: float(each) for name, each in own.items()}
    foreign = [each for each in read if symbols(each) - target.worksheet.names.keys()]
    general = [each for each in read if symbols(each) and each not in foreign]
    arithmetic = [each for each in read if bare_number(each) is None]
    here = {id(each) for each in arithmetic if _comes_to_it(each, target, number, known)}
    for expression in general:
        if id(expression) in here or _agrees_everywhere(expression, target):
            continue
        if literals(expression) and _comes_to(expression, target, number, known):
            return FormulaFinding(False, "not right")
        return _not_the_formula(expression, target, earlier)
    if target.asks_formula and general and not _holds_elsewhere(general, target):
        return FormulaFinding(None, ONLY_HERE)
    if general or here:
        return FormulaFinding(True, "right")
    if foreign:
        return FormulaFinding(None, OTHER_NAMES)
    unread = [step for step in steps if step.expression is None]
    if unread:
        words = f"not read: {unread[0].problem}"
        return FormulaFinding(None, words, (f"the printed formula was {words}",), read=False)
    return FormulaFinding(False)


def is_of_something_else(steps: Sequence[Step], target: Target) -> bool:
    """Whether a member of the chain is made of the quantity itself, and is something else.

    In `-h_1 = 0.98` and in `h_1 + h_2 = 0.98` the number is not that of `h_1`.
    """
    own = (step.expression for step in steps if step.expression is not None)
    values = (
        (_value(each, _everything(target.worksheet)), _ROUNDED if literals(each) else _HERE)
        for each in own
        if target.quantity in symbols(each)
    )
    return any(
        value is not None and not isclose(value, target.reference, rel_tol=tolerance)
        for value, tolerance in values
    )


def _not_the_formula(
    expression: Expression, target: Target, earlier: Sequence[str]
) -> FormulaFinding:
    named = _made_mistake(expression, target, earlier)
    words = f"not the formula of this quantity{f': {named.words}' if named else ''}"
    return FormulaFinding(False, words, (f"the printed formula is {words}",), named)


def _in_names_of_the_sheet(expression: Expression, target: Target) -> Expression:
    """A formula, in declared names where a letter of the student's own makes it the right one."""
    sheet, used = target.worksheet.names, symbols(expression)
    own = sorted(used - sheet.keys())
    families = {name.rstrip(digits) for name in sheet} if own else ()
    for letter in sorted(families):
        names = {each: letter + each.lstrip(ascii_letters) for each in own}
        if used.isdisjoint(names.values()) and all(each in sheet for each in names.values()):
            renamed = substitute(expression, {own: Symbol(each) for own, each in names.items()})
            if _agrees_everywhere(renamed, target):
                return renamed
    return expression


# --- everywhere: at random values ---------------------------------------------------------------


@cache
def _worlds(worksheet: Worksheet) -> tuple[Values, ...]:
    """All quantities at random values of what is given: the same values in every run."""
    draws = [random.Random(seed) for seed in range(_WORLDS)]
    return tuple(
        worksheet.everything({name: draw.uniform(0.1, 1.5) for name in worksheet.given})
        for draw in draws
    )


def _holds_elsewhere(formulas: Sequence[Expression], target: Target) -> bool:
    """Whether one of these formulas is the right one wherever it is evaluated."""
    return any(_agrees_everywhere(each, target) for each in formulas)


def _agrees_everywhere(expression: Expression, target: Target) -> bool:
    return all(
        _equals(expression, world, world[target.quantity]) for world in _worlds(target.worksheet)
    )


def _made_mistake(expression: Expression, target: Target, earlier: Sequence[str]) -> Mistake | None:
    """The known mistake that turns the right formula into this one."""
    pinned = (*target.worksheet.given, *earlier)
    for each in target.mistakes:
        worlds = _worlds(target.worksheet)
        values = [
            value_with_mistake(target, {name: world[name] for name in pinned}, each)
            for world in worlds
        ]
        if all(
            value is not None and _equals(expression, world, value)
            for world, value in zip(worlds, values, strict=True)
        ):
            return each.mistake
    return None


def _equals(expression: Expression, values: Values, expected: float) -> bool:
    value = _value(expression, values)
    return value is not None and isclose(value, expected, rel_tol=_SAME, abs_tol=1e-12)


# --- here: at the given values, or at the student's own -----------------------------------------


def _comes_to_it(
    expression: Expression, target: Target, number: PrintedNumber | None, known: Values
) -> bool:
    """Whether a formula comes to the right value, and not to a wrong number that was printed."""
    wrong = number is not None and not target.rule(number, target.reference).fits
    for value, expected in _values_here(expression, target, known):
        if number is not None and wrong and target.rule(number, value).fits:
            return False  # the formula gives the wrong number: arithmetic is not to blame
        scale = expected if target.scale is None else target.scale
        tolerance = _ROUNDED if literals(expression) else _HERE
        if abs(value - expected) <= tolerance * abs(scale):
            return True
    return False


def _comes_to(
    expression: Expression, target: Target, number: PrintedNumber | None, known: Values
) -> bool:
    """Whether a formula comes to the number that was printed, right or wrong."""
    return number is not None and any(
        target.rule(number, value).fits for value, _ in _values_here(expression, target, known)
    )


def _values_here(
    expression: Expression, target: Target, known: Values
) -> Iterator[tuple[float, float]]:
    """What a formula comes to and should come to: from right values, then from the student's."""
    exact = _everything(target.worksheet)
    for names, expected in (
        (exact, (target.reference,)),
        ({**exact, **known}, expected_values(target, known)),
    ):
        value = _value(expression, names)
        if value is not None:
            yield from ((value, each) for each in expected)


@cache
def _everything(worksheet: Worksheet) -> Values:
    return worksheet.everything(worksheet.given)


def _value(expression: Expression, values: Values) -> float | None:
    try:
        return evaluate(expression, values)
    except (ArithmeticError, KeyError):
        return None
