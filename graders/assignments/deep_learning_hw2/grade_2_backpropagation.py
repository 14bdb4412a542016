"""Question 2: backpropagation by hand, every value from the student's own earlier ones."""

from collections.abc import Mapping
from functools import cache
from math import floor, log10

import pytest

from graders.comparing.numbers.digits import by_decimals, by_digits
from graders.comparing.numbers.targets import KnownMistake, Target
from graders.comparing.numbers.worksheet import Change, Worksheet
from graders.grading.fixtures.types import AnswerTo, Settle, SettleValue
from graders.model import Comparison, Mistake, Question
from graders.reading.quantities.numbers.in_text import numbers_in
from graders.reading.quantities.numbers.printed import read_number
from graders.reading.quantities.numbers.touching import is_touched
from solutions import backpropagation

Mistakes = tuple[KnownMistake, ...]

SHEET = Worksheet(backpropagation.GIVEN, backpropagation.FORMULAS, backpropagation.ALTERNATIVES)
SECOND_LAYER = ("w7", "w8", "w9", "w10")


def made(code: str, words: str, **changes: Change) -> KnownMistake:
    """A mistake and the changes to the worksheet that make it."""
    return KnownMistake(Mistake(code, words), changes)


# --- the forward pass ---------------------------------------------------------------------------

WEIGHTED_SUMS: Mapping[str, Change] = {
    "h1": lambda x1, w1, x2, w3, x3, w5, b1: x1 * w1 + x2 * w3 + x3 * w5 + b1,
    "h2": lambda x1, w2, x2, w4, x3, w6, b1: x1 * w2 + x2 * w4 + x3 * w6 + b1,
    "o1": lambda h1, w7, h2, w9, b2: h1 * w7 + h2 * w9 + b2,
    "o2": lambda h1, w8, h2, w10, b2: h1 * w8 + h2 * w10 + b2,
}
SWAPPED_WEIGHTS: Mapping[str, KnownMistake] = {
    "h1": made(
        "swapped", "the weights of the other hidden unit are used", w1="w2", w3="w4", w5="w6"
    ),
    "h2": made(
        "swapped", "the weights of the other hidden unit are used", w2="w1", w4="w3", w6="w5"
    ),
    "o1": made("swapped", "w8 and w9 are swapped", w9="w8"),
    "o2": made("swapped", "w8 and w9 are swapped", w8="w9"),
}


@cache
def forward_mistakes(unit: str) -> Mistakes:
    return (
        made("wrong_function", "the sigmoid is left out", **{unit: WEIGHTED_SUMS[unit]}),
        SWAPPED_WEIGHTS[unit],
        made("missing_term", "the bias is left out", b1=0.0, b2=0.0),
    )


@pytest.mark.question("2.1.h1", "2.1.h2", "2.1.o1", "2.1.o2", points=2, kind="numeric")
def grade_forward_value(quantity: str, settle_value: SettleValue) -> None:
    """A value of the forward pass; three significant digits are enough."""
    settle_value(Target(SHEET, quantity, mistakes=forward_mistakes(quantity)))


LOSS_MISTAKES: Mistakes = (
    made("factor", "the sum is not halved", MSE=lambda unchanged: 2 * unchanged),
    made("wrong_exponent", "a root is taken", MSE=lambda unchanged: unchanged**0.5),
)


@pytest.mark.question("2.1.mse", points=2, kind="numeric")
def grade_loss(quantity: str, settle_value: SettleValue) -> None:
    """The mean squared error of the two outputs; three significant digits are enough."""
    settle_value(Target(SHEET, quantity, mistakes=LOSS_MISTAKES))


# --- gradients ----------------------------------------------------------------------------------


@cache
def scaled(quantity: str) -> Mistakes:
    """Mistakes that any gradient can suffer."""
    return (
        made(
            "factor", "there is a factor 2 too many", **{quantity: lambda unchanged: 2 * unchanged}
        ),
        made(
            "factor",
            "there is a factor 1/2 too many",
            **{quantity: lambda unchanged: unchanged / 2},
        ),
    )


SLOPE_MISSING = made(
    "wrong_function", "the derivative of the sigmoid is left out", slope_o1=1.0, slope_o2=1.0
)
SECOND_LAYER_MISTAKES: Mistakes = (
    SLOPE_MISSING,
    made("swapped", "h1 and h2 are swapped", h1="h2", h2="h1"),
)


@pytest.mark.question("2.2.do1", "2.2.do2", points=1, kind="numeric")
@pytest.mark.question("2.2.w7", "2.2.w8", "2.2.w9", "2.2.w10", points=1, kind="numeric")
def grade_gradient_of_second_layer(quantity: str, settle_value: SettleValue) -> None:
    """The gradient of the loss by an output, or by a weight that leads to it."""
    settle_value(Target(SHEET, quantity, mistakes=SECOND_LAYER_MISTAKES + scaled(quantity)))


@cache
def wrong_weights(quantity: str) -> Mistakes:
    """Another weight of the second layer in the derivative of an output by a hidden unit."""
    right = {"do1_dh1": "w7", "do1_dh2": "w9", "do2_dh1": "w8", "do2_dh2": "w10"}[quantity]
    return tuple(
        made("swapped", "another weight is used", **{right: other})
        for other in SECOND_LAYER
        if other != right
    )


@pytest.mark.question(
    "2.2.do1_dh1", "2.2.do1_dh2", "2.2.do2_dh1", "2.2.do2_dh2", points=0.5, kind="numeric"
)
def grade_output_by_hidden(quantity: str, settle_value: SettleValue) -> None:
    """The derivative of an output, after its sigmoid, by a hidden unit."""
    mistakes = (SLOPE_MISSING, *wrong_weights(quantity), *scaled(quantity))
    settle_value(Target(SHEET, quantity, mistakes=mistakes))


def one_digit(number: float) -> float:
    """The number rounded to its first digit."""
    return round(number, -floor(log10(abs(number)))) if number else 0.0


@cache
def hidden_mistakes(weight: str) -> Mistakes:
    """Mistakes in the gradient by a weight of the first layer."""
    unit = "1" if weight in ("w1", "w3", "w5") else "2"
    by_o1, by_o2, slope = f"do1_dh{unit}", f"do2_dh{unit}", f"slope_h{unit}"
    return (
        made("missing_term", "only the path through o1 is counted", **{by_o2: 0.0}),
        made("missing_term", "only the path through o2 is counted", **{by_o1: 0.0}),
        made("swapped", "the path through o1 is counted twice",
             **{"dMSE_do2": "dMSE_do1", by_o2: by_o1}),
        made("swapped", "the path through o2 is counted twice",
             **{"dMSE_do1": "dMSE_do2", by_o1: by_o2}),
        made("factor", "the input x is left out", **{f"dh{unit}_d{weight}": slope}),
        made("factor", "the derivative of an output's sigmoid is applied twice", **{
            by_o1: lambda unchanged, slope_o1: unchanged * slope_o1,
            by_o2: lambda unchanged, slope_o2: unchanged * slope_o2,
        }),
        made("too_coarse", "h(1 - h) is rounded to one digit", **{
            slope: lambda unchanged: one_digit(unchanged)
        }),
        made("wrong_function", "the derivative of the hidden sigmoid is left out", **{slope: 1.0}),
    )  # fmt: skip


@pytest.mark.question(
    "2.2.w1", "2.2.w2", "2.2.w3", "2.2.w4", "2.2.w5", "2.2.w6", points=1.5, kind="numeric"
)
def grade_gradient_of_first_layer(quantity: str, settle_value: SettleValue) -> None:
    """The gradient of the loss by a weight of the first layer: one path through each output."""
    mistakes = hidden_mistakes(quantity.removeprefix("dMSE_d")) + scaled(quantity)
    settle_value(Target(SHEET, quantity, mistakes=mistakes))


BIAS_MISTAKES: Mapping[str, Mistakes] = {
    "dMSE_db2": (
        made("missing_term", "only the path through o2 is counted; b2 feeds both", do1_db2=0.0),
        made("missing_term", "only the path through o1 is counted; b2 feeds both", do2_db2=0.0),
        SLOPE_MISSING,
    ),
    "dMSE_db1": (
        made("missing_term", "only the paths through h1 are counted; b1 feeds both", dh2_db1=0.0),
        made("missing_term", "only the paths through h2 are counted; b1 feeds both", dh1_db1=0.0),
    ),
}


TWO_BIASES = Mistake("missing_term", "one bias for each unit is assumed; there is one for both")


def are_two_biases(text: str, quantity: str) -> bool:
    """Whether an answer gives two numbers, the shares of the two units, and does not add them."""
    printed = numbers_in(text)
    if any(is_touched(text, at, at + len(each)) for at, each in printed):
        return False
    found = [number for _, each in printed if (number := read_number(each)) is not None]
    shares = [SHEET.value(quantity, changed=each.changes) for each in BIAS_MISTAKES[quantity][:2]]
    return len(found) == 2 and all(
        any(by_digits(number, share).fits for number in found) for share in shares
    )


@pytest.mark.question("2.2.b1", "2.2.b2", points=1.5, kind="numeric")
def grade_gradient_by_bias(
    question: Question,
    quantity: str,
    answer_to: AnswerTo,
    settle: Settle,
    settle_value: SettleValue,
) -> None:
    """The gradient of the loss by a bias that two units share."""
    answer = answer_to(question.id)
    if answer is not None and are_two_biases(answer.text, quantity):
        settle(Comparison(False, "number", TWO_BIASES))
    settle_value(Target(SHEET, quantity, mistakes=BIAS_MISTAKES[quantity] + scaled(quantity)))


# --- one step of gradient descent ---------------------------------------------------------------

UPDATE_MISTAKES: Mistakes = (
    made("sign", "the step is added instead of subtracted",
         learning_rate=lambda unchanged: -unchanged),
    made("factor", "the learning rate is ten times too large",
         learning_rate=lambda unchanged: 10 * unchanged),
)  # fmt: skip


@pytest.mark.question(*(f"2.3.w{number}" for number in range(1, 11)), points=0.5, kind="numeric")
@pytest.mark.question("2.3.b1", "2.3.b2", points=0.5, kind="numeric")
def grade_update(quantity: str, settle_value: SettleValue) -> None:
    """A parameter after one step with learning rate 0.01, to four decimals or more."""
    parameter = quantity.removesuffix("_new")
    step = SHEET.value(quantity) - SHEET.value(parameter)
    rule = by_decimals(step)
    settle_value(Target(SHEET, quantity, rule=rule, mistakes=UPDATE_MISTAKES, scale=step))
