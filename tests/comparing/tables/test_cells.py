from dataclasses import replace
from fractions import Fraction

from graders.comparing.tables.cells import INCONSISTENT, Cell, compare_cells
from graders.model import Comparison, Mistake

RIGHT = Cell("row 1, output", "64", True)
WRONG = Cell("row 2, output", "63", False)
EMPTY = Cell("row 3, output", "", False)
UNREAD = Cell("row 4, output", "6?", None)
NAMED = Cell("row 5, output", "60", False, Mistake("missing_term", "the biases are left out"))
CARRIED = Cell("row 6, output", "65", True, follows=True)


def test_a_table_of_right_cells_is_right() -> None:
    comparison = compare_cells([RIGHT, RIGHT])
    assert comparison == Comparison(True, "cells", credit=Fraction(1))


def test_right_cells_earn_their_share() -> None:
    comparison = compare_cells([RIGHT, RIGHT, WRONG])
    assert (comparison.equal, comparison.credit) == (False, Fraction(2, 3))
    assert comparison.remarks == ("2 of 3 cells are right", "row 2, output: '63' is not right")


def test_a_cell_that_is_not_read_is_left_to_a_person() -> None:
    comparison = compare_cells([RIGHT, WRONG, UNREAD])
    assert (comparison.equal, comparison.credit) == (None, Fraction(1, 3))
    assert "row 4, output: '6?' could not be read" in comparison.remarks


def test_an_empty_cell_is_told_so() -> None:
    cells = [EMPTY, replace(EMPTY, name="row 3, side"), replace(EMPTY, name="norms")]
    assert compare_cells(cells).remarks[-1] == ("nothing is filled in: row 3 (output, side), norms")


def test_the_first_mistake_is_named() -> None:
    comparison = compare_cells([WRONG, NAMED])
    assert comparison.mistake == NAMED.mistake
    assert "row 5, output: '60' is not right (the biases are left out)" in comparison.remarks


def test_of_numbers_that_contradict_one_another_none_is_called_wrong() -> None:
    mistake = Mistake(INCONSISTENT, "this does not hold: c = a x b")
    comparison = compare_cells([RIGHT, Cell("a", "2", False, mistake)])
    assert "a: '2' does not fit the others (this does not hold: c = a x b)" in comparison.remarks


def test_a_cell_that_follows_from_an_earlier_one_is_right() -> None:
    comparison = compare_cells([RIGHT, CARRIED])
    assert (comparison.equal, comparison.credit) == (True, Fraction(1))
    assert comparison.remarks == ("row 6, output: right for your own earlier rows",)
