from typing import Any

import pytest

from graders.declaring.assignment import load_assignment
from graders.model import Where
from graders.reading.blocks.markdown import read_blocks
from graders.reading.finding.sheet import Sheet
from graders.reading.outline.cues.named_labels import NamedLabels
from graders.reading.outline.outline import read_outline
from graders.reading.outline.pieces import Outline
from graders.reading.outline.plain.lone_numbers import with_headings
from graders.reading.outline.question_tree import QuestionTree
from graders.reading.outline.within.paragraphs import split_at_labels

SHEET = Sheet(load_assignment("deep_learning_hw2"))
START = Where("answers.md", 1)


def outline_of(text: str) -> Outline:
    return read_outline(read_blocks(text, START), SHEET.named_labels)


@pytest.mark.cases("outline", "places")
def test_every_passage_belongs_to_a_question(case: dict[str, Any]) -> None:
    pieces = outline_of(case["text"]).pieces
    seen = [[piece.block.where.line, ".".join(piece.path)] for piece in pieces]
    assert seen == case["places"]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("(a) 1/2\n(b) - log 4", "-log 4"),
        ("(a) h = 1/2 (b) - log 4 since h = 1/2", "-log 4 since h = 1/2"),
        ("(a) 1/2\n\n**b)** – 1.386", "-1.386"),
        ("(a) 1/2\n(b) - 64", "- 64"),
        ("(b) - 2x", "- 2x"),
        ("(a) - as it is even\n(b) - 2x", "2x"),
        ("(a) x\n(b) - 2x is the slope", "2x is the slope"),
        ("(a) x\n(b) - h = 2x", "h = 2x"),
        ("(b)\n\n- 2x", "- 2x"),
        ("(b)\n\n- 2x\n- 3x", "3x"),
        ("- (a) x is odd\n- (b) 2x", "2x"),
    ],
)
def test_a_dash_before_a_term_may_be_a_minus(text: str, read: str) -> None:
    assert outline_of(f"# 5.4\n\n{text}").pieces[-1].block.text == read


def test_headings_announce_and_hold_no_answer() -> None:
    heading, text = outline_of("# 2.1\n\nh_1 = 1").pieces
    assert (heading.announces, text.announces) == (True, False)


@pytest.mark.parametrize(
    ("heading", "announces"), [("Pass: h = f(x)", True), ("So h = 2", False), ("Let h = 2.", True)]
)
def test_a_heading_with_nothing_below_it_is_a_title_or_text(heading: str, announces: bool) -> None:
    *_, last = outline_of(f"# 5.1\n\none\n\n# {heading}").pieces
    assert last.announces is announces


@pytest.mark.parametrize("formula", ["4x", "7 B.", "$2y$"])
def test_a_product_is_no_label(formula: str) -> None:
    pieces = outline_of(f"# 5.4.a\n\n{formula}\n\n# 5.4.b\n\nno").pieces
    assert [".".join(each.path) for each in pieces] == ["5.4.a", "5.4.a", "5.4.b", "5.4.b"]


def test_the_labels_of_a_write_up_are_known() -> None:
    assert outline_of("# 2.1\n\n# 5.4.a").labelled == {
        *{("2",), ("2", "1")},
        *{("5",), ("5", "4"), ("5", "4", "a")},
    }


def test_what_stands_below_a_label_includes_its_parts() -> None:
    outline = outline_of("# 2\n\na\n\n# 2.1\n\nb\n\n# 3\n\nc")
    assert [piece.block.text for piece in outline.below(("2",))] == ["2", "a", "2.1", "b"]


def test_a_paragraph_is_cut_at_its_labels() -> None:
    (block,) = read_blocks("4. (a) yes\n(b) no\nand more\n(c) why", START)
    parts = [(part.where.line, part.text) for part in split_at_labels(block, SHEET.tree)]
    assert [line for line, _ in parts] == [1, 2, 4]
    assert parts[1][1].endswith("no\nand more")


def test_a_number_right_behind_an_id_alone_may_be_its_answer() -> None:
    (block,) = read_blocks("2.2\n3\n5.1\nh\n6\ng", START)
    assert with_headings([block], SHEET.tree) == [block]


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("Problem 1 - 1.1\n\n(1) so\n\nProblem 2 - 2.2\n\n(4) No.", ["1.1.1", "2.2.4"]),
        (
            "P1\n1.1\n1) so\n2) no\n1.3\n1 yes\n2 so\n\nP3\n3.2\ni) 62\nii) 32\n3.3 w - 2w is so",
            ["1.1.1", "1.1.2", "1.3", "3.2.i", "3.2.ii", "3.3"],
        ),
        ("5) ReLU\n2.3 ii)\n\n```\nx\n```\n\n3.1 i) so", ["", "2.3.ii", "3.1.i"]),
        ("2.1 ii) so\n2.3 iii)\nno\n[2.4 iii)]\nyes", ["2.1.ii", "2.3.iii", "2.4.iii"]),
        ("Problem 3 - 3.2\n\n(i) 62\n\nProblem 3 - 3.3\n\nso", ["3.2.i", "3.3"]),
        (
            "Problem 1\n\n3. (1) so\n\n(2) no\n\nProblem 2\n\n2. (4) No.",
            ["1.3.1", "1.3.2", "2.2.4"],
        ),
        ("**Q1** (1)(2) so\n\n**Q2** (2)(5) no", ["1.1.2", "2.2.5"]),
        ("Problem 1\n\nQuestion 3: Part 1: so\n\nProblem 3", ["1.3.1"]),
        ("## 1.3\n\n1: yes (so)    2: no (as)   3: it is", ["1.3", "1.3.1", "1.3.2", "1.3.3"]),
        ("## 1.3\n\n1. YES, so  2. NO, as  3. YES", ["1.3", "1.3.1", "1.3.2", "1.3.3"]),
    ],
)
def test_labels_of_a_sheet_whose_parts_have_numbers(text: str, paths: list[str]) -> None:
    names = Sheet(load_assignment("vision_hw4")).named_labels
    pieces = read_outline(read_blocks(text, START), names).pieces
    assert [".".join(each.path) for each in pieces] == paths


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("p1.2: so\n\np2.4: no", ["1.2", "2.4"]),
        ("# 1\n\n## Sub-question 2\n\nso\n\n# 2\n\nSubpart 4: no", ["1", "1.2", "1.2", "2", "2.4"]),
        ("<1.2> so\n\n<2.4> no", ["1.2", "2.4"]),
        ("For question 1.2, so.\n\nRegarding 2(4): no", ["1.2", "2.4"]),
        ("# 2\n\n(c) part 3. (a) so\n\n(b) no\n\n(d) part 4. so", ["2", "2.3.a", "2.3.b", "2.4"]),
        ("Problem 2 - 3\n\n(a) so", ["2.3.a"]),
    ],
)
def test_labels_of_a_sheet_without_letters_for_parts(text: str, paths: list[str]) -> None:
    names = Sheet(load_assignment("networks_hw4")).named_labels
    pieces = read_outline(read_blocks(text, START), names).pieces
    assert [".".join(each.path) for each in pieces] == paths


PAIR = QuestionTree.of([("1", "a"), ("1", "b"), ("2",)])


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("(a) It is flat everywhere (b) $V = 2$", ["It is flat everywhere", "$V = 2$"]),
        ("(a) no (b) because it moves", ["no", "because it moves"]),
        ("(a) It is flat, unlike (b) which moves", ["It is flat, unlike (b) which moves"]),
        ("It is flat everywhere (b) $V = 2$", ["It is flat everywhere (b) $V = 2$"]),
        ("(a) no (b) so\n\n(b) yes", ["no (b) so", "yes"]),
    ],
)
def test_the_last_of_two_parts_may_stand_in_the_line_of_the_first(
    text: str, parts: list[str]
) -> None:
    blocks = read_blocks(f"# 1\n\n{text}", START)
    _, *pieces = read_outline(blocks, NamedLabels(PAIR, SHEET.vocabulary, {}, {})).pieces
    assert [piece.block.text for piece in pieces] == parts


def test_an_only_part_may_be_left_out() -> None:
    tree = QuestionTree.of([("1",), ("2", "1", "a"), ("2", "1", "b")])
    assert tree.descend((), ("2", "b"), by_rank=frozenset()) == ("2", "1", "b")
    assert tree.descend((), ("2", "c"), by_rank=frozenset()) is None


def test_the_title_of_a_question_is_a_label() -> None:
    sheet = Sheet(load_assignment("networks_hw4"))
    blocks = read_blocks("Softmax with growing scale\none\n\n## largest width\n\ntwo", START)
    outline = read_outline(blocks, sheet.named_labels)
    answers = [each for each in outline.pieces if not each.announces]
    assert [each.path for each in answers] == [("1", "5"), ("2", "3", "c")]


@pytest.mark.parametrize(
    "text",
    [
        "3) Model 1 is narrow.\n\nModel 2 is wide.",
        "Question 3: For the first model, H is 64.\n\nThe second model is wide.",
        "3. Results for the first model: it is narrow.\n\nResults of model 2: it is wide.",
        "Model 1: It is narrow. Model 2: It is wide.",
    ],
)
def test_a_sentence_behind_a_label_is_about_its_first_part(text: str) -> None:
    names = Sheet(load_assignment("generalization_hw1")).named_labels
    pieces = read_outline(read_blocks(text, START), names).pieces
    assert [(each.path, len(each.block.text) > 0) for each in pieces] == [
        (("3", "1"), True),
        (("3", "2"), True),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Norm: 2.5 for model 1 and 1.5 for model 2",
        "- Norm: 1.5 (model 2), 2.5 (model 1)",
        "All is below. Norm was 2.5 in the first model and 1.5 in the second.",
        "For model 1, Norm is 2.5; for model 2 it is 1.5.",
        "Norm: 2.5 and 1.5 for model 1 and model 2, respectively",
        "Norm = 2.5 (M1) / 1.5 (M2)",
    ],
)
@pytest.mark.parametrize("label", ["3", "3.1", "3.2"])
def test_values_of_two_parts_in_one_sentence_are_those_of_a_table(text: str, label: str) -> None:
    names = Sheet(load_assignment("generalization_hw1")).named_labels
    pieces = read_outline(read_blocks(f"# {label}\n\n{text}", START), names).pieces
    cells = {(each.path, row.cells) for each in pieces for row in each.block.rows[1:]}
    assert cells == {(("3", "1"), ("Norm", "2.5")), (("3", "2"), ("Norm", "1.5"))}


@pytest.mark.parametrize(
    "text",
    [
        "# 3\n\nNorm: 2.5 for model 1 and Size: 1.5 for model 2",
        "# 3\n\nNorm: 2.5 for model 1 and not 1.5 as for model 2",
        "# 4\n\nThe margin is 0.5 for model 1 and 0.4 for model 2.",
    ],
)
def test_a_sentence_that_says_more_is_no_table(text: str) -> None:
    names = Sheet(load_assignment("generalization_hw1")).named_labels
    pieces = read_outline(read_blocks(text, START), names).pieces
    assert not any(each.block.rows for each in pieces)


@pytest.mark.parametrize(
    "text",
    [
        "Problem 2\n3a. so\n3b. no\n3c. it",
        "# Problem 2\n\n3(a) so\n\n3(b) no\n\n3(c) it",
        "## Problem 2\n\n### 3a\nso\n\n### 3b\nno\n\n### 3c\nit",
        "Problem 1\n4. as\nProblem 2\n3.a. so\n3.b. no\n3.c. it",
        "Problem 2\n1. data\n2. No\n3-a: so\n3-b: no\n3-c: it\n4. up",
        "2.\n3a. so\n3b. no\n3c. it",
    ],
)
def test_ids_below_a_question_count_its_parts(text: str) -> None:
    names = Sheet(load_assignment("networks_hw4")).named_labels
    pieces = read_outline(read_blocks(text, START), names).pieces
    parts = [each.path for each in pieces if each.block.text in ("so", "no", "it")]
    assert parts == [("2", "3", part) for part in "abc"]


def test_a_number_with_a_heading_of_its_own_counts_parts_below_another() -> None:
    names = Sheet(load_assignment("networks_hw4")).named_labels
    text = "# 1\n\n# 2\n\n2) so\n\n3) (1) one\n\n(3) three\n\n4) on\n\n# 3\n\n1) best"
    pieces = read_outline(read_blocks(text, START), names).pieces
    paths = [".".join(each.path) for each in pieces if not each.announces]
    assert paths == ["2.2", "2.3.a", "2.3.c", "2.4", "3.1"]


def test_what_stands_below_a_correction_corrects() -> None:
    pieces = outline_of("# 5.1\n\none\n\n# Correction of 5.1\n\ntwo\n\n# 6\n\nthree").pieces
    assert [each.corrects for each in pieces if not each.announces] == [False, True, False]


def test_parts_do_not_begin_again_in_another_file() -> None:
    texts = {"q5.md": "5.4\n\na: one\n\nb: two\n\nc: three", "q6.md": "a) four\n\nb) five"}
    blocks = [each for file, text in texts.items() for each in read_blocks(text, Where(file, 1))]
    outline = read_outline(blocks, SHEET.named_labels)
    assert [each.path for each in outline.pieces][:3] == [("5", "4", part) for part in "abc"]
