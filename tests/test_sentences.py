"""Where sentences and clauses end, by what students write."""

import time

import pytest

from graders.sentences import LINES, SENTENCES, Ends

SENTENCE_CASES = {
    "a decimal": ("h is 0.98. So o is .5.", ["h is 0.98", " So o is .5", ""]),
    "an exclamation": ("It is odd! Yes, 4! is 24.", ["It is odd", " Yes, 4! is 24", ""]),
    "a question": ("Is it even? No.", ["Is it even", " No", ""]),
    "a semicolon": ("it rises; it falls", ["it rises", " it falls"]),
    "two examples": ("a norm, e.g. L2, i. e. the usual one", None),
    "by an input": ("the derivative w.r.t. w is 2", None),
    "and so on, at the end": ("tanh, etc. All are odd.", ["tanh, etc", " All are odd", ""]),
    "and so on, within": ("tanh, ReLU, etc. are used", None),
    "a figure": ("see Fig. 3 for it", None),
    "no, the answer": ("No. 3 is odd", None),
    "no, with a reason": ("Is it? No. Because it is odd", ["Is it", " No", " Because it is odd"]),
    "dots of a range": ("w_1, ..., w_6 and w1..w6 stay", None),
    "dots at the end": ("and so on... The rest stays", ["and so on", " The rest stays"]),
    "a formula with a stop": ("$f(x; y) = 1. y$ is it", None),
    "a formula that ends in one": ("It is $$x = 1.$$ Then go", ["It is $$x = 1.$$", " Then go"]),
    "a stray dollar": ("5$ is it. So we pay 6$", ["5$ is it", " So we pay 6$"]),
    "in bold": ("**It is odd.** So is g", ["**It is odd", " So is g"]),
    "in brackets": ("(It is odd.) So is g", ["(It is odd", " So is g"]),
    "code": ("use nn.Linear and self.fc1", None),
    "paragraphs": ("one\n\ntwo\nthree", ["one", "two\nthree"]),
    "a paragraph behind a colon": ("we get:\n\nx = 1", None),
    "as a machine spaces it": ("h = 0 . 98 here", None),
    "Chinese": ("它是凸的。所以有解", ["它是凸的", "所以有解"]),
    "nothing": ("", None),
}  # fmt: skip


@pytest.mark.parametrize("name", SENTENCE_CASES)
def test_a_text_is_cut_where_its_sentences_end(name: str) -> None:
    text, parts = SENTENCE_CASES[name]
    assert SENTENCES.split(text) == (parts or [text])
    assert "".join(SENTENCES.whole(text)) == text


CLAUSE_CASES = {
    "thousands": (Ends(","), "1,000 of 60,000, or more", ["1,000 of 60,000", " or more"]),
    "a joining word": (Ends(",", words="while"), "h rises While o falls", ["h rises ", " o falls"]),
    "part of a word": (Ends("", words="so|as"), "also class so be it", ["also class ", " be it"]),
    "a ratio": (Ends(":"), "a 2:1 split: fine", ["a 2:1 split", " fine"]),
    "an assignment": (Ends(":"), "x := 1: so", ["x := 1", " so"]),
    "an arrow": (Ends("", also="=>"), "x = 1 => y", ["x = 1 ", " y"]),
    "within a formula": (Ends(",", in_formulas=True), "$p = 1, s = 2$", ["$p = 1", " s = 2$"]),
    "not within one": (Ends(",", words="so"), "$p, so$", ["$p, so$"]),
}


@pytest.mark.parametrize("name", CLAUSE_CASES)
def test_a_text_is_cut_where_its_clauses_end(name: str) -> None:
    ends, text, parts = CLAUSE_CASES[name]
    assert ends.split(text) == parts


def test_a_passage_is_found_in_its_sentence() -> None:
    text = "One.\nIf h were 0.9, o is 1. Two."
    assert text[slice(*LINES.around(text, 13, 18))] == "If h were 0.9, o is 1"
    assert LINES.first(text, 5) == "If h were 0.9, o is 1"


@pytest.mark.parametrize("sign", ["$", " ", "\n", ".", "$a ", "a. ", "$$a ", "i.e. ", "(", ":\n"])
def test_long_texts_are_cut_in_no_time(sign: str) -> None:
    text = sign * (200_000 // len(sign))
    assert "".join(SENTENCES.whole(text)) == text


def test_a_long_text_is_cut_once_for_all_that_is_asked_of_it() -> None:
    text = "h = 0.98, " * 20_000
    started = time.perf_counter()
    for at in range(0, len(text), 100):
        assert LINES.around(text, at, at + 1) == (0, len(text))
    assert time.perf_counter() - started < 2
