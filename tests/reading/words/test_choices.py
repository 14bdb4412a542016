from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.assignments.vision_hw4.grade_1_overfitting import choice_in
from graders.reading.words.choosing.choices import has_loose_denial, read_choice

KINDS = {
    "model-wise": ("model-wise", "width-wise", "model double", "model size", "width", "model"),
    "epoch-wise": ("epoch-wise", "training-time", "epoch double", "epochs", "time", "epoch"),
    "sample-wise": ("sample-wise", "data-wise", "sample double", "data size", "data", "sample"),
}


@pytest.mark.cases("choices", "double_descent")
def test_the_option_that_is_meant_is_read(case: dict[str, Any]) -> None:
    assert read_choice(case["text"], KINDS) == (case["means"] or None)


def test_options_may_have_one_phrase_each() -> None:
    answers = {"yes": ["improve"], "no": ["does not improve"]}
    assert read_choice("It will improve.", {"yes": ["will improve"], "no": ["will not"]}) == "yes"
    assert read_choice("nothing of the kind", answers) is None


@given(
    option=st.sampled_from(sorted(KINDS)),
    change=st.sampled_from([str.upper, str.title, lambda text: text.replace("-", " ")]),
    around=st.sampled_from(["{}", "**{}**", "It is {}.", "{} double descent", "“{}”", "a. {}"]),
)
def test_spelling_and_setting_do_not_matter(option: str, change: Any, around: str) -> None:
    assert read_choice(around.format(change(option)), KINDS) == option


@given(st.text(max_size=80))
def test_any_text_names_an_option_or_none(text: str) -> None:
    assert read_choice(text, KINDS) in (None, *KINDS)


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("no doubt this helps.", None),
        ("there is no reason it would not help.", None),
        ("without more data it does not help", None),
        ("it does not improve, but the test accuracy improves", None),
        (
            "it does not improve the training accuracy, but it improves the test accuracy.",
            "improve",
        ),
        ("this can't hurt: we pick the model on unseen data so it may help.", "improve"),
        ("noise averages out, so it helps", "improve"),
        ("no, it fits the noise", "does not improve"),
        ("i don't think it helps", "does not improve"),
        ("it cannot improve", "does not improve"),
    ],
)
def test_a_denial_of_something_else_is_no_choice(text: str, choice: str | None) -> None:
    assert choice_in(text) == choice


@given(st.text(max_size=80))
def test_any_text_has_a_loose_denial_or_none(text: str) -> None:
    assert has_loose_denial(text, KINDS) in (True, False)


def test_what_is_denied_plainly_is_no_loose_denial() -> None:
    assert not has_loose_denial("not epoch-wise but model-wise", KINDS)
    assert has_loose_denial("epoch-wise is what it is not", KINDS)
