"""Expectations of hostile texts: bounded in size and in time."""

import pytest

from graders.reading.calculus.probability.normal import of_normal

LONG = 20_000


def test_a_variance_within_a_variance_is_read_up_to_some_depth() -> None:
    assert "Var" not in of_normal("Var(Var(z))", "z")
    assert len(of_normal("Var(" * 100 + "z" + ")" * 100, "z")) < LONG


@pytest.mark.parametrize("text", [" " * LONG, "[" + " " * LONG + "z]_0", "E[" * (LONG // 8)])
def test_a_long_text_is_left_as_it_is(text: str) -> None:
    assert of_normal(text, "z") == text


def test_operators_as_deep_as_python_recurses_raise_nothing() -> None:
    assert "E[z]" in of_normal("E[" * 3_000 + "z" + "]" * 3_000, "z")
