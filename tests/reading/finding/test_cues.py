"""Answers that no label leads to: by cues in headings, in printed blocks, and by words."""

import pytest

from graders.declaring.assignment import load_assignment
from graders.model import Where
from graders.reading.blocks.block import Shape
from graders.reading.blocks.markdown import read_blocks
from graders.reading.finding.answers import Answers
from graders.reading.finding.finder import Finder
from graders.reading.labels.label import read_label
from graders.reading.quantities.named_values.matrices import read_matrices

ASSIGNMENT = load_assignment("generalization_hw1")
FINDER = Finder(ASSIGNMENT)
START = Where("report.md", 1)
PRINTED = """## Report

```
===== Model 1 =====
Training loss: 0.8   Training margin -0.5   Training accuracy: 0.7

Frobenius1:      20.7
Fro_Fro:         140
Spec_L1max_sum: 3.78e+02
===== Model 2 =====
Frobenius1:      12.3
```
"""


def found(text: str) -> Answers:
    return FINDER.find(read_blocks(text, START))


def test_a_heading_with_a_cue_announces_its_question() -> None:
    answers = found("## Your proof of the output volume formula\n\n$N - n + 1$\n")
    [answer] = answers.to(ASSIGNMENT.by_id["2"])
    assert (answer.text, answer.where.line) == ("$N - n + 1$", 3)


def test_a_printed_block_is_cut_where_another_model_begins() -> None:
    answers = found(PRINTED)
    assert "20.7" in answers.text_under(("3", "1"))
    assert "12.3" not in answers.text_under(("3", "1"))
    assert "12.3" in answers.text_under(("3", "2"))


def test_no_line_of_a_fenced_table_is_lost() -> None:
    blocks = read_blocks(PRINTED, START)
    text = "\n".join(block.text for block in blocks)
    assert all(line in text for line in PRINTED.split("\n") if line and line[0] not in "#`")
    assert Shape.CODE in {block.shape for block in blocks}


def test_a_top_question_without_label_is_found_by_its_words() -> None:
    answers = found("## 1\n\nA margin.\n\n## 3\n\nIt has more hidden units.\n")
    assert answers.to(ASSIGNMENT.by_id["4"])[0].text == "It has more hidden units."


def test_a_long_line_keeps_all_that_follows_its_label() -> None:
    label = read_label("2) " + "word " * 200 + "end")
    assert label is not None
    assert label.rest.endswith("word end")


@pytest.mark.parametrize(
    "text",
    [
        r"$J = \begin{bmatrix} 1 & -2 \\ 3 & 4 \end{bmatrix}$",
        r"\left[\begin{array}{cc} 1 & -2 \\ 3 & 4 \\ \end{array}\right]",
        "[[1, -2], [3, 4]]",
        "np.array([[1, -2],\n          [3, 4]])",
        "[1 -2; 3 4]",
    ],
)
def test_a_matrix_has_its_cells(text: str) -> None:
    [matrix] = read_matrices(text)
    assert matrix.rows == (("1", "-2"), ("3", "4"))
    assert matrix.has_shape(2, 2)


def test_an_entry_of_a_matrix_answers_the_question_of_its_place() -> None:
    sheet = load_assignment("optimization_hw2")
    blocks = read_blocks("# 4\n\n## b\n\n$J = [[0.35, -0.39], [4.35, 1.33]]$\n", START)
    answers = Finder(sheet).find(blocks)
    texts = [answers.to(sheet.by_id[f"4.b.{place}"])[0].text for place in ("11", "12", "21", "22")]
    assert texts == ["0.35", "-0.39", "4.35", "1.33"]
    assert not answers.to(sheet.by_id["4.c.11"])
