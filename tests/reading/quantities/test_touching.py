"""A number that words or an operator touch is a part of a formula."""

from fractions import Fraction
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.comparing.numbers.quantities import compare_quantity
from graders.comparing.numbers.targets import Target
from graders.comparing.numbers.worksheet import Worksheet
from graders.declaring.assignment import load_assignment
from graders.errors import Unreadable
from graders.model import Answer, Form, Where
from graders.reading.finding.sheet import vocabulary_of
from graders.reading.quantities.numbers.touching import is_touched
from graders.reading.quantities.values import read_value

SHEET = vocabulary_of(load_assignment("vision_hw4"))
LOSS = Target(Worksheet({"half": 0.5}, {"loss": lambda half: 2 * log(half)}), "loss")


def judged(text: str) -> bool | None:
    """Whether an answer is minus the logarithm of 4, or None where a person looks."""
    answer = Answer("4.1.b", text, Form.MARKDOWN, Where("answers.md", 1), "label 4.1.b")
    try:
        return compare_quantity(read_value(answer, SHEET), LOSS, {}).equal
    except Unreadable:
        return None


@pytest.mark.parametrize(
    "text",
    [
        "the loss is -log 4.", "It is -ln 4.", "the loss is -log(4)", "The loss is then 2 log 0.5",
        "the loss is -2 log 2", "minus 1.386", "It is minus 1.386.", "It is -½ ln 16.",
        "L = 2 log 0.5", "It is minus log 4", "The loss is -1.386, that is -log 4",
        "It is -log 16 divided by 2", "The loss is minus $1.386$", "The loss is **-1.386**.",
    ],
)  # fmt: skip
def test_a_formula_in_words_is_read(text: str) -> None:
    assert judged(text) is True


@pytest.mark.parametrize(
    "text",
    [
        "It is 2.772 divided by -2", "-1.386 times the number of tokens", "the square root of 4",
        "The sum is -2.772; dividing by 2 gives -1.386", "$D=0.5$, so the loss is -log 4.",
        "The sum is -1.386; dividing by 2 gives -0.693", "D is 0.5. That makes it -1.386",
        "half of $-\\ln 16$", "It is -2.772 over 2", "$D=0.5$, so the loss is $-\\log 4$.",
        "It is minus two log two", "e^{0.3266}", "It is not -log 4.", "log 4 with a minus",
    ],
)  # fmt: skip
def test_a_person_looks_at_a_formula_that_is_not_read(text: str) -> None:
    assert judged(text) is None


@pytest.mark.parametrize("text", ["It is 1.386", "The loss is 2.5.", "about -0.69 nats", "-log 2"])
def test_a_wrong_value_stays_wrong(text: str) -> None:
    assert judged(text) is False


@given(st.text(max_size=60), st.fractions().map(Fraction.__str__), st.text(max_size=60))
def test_any_text_touches_or_not(before: str, number: str, behind: str) -> None:
    text = f"{before}{number}{behind}"
    assert is_touched(text, len(before), len(before) + len(number)) in (True, False)
