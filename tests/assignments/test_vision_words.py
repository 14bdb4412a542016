"""Answers in words to questions of vision_hw4: read to their end, taken back or not."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from graders.declaring.assignment import load_assignment
from tests.assignments.variants import differences, grade_variants

CASES = Path(__file__).parent / "cases" / "vision_words.toml"
ROWS: dict[str, dict[str, dict[str, Any]]] = tomllib.loads(CASES.read_text(encoding="utf-8"))


@pytest.mark.parametrize("question", ROWS)
def test_answers_in_words_are_read_to_their_end(question: str, tmp_path: Path) -> None:
    rows, full = ROWS[question], float(load_assignment("vision_hw4").by_id[question].points)
    found = grade_variants(tmp_path, "vision_hw4", question, rows)
    told = {name: differences(rows[name], found[name], full) for name in rows}
    assert not {name: each for name, each in told.items() if each}
