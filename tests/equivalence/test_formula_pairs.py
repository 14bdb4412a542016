"""Pairs of formulas written apart from the engine and its table, judged by hand and by numpy.

Each line of `fixtures/formula_pairs.jsonl` has a reference with its answers: the text, and whether
it is equal, different, or for a person (null).
"""

import json
from pathlib import Path
from typing import Any

import pytest

from graders.equivalence import compare

FILE = Path(__file__).parents[2] / "fixtures" / "formula_pairs.jsonl"
LINES = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["reference"][:40])
def test_answers_are_judged_as_a_person_judged_them(line: dict[str, Any]) -> None:
    options = {key: value for key, value in line.items() if key not in ("reference", "answers")}
    found = [
        [student, compare(line["reference"], student, **options).equal]
        for student, _ in line["answers"]
    ]
    assert found == line["answers"]


def test_there_are_many_of_each_verdict() -> None:
    verdicts = [equal for line in LINES for _, equal in line["answers"]]
    assert verdicts.count(True) > 700
    assert verdicts.count(False) > 400
    assert verdicts.count(None) > 50
