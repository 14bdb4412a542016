"""Text that no answer was taken of, and questions to which no label leads."""

import pytest

from graders.declaring.assignment import load_assignment
from graders.model import Where
from graders.reading.blocks.markdown import read_blocks
from graders.reading.finding.finder import Finder
from graders.reading.finding.taken_back import taken_back

SHEETS = {name: load_assignment(name) for name in ("deep_learning_hw2", "vision_hw4")}
FINDERS = {name: Finder(sheet) for name, sheet in SHEETS.items()}
FORWARD = "# 2.1\n\n$h_1 = 0.98$"
RISK = "$R(w) = v^T v$"
LEAVE = "More samples help."
PREFACE = "I have worked alone, on my own machine, and typed all of this myself."


@pytest.mark.parametrize(
    ("sheet", "question", "text", "shown"),
    [
        ("deep_learning_hw2", "1", f"First the risk:\n\n{RISK}\n\n{FORWARD}", RISK),
        ("deep_learning_hw2", "3.A.2", f"{PREFACE}\n\n{FORWARD}", None),
        ("deep_learning_hw2", "1", f"{RISK}\n\n# 1\n\n{FORWARD}", None),
        ("deep_learning_hw2", "1", "$h_1 = 0.98$\n\n# 2.2\n\n$dMSE/dw_9 = 0.08$", None),
        ("vision_hw4", "1.3.1", f"# 1.3\n\n{LEAVE}\n\n## 1.3.2\n\nImprove.", LEAVE),
        ("vision_hw4", "4.1.a", "# 4.1\n\n---\n\n## 4.1.b\n\n-1.386", None),
        ("vision_hw4", "2.1.ii", "```\nprint(1)\n```\n\n# 1\n\nso", "print(1)"),
        ("vision_hw4", "2.1.ii", f"{RISK}\n\n# 1\n\nso", None),
        ("vision_hw4", "2.4.i", "# 2.4\n\n```\nprint(1)\n```\n\n(iii) so", "print(1)"),
        ("vision_hw4", "2.4.i", "# 2.4\n\nprint(1)", None),
    ],
    ids=[
        *("no label", "preface", "own label", "taken", "above other parts", "blank"),
        *("code", "no code", "code above other parts", "no code above other parts"),
    ],
)
def test_it_may_answer_them(sheet: str, question: str, text: str, shown: str | None) -> None:
    found = FINDERS[sheet].find(read_blocks(text, Where("answers.md", 1)))
    unclaimed = found.unclaimed(SHEETS[sheet].by_id[question])
    assert (unclaimed.text if unclaimed else None) == shown


@pytest.mark.parametrize(
    ("text", "is_taken_back"),
    [
        ("{}\n\n# 6.2\n\n12\n\n## Errata\n\nIn 2.1 I wrote 0.98, it should be 0.97.", True),
        ("{}\n\nCorrection: it is 0.97 instead of 0.98.", True),
        ("{}\n\n## Errata\n\nIn 2.1 it should be 0.97 and not 0.983.", False),
        ("{}\n\n## Remarks\n\nIt is 0.98 instead of 0.97 by the rounding.", False),
    ],
)
def test_a_number_may_be_taken_back_further_down(text: str, is_taken_back: bool) -> None:
    name = "deep_learning_hw2"
    found = FINDERS[name].find(read_blocks(text.format(FORWARD), Where("hw.md", 1)))
    answer = found.to(SHEETS[name].by_id["2.1.h1"])[0]
    assert bool(taken_back(answer.text, found.corrections)) is is_taken_back
