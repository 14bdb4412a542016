"""Paragraphs without a label that stand where a question without an answer would."""

import pytest

from graders.declaring.assignment import load_assignment
from graders.model import Where
from graders.reading.blocks.markdown import read_blocks
from graders.reading.finding.finder import Finder

GENERALIZATION, OPTIMIZATION = (
    Finder(load_assignment(name)) for name in ("generalization_hw1", "optimization_hw2")
)
WIDER = "The wider one has grown more in its norms, and that is what makes its numbers so large."
STEPS = "No: take w = 0 and sample the second term with a step of 0.1, so that the sum rises."
REVIEW = "The networks fit random labels without training error, and any labelling can be learned."


@pytest.mark.parametrize(
    ("finder", "question", "text", "shown"),
    [
        (
            GENERALIZATION,
            "4",
            f"# 3.1\n\nFro_Fro: 75.0\n\n# 3.2\n\nFro_Fro: 67.4\n\n{WIDER}",
            WIDER,
        ),
        (
            GENERALIZATION,
            "4",
            f"## Model 1\n\n## Model 2\n\n1\n\n## Model 1: {WIDER}",
            f"Model 1: {WIDER}",
        ),
        (GENERALIZATION, "4", "# 3.2\n\nFro_Fro: 67.4\n\nThat is all.", None),
        (GENERALIZATION, "1", f"{WIDER}\n\n# 2\n\nIt is $N-n+1$.", WIDER),
        (GENERALIZATION, "4", f"# 2\n\nIt is $N-n+1$.\n\n{WIDER}", None),
        (OPTIMIZATION, "7.a", f"# 6\n\n{STEPS}\n\n{REVIEW}", REVIEW),
        (OPTIMIZATION, "7.a", f"# 6\n\n{STEPS}\n\n{STEPS}", None),
        (OPTIMIZATION, "6", f"# 4.c\n\nJ_{{11}} = 0.35\n\n{REVIEW}\n\n{STEPS}", STEPS),
        (OPTIMIZATION, "7.b", f"# 6\n\n{STEPS}\n\n{REVIEW}", None),
    ],
    ids=[
        "last",
        "in a heading",
        "few words",
        "first",
        "of a question in words",
        "by its rubric",
        "its own",
        "second",
        "next",
    ],
)
def test_a_paragraph_is_shown_for_the_question_that_is_lost_behind_it(
    finder: Finder, question: str, text: str, shown: str | None
) -> None:
    found = finder.find(read_blocks(text, Where("answers.md", 1))).mentioned.get(question)
    assert (found.text if found else None) == shown
