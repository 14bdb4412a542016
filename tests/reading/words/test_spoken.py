"""What sentences tell of bounds and largest values, and under which conditions."""

import pytest

from graders.reading.words.claims.spoken import Spoken
from graders.reading.words.scopes import in_scope

SPOKEN = Spoken(
    {
        "g(x)": (r"\bslope\b", r"\bg\(\w\)"),
        "|w|": (r"\bweight\b", r"\|w\|"),
        "f(x)": (r"\bfunction\b", r"\bf\(\w\)"),
    },
    argument="x",
)
TOLD = {  # by the sentence: what holds in general, and at the extreme
    "The slope is at most 1/4.": ([r"g(x) \le 1/4"], []),
    "The slope of the function never exceeds a quarter.": ([r"g(x) \le 1/4"], []),
    "The function has a slope. It is bounded above by 0.25.": ([r"g(x) \le 0.25"], []),
    "The weight must be at least four.": ([r"|w| \ge 4"], []),
    "The slope peaks at 0 with 0.25.": (
        [r"g(x) \le 0.25", r"g(x) \le g(0)"], ["g(x) = 0.25", "x - (0) = 0"],
    ),
    "The slope is largest at x = 0, where g(0) = 1/4.": (
        [r"g(x) \le g(0)"], ["x - (0) = 0", "g(0) - (1/4) = 0"],
    ),
    "1/4 is the minimum of the slope.": ([r"g(x) \ge 1/4"], ["g(x) = 1/4"]),
    "It is at most 1/4, reached at f(x) = 1/2.": ([r"g(x) \le 1/4"], ["f(x) - (1/2) = 0"]),
    "g(x) = f(x)(1 - f(x)) has its maximum 1/4 when its argument is zero.": (
        [r"g(x) \le 1/4", r"g(x) \le g(0)"], ["g(x) = 1/4", "x - (0) = 0"],
    ),
    "The slope is not zero.": ([], []),
    "The slope is smaller than that of the function.": ([], []),
}  # fmt: skip
UNREAD = (
    "The maximum of the slope is not 1/4.",
    "The slope never reaches its maximum 1/4.",
    "The maximum of the slope is less than 1/4.",
    "For large x the slope tends to its maximum 1/4.",
)
SCOPES = {
    "If w > 4, then g > 1.": "Above: , then g > 1. In general:",
    "So g > 1 whenever $w > 4$.": "Above: So g > 1. In general:",
    "w > 4 is enough for g > 1.": "Above: g > 1. In general:",
    "So g > 1 only for w > 4.": "So g > 1 only for w > 4.",
    "Hence w > 4.": "Hence w > 4.",
}


@pytest.mark.parametrize("sentence", TOLD)
def test_a_sentence_tells_formulas(sentence: str) -> None:
    general, extreme = TOLD[sentence]
    lines = SPOKEN.with_formulas(sentence).splitlines()
    at_extreme = [each for each in lines if each.startswith("At its extreme:")]
    formulas = [each for each in lines[1:] if r"\le" in each or r"\ge" in each]
    assert formulas == general
    assert at_extreme == ([f"At its extreme: {'; '.join(extreme)}"] if extreme else [])


@pytest.mark.parametrize("sentence", UNREAD)
def test_an_extreme_value_that_is_not_read_is_for_a_person(sentence: str) -> None:
    assert SPOKEN.denied(sentence)
    assert SPOKEN.with_formulas(sentence) == sentence


@pytest.mark.parametrize("text", SCOPES)
def test_a_condition_claims_nothing(text: str) -> None:
    assert in_scope(text, r"w > 4", "Above:") == SCOPES[text]
