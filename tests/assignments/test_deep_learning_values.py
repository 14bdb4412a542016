"""What students write around the numbers of deep_learning_hw2, in other words and orders."""

from collections.abc import Callable
from pathlib import Path

import pytest

from graders.batch import grade
from graders.model import Outcome, Verdict

Graded = Callable[[str], dict[str, Verdict]]
RIGHT, WRONG = Outcome.CORRECT, Outcome.INCORRECT


@pytest.fixture
def graded(tmp_path: Path) -> Graded:
    """The verdicts on a write-up, by question."""

    def grade_text(text: str) -> dict[str, Verdict]:
        path = tmp_path / "answers.md"
        path.write_text(text)
        return {each.question.id: each for each in grade("deep_learning_hw2", path).verdicts}

    return grade_text


@pytest.mark.parametrize(
    ("text", "question", "outcome"),
    [
        ("dMSE/db2 = 0.0776 (by way of o1) + 0.1199 (through o2) = 0.1975", "b2", RIGHT),
        ("dMSE/db2 = 0.0776 through o1 + 0.1199 through o2 = 0.1975", "b2", RIGHT),
        ("dMSE/db1 = 0.001984 [from h1] + 0.000404 [from h2] = 0.002388", "b1", RIGHT),
        ("dMSE/dw1 = 0.000717 (along o1) + 0.001267 (along o2) = 0.001984", "w1", RIGHT),
        ("dMSE/dw1 = 0.000717 (along o1)", "w1", WRONG),
        ("dMSE/db2 = 0.0776 (for o1) and 0.1199 (for o2)", "b2", WRONG),
        ("dMSE/db2 = 0.0776 (through o1) + 0.1199 (through o2)", "b2", Outcome.UNREADABLE),
        ("dMSE/db2 = 0.0776 (via o1) + 0.1199 (via o2) = 0.2975", "b2", Outcome.UNDECIDED),
    ],
)
def test_terms_with_a_remark_each_are_one_sum(
    graded: Graded, text: str, question: str, outcome: Outcome
) -> None:
    assert graded(f"# 2.2\n\n{text}\n")[f"2.2.{question}"].outcome is outcome
