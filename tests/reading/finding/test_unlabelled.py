"""Answers whose labels are lost: told by order, by value, by words; never called wrong."""

from pathlib import Path

import pytest

from graders.batch import grade
from graders.declaring.assignment import load_assignment
from graders.model import Outcome, Verdict, Where
from graders.reading.blocks.markdown import read_blocks
from graders.reading.finding.finder import Finder

FINDER = Finder(load_assignment("optimization_hw2"))
B = "J = \\begin{bmatrix} 0.35 & -0.39 \\\\ 4.35 & 1.33 \\end{bmatrix}"
C = "0.35 -0.39 4.33 1.33"


def entries(text: str, part: str) -> list[str]:
    """The entries of the matrix of a part, each as it was first found."""
    found = FINDER.find(read_blocks(text, Where("scan.md", 1))).found
    names = (f"4.{part}.{row}{column}" for row in (1, 2) for column in (1, 2))
    return [found[name][0].text for name in names if found[name]]


def test_matrices_without_labels_go_to_the_parts_without_labels_in_order() -> None:
    text = f"## 4\n\n(a) The graph.\n\n${B}$\n\nand {C}\n\n(d) backwards"
    assert entries(text, "b") == ["0.35", "-0.39", "4.35", "1.33"]
    assert entries(text, "c") == ["0.35", "-0.39", "4.33", "1.33"]


@pytest.mark.parametrize("matrices", [f"${B}$", f"${B}$\n\n{C}\n\n{C}"], ids=["too few", "many"])
def test_no_part_is_guessed_where_the_numbers_differ(matrices: str) -> None:
    text = f"## 4\n\n(a) The graph.\n\n{matrices}\n\n(d) backwards"
    assert entries(text, "b") == entries(text, "c") == []


def test_equations_before_a_matrix_lead_to_its_entries() -> None:
    lines = "\n\n".join(f"$D = a_{n} = {n}.5$" for n in range(4))
    text = f"## 4\n\n(a) The graph.\n\n${B}$\n\n{lines}\n\n{C}\n\n(d) backwards"
    assert entries(text, "c") == [f"D = a_{n} = {n}.5" for n in range(4)]


def test_a_matrix_may_begin_with_its_name() -> None:
    text = (
        f"## 4\n\n(a) The graph.\n\n${B}$\n\n$\\begin{{array}}{{c|cc}} J & = & 1.5 & 2.5 \\\\"
        " 3.5 & 4.5 \\end{array}$\n\n(d) backwards"
    )
    assert entries(text, "c") == ["1.5", "2.5", "3.5", "4.5"]


# --- verdicts -----------------------------------------------------------------------------------

SCAN = f"""## Question 4

a) $X(1,2) = -0.225 + 0.8807 = 0.656$

$$\\begin{{bmatrix}} 0.35 & -0.3 \\\\ 4.35 & 1.33 \\end{{bmatrix}}$$

$${B.replace("4.35", "4.33")}$$ d) The same matrix. $Q = \\begin{{bmatrix}} 0.35 & -0.39 \\\\ 4.33 &
1.33 \\end{{bmatrix}}$ Yes, I am glad that nobody does this by hand.
"""


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Verdict]:
    path: Path = tmp_path_factory.mktemp("scan") / "scan.md"
    path.write_text(SCAN)
    return {each.question.id: each for each in grade("optimization_hw2", path).verdicts}


def test_a_right_value_needs_no_name(verdicts: dict[str, Verdict]) -> None:
    right = {"4.b.11", "4.b.21", "4.b.22", "4.d.jacobian"}
    assert {name for name, each in verdicts.items() if each.outcome is Outcome.CORRECT} == right
    assert verdicts["4.a.f1"].where == "scan.md:3"


def test_what_was_placed_by_order_is_never_wrong(verdicts: dict[str, Verdict]) -> None:
    verdict = verdicts["4.b.12"]
    assert (verdict.outcome, verdict.read_as, verdict.where) == (
        Outcome.UNDECIDED,
        "-0.3",
        "scan.md:5",
    )


def test_a_label_behind_lost_ones_is_one(verdicts: dict[str, Verdict]) -> None:
    assert verdicts["4.d.jacobian"].where == "scan.md:7"


def test_an_opinion_is_found_under_the_label_of_another_part(verdicts: dict[str, Verdict]) -> None:
    verdict = verdicts["4.e"]
    assert verdict.outcome is Outcome.REVIEW
    assert verdict.text.endswith("Yes, I am glad that nobody does this by hand.")
