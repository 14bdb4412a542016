"""Question 3: the student's own bound, called behind the wall with small networks.

Whatever a model, the data and the arguments look like, the number that comes back must be that of
one and the same bound on all networks; which bound that is is found by its values.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from graders.comparing.bounds.fitting import References, find_bound
from graders.comparing.bounds.named import named_in
from graders.comparing.bounds.returned import Run
from graders.comparing.bounds.scenes import Search
from graders.comparing.bounds.verdict import (
    ALL,
    METHOD,
    REFUSAL,
    MarginRequests,
    judge,
    judge_margins,
    refuses_alone,
)
from graders.errors import Finding, Mismatch, Undecided, Unreadable
from graders.grading.fixtures.types import AnswersTo, Review, Settle
from graders.grading.student import Student, in_words
from graders.model import Answer, Comparison, Mistake, Question
from graders.reading.code.answer_code import all_cells, answer_cells
from graders.sandbox.call import Call
from graders.sandbox.inside.endings import Ended
from solutions.generalization import own_bound_values as solved
from solutions.generalization.hidden_networks import CASES, NEGATIVE

HARNESS = Path(__file__).parent / "inside" / "bounds.py"
FUNCTIONS = (r"^own_?bound$", r"(?:own|my|your)_?(?:\w+_)?bound", r"bound(?!ar)")  # best first
MARGINS = MarginRequests(
    negative=NEGATIVE.request(),
    zero=CASES[0].request(margin=np.float64(0)),
    positive=CASES[0].request(margin=np.float64(-NEGATIVE.margin)),
)
CODES: Mapping[str, str] = {
    "this is the VC bound; a further one by margins is asked for": "another_bound",
    "this is the L1max bound; a further one is asked for": "another_bound",
    "the square is missing": "wrong_exponent",
    "norms are squared": "wrong_exponent",
    "the margin is squared before it divides the complexity": "wrong_exponent",
    "the square of a sum for a sum of squares": "squared_sum",
    "the square of a sum for a sum of squares, or the reverse": "squared_sum",
    "the number of classes is missing": "factor",
    "what is added to the complexity is missing": "missing_term",
    "the margin does not divide the complexity": "missing_term",
    "binary logarithms for natural ones": "log_base",
    "decimal logarithms for natural ones": "log_base",
    "columns are taken as output units": "transposed",
    "singular values of the difference": "swapped",
    "the roots of C and H are swapped": "swapped",
    "biases are part of the norms": "biases",
    "the trained weights are taken as initial": "initial_weights",
    "the initial weights are taken as zero": "initial_weights",
    "50000 points are written into the code, whatever the data": "hard_coded",
    "the confidence delta is not used": "delta",
    "the mean over the data is a sum": "data_constant",
    "the largest square stands for the mean one": "data_constant",
    "the mean square stands for the largest one": "data_constant",
    "the root of the data constant is missing": "data_constant",
    "the data constant is missing": "data_constant",
    "the initial hidden units are left out": "data_constant",
}

NO_CODE = "no function for the bound is in the hand-in; {named}"
NOT_CALLED = "It could not be called with networks like those of the sheet; a person looks at it."
NOT_READ = "The code cannot be read as Python; a person looks at it."
ELSEWHERE = ("ModuleNotFoundError", "ImportError", "FileNotFoundError", "OtherSignatureError")
OWN_ERRORS = (
    "NotImplementedError", "UnboundLocalError", "ZeroDivisionError", "RecursionError",
    "OverflowError",
)  # fmt: skip


@cache
def references(with_delta: bool) -> References:
    """What the hidden networks give, for a function that takes the confidence or does not."""
    return References(
        right=solved.right_values(with_delta=with_delta),
        wrong=[
            (Mistake(CODES[words], words), values)
            for words, values in solved.wrong_values(with_delta=with_delta)
        ],
        parts=solved.parts(with_delta=with_delta),
    )


@pytest.mark.question("3.own_bound", points=5, kind="code")
def grade_own_bound(
    request: pytest.FixtureRequest,
    question: Question,
    answers_to: AnswersTo,
    student: Student,
    settle: Settle,
    review: Review,
) -> None:
    """One more bound by margins: its value, margins that bound nothing, and what it returns."""
    answers = answers_to(question.id)
    named = named_in(answers[0].text) if answers else []
    name = function_in(student, answers)
    if not name:
        request.getfixturevalue("answer")  # it is missing, unless a formula stands there
        read = f"its words name the {', the '.join(named)}" if named else "its words name none"
        review(NO_CODE.format(named=read))
        return
    student.limits = replace(student.limits, cpu_seconds=3, wall_seconds=15.0)
    requests = [each.request() for each in CASES]
    search = Search(student, HARNESS, name, all_cells(student.code), requests)
    found = find_bound(search.scenes(), references)
    if found is None:
        settle(without_number(search))
        return
    settle(judge(found, judge_margins(search, found, MARGINS), named))


def function_in(student: Student, answers: Sequence[Answer]) -> str:
    """The function that is likely to be the bound: by its name, or the last one of the answer."""
    names = [each for each in student.code.functions() if not re.search("vc|l1_?max", each, re.I)]
    found = (each for like in FUNCTIONS for each in names if re.search(like, each, re.IGNORECASE))
    own = [
        each for _, text in answer_cells(answers) for each in re.findall(r"(?m)^def (\w+)", text)
    ]
    return next(found, "") or next((each for each in reversed(own) if each in names), "")


# --- where no number comes back -------------------------------------------------------------------


def without_number(search: Search) -> Comparison:
    """What a function earns that returns none for a margin above zero: by the others alone.

    Raises:
        Finding: if it earns nothing, or a person must look.
    """
    finding = not_run(search)
    is_wrong = isinstance(finding, Mismatch) and search.ended is None
    if not (is_wrong and refuses_alone(search, MARGINS)):
        raise finding
    mistake = Mistake(finding.mistake or "type", finding.feedback)
    return Comparison(False, METHOD, mistake, credit=Fraction(REFUSAL, ALL))


def not_run(search: Search) -> Finding:
    """Why no number came back: a mistake of the student's, or something for a person."""
    if isinstance(search.ended, Call):
        return stopped(search.name, search.ended, is_first=not search.silent)
    returned = [each for each in search.silent if not each.failed]
    if returned:
        words = f"{search.name} returns {returned[0].shown or 'no finite number'}"
        if returned[0].output:
            note = f"{words}; it prints {returned[0].output}"
            return Undecided("It prints something and returns no number.", note=note)
        return Mismatch(f"{words}; one number is asked for.", mistake="type")
    return failed(search)


def stopped(name: str, call: Call, *, is_first: bool) -> Finding:
    """Why a program could not be run, or was stopped."""
    told = in_words(name, call)
    if call.message.startswith("SyntaxError"):
        in_program = any(each.label.endswith(".py") or "[" in each.label for each in call.traceback)
        return Mismatch(told, mistake="syntax") if in_program else Unreadable(NOT_READ, note=told)
    if not is_first or (call.ended is Ended.RAISED and call.message.startswith(ELSEWHERE)):
        return Undecided(NOT_CALLED, note=told)
    return Mismatch(told, mistake="not_run")


def failed(search: Search) -> Finding:
    """What stopped the code in every scene, as it got furthest."""
    last = max(search.silent, key=lambda each: (is_own(each), bool(each.line), each.line_number))
    told = f"{search.name} {last.ended}: {last.message}\n  {last.line}".rstrip()
    if last.failed == "SyntaxError" and not last.in_program:
        return Unreadable(NOT_READ, note=told)
    if is_own(last):
        return Mismatch(told, mistake="error" if last.failed != "SyntaxError" else "syntax")
    return Undecided(NOT_CALLED, note=told)


def is_own(run: Run) -> bool:
    """Whether the student's own code is to blame, whatever it was called with."""
    if run.failed in ("NameError", "SyntaxError"):
        return run.in_program
    return run.failed in OWN_ERRORS or run.ended != Ended.RAISED
