from collections.abc import Callable
from fractions import Fraction
from math import isclose
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graders.comparing.numbers.evaluate import evaluate
from graders.declaring.assignment import load_assignment
from graders.errors import Unreadable
from graders.expression import Call, Expression, Number, Symbol, to_text
from graders.reading.finding.sheet import vocabulary_of
from graders.reading.quantities.formula import MAX_DEPTH, MAX_LENGTH, MAX_TOKENS, read_formula

SHEET = vocabulary_of(load_assignment("deep_learning_hw2"))
WORLD = {
    **{"h1": 0.6, "h2": 0.8, "o1": 0.7, "o2": 0.3, "t1": 0.2, "w1": 0.1, "w7": 0.7, "w9": 0.9},
    **{"dMSE_dw9": 0.07, "do1_dh1": 0.4, "learning_rate": 0.01},
}


@pytest.mark.cases("formula", "formulas")
def test_a_formula_means_this_expression(case: dict[str, Any]) -> None:
    expression = read_formula(case["text"], SHEET)
    assert to_text(expression) == case.get("means", to_text(expression))
    if "value" in case:
        assert isclose(evaluate(expression, WORLD), float(case["value"]), rel_tol=1e-12)


@pytest.mark.cases("formula", "refusals")
def test_what_cannot_be_read_is_refused_with_the_place(case: dict[str, Any]) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_formula(case["text"], SHEET)
    assert case["says"] in refusal.value.feedback


BEYOND = {
    "characters": "h_1" + " " * MAX_LENGTH,
    "signs": "h_1+" * MAX_TOKENS + "h_1",
    "signs in front": "+ h_1 " * MAX_TOKENS,
    "brackets": "(" * 2 * MAX_DEPTH + "1" + ")" * 2 * MAX_DEPTH,
    "open brackets": "((" * 2000,
    "braces": "{" * 1000,
    "bars": "|" * 1000,
    "roots": r"\sqrt" * 1000 + "2",
    "fractions": r"\frac" * 1000,
    "powers": "2^" * 1000 + "2",
}


@pytest.mark.parametrize(
    "kind",
    [pytest.param(kind) for kind in BEYOND],
)
def test_formulas_beyond_the_limits_are_refused(kind: str) -> None:
    with pytest.raises(Unreadable):
        read_formula(BEYOND[kind], SHEET)


def test_a_long_sum_is_not_deep() -> None:
    expression = read_formula(" + ".join(["h_1"] * 1000), SHEET)
    assert isclose(evaluate(expression, WORLD), 600)


def test_without_a_vocabulary_every_name_is_declared() -> None:
    assert to_text(read_formula("y_3 + k")) == "y3 + k"


def test_an_expression_knows_where_it_was_read() -> None:
    text = r"h_1 + \frac{h_2}{o_1}"
    expression = read_formula(text, SHEET)
    assert isinstance(expression, Call)
    right = expression.arguments[1]
    assert text[slice(*expression.span)] == text
    assert text[slice(*right.span)] == r"\frac{h_2}{o_1}"


# --- a random expression, printed in a random notation, is read back ---------------------------

SPELLINGS = {
    "h1": ["h_1", "h_{1}", "h₁", r"\mathrm{h}_1"],
    "w9": ["w_9", "w_{9}", "w₉", r"\mathbf{w}_{9}"],
    "dMSE_dw9": [r"\frac{dMSE}{dw_9}", r"\frac{\partial L}{\partial w_{9}}", r"\nabla_{w_9} L"],
    "do1_dh1": [r"\frac{do_1}{dh_1}", r"\dfrac{\partial o_1}{\partial h_1}"],
    "learning_rate": [r"\eta ", r"\alpha ", "η"],
}
FUNCTIONS = {
    "sigmoid": [r"\sigma", r"\text{sigmoid}", "σ", r"\operatorname{sigmoid}"],
    "exp": [r"\exp", "exp"],
    "tanh": [r"\tanh"],
}
NUMBERS = ["2", "0.5", "1.25", "3e-1", r"\frac{1}{2}", "10"]


@st.composite
def printed(draw: Callable[..., Any], depth: int = 4) -> tuple[Expression, str]:
    """An expression and a text that means it; every text may stand as an operand."""
    if depth == 0 or draw(st.booleans()):
        return draw(printed_leaf())
    parts = printed(depth - 1)
    kind = draw(st.sampled_from(["+", "-", "*", "/", "^", "minus", "function"]))
    left, left_text = draw(parts)
    if kind == "minus":
        return Call("-", (left,)), bracketed(draw, f"-{left_text}")
    if kind == "function":
        name = draw(st.sampled_from(sorted(FUNCTIONS)))
        spelling = draw(st.sampled_from(FUNCTIONS[name]))
        return Call(name, (left,)), spelling + bracketed(draw, left_text)
    if kind == "^":
        power = draw(st.integers(0, 3))
        form = draw(st.sampled_from(["^{%d}", "^%d", "^{ %d }"]))
        text = bracketed(draw, left_text) + form % power
        return Call("^", (left, Number(Fraction(power)))), bracketed(draw, text)
    right, right_text = draw(parts)
    if kind == "/" and draw(st.booleans()):
        fraction = draw(st.sampled_from([r"\frac", r"\dfrac", r"\tfrac"]))
        return Call("/", (left, right)), f"{fraction}{{{left_text}}}{{{right_text}}}"
    signs = {"*": [r" \cdot ", r" \times ", "*", "·", "×"], "-": ["-", " - ", " − "]}
    sign = draw(st.sampled_from(signs.get(kind, [kind, f" {kind} "])))
    if kind == "*" and left_text[-1] in ")]}" and right_text[0] in "([":
        sign = draw(st.sampled_from(["", " ", sign]))
    return Call(kind, (left, right)), bracketed(draw, left_text + sign + right_text)


@st.composite
def printed_leaf(draw: Callable[..., Any]) -> tuple[Expression, str]:
    if draw(st.booleans()):
        text = draw(st.sampled_from(NUMBERS))
        value = Fraction(1, 2) if "frac" in text else Fraction(text)
        return Number(value), text
    name = draw(st.sampled_from(sorted(SPELLINGS)))
    return Symbol(name), draw(st.sampled_from(SPELLINGS[name]))


def bracketed(draw: Callable[..., Any], text: str) -> str:
    form = draw(st.sampled_from(["({})", "[{}]", r"\left({}\right)", r"\bigl( {} \bigr)"]))
    return str(form).format(text)


HALF_A_GRADIENT = Call("/", (Symbol("dMSE_dw9"), Number(Fraction(2))))
TWO_GRADIENTS = Call("/", (Symbol("dMSE_dw9"), Symbol("dMSE_dw9")))


@example((HALF_A_GRADIENT, r"\frac{\frac{dMSE}{dw_9}}{2}"))
@given(printed())
def test_a_printed_expression_is_read_back(case: tuple[Expression, str]) -> None:
    expression, text = case
    try:
        expected = evaluate(expression, WORLD)
    except ArithmeticError:
        with pytest.raises(ArithmeticError):
            evaluate(read_formula(text, SHEET), WORLD)
        return
    assert isclose(evaluate(read_formula(text, SHEET), WORLD), expected, rel_tol=1e-9)


@pytest.mark.xfail(reason="dMSE_dw9/dMSE_dw9 is read as a derivative", strict=True)
@example((TWO_GRADIENTS, ""))
@given(printed())
def test_an_expression_in_one_line_of_text_is_read_back(case: tuple[Expression, str]) -> None:
    expression, _ = case
    try:
        expected = evaluate(expression, WORLD)
    except ArithmeticError:
        return
    assert isclose(evaluate(read_formula(to_text(expression), SHEET), WORLD), expected)


NOISE = st.lists(
    st.sampled_from(
        [
            *(r"\frac", "{", "}", "^", "_", "(", ")", "h_1", "9", "0.5", "=", " ", "+", "-", "*"),
            *("/", "|", r"\sigma", r"\sqrt", "[", "]", ",", "'", "e", r"\text{a b}", "%", "1e5"),
        ]
    ),
    max_size=30,
).map("".join)


@given(st.one_of(st.text(max_size=60), NOISE))
@example("e_")
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        expression = read_formula(text, SHEET)
    except Unreadable:
        return
    assert to_text(expression)
