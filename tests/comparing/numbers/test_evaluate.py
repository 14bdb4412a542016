from math import isclose
from typing import Any

import pytest

from graders.comparing.numbers.evaluate import evaluate
from graders.reading.quantities.formula import read_formula

WORLD = {"x": 2.0, "y": -3.0}


@pytest.mark.cases("evaluate", "values")
def test_an_expression_has_this_value(case: dict[str, Any]) -> None:
    assert isclose(evaluate(read_formula(case["text"]), WORLD), case["value"], rel_tol=1e-12)


@pytest.mark.cases("evaluate", "failures")
def test_where_there_is_no_value_the_arithmetic_fails(case: dict[str, Any]) -> None:
    expression = read_formula(case["text"])
    with pytest.raises(ArithmeticError):
        evaluate(expression, WORLD)


def test_a_symbol_needs_a_value() -> None:
    with pytest.raises(KeyError):
        evaluate(read_formula("x + z"), WORLD)


def test_a_symbol_may_be_called_like_a_constant() -> None:
    assert evaluate(read_formula("e"), {"e": 1.0}) == 1
