from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.reading.lexing.lexer import tokenize
from graders.reading.lexing.token import Lexeme


@pytest.mark.cases("lexing", "tokens")
def test_a_text_has_these_tokens(case: dict[str, Any]) -> None:
    joined = case.get("joined", " ")
    assert joined.join(token.text for token in tokenize(case["text"])) == case["tokens"]


def test_tokens_have_kinds() -> None:
    kinds = {token.text: token.kind for token in tokenize(r"2 w \alpha + \text{so we get}")}
    assert kinds == {
        "2": Lexeme.NUMBER,
        "w": Lexeme.WORD,
        r"\alpha": Lexeme.COMMAND,
        "+": Lexeme.SIGN,
        "so we get": Lexeme.TEXT,
    }


def test_a_token_says_where_it_stands() -> None:
    text = r"\left( \mathrm{M S E} \right) \times w₉²"
    places = [text[slice(*token.span)] for token in tokenize(text)]
    assert places == ["(", r"\mathrm{M S E}", ")", r"\times", "w", "₉", "₉", "²", "²"]


LATEX = st.lists(
    st.sampled_from(
        [
            *(r"\frac", "{", "}", "^", "_", "(", ")", "w", "9", "0.5", "=", " ", "$", "&", "\\\\"),
            *(r"\text{", r"\mathrm", r"\begin{aligned}", r"\end{", "₉", "⁻¹", "é", "∂", "\\", "|"),
        ]
    ),
    max_size=40,
).map("".join)


@given(st.one_of(st.text(max_size=80), LATEX))
def test_tokens_stand_in_the_text_one_after_the_other(text: str) -> None:
    at, last = 0, (0, 0)
    for token in tokenize(text):
        start, end = token.span
        assert 0 <= start < end <= len(text)
        assert start >= at or (start, end) == last  # one Unicode script makes several tokens
        at, last = end, token.span
        assert token.text


@given(st.one_of(st.text(max_size=80), LATEX))
def test_spaces_around_a_text_change_nothing(text: str) -> None:
    plain = [(token.kind, token.text) for token in tokenize(text)]
    if not text.endswith("\\"):
        assert [(token.kind, token.text) for token in tokenize(f" {text} ")] == plain
