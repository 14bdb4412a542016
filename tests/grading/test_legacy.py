"""Test functions with decorators of Gradescope, graded as they are."""

import json

from tests.grading.conftest import LEGACY, Sheet, outcomes


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
