"""A class as a table for a spreadsheet."""

import csv
import io
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.model import Report
from graders.reports.gradebook import to_csv

TOTALS = ["submission", "points", "max_points", "review_points", "needs_review"]


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_line_holds_the_totals_and_then_each_question(realistic):
    (row,) = read(to_csv([realistic]))
    assert list(row) == TOTALS + [verdict.question.id for verdict in realistic.verdicts]
    assert [row[name] for name in TOTALS] == ["s017", "12.33", "25", "5.5", "5"]


def test_a_cell_is_empty_where_a_person_must_look_and_zero_where_the_answer_is_wrong(realistic):
    (row,) = read(to_csv([realistic]))
    assert (row["2.1.i"], row["1.1.2"], row["1.3.2"], row["1.1.3"]) == ("", "0", "0", "0.33")


def test_the_questions_add_up_to_the_points(classroom):
    for row in read(to_csv(classroom)):
        cells = [Fraction(cell) for name, cell in row.items() if name not in TOTALS and cell]
        assert sum(cells) == Fraction(row["points"])


def test_reports_of_different_questions_share_one_table(realistic):
    shorter = replace(realistic, submission="s018", verdicts=realistic.verdicts[5:])
    first, second = read(to_csv([shorter, realistic]))
    assert first.keys() == second.keys()
    assert (first["1.1.1"], second["1.1.1"]) == ("", "0.5")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "\x00=", "＝"])
def test_a_name_that_a_spreadsheet_would_run_is_text(realistic, start):
    (row,) = read(to_csv([replace(realistic, submission=f"{start}cmd|'/C calc'!A0")]))
    assert row["submission"].startswith("'")


@given(st.lists(st.from_type(Report), max_size=4))
def test_every_class_is_a_table_of_harmless_cells(reports):
    header, *rows = list(csv.reader(io.StringIO(to_csv(reports), newline="")))
    assert header[:5] == TOTALS
    assert len(rows) == len(reports)
    for row in rows:
        assert len(row) == len(header)
        assert not any(cell.lstrip(" ").startswith(tuple("=+-@\t\r\n")) for cell in row)


def test_lines_end_in_a_newline_alone(classroom):
    text = to_csv(classroom)
    assert "\r" not in text
    assert text.endswith("\n")


def test_a_class_without_submissions_is_a_header():
    assert to_csv([]) == "submission,points,max_points,review_points,needs_review\n"
