"""Text of strangers, made safe to show."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graders.reports.text import clean, cut, one_line

CASES = [
    ("colours are removed whole", "\x1b[1;31mred\x1b[0m", "red"),
    ("cursor movements of one byte", "\x9b2Jgone", "gone"),
    ("a window title with its text", "\x1b]0;title\x07text", "text"),
    ("a link keeps its words", "\x1b]8;;http://a\x1b\\words\x1b]8;;\x1b\\", "words"),
    ("a title that never ends loses only its start", "\x1b]0;open", "0;open"),
    ("an escape within an escape", "\x1b\x1b[31m[31mx", "[31mx"),
    ("Windows line ends", "a\r\nb\rc", "a\nb\nc"),
    ("Unicode line ends", "a\u2028b\u2029c\x85d", "a\nb\nc\nd"),
    ("null and delete", "a\x00b\x7fc", "abc"),
    ("a name that reads backwards", "a\u202egnp.exe\u202c", "agnp.exe"),
    ("isolates", "\u2066a\u2069", "a"),
    ("half a surrogate pair", "a\ud800b", "a\ufffdb"),
    ("tabs stay", "a\tb", "a\tb"),
    ("formulas stay", r"\sum_{k} x_k = ∇f – 梯度 e\u0301", r"\sum_{k} x_k = ∇f – 梯度 e\u0301"),
]


@pytest.mark.parametrize(
    ("text", "expected"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_clean_text_is(text, expected):
    assert clean(text) == expected


@given(st.text())
def test_clean_text_holds_no_control_but_newlines_and_tabs_and_can_be_encoded(text):
    cleaned = clean(text)
    assert all(unicodedata.category(each) != "Cc" for each in cleaned if each not in "\n\t")
    assert not set(cleaned) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert clean(cleaned.encode().decode()) == cleaned


@given(st.text())
def test_one_line_has_no_line_end(text):
    assert len(one_line(text).splitlines()) <= 1


@given(st.text().map(clean), st.integers(64, 200))
@example("é" * 100, 65)
@example("😀" * 100, 64)
def test_cut_text_fits_and_says_that_it_was_cut(text, limit_bytes):
    shorter = cut(text, limit_bytes)
    assert len(shorter.encode()) <= limit_bytes
    assert shorter == text or shorter.endswith(f"[cut: {len(text)} characters in all]")
