"""What code printed is no part of an answer in code."""

import pytest

from graders.declaring.assignment import load_assignment
from graders.model import Where
from graders.reading.blocks.markdown import read_blocks
from graders.reading.finding.finder import Finder

FINDER = Finder(load_assignment("vision_hw4"))
CODE = "**2.1 (ii)**\n\n```python\nprint(len(a))\nprint(len(b))\n```\n"


@pytest.mark.parametrize(
    ("below", "kept"),
    [
        ("\n    12500\n    2500", ""),
        ("\n    Train: 12500\n    Test: 2500", ""),
        ("\nThis prints 12500.\n\nAnd 2500.", ""),
        ("\nand then `print(len(c))` gives 3", "and then `print(len(c))` gives 3"),
        ("\n    print(len(c), 3)", "print(len(c), 3)"),
        ("\n    c = 3", "c = 3"),
        ("\nas they are", "as they are"),
    ],
)
def test_what_code_printed_is_left_out_below_it(below: str, kept: str) -> None:
    [answer] = FINDER.find(read_blocks(CODE + below, Where("hw.md", 1))).found["2.1.ii"]
    assert answer.text.partition("len(b))")[2].strip() == kept
