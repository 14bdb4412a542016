"""Derivations of generalization_hw1 as students write them: read to their end."""

from pathlib import Path
from typing import Any

import pytest

from graders.declaring.assignment import load_assignment
from tests.assignments.variants import differences, grade_variants

STEPS = r"""1. $N-n+1$ positions, as the last one starts at $N-n$
2. padding: $N-n+2Z+1$
3. stride: $M = \lfloor\frac{N-n+2Z}{S}\rfloor + 1$
4. $V'$ filters: $M\times M\times V'$
"""
ROWS: dict[str, dict[str, dict[str, Any]]] = {
    "2": {
        "all_steps": {"outcome": "correct", "text": STEPS},
        "a_wrong_end_behind_them": {
            "outcome": "undecided", "points": 16,
            "text": STEPS + "\n" + r"so $\lfloor\frac{N-n+2Z+1}{S}\rfloor$ on each side.",
        },
        "what_there_is_without_a_rest_behind_them": {
            "outcome": "correct",
            "text": STEPS + "\n" + r"(or $\frac{N-n+2Z}{S}+1$ where it is whole)",
        },
    },
}  # fmt: skip


@pytest.mark.parametrize("question", ROWS)
def test_derivations_are_read_to_their_end(question: str, tmp_path: Path) -> None:
    rows = ROWS[question]
    full = float(load_assignment("generalization_hw1").by_id[question].points)
    found = grade_variants(tmp_path, "generalization_hw1", question, rows)
    told = {name: differences(rows[name], found[name], full) for name in rows}
    assert not {name: each for name, each in told.items() if each}
