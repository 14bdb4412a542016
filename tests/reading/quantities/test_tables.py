from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.declaring.assignment import load_assignment
from graders.model import Where
from graders.reading.blocks.block import Block, Row, Shape
from graders.reading.finding.sheet import vocabulary_of
from graders.reading.quantities.equations.leading import leading_number
from graders.reading.quantities.named_values.tables import named_cells
from graders.reading.quantities.numbers.printed import read_number

SHEET = vocabulary_of(load_assignment("deep_learning_hw2"))
START = Where("answers.md", 1)


def table(rows: list[list[str]]) -> Block:
    lines = tuple(Row(tuple(cells), number) for number, cells in enumerate(rows, start=1))
    return Block(Shape.TABLE, "\n".join(" | ".join(cells) for cells in rows), START, rows=lines)


@pytest.mark.cases("tables", "tables")
def test_cells_are_named_by_their_row_and_column(case: dict[str, Any]) -> None:
    seen = []
    for cell in named_cells(table(case["rows"]), SHEET):
        number = read_number(cell.text) or leading_number(cell.text.rpartition("=")[2])
        seen.append((cell.name, number.value if number else None))
    assert sorted(seen) == sorted((name, Fraction(value)) for name, value in case["cells"])


def test_a_cell_knows_its_line_and_its_heading() -> None:
    rows = [["parameter", "gradient"], ["w_1", "0.002"], ["w_2", "0.0004"]]
    cells = list(named_cells(table(rows), SHEET))
    assert [(cell.line, cell.words) for cell in cells] == [(2, "gradient"), (3, "gradient")]


@pytest.mark.parametrize(
    ("heading", "text"), [("formula", r"\sigma(4.3) = 0.98"), ("net input", "0.98")]
)
def test_a_formula_stands_before_its_value(heading: str, text: str) -> None:
    rows = [["", heading, "value"], ["h_1", r"$\sigma(4.3)$", "0.98"]]
    assert [cell.text for cell in named_cells(table(rows), SHEET)] == [text]


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ("same with x2 = 4", "0.98"),
        ("as above, $x_2 = 4$", "0.98"),
        ("one path", "0.98"),
        ("4 dMSE/dw2", "4 dMSE/dw2 = 0.98"),
        ("by the chain rule: a (1 - a)", "by the chain rule: a (1 - a) = 0.98"),
    ],
)
def test_words_in_the_place_of_a_formula_do_not_stand_before_a_value(
    formula: str, text: str
) -> None:
    rows = [["", "formula", "value"], ["h_1", formula, "0.98"]]
    assert [cell.text for cell in named_cells(table(rows), SHEET)] == [text]


CELL = st.sampled_from(["", "h_1", "w_9", "0.98", "gradient", "new", "$\\frac{dL}{dw_1}$", "?"])


@given(st.lists(st.lists(CELL, max_size=4), max_size=5))
def test_any_table_has_cells_of_declared_names_only(rows: list[list[str]]) -> None:
    for cell in named_cells(table(rows), SHEET):
        assert cell.name in SHEET.known
        assert read_number(cell.text) is not None
