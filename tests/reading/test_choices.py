from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.reading.choices import read_choice

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
