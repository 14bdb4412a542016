"""Graders as pytest functions: what they are given, and what becomes of what they find."""

from pathlib import Path

import pytest

from tests.grading.conftest import ASSIGNMENT, GRADERS, RIGHT, Sheet, outcomes


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
