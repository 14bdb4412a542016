"""Answers that are too long to be read: a person reads them, and nothing of them is marked."""

from fractions import Fraction

import pytest

from graders.errors import Undecided
from graders.grading.question_run import QuestionRun
from graders.model import Answer, Form, Kind, Question, Where
from graders.reading.finding.answers import MOST_CANDIDATES

LONG = {
    "characters": "so " * 7_000,
    "formulas": "$x$ " * 401,
    "lines": "so\n" * 401,
    "members": "$" + "x = " * 401 + "x$",
}


def run_of(kind: Kind, *texts: str) -> QuestionRun:
    where = Where("answers.md", 1)
    found = [Answer("1", each, Form.MARKDOWN, where, "label 1") for each in texts]
    return QuestionRun(Question("1", "a question", Fraction(1), kind), found)


@pytest.mark.parametrize("ballast", LONG.values(), ids=LONG)
def test_of_a_long_answer_nothing_is_marked(ballast: str) -> None:
    with pytest.raises(Undecided, match="too long") as raised:
        run_of(Kind.DERIVATION, "$f' = 2x$", f"$f' = 2x$ {ballast}").answers()
    assert " are read" in raised.value.note


def test_of_too_many_places_none_is_marked() -> None:
    places = [f"$h = {number}$" for number in range(MOST_CANDIDATES + 1)]
    assert run_of(Kind.NUMERIC, *places[1:]).answers()
    with pytest.raises(Undecided, match="Too many places") as raised:
        run_of(Kind.NUMERIC, *places).answers()
    assert raised.value.note == "more than 200 places may answer this"


def test_what_is_usual_is_read_and_a_log_may_be_long() -> None:
    assert run_of(Kind.DERIVATION, "$f = x$\n" * 100).answers()
    assert run_of(Kind.TRAINING, LONG["lines"]).answers()
