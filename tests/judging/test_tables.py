"""Tables of numbers: a right number never loses its points quietly by where it stands."""

from fractions import Fraction

import pytest

from graders.judging.tables import compare_table
from graders.model import Answer, Form, Where

LAYERS = {"conv1": [28, 456], "pool1": [14, 0]}
COLUMNS = ["side", "parameters"]
PARTS = {"attention": [16384], "feed-forward": [33088], "norms": [256]}


def table(heading: str, *rows: str) -> str:
    rule = "|---" * (heading.count("|") + 1)
    return "\n".join(f"| {line} |" for line in (heading, *rows)).replace("\n", f"\n{rule}|\n", 1)


@pytest.mark.parametrize(
    "text",
    [
        table("layer | side | parameters", "conv1 | 28 | 456", "pool1 | 14 | 0"),
        table("layer | parameters | side", "conv1 | 456 | 28", "pool1 | 0 | 14"),
        table("layer | # params | output", "conv1 | 456 | 28", "pool1 | 0 | 14"),
        table("layer | n | side | parameters", "conv1 | 6 | 28 | 456", "pool1 | 6 | 14 | 0"),
        table("layer | side | parameters", "conv1 | 32 - 5 + 1 = 28 | 456", "pool1 | 14 | 0"),
        table("layer | side | parameters", "conv1 | 28 | 456 params", "pool1 | 14 | 0"),
        table("layer | side | count", "conv1 | 28 (32-5+1) | 456", "pool1 | $14$ | 0 parameters"),
        table("| conv1 | pool1", "side | 28 | 14", "parameters | 456 | 0"),
        table("| conv1 | pool1", "parameters | 456 | 0", "side | 28 | 14"),
        table("layer | side | parameters", "conv1 | | ", "conv1 | 28 | 456", "pool1 | 14 | 0"),
    ],
    ids=[
        "in order",
        "turned",
        "other words",
        "a column too many",
        "computed",
        "named",
        "explained",
        "on its side",
        "on its side and turned",
        "the form above it",
    ],
)
def test_columns_are_found_by_their_headings(text: str) -> None:
    assert compare_table(text, LAYERS, columns=COLUMNS).equal is True


@pytest.mark.parametrize(
    "text",
    [
        table("layer | a | b", "conv1 | 456 | 28", "pool1 | 0 | 14"),
        table("layer | kernel side | output | parameters", "conv1 | 5 | 28 | 456"),
        table("layer | side | parameters", "conv1 | 28 | 456", "Max pool | 14 | 0"),
        table("| conv1 | pool1", "a | 456 | 0", "b | 28 | 14"),
        table("layer | side | parameters", "conv1 | 28 pairs | 456", "pool1 | 14 | 0"),
        table("layer | side | parameters", "conv1 | 28 | 456", "conv1 | 28 | 9", "pool1 | 14 | 0"),
        "\n\n".join(
            [
                table("layer | side", "conv1 | 28", "pool1 | 14"),
                table("layer | parameters", "conv1 | 456", "pool1 | 0"),
            ]
        ),
        "conv1: 456, 28\npool1: 0, 14",
        "28, 456, 14 and 0",
        "$n_1 = 28, \\ p_1 = 456$\n$n_2 = 14 \\quad p_2 \\approx 0$",
        "$$\\begin{aligned} n_1 &= 32 - 5 + 1 = 28 \\\\ p_1 &= 456 \\end{aligned}$$",
    ],
    ids=[
        "headings",
        "a heading in doubt",
        "a row",
        "on its side, headings",
        "a word that changes",
        "twice",
        "two tables",
        "a list",
        "no names",
        "formulas",
        "formulas in rows",
    ],
)
def test_what_cannot_surely_be_told_is_for_a_person(text: str) -> None:
    found = compare_table(text, LAYERS, columns=COLUMNS)
    assert found.equal is None


def test_the_word_of_a_heading_beside_a_number_is_no_other_number() -> None:
    rows = "attention | 16384 weights", "feed-forward | 33088", "norms | 256"
    assert compare_table(table("part | weights", *rows), PARTS).equal is True
    assert compare_table(table("part | size", *rows), PARTS).equal is None


def test_all_candidates_count() -> None:
    where = Where("answers.md", 1)
    rows = ("conv1 | 28 | 456", "pool1 | 14 | 0"), ("conv1 | 28 | 9", "pool1 | 14 | 0")
    tables = [table("layer | side | parameters", *each) for each in rows]
    answers = [Answer("4", each, Form.TABLE, where, "label 4") for each in tables]
    assert compare_table(answers[:1], LAYERS, columns=COLUMNS).equal is True
    assert compare_table(answers, LAYERS, columns=COLUMNS).equal is None


def test_numbers_under_the_wrong_headings_are_wrong() -> None:
    text = table("layer | side | parameters", "conv1 | 456 | 28", "pool1 | 0 | 14")
    found = compare_table(text, LAYERS, columns=COLUMNS)
    assert (found.equal, found.credit) == (False, 0)


def test_a_row_that_is_left_out_is_missing() -> None:
    text = table("layer | side | parameters", "conv1 | 28 | 456", "total | 42 | 456")
    found = compare_table(text, LAYERS, columns=COLUMNS)
    assert (found.equal, found.credit, found.lost) == (False, Fraction(1, 2), Fraction(1, 2))


@pytest.mark.parametrize("sign", [" ", ": ", " = "])
def test_a_list_may_stand_on_one_line(sign: str) -> None:
    text = ", ".join(f"{name}{sign}{number}" for name, (number,) in PARTS.items())
    assert compare_table(text, PARTS).equal is True
    wrong = compare_table(text.replace("256", "128"), PARTS)
    assert (wrong.equal, wrong.credit) == (False, Fraction(2, 3))


def test_a_name_with_words_before_it_may_be_another() -> None:
    found = compare_table("attention 16384\nfeed-forward 33088\nlayer norms 256", PARTS)
    assert (found.equal, found.credit, found.lost) == (None, Fraction(2, 3), 0)
