"""The student's program as a grader uses it."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from graders.errors import Mismatch, Undecided
from graders.model import Submission
from graders.running import CodeRun
from graders.sandbox.inside.endings import Ended
from graders.student import OUT_OF_TIME, Student, in_words

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
    from dataclasses import replace

    theirs = student(run, hw=LOOP_AT_TOP)
    theirs.limits = replace(theirs.limits, wall_seconds=0.5)
    assert theirs.value("f", 3) == 6
    assert "does not run as a whole" in theirs.remarks[0]
    theirs.close()


def test_what_is_defined_nowhere_is_not_found(run: CodeRun) -> None:
    theirs = student(run, hw="x = 1")
    assert not theirs.defines("f")
    assert theirs.call("f").ended is Ended.NOT_FOUND
    with pytest.raises(Mismatch, match=r"^f is not defined\.$"):
        theirs.value("f")


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
