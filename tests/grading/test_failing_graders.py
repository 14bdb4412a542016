"""Graders that fail, settle nothing, or do not load: faults of ours, and never a student's zero."""

import signal

import pytest

from tests.grading.conftest import GRADERS, Sheet, outcomes


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
