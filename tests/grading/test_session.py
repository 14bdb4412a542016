"""Graders as pytest functions: what they are given, and what becomes of what they find."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from graders.grading.loading import forget_graders

ASSIGNMENT = """
title = "A small sheet"

[names]
symbols = ['x']

[[question]]
id = "1"
title = "A number"
points = 2
kind = "numeric"
names = ['y']

[[question]]
id = "2"
title = "A second number"
points = 3
kind = "numeric"
names = ['z']
follows = ["1"]

[[question]]
id = "3"
title = "An essay"
points = 4
kind = "free_text"
rubric = ["mentions the chain rule"]
"""

GRADERS = '''
import pytest
from graders.comparing.numbers.targets import Target
from graders.comparing.numbers.worksheet import Worksheet

SHEET = Worksheet({"x": 3.0}, {"y": lambda x: x + 1, "z": lambda x, y: x * y})

@pytest.mark.question("1", "2")
def grade_number(quantity, settle_value):
    """A number."""
    settle_value(Target(SHEET, quantity))

@pytest.mark.question("3", points=4, kind="free_text")
def grade_essay(answer, review):
    """An essay."""
    review()
'''

RIGHT = "# 1\n\n$y = 4.00$\n\n# 2\n\n$z = 12.0$\n\n# 3\n\nThe chain rule.\n"

Results = dict[str, Any]


@dataclass(frozen=True)
class Ran:
    """How a run of pytest ended, and what it said."""

    code: int
    said: str


class Sheet:
    """A folder with an assignment and a submission, graded by pytest."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "sheet"
        self.folder.mkdir()
        self.results = folder / "results.json"
        self.declare(ASSIGNMENT)
        self.graders(GRADERS)
        self.submission = folder / "answers.md"
        self.submission.write_text(RIGHT, encoding="utf-8")

    def declare(self, text: str) -> None:
        (self.folder / "assignment.toml").write_text(text, encoding="utf-8")

    def graders(self, text: str, *, name: str = "grade_sheet.py") -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def arguments(self, *more: str) -> list[str]:
        return [
            str(self.folder), "-q", "-p", "no:cacheprovider", "-p", "no:faulthandler",
            "--submission", str(self.submission), "--results", str(self.results), *more,
        ]  # fmt: skip

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "pytest", *self.arguments(*arguments)]

    def run(self, *arguments: str) -> Ran:
        """A run in this process, which spares the start of another."""
        said, path = io.StringIO(), [*sys.path]
        forget_graders(self.folder)
        with redirect_stdout(said), redirect_stderr(said), chdir(self.folder):
            code = pytest.main(self.arguments(*arguments))
        sys.path[:] = path
        return Ran(code, said.getvalue())

    def start(self, *arguments: str) -> Ran:
        """A run as from a terminal."""
        done = subprocess.run(
            self.command(*arguments), capture_output=True, text=True, cwd=self.folder
        )
        return Ran(done.returncode, done.stdout + done.stderr)

    def tests(self, *arguments: str) -> dict[str, Results]:
        done = self.run(*arguments)
        assert self.results.exists(), done.said
        return self.read_tests()

    def read_tests(self) -> dict[str, Results]:
        return {each["number"]: each for each in self.read()["tests"]}

    def read(self) -> Results:
        found: Results = json.loads(self.results.read_text(encoding="utf-8"))
        return found


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    return Sheet(tmp_path)


def outcomes(tests: dict[str, Results]) -> dict[str, str]:
    return {number: test["extra_data"]["outcome"] for number, test in tests.items()}


def test_every_question_gets_a_verdict(sheet: Sheet) -> None:
    tests = sheet.tests()
    assert outcomes(tests) == {"1": "correct", "2": "correct", "3": "review"}
    assert (tests["1"]["score"], tests["1"]["max_score"]) == (2.0, 2.0)
    assert (tests["3"]["max_score"], tests["3"]["extra_data"]["review_points"]) == (0.0, 4.0)
    assert tests["1"]["output"].startswith("Correct.\nA number.")


def test_a_run_from_a_terminal_gives_the_same(sheet: Sheet) -> None:
    expected = outcomes(sheet.tests())
    sheet.results.unlink()
    sheet.start()
    assert outcomes(sheet.read_tests()) == expected


def test_a_wrong_value_costs_once(sheet: Sheet) -> None:
    sheet.submission.write_text("# 1\n\n$y = 5.00$\n\n# 2\n\n$z = 15.0$\n", encoding="utf-8")
    tests = sheet.tests()
    assert outcomes(tests) == {"1": "incorrect", "2": "follow_through", "3": "missing"}
    assert "your own answer to 1" in tests["2"]["output"]


def test_an_earlier_answer_under_a_name_that_the_worksheet_lacks_is_a_fault(sheet: Sheet) -> None:
    sheet.declare(ASSIGNMENT.replace("['y']", "['q']"))
    sheet.graders(GRADERS.replace("SHEET, quantity", "SHEET, quantity.replace('q', 'y')"))
    sheet.submission.write_text(RIGHT.replace("$y", "$q"), encoding="utf-8")
    tests = sheet.tests()
    assert (outcomes(tests)["1"], outcomes(tests)["2"]) == ("correct", "fault")
    assert "the answer to 1 is called 'q', which no worksheet" in tests["2"]["extra_data"]["note"]


def test_a_right_option_that_is_none_is_a_fault(sheet: Sheet) -> None:
    graders = GRADERS.replace("answer, review", "settle_choice")
    sheet.graders(graders.replace("review()", "settle_choice({'a': ['vanish']}, 'vanishes')"))
    note = sheet.tests()["3"]["extra_data"]["note"]
    assert "the right option 'vanishes' is none of them" in note


def test_sizes_are_compared_in_their_order(sheet: Sheet) -> None:
    sheet.declare(ASSIGNMENT.replace('kind = "free_text"', 'kind = "shape"'))
    settled = 'settle_formula(r"8 \\times 128 \\times 64")'
    graders = GRADERS.replace('"free_text"', '"shape"').replace("answer, review", "settle_formula")
    sheet.graders(graders.replace("review()", settled))
    answers = {"(8, 128, 64)": "correct", "128 x 8 x 64": "incorrect", "65536": "incorrect"}
    for text, outcome in answers.items():
        sheet.submission.write_text(f"# 3\n\n{text}\n", encoding="utf-8")
        assert outcomes(sheet.tests())["3"] == outcome, text


FORMULA = "# 3\n\n$v = {}$\n"
WRONG_AND_RIGHT = (FORMULA.format("x^2"), FORMULA.format("x^3"))


@pytest.mark.parametrize(
    ("files", "outcome"),
    [
        (["".join(WRONG_AND_RIGHT)], "undecided"),
        ([*WRONG_AND_RIGHT], "undecided"),
        ([WRONG_AND_RIGHT[1] * 2], "correct"),
        (["# 3\n\n$v = x^2 x$\n\n# 3 continued\n\n$v = x^3$\n"], "correct"),
        (["# 3\n\n$v = x^2$\n\n# Correction to 3\n\n$v = x^3$\n"], "correct"),
        (["# 3\n\n-\n\n# 3\n\n$v = x^3$\n"], "correct"),
    ],
)
def test_two_answers_in_formulas_that_disagree_go_to_a_person(
    sheet: Sheet, tmp_path: Path, files: list[str], outcome: str
) -> None:
    declared = ASSIGNMENT.replace('kind = "free_text"', 'kind = "symbolic"\nsymbols = "own"')
    sheet.declare(f"{declared}\n[symbols.own]\nx = {{}}\n")
    graders = GRADERS.replace("free_text", "symbolic").replace("answer, review", "settle_formula")
    sheet.graders(graders.replace("review()", 'settle_formula("x^3")'))
    sheet.submission = tmp_path / "ada"
    sheet.submission.mkdir()
    for name, text in zip(("answers.md", "draft.md"), files, strict=False):
        (sheet.submission / name).write_text(text, encoding="utf-8")
    assert outcomes(sheet.tests())["3"] == outcome


def test_an_exception_is_our_fault_and_costs_that_question_only(sheet: Sheet) -> None:
    sheet.graders(GRADERS.replace("    review()", "    raise ZeroDivisionError('ours')"))
    tests = sheet.tests()
    assert outcomes(tests) == {"1": "correct", "2": "correct", "3": "fault"}
    assert "ZeroDivisionError: ours" in tests["3"]["extra_data"]["note"]
    assert "ZeroDivisionError" not in tests["3"]["output"]


@pytest.mark.parametrize(
    ("body", "note"),
    [
        ("raise Mismatch(7)", "TypeError: a finding is told in words, not by 7 (grade_sheet.py:"),
        ("raise Review('', points=float('nan'))", "ValueError: cannot convert NaN"),
        ("read_as(3.5); raise Mismatch('no')", "making its verdict"),
        ("pytest.exit('enough')", "it would end the whole run: Exit: enough (grade_sheet.py:"),
        ("raise SystemExit(3)", "SystemExit: 3"),
        ("import os; os.chdir('/'); raise ValueError('ours')", "ValueError: ours"),
    ],
)
def test_what_makes_no_verdict_is_a_fault_of_its_question_alone(
    sheet: Sheet, body: str, note: str
) -> None:
    imported = "from graders.errors import Mismatch, Review\n"
    text = GRADERS.replace("review):", "review, read_as):").replace("    review()", f"    {body}")
    sheet.graders(imported + text)
    tests = sheet.tests()
    assert outcomes(tests) == {"1": "correct", "2": "correct", "3": "fault"}
    assert note in tests["3"]["extra_data"]["note"]


def test_a_grader_interrupts_no_worker(sheet: Sheet) -> None:
    sheet.graders(GRADERS.replace("    review()", "    raise KeyboardInterrupt"))
    usual = signal.signal(signal.SIGINT, signal.SIG_IGN)  # as workers have it
    try:
        tests = sheet.tests()
    finally:
        signal.signal(signal.SIGINT, usual)
    assert outcomes(tests) == {"1": "correct", "2": "correct", "3": "fault"}


def test_a_failing_assertion_of_ours_is_a_fault(sheet: Sheet) -> None:
    sheet.graders(GRADERS.replace("    review()", "    assert answer is None"))
    assert outcomes(sheet.tests())["3"] == "fault"


@pytest.mark.parametrize(
    "body",
    [
        "pass",
        "assert quantity",
        "answers = 3 if quantity == 'nothing' else 4",
        "try:\n        settle(Comparison(False, 'x'))\n    except Mismatch:\n        return",
    ],
)
def test_a_grader_that_settles_nothing_is_a_fault_and_no_right_answer(
    sheet: Sheet, body: str
) -> None:
    imported = "from graders.errors import Mismatch\nfrom graders.model import Comparison\n"
    taken = GRADERS.replace("settle_value):", "settle):")
    sheet.graders(imported + taken.replace("settle_value(Target(SHEET, quantity))", body))
    tests = sheet.tests()
    assert outcomes(tests) == {"1": "fault", "2": "fault", "3": "review"}
    assert [each["score"] for each in tests.values()] == [0, 0, 0]
    assert "the grader of 1 returned without settling it" in str(tests["1"])


def test_graders_that_do_not_load_leave_faults_and_the_rest_is_graded(sheet: Sheet) -> None:
    number, _, _ = GRADERS.partition('@pytest.mark.question("3"')
    sheet.graders(number)
    sheet.graders("import no_such_module", name="grade_essay.py")
    tests = sheet.tests()
    assert outcomes(tests) == {"1": "correct", "2": "correct", "3": "fault"}
    assert "no_such_module" in tests["3"]["extra_data"]["note"]


def test_pytest_flags_choose_questions(sheet: Sheet) -> None:
    assert set(sheet.tests("-k", "essay")) == {"3"}
    assert set(sheet.tests("--only", "2")) == {"2"}


def test_an_unknown_question_is_refused(sheet: Sheet) -> None:
    done = sheet.run("--only", "9")
    assert done.code == pytest.ExitCode.USAGE_ERROR
    assert "there is no question '9'" in done.said


def test_tests_that_are_dealt_out_grade_nothing(sheet: Sheet) -> None:
    done = sheet.start("-n", "2")
    assert done.code == pytest.ExitCode.USAGE_ERROR
    assert "leave -n out" in done.said


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ('question("3", points=5)', "declared with 4 points"),
        ('question("3", kind="numeric")', "declared as free_text"),
        ('question("7")', "question 7 is not declared"),
    ],
)
def test_a_grader_that_contradicts_the_declaration_is_refused(
    sheet: Sheet, wrong: str, message: str
) -> None:
    sheet.graders(GRADERS.replace('question("3", points=4, kind="free_text")', wrong))
    done = sheet.run()
    assert message in done.said
    note = sheet.read()["tests"][0]["extra_data"]["note"]
    assert message in note
    assert "pluggy" not in note


def test_a_grader_without_a_question_is_refused(sheet: Sheet) -> None:
    sheet.graders(GRADERS.replace('@pytest.mark.question("3", points=4, kind="free_text")', ""))
    done = sheet.run()
    assert "decides no question" in done.said


def test_what_cannot_be_opened_goes_to_a_person(sheet: Sheet) -> None:
    sheet.submission.write_bytes(b"\xff\xfe\x00\x00 not text")
    tests = sheet.tests()
    assert set(outcomes(tests).values()) == {"unreadable"}


@pytest.mark.parametrize(
    ("handed_in", "outcomes_of_it"),
    [
        ("My homework\n\nI wrote it all on paper.\n", {"unreadable"}),
        ("# 1\n\n$y = 5.00$\n", {"incorrect", "missing"}),
    ],
)
def test_a_review_without_an_answer_hides_no_silence(
    sheet: Sheet, handed_in: str, outcomes_of_it: set[str]
) -> None:
    sheet.graders(GRADERS.replace("answer, review", "review"))
    sheet.submission.write_text(handed_in, encoding="utf-8")
    assert set(outcomes(sheet.tests()).values()) == outcomes_of_it


def test_notes_on_what_is_missing_are_for_staff_alone(sheet: Sheet) -> None:
    check = GRADERS.replace("def grade_", "def check_").replace("    review()", "    assert answer")
    sheet.graders(check, name="check_sheet.py")
    sheet.submission.write_text("Some words.\n\n# 1\n\n$y = 4.00$\n", encoding="utf-8")
    for options, is_told in (((), True), (("--public",), False)):
        sheet.tests(*options)
        assert ("text without a label" in sheet.results.read_text(encoding="utf-8")) is is_told


def test_what_is_missing_beside_a_photographed_page_goes_to_a_person(sheet: Sheet) -> None:
    from graders.batch import grade

    folder = sheet.folder.parent / "ada"
    folder.mkdir()
    (folder / "answers.md").write_text("# 1\n\n$y = 5.00$\n", encoding="utf-8")
    (folder / "page 2.jpg").write_bytes(b"\xff\xd8\xff")
    report = grade(sheet.folder, folder)
    assert [str(each.outcome) for each in report.verdicts] == [
        "incorrect", "unreadable", "unreadable",
    ]  # fmt: skip
    assert "page 2.jpg" in report.verdicts[1].feedback
    assert report.notes == ("page 2.jpg: cannot be read here; it may hold answers",)


LEGACY = '''
import unittest
from gradescope_utils.autograder_utils.decorators import (
    hide_errors, leaderboard, number, partial_credit, tags, visibility, weight,
)

@weight(2)
@number("L1")
@visibility("after_published")
@tags("numpy", "speed")
def test_passes():
    """A passing function"""

@weight(2)
@number("L2")
def test_fails():
    assert 1 == 2, "one is not two"

@weight(2)
@number("L3")
@hide_errors("look again")
def test_hides():
    assert 1 == 2, "secret"

@partial_credit(5)
@number("L4")
def test_partial(set_score=None):
    set_score(3.5)

@weight(1)
@number("L5")
def test_breaks():
    raise RuntimeError("ours")

class TestOld(unittest.TestCase):
    @weight(4)
    @number("L6")
    def test_method(self):
        """A method"""
        self.assertEqual(2 + 2, 4)

    @weight(4)
    @number("L7")
    def test_wrong_method(self):
        self.assertEqual(2 + 2, 5)

@leaderboard("speed", "asc")
@number("L8")
def test_fast(set_leaderboard_value=None):
    set_leaderboard_value(1.5)
'''


def test_functions_with_gradescope_decorators_alone_count(sheet: Sheet) -> None:
    sheet.graders(LEGACY, name="grade_legacy.py")
    tests = sheet.tests()
    seen = {number: (test["score"], test["max_score"]) for number, test in tests.items()}
    assert seen["L1"] == (2.0, 2.0)
    assert tests["L1"]["name"] == "A passing function"
    assert tests["L1"]["visibility"] == "after_published"
    assert tests["L1"]["tags"] == ["numpy", "speed"]
    assert seen["L2"] == (0.0, 2.0)
    assert "one is not two" in tests["L2"]["output"]
    assert "look again" in tests["L3"]["output"]
    assert "secret" not in json.dumps(tests["L3"])
    assert seen["L4"] == (3.5, 5.0)
    assert outcomes(tests)["L5"] == "fault"
    assert seen["L6"] == (4.0, 4.0)
    assert seen["L7"] == (0.0, 4.0)
    assert sheet.read()["leaderboard"] == [{"name": "speed", "value": 1.5, "order": "asc"}]


def test_a_class_is_graded_as_pytest_alone_grades(sheet: Sheet) -> None:
    from graders.batch import grade

    sheet.graders(LEGACY, name="grade_legacy.py")
    expected = outcomes(sheet.tests())
    report = grade(sheet.folder, sheet.submission)
    assert {each.question.id: str(each.outcome) for each in report.verdicts} == expected


def test_what_lies_above_an_assignment_is_not_run(sheet: Sheet) -> None:
    from graders.batch import grade

    marks = sheet.folder.parent / "marks"
    for folder in (sheet.folder.parent, sheet.folder):
        text = f"with open({str(marks)!r}, 'a') as file: file.write({folder.name!r})"
        (folder / "conftest.py").write_text(text, encoding="utf-8")
    grade(sheet.folder, sheet.submission)
    assert marks.read_text() == sheet.folder.name


def test_submissions_of_one_run_do_not_leak_into_one_another(sheet: Sheet, tmp_path: Path) -> None:
    from graders.batch import Graded, Options, grade_all
    from graders.declaring.assignment import load_assignment

    sheet.graders(LEGACY, name="grade_legacy.py")
    other = tmp_path / "other.md"
    other.write_text("# 1\n\n$y = 7$\n", encoding="utf-8")
    paths = [sheet.submission, other, sheet.submission.with_name("third.md")]
    paths[2].write_text(RIGHT, encoding="utf-8")
    done: list[Graded] = []
    grade_all(load_assignment(sheet.folder), paths, Options(), done.append)
    first, second, third = (graded.report for graded in done)
    assert first is not None
    assert second is not None
    assert third is not None
    assert [str(each.outcome) for each in second.verdicts[:3]] == [
        "incorrect",
        "missing",
        "missing",
    ]
    assert [each.points for each in third.verdicts] == [each.points for each in first.verdicts]


def test_several_workers_give_the_reports_of_one(sheet: Sheet, tmp_path: Path) -> None:
    from graders.batch import Graded, Options, grade_all
    from graders.declaring.assignment import load_assignment

    paths = []
    for number in range(5):
        paths.append(tmp_path / f"s{number}.md")
        paths[-1].write_text(RIGHT.replace("4.00", f"{number}.00"), encoding="utf-8")
    paths.insert(2, tmp_path / "missing.md")
    alone: list[Graded] = []
    shared: list[Graded] = []
    grade_all(load_assignment(sheet.folder), paths, Options(), alone.append)
    grade_all(load_assignment(sheet.folder), paths, Options(), shared.append, workers=2)
    assert [each.path for each in shared] == paths
    assert [each.report and each.report.verdicts for each in shared] == [
        each.report and each.report.verdicts for each in alone
    ]
    assert str(shared[2].refused) == str(alone[2].refused) != "None"


def test_a_kill_at_any_moment_leaves_valid_results(sheet: Sheet) -> None:
    slow = GRADERS.replace("    review()", "    import time\n    time.sleep(60)")
    sheet.graders(slow)
    process = subprocess.Popen(sheet.command(), stdout=subprocess.DEVNULL, cwd=sheet.folder)
    try:
        states = []
        while not states or states[-1] != ["correct", "correct", "fault"]:
            assert process.poll() is None, "the grader ended before it was killed"
            time.sleep(0.02)
            if sheet.results.exists():
                states.append([each["extra_data"]["outcome"] for each in sheet.read()["tests"]])
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert states[-1] == ["correct", "correct", "fault"]
    assert not list(sheet.results.parent.glob(".results*"))
