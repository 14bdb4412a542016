"""What students and staff read of a run on the platform: the results object, completed.

Students read `output`; staff read `extra_data.notes` and what is printed.
"""

import json
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from graders import __version__
from graders.declaring.assignment import Assignment
from graders.gradescope.hooks import Change, Decision, Withheld
from graders.gradescope.layout import ROOM
from graders.grading.faults import NOT_GRADED, not_graded
from graders.grading.results import write_whole
from graders.model import Outcome, Question, Visibility
from graders.reports.gradescope import to_gradescope
from graders.reports.text import clean, cut, one_line

NOT_YOUR_FAULT = "This is not your fault; ask the staff if it stays so."
NOT_STARTED = f"The grading has not started, or did not get to its end. {NOT_YOUR_FAULT}"
RULE_FAILED = (
    "The course's rule for late work and attempts could not be applied: the staff will look at it. "
    "This is not your fault."
)
NOTE_BYTES, REASON_BYTES = 4096, 1024
Results = dict[str, Any]


def before_grading(assignment: Assignment) -> Results:
    """The results before anything is graded: every question is ours to answer for."""
    report = not_graded(assignment, "", NOT_GRADED)
    return told(to_gradescope(report), NOT_STARTED)


def told(results: Results, *sentences: str, notes: Sequence[str] = ()) -> Results:
    """The results with sentences for the student before all others, and notes for staff."""
    extra = dict(results.get("extra_data") or {})
    extra["notes"] = [*extra.get("notes", ()), *(cut(clean(each), NOTE_BYTES) for each in notes)]
    shown = [cut(clean(each), REASON_BYTES) for each in sentences]
    output = "\n".join(filter(None, (*shown, results.get("output", ""))))
    return results | {"output": output, "extra_data": extra}


def rule_failed(results: Results, note: str) -> Results:
    """The results as they are, where a rule of the instructor's failed."""
    failed = told(results, RULE_FAILED, notes=[note])
    failed["extra_data"]["needs_review"] = [*failed["extra_data"].get("needs_review", ()), "hooks"]
    return failed


def decided(results: Results, decision: Decision, questions: Sequence[Question]) -> Results:
    """The results after a rule of the instructor's."""
    if isinstance(decision, Change):
        score = decision.applied(results["score"])
        points = f"{results['score']:g} points became {score:g}"
        became = f"{decision.reason.rstrip('. ')}: {points}."
        is_open = all(each.visibility is Visibility.VISIBLE for each in questions)
        said = became if is_open else decision.reason  # a total would tell of what is hidden
        return told(results, said, notes=[became]) | {"score": score}
    if isinstance(decision, Withheld):
        return withheld(decision, questions)
    return results


def withheld(decision: Withheld, questions: Sequence[Question]) -> Results:
    """Results that show a reason alone.

    Students see no total where a test is hidden from them; one that says nothing keeps it so.
    """
    kinds = sorted({each.visibility for each in questions} - {Visibility.VISIBLE})
    return {
        "score": round(float(Fraction(decision.points)), 2),
        "output": cut(clean(decision.reason), REASON_BYTES),
        "output_format": "text",
        "visibility": Visibility.VISIBLE.value,
        "stdout_visibility": Visibility.HIDDEN.value,
        "tests": [
            {"name": "not graded", "score": 0.0, "max_score": 0.0, "visibility": kind.value}
            for kind in kinds
        ],
        "extra_data": {
            "withheld": one_line(decision.reason),
            "grader_version": __version__,
            "notes": [],
        },
    }


def to_json(results: Results) -> str:
    return json.dumps(results, allow_nan=False) + "\n"


def publish(file: Path, results: Results) -> None:
    """Writes results.json in one piece; on a full disk in the room that is kept for it.

    Raises:
        OSError: if it cannot be written all the same; what stood there before is whole.
    """
    try:
        write_whole(file, to_json(results))
    except OSError:
        file.with_name(ROOM).unlink(missing_ok=True)
        write_whole(file, to_json(results))


def graded_in(results: Results) -> int:
    """How many questions are graded in these results."""
    outcomes = [each.get("extra_data", {}).get("outcome") for each in results.get("tests", ())]
    return sum(outcome not in (None, Outcome.FAULT.value) for outcome in outcomes)


def read_back(file: Path) -> Results:
    """The results that stand; nothing where a grader has taken them away, or written over them."""
    try:
        results = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return {}
    return results if isinstance(results, dict) else {}
