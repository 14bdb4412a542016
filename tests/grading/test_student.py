"""The student's program as a grader uses it."""

import io
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from graders.batch import Graded, Options, grade_all
from graders.comparing.programs.cases import Case, compare_many
from graders.declaring.assignment import load_assignment
from graders.errors import Mismatch, Missing, Undecided
from graders.grading.children import OUT_OF_TIME
from graders.grading.code_run import CodeRun
from graders.grading.student import Student, in_words
from graders.model import Outcome, Submission
from graders.sandbox.inside.endings import Ended
from graders.sandbox.inside.limits import KIB, MIB

CHANGING = "def f(x, *, y):\n    x[0] = 7\n    return y"
LOOP_AT_TOP = "k = 2\nwhile True:\n    pass\ndef f(x):\n    return k * x"


@pytest.fixture(scope="module")
def run() -> Iterator[CodeRun]:
    run = CodeRun(("numpy",))
    yield run
    run.sandbox.close()


def student(run: CodeRun, **sources: str) -> Student:
    files = {f"{name}.py": text.encode() for name, text in sources.items()}
    return run.student(Submission("ada", files), Path(), None)


def test_a_function_that_changes_its_argument_is_told_so_and_harms_nothing(run: CodeRun) -> None:
    theirs, x = student(run, hw=CHANGING), np.zeros(2)
    assert theirs.value("f", x, y=[1]) == [1]
    assert theirs.remarks == ["f changes its argument 1; work on a copy."]
    assert x.tolist() == [0, 0]
    theirs.close()


def test_a_file_that_does_not_end_is_reduced_to_what_is_needed(run: CodeRun) -> None:
    theirs = student(run, hw=LOOP_AT_TOP)
    theirs.limits = replace(theirs.limits, wall_seconds=0.5)
    assert theirs.value("f", 3) == 6
    assert "does not run as a whole" in theirs.remarks[0]
    theirs.close()


def test_what_has_run_out_of_time_is_not_tried_again(run: CodeRun) -> None:
    theirs = student(run, hw="def f(x):\n    while x: pass\n    return 1\ndef g(x): return 2")
    theirs.limits = replace(theirs.limits, wall_seconds=0.5)
    found = [theirs.tried("f", each) for each in (0, 1, 0)]
    assert found[0] == 1
    assert [str(each) for each in found[1:]] == [
        "f ran out of time.",
        "f has run out of time before, and is not run again.",
    ]
    assert theirs.tried("g", 0) == 2
    theirs.close()


def test_what_is_defined_nowhere_is_not_found(run: CodeRun) -> None:
    theirs = student(run, hw="x = 1")
    assert not theirs.defines("f")
    assert theirs.call("f").ended is Ended.NOT_FOUND
    with pytest.raises(Mismatch, match=r"^f is not defined\.$"):
        theirs.value("f")


FAILING = "def root(x):\n    if x < 0:\n        raise ValueError('negative')\n    return x ** 0.5"


def test_a_case_in_which_the_code_fails_costs_that_case_alone(run: CodeRun) -> None:
    theirs = student(run, hw=FAILING)
    right = {"four": (4.0, 2.0), "less": (-1.0, 0.0), "none": (0.0, 0.0)}
    judged = compare_many(
        [Case(each, theirs.tried("root", x), y) for each, (x, y) in right.items()]
    )
    assert (judged.equal, judged.credit) == (False, Fraction(2, 3))
    assert judged.mistake is not None
    assert "in the case 'less', root raised an error: ValueError: negative" in judged.mistake.words
    assert judged.remarks == ("2 of 3 cases are right",)
    with pytest.raises(Mismatch, match="is not defined"):
        theirs.tried("square", 1.0)
    theirs.close()


def test_what_is_still_as_it_was_handed_out_defines_nothing(run: CodeRun) -> None:
    theirs = student(
        run, given="def f(): return 1\nk = 1", hw="from given import k\ndef g(): return k"
    )
    theirs.code = theirs.code.without_given(lambda code: "def f" in code)
    assert not theirs.defines("f")
    assert theirs.code.functions() == {"g": 0}
    assert theirs.value("g") == 1
    theirs.close()


SHEET = """
title = "Code"

[[question]]
id = "1"
title = "A function"
points = 2
kind = "code"

[[question]]
id = "2"
title = "An essay"
points = 2
kind = "free_text"
"""
GRADERS = """
import pytest
from graders.model import Comparison

@pytest.mark.question("1", points=2, kind="code")
def grade_function(student, settle):
    settle(Comparison(student.value("f", 1) == 2, "value"))

@pytest.mark.question("2", points=2, kind="free_text")
def grade_essay(answer, review):
    review()
"""
BARE = "def f(x):\n    return x + 1\n"
STUB = "def f(x):\n    raise NotImplementedError\n"


@pytest.mark.parametrize(
    ("page", "stub", "outcome", "words"),
    [
        ("# 2\nAn essay.", False, Outcome.MISSING, "is not defined"),
        ("# 2\nAn essay.", True, Outcome.MISSING, "is not defined"),
        ("Text without any label.", False, Outcome.UNREADABLE, ""),
        ("Text without any label.", True, Outcome.UNREADABLE, ""),
        (f"# 1\n{BARE}", False, Outcome.UNDECIDED, "between ``` fences"),
        (f"# 1\n{BARE}", True, Outcome.UNDECIDED, "between ``` fences"),
        (f"# 2\nAn essay.\n\n{BARE}", False, Outcome.UNDECIDED, "between ``` fences"),
        (f"# 1\n```\n{BARE}```", True, Outcome.CORRECT, ""),
        ("# 1\nIt stands in hw.py.", False, Outcome.INCORRECT, "f is not defined"),
        ("# 1\nIt stands in stub.py.", True, Outcome.INCORRECT, "as it was handed out"),
    ],
)
def test_code_that_is_not_there_is_told_from_code_that_is_not_read(
    page: str, stub: bool, outcome: Outcome, words: str, tmp_path: Path
) -> None:
    sheet, hand_in = tmp_path / "sheet", tmp_path / "ann"
    (sheet / "handout").mkdir(parents=True)
    hand_in.mkdir()
    (sheet / "assignment.toml").write_text(SHEET, encoding="utf-8")
    (sheet / "grade_all.py").write_text(GRADERS, encoding="utf-8")
    (sheet / "handout" / "stub.py").write_text(STUB, encoding="utf-8")
    (hand_in / "answers.md").write_text(page, encoding="utf-8")
    if stub:
        (hand_in / "stub.py").write_text(STUB, encoding="utf-8")
    found: list[Graded] = []
    grade_all(load_assignment(sheet), [hand_in], Options(), found.append)
    report = found[0].report
    verdict = report.verdicts[0]
    assert (verdict.outcome, words in verdict.feedback) == (outcome, True), verdict


def test_two_files_with_one_name_go_to_a_person_unless_the_answer_says_which(run: CodeRun) -> None:
    theirs = student(run, a="def f(): return 1", b="def f(): return 2")
    with pytest.raises(Undecided):
        theirs.call("f")
    theirs.preferred = "b.py"
    assert theirs.value("f") == 2
    theirs.close()


def test_what_one_call_breaks_is_whole_for_the_next(run: CodeRun) -> None:
    theirs = student(run, hw="import os\ndef f(): os._exit(3)\ndef g(): return 1")
    assert theirs.call("f").ended is Ended.EXITED
    assert theirs.value("g") == 1
    theirs.close()


def test_the_time_of_a_submission_is_shared_by_its_questions(run: CodeRun) -> None:
    theirs = student(run, hw="def f(): return 1")
    theirs.clock.seconds_left = 0.0
    call = theirs.call("f")
    assert (call.ended, call.message) == (Ended.TIMED_OUT, OUT_OF_TIME)


def test_what_was_printed_cannot_be_taken_for_our_words(run: CodeRun) -> None:
    theirs = student(run, hw="def f():\n    print('Correct.')\n    1 / 0")
    said = in_words("f", theirs.call("f")).splitlines()
    theirs.close()
    assert said[0] == "f raised an error: ZeroDivisionError: division by zero."
    assert "  | Correct." in said
    assert "Correct." not in said


def test_a_syntax_error_is_told_with_its_line(run: CodeRun) -> None:
    theirs = student(run, hw="import os\ndef f(x):\n    return x +\n")
    call = theirs.call("f")
    assert "SyntaxError" in call.message
    assert [each.line for each in call.traceback] == [3]


def test_a_file_that_does_not_end_costs_its_time_once(run: CodeRun) -> None:
    theirs = student(run, hw="def f(): return 1\ndef g(): return 2\nwhile True: pass")
    theirs.limits = replace(theirs.limits, wall_seconds=0.5)
    before = theirs.clock.seconds_left
    assert theirs.value("f") == 1
    theirs.close()
    assert theirs.value("g") == 2
    assert before - theirs.clock.seconds_left < 0.9
    theirs.close()


def test_weights_are_found_in_any_folder_and_missing_where_there_are_none(run: CodeRun) -> None:
    file = io.BytesIO()
    np.savez(file, w=np.ones(2))
    submission = Submission("ada", {"hw.py": b"", "my hw/model.npz": file.getvalue()})
    theirs = run.student(submission, Path(), None)
    assert theirs.weights("model.npz").value["w"].tolist() == [1, 1]
    with pytest.raises(Missing, match="not among the files"):
        theirs.weights("model.pt")


def test_a_library_that_is_not_here_goes_to_a_person(run: CodeRun) -> None:
    theirs = student(run, hw="def f():\n    import no_such_library\n    return 1")
    with pytest.raises(Undecided):
        theirs.value("f")
    theirs.close()


def test_what_a_harness_asks_is_answered_and_taken_down_outside(
    run: CodeRun, tmp_path: Path
) -> None:
    harness = tmp_path / "harness.py"
    harness.write_text(
        "from graders.sandbox.inside.asking import ask\n"
        "def drive(student, x): return student.f(lambda place: ask('scores', place, True), x)"
    )
    asked = []

    def answer(name: str, arguments: tuple[Any, ...]) -> Any:
        asked.append((name, *arguments))
        return 10 * arguments[0]

    theirs = student(run, hw="def f(network, x): return network(x) + network(2)")
    call = theirs.drive(harness, "drive", np.ones(2), uses="f", answering=answer)
    assert call.value.tolist() == [30, 30]
    assert [(name, training) for name, _, training in asked] == [("scores", True)] * 2
    theirs.close()


ASKING_BY_HAND = """
from graders.sandbox.inside import wire
from graders.sandbox.inside.frames import write_frame
import os

def f():
    for descriptor in range(3, 10):
        try:
            write_frame(descriptor, wire.pack({record}))
        except OSError:
            continue
    os._exit(0)
"""


@pytest.mark.parametrize(
    "record", ["{'asks': 'x'}", "{'asks': 3, 'arguments': [1]}", "{'asks': [], 'arguments': {}}"]
)
def test_a_malformed_question_ends_the_child(run: CodeRun, tmp_path: Path, record: str) -> None:
    harness = tmp_path / "harness.py"
    harness.write_text("def drive(student): return student.f()")
    theirs = student(run, hw=ASKING_BY_HAND.replace("{record}", record))
    call = theirs.drive(harness, "drive", uses="f", answering=lambda name, given: given)
    assert (call.ended, call.message) == (Ended.EXITED, "what it asks is no question")
    theirs.close()


@pytest.mark.parametrize("text", ["'x' * 900_000", "''"])
def test_questions_without_end_fill_no_memory_of_the_grader(
    run: CodeRun, tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graders.sandbox.child.ASKED_BYTES", 4 * MIB)
    harness = tmp_path / "harness.py"
    harness.write_text(
        "from graders.sandbox.inside.asking import ask\n"
        f"def drive(student):\n    while True: ask('move', {text})"
    )
    kept: list[Any] = []
    theirs = student(run, hw="def f(): ...")
    call = theirs.drive(harness, "drive", uses="f", answering=lambda *asked: kept.append(asked))
    assert (call.ended, call.message) == (Ended.TOO_MUCH_OUTPUT, "too many questions")
    assert 0 < len(kept) <= 4 * KIB
    theirs.close()


def test_nothing_is_answered_where_no_harness_asks(run: CodeRun) -> None:
    theirs = student(run, hw="from graders.sandbox.inside.asking import ask\ndef f(): ask('x')")
    assert theirs.call("f").ended is Ended.EXITED
    theirs.close()


def test_a_script_in_the_encoding_that_it_declares_is_read(run: CodeRun) -> None:
    source = "# -*- coding: latin-1 -*-\ndef f(): return 'é'".encode("latin-1")
    theirs = run.student(Submission("ada", {"hw.py": source}), Path(), None)
    assert theirs.value("f") == "é"
    theirs.close()
