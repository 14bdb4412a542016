"""A grader that never ends costs its question, and graders that cannot be loaded cost nothing."""

import json

import pytest

from graders.cli import ExitCode
from graders.grading import code_run, handed_in, time_keeping
from graders.grading.handed_in import HandedIn
from graders.model import Answer, Outcome, Question, Report
from graders.processes import workers
from graders.reading.finding.answers import Answers
from graders.reading.finding.finder import Finder
from graders.reports import html
from graders.sandbox.sandbox import Sandbox
from tests.classroom.conftest import ASSIGNMENT, GRADERS, Classroom

SECONDS = 2  # more than any other question takes, also on a busy machine
LOOPS = {
    "a loop": "while True: pass",
    "a loop that takes every error for its own": (
        "while True:\n            try: sum(range(1000))\n            except Exception: pass"
    ),
    "a wait": "import time; time.sleep(600)",
    "a sum that nothing interrupts": "sum(range(10**13))",
}


@pytest.fixture
def endless(room: Classroom, monkeypatch: pytest.MonkeyPatch) -> Classroom:
    """A class in which the first question of `ben` is graded with what stands in his answer."""
    monkeypatch.setattr(workers, "GRACE_SECONDS", 1.0)
    (room.sheet / "assignment.toml").write_text(f"question_seconds = {SECONDS}\n{ASSIGNMENT}")
    for name in ("ada", "ben", "cleo"):
        room.hand_in(name, word="HANG yes" if name == "ben" else "yes")
    return room


def hanging(loop: str) -> str:
    return GRADERS.replace("os._exit(9)", loop).replace("DIE", "HANG")


@pytest.mark.parametrize(
    ("loop", "workers"), [*((loop, 2) for loop in LOOPS), ("a sum that nothing interrupts", 1)]
)
def test_a_grader_that_never_ends_costs_its_question_alone(
    loop: str, workers: int, endless: Classroom, capsys: pytest.CaptureFixture[str]
) -> None:
    endless.graders(hanging(LOOPS[loop]))
    assert endless.grade("-j", workers) == ExitCode.INTERNAL
    err = capsys.readouterr().err
    assert f"ben: 1: grading failed: it did not end within {SECONDS} s" in err
    assert ("could not be interrupted" in err) is ("nothing interrupts" in loop)
    outcomes = [verdict.outcome.value for verdict in endless.report("ben").verdicts]
    assert outcomes == ["fault", "review", "correct"]
    assert {name: row["1"] for name, row in endless.grades().items()} == {
        "ada": "2", "ben": "", "cleo": "2",
    }  # fmt: skip


def test_a_fault_says_where_the_grader_was(endless: Classroom) -> None:
    endless.graders(hanging("while True: pass"))
    endless.grade()
    line = 1 + hanging("while True: pass").splitlines().index("        while True: pass")
    assert f"(grade_all.py:{line})" in endless.report("ben").verdicts[0].note


@pytest.mark.parametrize("loop", ["a loop", "a sum that nothing interrupts"])
def test_without_a_folder_all_are_printed_too(
    loop: str, endless: Classroom, capsys: pytest.CaptureFixture[str]
) -> None:
    from graders.cli import main

    endless.graders(hanging(LOOPS[loop]))
    code = main(["grade", str(endless.sheet), *endless.paths, "--json"])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert code == ExitCode.INTERNAL
    assert [line["tests"][0]["extra_data"]["outcome"] for line in lines] == [
        "correct", "fault", "correct",
    ]  # fmt: skip


def test_many_questions_that_never_end_share_the_time_of_the_submission(
    endless: Classroom, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time_keeping, "SUBMISSION_SHARE", 1.5)
    questions = "".join(
        f'\n[[question]]\nid = "9.{n}"\ntitle = "T"\npoints = 1\nkind = "choice"\n'
        for n in range(20)
    )
    (endless.sheet / "assignment.toml").write_text(
        f"question_seconds = {SECONDS}\n{ASSIGNMENT}{questions}"
    )
    ids = ", ".join(f'"9.{n}"' for n in range(20))
    loop = f"\n@pytest.mark.question({ids})\ndef grade_more(question):\n    while True: pass\n"
    endless.graders(GRADERS + loop)
    endless.grade("--only", "9", "-j", 2)
    notes = [verdict.note for verdict in endless.report("ada").verdicts]
    assert notes[0].startswith("it did not end within")
    assert notes[-1] == "the questions before it took all the time of this submission"
    assert "grading failed in 3 submissions: 9.0 in 3, 9.1 in 3" in capsys.readouterr().err


READING = {
    "can be interrupted": ("while True: pass", "it did not end within"),
    "cannot be interrupted": ("sum(range(10**13))", "could not be interrupted"),
    "dies": ("import os; os._exit(9)", "died here twice: it ended with 9"),
    "raises": ("[][0]", "IndexError: list index out of range"),
}


@pytest.mark.parametrize("how", READING)
def test_reading_that_fails_costs_its_submission_alone(
    how: str,
    endless: Classroom,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    action, reason = READING[how]
    find = Finder.find

    def stuck(finder: Finder, blocks: object) -> object:
        if "HANG" in str(blocks):
            exec(action)
        return find(finder, blocks)  # type: ignore[arg-type]

    monkeypatch.setattr(Finder, "find", stuck)
    assert endless.grade("--only", "2") == ExitCode.INTERNAL
    assert "ben: 2, 2.10: grading failed: reading the submission" in capsys.readouterr().err
    assert all(reason in each.note for each in endless.report("ben").verdicts)
    assert [each.question.id for each in endless.report("ben").verdicts] == ["2", "2.10"]
    assert endless.grades()["cleo"]["2.10"] == "1"


@pytest.mark.parametrize("again", [False, True], ids=["grade", "regrade"])
def test_a_report_that_cannot_be_written_costs_its_submission_alone(
    again: bool,
    endless: Classroom,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    to_page = html.to_html

    def broken(report: Report) -> str:
        if report.submission == "ben" and report.verdicts[0].outcome is not Outcome.FAULT:
            raise KeyError("no such outcome")
        return to_page(report)

    if again:
        endless.grade("--only", "2")
        endless.graders(f"{GRADERS}\n# mended")
    monkeypatch.setattr(html, "to_html", broken)
    code = endless.run("regrade") if again else endless.grade("--only", "2")
    assert code == ExitCode.INTERNAL
    assert "ben: 2, 2.10: grading failed: writing the report: KeyError" in capsys.readouterr().err
    assert endless.grades()["cleo"]["2.10"] == "1"


@pytest.mark.parametrize("workers", [1, 2])
def test_finding_that_raises_costs_its_question_alone(
    workers: int,
    endless: Classroom,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    to = Answers.to

    def broken(answers: Answers, question: Question) -> tuple[Answer, ...]:
        if question.id == "2" and "HANG" in str(answers.found):
            raise RecursionError("too deep")
        return to(answers, question)

    monkeypatch.setattr(Answers, "to", broken)
    assert endless.grade("-j", workers) == ExitCode.INTERNAL
    err = capsys.readouterr().err
    assert "ben: 2: grading failed: finding its answer: " in err
    assert "RecursionError: too deep" in err
    outcomes = [each.outcome for each in endless.report("ben").verdicts]
    assert outcomes == [Outcome.CORRECT, Outcome.FAULT, Outcome.CORRECT]
    assert endless.grades()["cleo"]["2.10"] == "1"


AFTER_READING = {
    "of what cannot be read": (handed_in, "unread_pages", "reading the submission: "),
    "of comments": (handed_in, "written_into", "reading the submission: "),
    "of silence": (HandedIn, "has_any", "RecursionError: too deep"),
}


@pytest.mark.parametrize("what", AFTER_READING)
def test_a_search_that_fails_costs_its_submission_alone(
    what: str, endless: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, name, reason = AFTER_READING[what]
    search = getattr(place, name)

    def broken(first: object, *others: object) -> object:
        submission = getattr(first, "submission", first)
        if b"nothing at all" in b"".join(submission.files.values()):  # type: ignore[attr-defined]
            raise RecursionError("too deep")
        return search(first, *others)

    (endless.hw / "ben.md").write_text("nothing at all\n")
    monkeypatch.setattr(place, name, broken)
    assert endless.grade() == ExitCode.INTERNAL
    assert all(reason in each.note for each in endless.report("ben").verdicts)
    assert endless.grades()["cleo"]["2.10"] == "1"


def test_what_failed_is_graded_again(
    endless: Classroom, capsys: pytest.CaptureFixture[str]
) -> None:
    endless.graders(hanging("while True: pass"))
    endless.grade()
    capsys.readouterr()
    endless.grade()
    err = capsys.readouterr().err
    assert "2 of 3 are finished and unchanged" in err
    assert "ben: 1: grading failed" in err


WRONG_SECONDS = ["0", "-1", "true", '"60"', "inf", "nan"]


@pytest.mark.parametrize("value", WRONG_SECONDS)
def test_a_time_that_is_none_is_refused(
    value: str, room: Classroom, capsys: pytest.CaptureFixture[str]
) -> None:
    (room.sheet / "assignment.toml").write_text(f"question_seconds = {value}\n{ASSIGNMENT}")
    room.hand_in("ada")
    assert room.grade() == ExitCode.USAGE
    assert "'question_seconds' must be a positive number" in capsys.readouterr().err


# --- graders that cannot be loaded ----------------------------------------------------------------

BROKEN = {
    "a syntax error": ("\ndef f(:\n", "grade_more.py:2: SyntaxError: invalid syntax"),
    "a module that is not there": (
        "import os\nimport no_such_module\n",
        "grade_more.py:2: ModuleNotFoundError: No module named 'no_such_module'",
    ),
    "an error": ("1 / 0\n", "grade_more.py:1: ZeroDivisionError: division by zero"),
    "an end of Python": ("import sys\nsys.exit(3)\n", "grade_more.py:2: SystemExit: 3"),
    "an end without a word": (
        "import os\nos._exit(0)\n",
        "grade_more.py:2: SystemExit: os._exit(0) would end Nabla as well",
    ),
    "a question that is not declared": (
        'import pytest\n@pytest.mark.question("7")\ndef grade_seven(): pass\n',
        "question 7 is not declared",
    ),
    "no question": ("def grade_nothing(): pass\n", "grade_nothing decides no question"),
    "a fixture that is not there": (
        'import pytest\n@pytest.mark.question("1")\ndef grade_one(answer, settle_formla): pass\n',
        "grade_more.py:2: grade_one[1] takes 'settle_formla', which is no fixture; settle_formula",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_graders_that_cannot_be_loaded_are_found_before_the_class(
    name: str, room: Classroom, capsys: pytest.CaptureFixture[str]
) -> None:
    text, message = BROKEN[name]
    for student in ("ada", "ben"):
        room.hand_in(student)
    room.grade()
    before = {path: path.read_bytes() for path in room.out.rglob("*") if path.is_file()}
    (room.sheet / "grade_more.py").write_text(text)
    capsys.readouterr()
    for run in (room.grade, lambda: room.run("regrade")):
        assert run() == ExitCode.INTERNAL
        err = capsys.readouterr().err
        assert message in err
        assert err.count(message) == 1
    assert {path: path.read_bytes() for path in room.out.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("name", BROKEN)
def test_graders_that_cannot_be_loaded_are_neither_packed_nor_audited(
    name: str, room: Classroom, capsys: pytest.CaptureFixture[str]
) -> None:
    from graders.cli import main

    text, message = BROKEN[name]
    (room.sheet / "grade_more.py").write_text(text)
    packed = room.folder / "autograder.zip"
    for command in (["zip", str(room.sheet), "-o", str(packed)], ["audit", str(room.sheet)]):
        assert main(command) == ExitCode.INTERNAL
        assert message in capsys.readouterr().err
    assert not packed.exists()


def test_graders_that_are_called_otherwise_are_told(
    room: Classroom, capsys: pytest.CaptureFixture[str]
) -> None:
    room.graders(GRADERS.replace("def grade_", "def question_"))
    room.hand_in("ada")
    assert room.grade() == ExitCode.INTERNAL
    assert "a function in a grade_*.py whose name begins with grade_" in capsys.readouterr().err


def test_questions_that_no_grader_decides_are_told_once(
    room: Classroom, capsys: pytest.CaptureFixture[str]
) -> None:
    room.graders(GRADERS.partition('@pytest.mark.question("2.10")')[0])
    for student in ("ada", "ben"):
        room.hand_in(student)
    room.grade()
    assert capsys.readouterr().err.count("no grader decides 2.10") == 1


CODE = """
question_seconds = 4

[code]
libraries = ["numpy"]
submission_seconds = 1

[[question]]
id = "1"
title = "A function"
points = 1
kind = "code"

[[question]]
id = "2"
title = "Another"
points = 1
kind = "code"
"""
CODE_GRADERS = """
import time
import pytest
from graders.model import Comparison

@pytest.mark.question("1")
def grade_first(student):
    student.value("f", 1)
    time.sleep(60)

@pytest.mark.question("2")
def grade_second(settle, student):
    settle(Comparison(student.value("f", 2) == 3, "value"))
"""


BEFORE_CODE_RUNS = {
    "it is read": (code_run, "read_code"),
    "its files are laid out": (Sandbox, "fill"),
}


@pytest.mark.parametrize("what", BEFORE_CODE_RUNS)
def test_what_fails_before_code_runs_costs_its_submission_alone(
    what: str, room: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, name = BEFORE_CODE_RUNS[what]
    usual = getattr(place, name)

    def broken(*given: object) -> object:
        if "by ada" in str(given):
            raise RecursionError("too deep")
        return usual(*given)

    monkeypatch.setattr(place, name, broken)
    (room.sheet / "assignment.toml").write_text(CODE)
    room.graders(CODE_GRADERS.replace("time.sleep(60)", ""))
    for student in ("ada", "ben"):
        (room.hw / f"{student}.py").write_text(f"def f(x):  # by {student}\n    return x + 1\n")
    assert room.grade("--allow-weak-isolation") == ExitCode.INTERNAL
    assert all("RecursionError: too deep" in each.note for each in room.report("ada").verdicts)
    assert room.report("ben").verdicts[1].outcome is Outcome.CORRECT


def test_student_code_is_run_after_a_grader_that_was_stopped(room: Classroom) -> None:
    (room.sheet / "assignment.toml").write_text(CODE)
    room.graders(CODE_GRADERS)
    (room.hw / "ada.py").write_text("def f(x):\n    return x + 1\n")
    room.grade("--allow-weak-isolation")
    assert [each.outcome.value for each in room.report("ada").verdicts] == ["fault", "correct"]
    assert "did not end within 5 s" in room.report("ada").verdicts[0].note


def test_a_training_has_the_time_that_its_weights_take(room: Classroom) -> None:
    """Its grader asks for the sandbox only where weights are there to be run."""
    (room.sheet / "assignment.toml").write_text(CODE.replace('"code"', '"training"', 1))
    room.graders(CODE_GRADERS.replace("student):", "request):").replace(
        "student.value", 'request.getfixturevalue("student").value'
    ))  # fmt: skip
    (room.hw / "ada.py").write_text("def f(x):\n    return x + 1\n")
    room.grade("--allow-weak-isolation")
    assert "did not end within 5 s" in room.report("ada").verdicts[0].note
