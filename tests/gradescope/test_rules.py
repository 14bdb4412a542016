"""Metadata as Gradescope writes them, and the instructor's rules that depend on them."""

import json
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from graders.gradescope.hooks import Change, Rules, Withheld
from graders.gradescope.metadata import Metadata, MetadataError, read_metadata
from graders.gradescope.publishing import decided
from graders.grading.legacy import leaderboard_entry
from graders.model import Kind, Question, Report, Visibility
from tests.gradescope.conftest import METADATA

REPORT = Report("s1", "hw1", "Homework 1", (), "1.0", seconds=0.5)


def read(tmp_path: Path, **changes: object) -> Metadata:
    file = tmp_path / "submission_metadata.json"
    file.write_text(json.dumps(METADATA | changes))
    return read_metadata(file)


def test_metadata_hold_times_attempts_and_no_names(tmp_path: Path) -> None:
    metadata = read(tmp_path)
    assert (metadata.late_by, metadata.days_late) == (timedelta(days=1), 1)
    assert (metadata.attempt, metadata.attempts_within(24), metadata.best_score) == (2, 2, 3.0)
    assert (metadata.total_points, metadata.users, metadata.is_group) == (6.0, ("1",), True)
    assert "example.org" not in repr(metadata)


def test_attempts_that_we_failed_to_grade_are_free(tmp_path: Path) -> None:
    failed = [METADATA["previous_submissions"][0] | {"autograder_error": True, "score": None}]
    metadata = read(tmp_path, previous_submissions=failed)
    assert (metadata.attempt, metadata.best_score, metadata.last_score) == (1, 0.0, 0.0)


def test_the_last_score_is_that_of_the_last_submission_that_has_one(tmp_path: Path) -> None:
    (scored,) = METADATA["previous_submissions"]
    later = scored | {"submission_time": "2026-11-20T17:59:00-08:00", "score": None}
    assert read(tmp_path, previous_submissions=[later, scored]).last_score == 3.0


def test_attempts_are_counted_within_hours_of_the_submission(tmp_path: Path) -> None:
    assert read(tmp_path).attempts_within(1) == 1


def test_an_extension_of_the_student_counts(tmp_path: Path) -> None:
    extended = {"assignment": {"due_date": "2026-11-22T18:00:00-08:00"}}
    users = [METADATA["users"][0] | extended, {"id": 2}]
    assert read(tmp_path, users=users).days_late == 0


def test_work_without_a_due_date_is_never_late(tmp_path: Path) -> None:
    metadata = read(tmp_path, assignment={})
    assert (metadata.due_at, metadata.days_late, metadata.total_points) == (None, 0, None)


@pytest.mark.parametrize("created", ["2026-11-20T18:00:00", "yesterday", None])
def test_a_time_that_cannot_be_compared_is_refused(tmp_path: Path, created: object) -> None:
    with pytest.raises(MetadataError, match="submission_metadata"):
        read(tmp_path, created_at=created)


def rules(tmp_path: Path, text: str) -> Rules:
    (tmp_path / "hooks.py").write_text(text)
    return Rules(tmp_path, read(tmp_path))


def test_without_hooks_nothing_changes(tmp_path: Path) -> None:
    none = Rules(tmp_path, None)
    assert (none.admit(), none.adjust(REPORT), none.failure) == (None, None, "")


def test_a_hook_that_never_ends_is_stopped(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("graders.gradescope.hooks.HOOK_SECONDS", 0.2)
    endless = rules(tmp_path, "def admit(metadata):\n    while True: pass")
    assert endless.admit() is None
    assert "it did not end within 0.2 s" in endless.failure


def test_a_hook_that_exits_has_failed(tmp_path: Path) -> None:
    exits = rules(tmp_path, "import sys\ndef adjust(report, metadata): sys.exit()")
    assert exits.adjust(REPORT) is None
    assert "adjust failed: " in exits.failure
    assert "SystemExit" in exits.failure


def test_hooks_that_exit_as_they_are_loaded_cannot_be_loaded(tmp_path: Path) -> None:
    assert "hooks.py cannot be loaded" in rules(tmp_path, "raise SystemExit").failure


def test_a_hook_with_other_parameters_cannot_be_called(tmp_path: Path) -> None:
    wrong = rules(tmp_path, "def adjust(report): return None")
    assert "adjust(report, metadata) cannot be called: too many" in wrong.failure


def test_once_a_hook_has_failed_none_is_applied(tmp_path: Path) -> None:
    text = "from graders.gradescope.hooks import Change\n"
    text += "def admit(metadata): 1 / 0\ndef adjust(report, metadata): return Change('x', share=0)"
    broken = rules(tmp_path, text)
    assert (broken.admit(), broken.adjust(REPORT)) == (None, None)
    assert "ZeroDivisionError" in broken.failure


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Change("late"),
        lambda: Change("late", share=1, points=2),
        lambda: Change("late", points=-1),
        lambda: Change("", share=1),
        lambda: Change("late", share=float("inf")),
        lambda: Change("late", share=90),
        lambda: Withheld("late", points=float("nan")),
    ],
)
def test_what_is_no_score_or_has_no_reason_is_refused(wrong) -> None:
    with pytest.raises(ValueError, match=r"score|reason|share"):
        wrong()


def test_the_rules_of_the_guide_are_rules(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "gradescope.md").read_text(encoding="utf-8")
    guide = rules(tmp_path, page.partition("```python\n")[2].partition("```")[0])
    assert guide.admit() is None
    assert guide.adjust(REPORT) == Change("Days late: 1.", share=0.9)
    assert guide.failure == ""


@pytest.mark.parametrize(("visibility", "shown"), [("visible", True), ("after_due_date", False)])
def test_a_decorated_function_gives_an_entry_only_where_it_is_visible(
    visibility: str, shown: bool
) -> None:
    def fastest() -> None: ...

    given = {"leaderboard_column": "time", "leaderboard_value": 3, "visibility": visibility}
    for name, value in given.items():
        setattr(fastest, f"__{name}__", value)
    assert (leaderboard_entry(fastest) is not None) is shown


@pytest.mark.parametrize("visibility", Visibility)
def test_students_read_what_became_of_their_points_where_nothing_is_hidden(
    visibility: Visibility,
) -> None:
    question = Question("1", "One", Fraction(10), Kind.NUMERIC, visibility=visibility)
    results = decided({"score": 10.0, "output": ""}, Change("Days late: 2.", share=0.8), [question])
    assert results["score"] == 8
    assert results["extra_data"]["notes"] == ["Days late: 2: 10 points became 8."]
    is_open = visibility is Visibility.VISIBLE
    assert results["output"] == (
        "Days late: 2: 10 points became 8." if is_open else "Days late: 2."
    )
