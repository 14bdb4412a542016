"""Small write-ups in many hands, and what is found of some of their answers: rows by a lesson."""

import tomllib
from collections.abc import Mapping
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from graders.model import Verdict
from tests.assignments.variants import grade_write_ups

FOLDER = Path(__file__).parent / "cases" / "write_ups"
CASES = {
    (path.stem, lesson): rows
    for path in sorted(FOLDER.glob("*.toml"))
    for lesson, rows in tomllib.loads(path.read_text(encoding="utf-8")).items()
}


@pytest.mark.parametrize(("assignment", "lesson"), CASES)
def test_answers_of_a_write_up_get_their_verdicts(
    assignment: str, lesson: str, tmp_path: Path
) -> None:
    rows = CASES[assignment, lesson]
    graded = grade_write_ups(tmp_path, assignment, [page(row) for row in rows])
    wrong = [
        (row["text"], question, found)
        for row, verdicts in zip(rows, graded, strict=True)
        for question, wanted in row["wanted"].items()
        if (found := differing(verdicts[question], wanted))
    ]
    assert not wrong


def page(row: Mapping[str, Any]) -> str:
    """The write-up of a row, under the label that it may name."""
    return f"# {row['under']}\n\n{row['text']}\n" if "under" in row else row["text"]


def differing(verdict: Verdict, wanted: Mapping[str, Any] | str) -> dict[str, object]:
    """What a verdict has in place of what is wanted of it; a single word is its outcome.

    What its note does not say is the whole note.
    """
    found: dict[str, object] = {}
    named = {"outcome": wanted} if isinstance(wanted, str) else wanted
    for name, value in named.items():
        if name == "says":
            found |= {} if value in verdict.note else {"note": verdict.note}
        elif (own := plain(getattr(verdict, name))) != value:
            found[name] = own
    return found


def plain(value: object) -> object:
    """A value as a table has it: an outcome by its name, points with four decimals at most."""
    if isinstance(value, Fraction | int):
        return round(float(value), 4)
    return value.value if isinstance(value, Enum) else value
