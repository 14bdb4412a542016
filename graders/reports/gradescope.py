"""A report as Gradescope's results.json.

Students read `tests[].name` and `tests[].output`; `extra_data` is kept for staff and programs.
Formulas are not rendered there, so every text is plain. What a student may not see yet leaves no
trace in what he may: no number of tests, no time, no word of another answer.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from graders.model import Kind, Outcome, Report, Verdict, Visibility
from graders.reports import points
from graders.reports.text import clean, cut, one_line
from graders.reports.words import WORDS, count, count_points, standing

RESULTS_BYTES = 1_000_000  # the whole of results.json stays below
TEXT_BYTES = 4096  # one text of one question
SHORTEST_TEXT_BYTES = 512
MAX_NOTES = 50

PASSED = frozenset({Outcome.CORRECT, Outcome.FOLLOW_THROUGH})


def to_gradescope(report: Report) -> dict[str, object]:
    """The results object, below 1 MB.

    Texts are cut to 4 KiB each, and shorter where there are so many that the whole would be
    too large: some 150 questions fit whatever their texts.

    >>> results = to_gradescope(Report("s1", "hw1", "Homework 1", (), "1.0", seconds=0.5))
    >>> results["score"], results["output"]
    (0.0, '0 of 0 points.')
    """
    results: dict[str, object] = json.loads(to_json(report))
    return results


def to_json(report: Report) -> str:
    """The results as one line of ASCII JSON."""
    limit_bytes = TEXT_BYTES
    text = _written(report, limit_bytes)
    while limit_bytes > SHORTEST_TEXT_BYTES and len(text) >= RESULTS_BYTES:
        limit_bytes //= 2
        text = _written(report, limit_bytes)
    return text


def _written(report: Report, limit_bytes: int) -> str:
    pairs = zip(report.verdicts, seen_by_students(report.verdicts), strict=True)
    tests = ", ".join(_test_written(verdict, seen, limit_bytes) for verdict, seen in pairs)
    return f'{_dump(_head(report, limit_bytes))[:-1]}, "tests": [{tests}]}}'


@lru_cache(maxsize=512)  # a report is written again after every question
def _test_written(verdict: Verdict, seen: Verdict, limit_bytes: int) -> str:
    return _dump(_test(verdict, seen, limit_bytes))


def _dump(results: Mapping[str, object]) -> str:
    return json.dumps(results, allow_nan=False)


def _head(report: Report, limit_bytes: int) -> dict[str, object]:
    """Everything but the tests."""
    results: dict[str, object] = {
        "score": sum(map(_score_hundredths, report.verdicts)) / 100,
        "output": _summary(report),
        "output_format": "text",
        "test_output_format": "text",
        "visibility": Visibility.VISIBLE.value,
        "stdout_visibility": Visibility.HIDDEN.value,
        "extra_data": {
            "assignment": report.assignment,
            "submission": cut(one_line(report.submission), SHORTEST_TEXT_BYTES),
            "grader_version": report.grader_version,
            "points": float(points.points_of(report)),
            "max_points": float(points.max_points_of(report)),
            "needs_review": [verdict.question.id for verdict in report.needs_review],
            "isolation": cut(one_line(str(report.isolation)), SHORTEST_TEXT_BYTES),
            "notes": _notes(report, limit_bytes),
        },
    }
    if all(_is_visible(verdict) for verdict in report.verdicts):  # else it times the hidden too
        seconds = report.seconds if math.isfinite(report.seconds) else 0.0
        results["execution_time"] = round(seconds, 3)
    if report.leaderboard:
        results["leaderboard"] = [_leaderboard_entry(entry) for entry in report.leaderboard]
    return results


def _test(verdict: Verdict, seen: Verdict, limit_bytes: int) -> dict[str, object]:
    """A verdict as a test; students see `seen` of it."""

    def text(value: str) -> str:
        return cut(clean(value), limit_bytes)

    def label(value: str) -> str:
        return cut(one_line(value), limit_bytes // 4)

    test: dict[str, object] = {
        "number": verdict.question.id,
        "name": label(verdict.question.title),
        "score": _score_hundredths(verdict) / 100,
        "max_score": _max_score(verdict),
        "output": _output(seen, limit_bytes),
        "output_format": "text",
        "extra_data": {
            "outcome": verdict.outcome.value,
            "kind": verdict.question.kind.value,
            "mistake": None if verdict.mistake is None else label(verdict.mistake),
            "read_as": text(verdict.read_as),
            "where": label(verdict.where),
            "note": text(verdict.note),
            "review_points": float(points.awaited(verdict)),
            **({"marked": True} if verdict.marked else {}),
        },
    }
    if not verdict.outcome.needs_person and (verdict.max_points or verdict.outcome in PASSED):
        test["status"] = "passed" if verdict.outcome in PASSED else "failed"
    if verdict.tags:
        test["tags"] = [label(tag) for tag in verdict.tags]
    if verdict.question.visibility is not Visibility.VISIBLE:
        test["visibility"] = verdict.question.visibility.value
    return test


def _max_score(verdict: Verdict) -> float:
    """What can be awarded here: a person marks free text beside it, until its mark is known."""
    return 0.0 if _is_for_a_person(verdict) else points.hundredths(verdict.max_points) / 100


def _score_hundredths(verdict: Verdict) -> int:
    return 0 if _is_for_a_person(verdict) else points.earned_hundredths(verdict)


def _is_for_a_person(verdict: Verdict) -> bool:
    is_known = verdict.marked or verdict.outcome in PASSED
    return verdict.question.kind is Kind.FREE_TEXT and not is_known


def _output(verdict: Verdict, limit_bytes: int) -> str:
    """What the student reads: the outcome, what was asked, why, what was read and where."""
    before = _outcome(verdict)
    if about := cut(clean(verdict.about).strip(), limit_bytes // 8):
        before += f"\n{about}"
    after = ""
    if read_as := cut(clean(verdict.read_as).strip(), limit_bytes // 4):
        after += "\nread as " + (f"\n{read_as}" if "\n" in read_as else read_as)
    if where := cut(one_line(verdict.where), limit_bytes // 4):
        after += f"\nfound at {where}"
    room = limit_bytes - len(f"{before}\n{after}".encode())
    feedback = cut(clean(verdict.feedback).strip(), room)
    return before + (f"\n{feedback}" if feedback else "") + after


def _outcome(verdict: Verdict) -> str:
    words = WORDS[verdict.outcome].sentence.capitalize()
    if verdict.marked:
        words += ", marked by a person"
    if verdict.outcome.needs_person and verdict.outcome is not Outcome.REVIEW:
        words += "; a person will look at it"
    if open_points := points.awaited(verdict):
        words += f": up to {count_points(open_points)} still open"
    return f"{words}."


def seen_by_students(verdicts: Sequence[Verdict]) -> tuple[Verdict, ...]:
    """The verdicts, where none tells of an answer that is shown later than itself.

    One that follows from a wrong answer says so; where that answer is not shown with it, it is
    simply right.
    """
    shown = {each.question.id: each.question.visibility for each in verdicts}
    return tuple(
        replace(each, outcome=Outcome.CORRECT, feedback="") if _tells(each, shown) else each
        for each in verdicts
    )


def _tells(verdict: Verdict, shown: Mapping[str, Visibility]) -> bool:
    """Whether a verdict follows from an answer that is not shown with it."""
    if verdict.outcome is not Outcome.FOLLOW_THROUGH:
        return False
    with_it = (verdict.question.visibility, Visibility.VISIBLE)
    later = {name for name, visibility in shown.items() if visibility not in with_it}
    named = (word.strip(".,;") for word in verdict.feedback.split())
    return not later.isdisjoint((*verdict.question.follows, *named))


def _is_visible(verdict: Verdict) -> bool:
    return verdict.question.visibility is Visibility.VISIBLE


def _summary(report: Report) -> str:
    """The first lines of the page; they count only what the student may see."""
    visible = tuple(filter(_is_visible, report.verdicts))
    seen = replace(report, verdicts=visible)
    lines = [f"{standing(seen)}."]
    if waiting := len(seen.needs_review):
        lines.append(f"A person will look at {count(waiting, 'question')}.")
    if missing := sum(verdict.outcome is Outcome.MISSING for verdict in visible):
        lines.append(f"No answer was found to {count(missing, 'question')}.")
    if len(visible) < len(report.verdicts):
        lines.append("This counts only what is shown now.")
    return "\n".join(lines)


def _notes(report: Report, limit_bytes: int) -> list[str]:
    notes = [cut(clean(note), limit_bytes) for note in report.notes[:MAX_NOTES]]
    if left_out := len(report.notes) - len(notes):
        notes.append(f"and {count(left_out, 'more note')}")
    return notes


def _leaderboard_entry(entry: Mapping[str, object]) -> dict[str, object]:
    return {one_line(name): _leaderboard_value(value) for name, value in entry.items()}


def _leaderboard_value(value: object) -> float | str:
    if isinstance(value, int | float | Fraction) and math.isfinite(value):
        return value if isinstance(value, int) else float(value)
    return "n/a" if isinstance(value, float) else cut(one_line(str(value)), SHORTEST_TEXT_BYTES)
