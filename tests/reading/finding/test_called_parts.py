"""Runs of a network, each below a line that calls it by its words, are found apart."""

from collections.abc import Mapping, Sequence

import pytest

from graders.declaring.assignment import load_assignment
from graders.model import Where
from graders.reading.blocks.markdown import read_blocks
from graders.reading.finding.answers import Answers
from graders.reading.finding.finder import Finder

FINDER = Finder(load_assignment("networks_hw4"))
REACHED = {
    "3.2.l1_random": "0.9531",
    "3.2.l1_from_l2": "0.9647",
    "3.3.a.sgd": "0.9712",
    "3.3.a.momentum": "0.9793",
    "3.3.a.adagrad": "0.9204",
    "3.3.a.adam": "0.9896",
    "3.3.b.sgd_bn": "0.9851",
    "3.3.b.adam_bn": "0.9913",
}
COMPARED = "Adam ends above SGD with momentum, and Adagrad is the slowest of all."
LINES: Mapping[str, Sequence[str]] = {
    "headings": (
        "#### L1 random", "#### L1 from L2", "#### SGD", "#### SGD with momentum", "#### Adagrad",
        "#### Adam", "#### SGD with batch norm", "#### Adam with batch norm",
    ),
    "bold words": (
        "**Random start**", "**L2 weights.**", "**SGD**", "**Momentum**", "**AdaGrad**", "**Adam**",
        "**SGD + BN**", "**Adam + BN**",
    ),
    "settings behind bold words": (
        "**Random:** strength 0.001.", "**From L2:** strength 0.001.", "**SGD:** lr 0.1, plain.",
        "**Momentum:** 0.1.", "**Adagrad:** lr 0.001.", "**Adam:** lr 0.001.", "**SGD:** and BN.",
        "**Adam:** and BN.",
    ),
    "a colon": (
        "L1, random weights:", "L1, weights of L2:", "SGD:", "SGD with momentum:", "Adagrad:",
        "Adam:", "SGD with batch normalization:", "Adam with batch normalization:",
    ),
    "lines alone": (
        "Random initialization", "Initialized with the L2 weights", "SGD", "SGD + momentum",
        "ADAGRAD", "ADAM", "SGD", "Adam",
    ),
    "settings": (
        "strength = 0.001, random", "strength = 0.001, L2 init", "SGD (lr = 0.1)",
        "SGD, momentum 0.1 (lr = 0.1)", "Adagrad (lr = 0.001)", "Adam (lr = 0.001)",
        "SGD with BatchNorm (lr = 0.1)", "Adam with BatchNorm (lr = 0.001)",
    ),
    "a list that counts on": (
        "1. from random weights", "2. from the L2 weights", "1. SGD", "2. SGD with momentum",
        "3. Adagrad", "4. Adam", "1. SGD", "2. Adam",
    ),
    "items": (
        "- random weights", "- weights of L2", "- SGD", "- Momentum", "- Adagrad", "- Adam",
        "- SGD", "- Adam",
    ),
    "sentences": (
        "For the first run I started from random weights.", "Then from the L2 weights:",
        "With plain SGD I got the following.", "With momentum 0.1 I got the following.",
        "With Adagrad I got this.", "Results with Adam.", "Using batch norm and SGD:",
        "Using batch norm and Adam:",
    ),
    "ids": (
        "### 3.2 random start", "### 3.2 from L2", "### 3.3.a SGD", "### 3.3.a Momentum",
        "### 3.3.a Adagrad", "### 3.3.a Adam", "### 3.3.b SGD", "### 3.3.b Adam",
    ),
}  # fmt: skip


def write_up(lines: Sequence[str], *, above: Sequence[str] = ("### 3.3 a)", "### 3.3 b)")) -> str:
    text = ["## Problem 3", "### 3.1", "lr 0.1, L2", "and random initialization", "### 3.2"]
    begins = {"3.3.a.sgd": above[0], "3.3.b.sgd_bn": above[1]}
    for (name, reached), line in zip(REACHED.items(), lines, strict=True):
        text += [COMPARED] if name == "3.3.b.sgd_bn" else []
        text += [begins.get(name, ""), line, f"Accuracy on the test images: {reached}"]
    return "\n\n".join(text)


def answers_in(text: str) -> Answers:
    return FINDER.find(read_blocks(text, Where("answers.md", 1)))


def told(answers: Answers) -> dict[str, set[str]]:
    """The accuracies in what is found for each run."""
    return {
        name: {
            each for each in REACHED.values() for found in answers.found[name] if each in found.text
        }
        for name in REACHED
    }


@pytest.mark.parametrize("lines", LINES.values(), ids=LINES)
def test_each_run_stands_below_its_line(lines: Sequence[str]) -> None:
    answers = answers_in(write_up(lines))
    assert told(answers) == {name: {reached} for name, reached in REACHED.items()}


@pytest.mark.parametrize("kind", ["headings", "bold words", "lines alone", "sentences"])
def test_what_names_many_runs_compares_them(kind: str) -> None:
    answers = answers_in(write_up(LINES[kind]))
    assert [each.text for each in answers.found["3.3.a.compare"]] == [COMPARED]


@pytest.mark.parametrize("heading", ["SGD against Adam: a comparison", "Discussion"])
def test_a_heading_of_a_comparison_is_that_of_no_run(heading: str) -> None:
    said = "One seed each proves little."
    text = write_up(LINES["headings"]).replace(COMPARED, f"#### {heading}\n\n{said}")
    answers = answers_in(text)
    assert [each.text for each in answers.found["3.3.a.compare"]] == [said]
    assert told(answers)["3.3.a.adam"] == {REACHED["3.3.a.adam"]}


def test_runs_need_no_letters_above_them() -> None:
    text = write_up(LINES["headings"], above=("### 3.3", "**Batch normalization**"))
    assert told(answers_in(text)) == {name: {reached} for name, reached in REACHED.items()}


def test_a_run_that_is_called_otherwise_is_shown_with_those_beside_it() -> None:
    lines = [line.replace("SGD with momentum", "Heavy ball") for line in LINES["headings"]]
    found = told(answers_in(write_up(lines)))
    assert REACHED["3.3.a.momentum"] in found["3.3.a.momentum"]
    assert found["3.3.a.adam"] == {REACHED["3.3.a.adam"]}


def test_a_list_of_what_comes_is_no_line_of_a_run() -> None:
    text = write_up(LINES["headings"]).replace(
        "#### SGD\n", "I trained with SGD, momentum, Adagrad and Adam.\n\n#### SGD\n", 1
    )
    assert told(answers_in(text)) == {name: {reached} for name, reached in REACHED.items()}


@pytest.mark.parametrize(
    "sentence",
    [
        "Adam is the best.",
        "SGD is below Adam",
        "As Adam adapts its steps, it needs no tuning, which is why it is the best of the four",
        "Adam: 0.98, SGD: 0.97",
    ],
)
def test_a_sentence_on_a_run_begins_none(sentence: str) -> None:
    answers = answers_in(f"## Problem 3\n\n### 3.3 a)\n\n#### Momentum\n\n{sentence}\n\nIt is so.")
    assert not answers.found["3.3.a.adam"] or answers.found["3.3.a.adam"][0].shared
    [found] = answers.found["3.3.a.momentum"]
    assert found.text.endswith("It is so.")
