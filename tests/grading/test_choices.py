"""Choices held against the right option: what is said besides may mean another one."""

import pytest

from graders.grading.fixtures.choices import DOUBTED, NO_OPTION, compare_choice

WHEN = {"early": ["beginning", "first", "early"], "late": ["end", "late"]}


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("In the first updates.", True),
        ("Only late, I think.", False),
        ("not late but early", True),
    ],
)
def test_the_option_that_is_named_is_compared(text: str, verdict: bool) -> None:
    assert compare_choice(text, WHEN, "early").equal is verdict


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("It is negligible at the end, and matters while t is small.", DOUBTED),
        ("Near the end it is irrelevant.", DOUBTED),
        ("Someone said at the end; I disagree.", DOUBTED),
        ("Neither at the beginning nor at the end.", DOUBTED),
        ("At the beginning and at the end.", NO_OPTION),
        ("It always does.", NO_OPTION),
    ],
)
def test_a_person_looks_where_another_option_may_be_meant(text: str, note: str) -> None:
    found = compare_choice(text, WHEN, "early")
    assert (found.equal, found.note) == (None, note)
