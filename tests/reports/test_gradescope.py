"""Gradescope's results.json, held to its written specification."""

import json
from dataclasses import replace
from fractions import Fraction

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.model import Kind, Outcome, Report, Verdict, Visibility
from graders.reports.gradescope import to_gradescope, to_json
from graders.reports.text import clean

FORMATS = {"enum": ["text", "html", "simple_format", "md", "ansi"]}
VISIBILITIES = {"enum": ["visible", "hidden", "after_due_date", "after_published"]}
POINTS = {"type": "number", "minimum": 0}
TEXT = {"type": "string"}


def an_object(fields: dict[str, object], *, optional: tuple[str, ...] = ()) -> dict[str, object]:
    return {
        "type": "object",
        "properties": fields,
        "required": [name for name in fields if name not in optional],
        "additionalProperties": False,
    }


TEST = an_object(
    {
        "number": TEXT,
        "name": TEXT,
        "score": POINTS,
        "max_score": POINTS,
        "status": {"enum": ["passed", "failed"]},
        "output": TEXT,
        "output_format": {"const": "text"},
        "tags": {"type": "array", "items": TEXT, "minItems": 1},
        "visibility": VISIBILITIES,
        "extra_data": an_object(
            {
                "outcome": {"enum": [outcome.value for outcome in Outcome]},
                "kind": {"enum": [kind.value for kind in Kind]},
                "mistake": {"type": ["string", "null"]},
                "read_as": TEXT,
                "where": TEXT,
                "note": TEXT,
                "review_points": POINTS,
            }
        ),
    },
    optional=("status", "tags", "visibility"),
)
RESULTS = an_object(
    {
        "score": POINTS,
        "execution_time": {"type": "number", "minimum": 0},
        "output": TEXT,
        "output_format": FORMATS,
        "test_output_format": FORMATS,
        "visibility": {"const": "visible"},
        "stdout_visibility": {"const": "hidden"},
        "extra_data": an_object(
            {
                "assignment": TEXT,
                "submission": TEXT,
                "grader_version": TEXT,
                "points": POINTS,
                "max_points": POINTS,
                "needs_review": {"type": "array", "items": TEXT},
                "isolation": TEXT,
                "notes": {"type": "array", "items": TEXT},
            }
        ),
        "tests": {"type": "array", "items": TEST},
        "leaderboard": {
            "type": "array",
            "minItems": 1,
            "items": an_object(
                {
                    "name": TEXT,
                    "value": {"type": ["number", "string"]},
                    "order": {"enum": ["asc", "desc"]},
                },
                optional=("order",),
            ),
        },
    },
    optional=("leaderboard", "execution_time"),
)
SCHEMA = jsonschema.Draft202012Validator(RESULTS)


def texts(value: object) -> list[str]:
    """Every text of a results object, its keys included."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for item in value.items() for text in texts(list(item))]
    return [text for each in value for text in texts(each)] if isinstance(value, list) else []


@given(st.from_type(Report))
def test_every_report_becomes_a_results_object_of_the_specification(report):
    results = to_gradescope(report)
    SCHEMA.validate(results)
    assert json.loads(to_json(report)) == results
    assert len(to_json(report).splitlines()) == 1
    assert all(text == clean(text) for text in texts(results))


@given(st.from_type(Report))
def test_the_tests_are_the_verdicts_in_order(report):
    tests = to_gradescope(report)["tests"]
    for test, verdict in zip(tests, report.verdicts, strict=True):
        assert test["number"] == verdict.question.id
        assert test["extra_data"]["outcome"] == verdict.outcome
        is_settled = not verdict.outcome.needs_person
        assert "status" not in test or is_settled
        assert "status" in test or not (is_settled and verdict.max_points)


@given(st.from_type(Report))
def test_the_score_is_the_sum_of_the_scores_of_the_tests(report):
    results = to_gradescope(report)
    scores = [test["score"] for test in results["tests"]]
    assert results["score"] == round(sum(scores), 2)
    assert all(score == round(score, 2) for score in scores)
    assert all(0 <= test["score"] <= test["max_score"] for test in results["tests"])


def first(report: Report, **changes: object) -> dict[str, object]:
    """The results of a report of which the first verdict alone is kept, and changed."""
    changed = replace(report.verdicts[0], **changes)
    return to_gradescope(replace(report, verdicts=(changed,)))["tests"][0]


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        (Outcome.CORRECT, "passed"),
        (Outcome.FOLLOW_THROUGH, "passed"),
        (Outcome.PARTIAL, "failed"),
        (Outcome.INCORRECT, "failed"),
        (Outcome.MISSING, "failed"),
        (Outcome.UNREADABLE, None),
        (Outcome.UNDECIDED, None),
        (Outcome.REVIEW, None),
        (Outcome.FAULT, None),
    ],
)
def test_the_status_is_left_out_while_a_person_must_look(realistic, outcome, status):
    assert first(realistic, outcome=outcome).get("status") == status


def test_free_text_has_no_score_and_its_points_are_for_a_person(realistic):
    question = replace(realistic.verdicts[0].question, kind=Kind.FREE_TEXT, points=Fraction(4))
    test = first(realistic, question=question, outcome=Outcome.REVIEW, review_points=Fraction(4))
    assert (test["score"], test["max_score"], test["extra_data"]["review_points"]) == (0, 0, 4)


def test_free_text_that_is_settled_pays_its_points(realistic):
    question = replace(realistic.verdicts[0].question, kind=Kind.FREE_TEXT, points=Fraction(4))
    test = first(realistic, question=question, outcome=Outcome.CORRECT, points=Fraction(4))
    assert (test["score"], test["max_score"], test["status"]) == (4, 4, "passed")


def test_output_says_what_was_decided_why_and_where(realistic):
    correct = first(realistic, about="The gradient of xᵀx.", feedback="Well done.")
    assert correct["output"] == (
        "Correct.\nThe gradient of xᵀx.\nWell done.\nread as 2 x\nfound at answers.md:14"
    )
    unread = first(
        realistic,
        outcome=Outcome.UNREADABLE,
        feedback="'{' is never closed",
        read_as="",
        review_points=Fraction(1, 2),
    )
    assert unread["output"] == (
        "Could not be read; a person will look at it: up to 0.5 points still open.\n"
        "'{' is never closed\nfound at answers.md:14"
    )


@given(st.from_type(Report))
def test_staff_notes_never_reach_a_student(report):
    secret = "for staff alone"
    noted = replace(report, verdicts=tuple(replace(each, note=secret) for each in report.verdicts))
    results = to_gradescope(noted)
    assert all(test["extra_data"]["note"] == secret for test in results["tests"])
    assert all(secret not in test["output"] for test in results["tests"])


def shown(report: Report, visibility: Visibility) -> dict[str, object]:
    """The results of a report all of whose questions have one visibility."""
    verdicts = tuple(
        replace(each, question=replace(each.question, visibility=visibility))
        for each in report.verdicts
    )
    return to_gradescope(replace(report, verdicts=verdicts))


def test_summary_says_the_points_so_far_and_what_is_open(realistic):
    assert shown(realistic, Visibility.VISIBLE)["output"] == (
        "12.33 of 25 points, up to 5.5 more after review.\n"
        "A person will look at 5 questions.\n"
        "No answer was found to 2 questions."
    )


def test_summary_leaves_out_what_the_student_may_not_see_yet(realistic):
    results = shown(realistic, Visibility.HIDDEN)
    assert results["output"] == "0 of 0 points.\nThis counts only what is shown now."
    assert {test["visibility"] for test in results["tests"]} == {"hidden"}


def read_by_students(results: dict[str, object]) -> dict[str, object]:
    """What a student can read: no total is shown where a test is hidden."""
    tests = [each for each in results["tests"] if "visibility" not in each]
    seen = [{k: v for k, v in each.items() if k != "extra_data"} for each in tests]
    return {k: v for k, v in results.items() if k not in ("score", "extra_data")} | {"tests": seen}


@given(st.from_type(Report), st.from_type(Report), st.sampled_from(list(Visibility)[1:]))
def test_what_is_hidden_leaves_no_trace_in_what_is_shown(report, other, visibility):
    def verdicts(of: Report, visibility: Visibility, prefix: str) -> list[Verdict]:
        return [
            replace(
                each,
                question=replace(
                    each.question, id=f"{prefix}{number}", visibility=visibility, follows=("h0",)
                ),
            )
            for number, each in enumerate(of.verdicts[:3])
        ]

    shown = verdicts(report, Visibility.VISIBLE, "v")
    one = replace(report, verdicts=(*verdicts(other, visibility, "h"), *shown))
    right = [
        replace(each, outcome=Outcome.CORRECT, feedback="")
        for each in verdicts(other, visibility, "h")
    ]
    two = replace(report, verdicts=(*right[:1], *shown), seconds=report.seconds / 2)
    if other.verdicts:
        assert read_by_students(to_gradescope(one)) == read_by_students(to_gradescope(two))


def test_an_answer_that_follows_from_a_hidden_one_is_simply_right(realistic):
    earlier, later = realistic.verdicts[:2]
    hidden = replace(earlier.question, visibility=Visibility.HIDDEN)
    follows = replace(
        later,
        question=replace(later.question, follows=(hidden.id,)),
        outcome=Outcome.FOLLOW_THROUGH,
        feedback=f"Right for your own answer to {hidden.id}.",
    )
    report = replace(realistic, verdicts=(replace(earlier, question=hidden), follows))
    test = to_gradescope(report)["tests"][1]
    assert test["output"].startswith("Correct.")
    assert hidden.id not in test["output"]
    assert test["extra_data"]["outcome"] == "follow_through"


def test_time_is_told_only_where_all_is_shown(realistic):
    assert "execution_time" not in to_gradescope(realistic)
    assert "execution_time" in shown(realistic, Visibility.VISIBLE)


def test_visibility_is_named_only_where_a_test_is_not_visible(realistic):
    visibilities = [test.get("visibility") for test in to_gradescope(realistic)["tests"]]
    assert visibilities == [None] * 19 + ["after_published"]


def test_long_texts_are_cut_to_their_limit_and_say_so(huge):
    results = to_gradescope(huge)
    assert len(to_json(huge)) < 1_000_000
    for test in results["tests"]:
        assert len(test["output"].encode()) <= 4096
        assert "[cut: " in test["output"]


@pytest.mark.parametrize("text", ["\\" * 5_000, "é" * 3_000, "😀" * 2_000, "\n∇" * 2_000])
def test_a_hundred_questions_of_the_worst_text_stay_below_the_limit(realistic, text):
    worst = replace(
        realistic.verdicts[1],
        question=replace(realistic.verdicts[1].question, title=text),
        feedback=text,
        note=text,
        read_as=text,
        where=text,
        mistake=text,
        about=text,
    )
    report = replace(realistic, submission=text, verdicts=(worst,) * 100, notes=(text,) * 200)
    results = to_gradescope(report)
    assert len(to_json(report)) < 1_000_000
    assert len(results["tests"]) == 100
    assert results["extra_data"]["notes"][-1] == "and 150 more notes"


def test_feedback_of_four_kilobytes_is_cut_before_the_place_is(realistic):
    test = first(realistic, feedback="x" * 5_000)
    assert len(test["output"].encode()) <= 4096
    assert test["output"].endswith("\nread as 2 x\nfound at answers.md:14")


def test_a_value_that_is_no_number_stays_out_of_the_leaderboard(realistic):
    entries = ({"name": "loss", "value": float("nan"), "order": "asc"},)
    results = to_gradescope(replace(realistic, leaderboard=entries))
    assert results["leaderboard"] == [{"name": "loss", "value": "n/a", "order": "asc"}]


def test_a_report_without_verdicts_is_valid(realistic):
    results = to_gradescope(replace(realistic, verdicts=(), leaderboard=(), notes=()))
    SCHEMA.validate(results)
    assert (results["score"], results["tests"]) == (0, [])
