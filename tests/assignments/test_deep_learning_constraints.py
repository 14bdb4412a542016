"""Equations between the weights of question 5, tried before a person marks them."""

import pytest

from graders.assignments.deep_learning_hw2 import grade_5_equal_weights as invariance
from graders.reading.quantities.weights import equal_weights

COLUMNS = {
    r"$w_{ij} = w_{i,\,d+1-j}$": True,
    r"$w_{r,k} = w_{r,\,d+1-k}$ for $k = 1,\dots,d$": True,
    "w[i, j] == w[i, d-1-j] for all j in range(d)": True,
    "w [ r ] [ k ] = w [ r ] [ d − 1 − k ]": True,
    "w_{i,j} = w_{i,d-1-j} with columns numbered from 0 to d-1": True,
    "w_{i,j} = w_{i,d-j+1} with columns numbered from 0 to d-1": invariance.OTHER_COLUMNS,
    "w_{i,j} = w_{i,d-j+1}, the columns start at 1": True,
    "w_{i,j} = w_{i,d-j}": invariance.OFF_BY_ONE,
    r"$w[\text{row}, \text{col}] == w[\text{row}, d - \text{col}]$": invariance.OFF_BY_ONE,
    "w_{i,j} = w_{i,d-1-j}, counting from j = 1": invariance.OTHER_COLUMNS,
    "w_{i,j} = w_{i,j+1}": invariance.OTHER_COLUMNS,
    "w_{i,j} = w_{i,2d-j}": None,
    r"w_{i,1} = w_{i,d}, w_{i,2} = w_{i,d-1}, \dots": True,
    r"w_{i,1} = w_{i,d-1}, w_{i,2} = w_{i,d-2}, \dots": invariance.OFF_BY_ONE,
    r"w_{i,1+k} = w_{i,d-k} for $k = 0, \dots, d-1$": True,
    r"w_{i,1+k} = w_{i,d-1-k} for $k = 0, \dots, d-1$": invariance.OFF_BY_ONE,
    "w_{i,j} - w_{i,d+1-j} = 0": True,
    "w_{i,1} = w_{i,d} and so on": None,
    "the first and the last column are the same": None,
}
ROWS = {
    r"$w_{1,j} = w_{4,j}$, $w_{2,j} = w_{3,j}$": True,
    "w[0][j] = w[3][j], w[1][j] = w[2][j]": True,
    "w[0,:] == w[3,:]\nw[1,:] == w[2,:]": True,
    "w_{1j} - w_{4j} = 0 = w_{2j} - w_{3j}": True,
    "w_{1,k} = w_{2,k} and w_{3,k} = w_{4,k}": invariance.OTHER_ROWS,
    "w_{1,j} = w_{4,j}": None,
    "w_{1,j} = w_{4,d+1-j}": None,
    "row 1 equals row 4": None,
}


@pytest.mark.parametrize("text", COLUMNS)
def test_an_equation_pairs_each_column_with_its_mirror_image(text: str) -> None:
    plain = equal_weights.without_typesetting(text)
    assert invariance.judge_columns(plain) == COLUMNS[text]


@pytest.mark.parametrize("text", ROWS)
def test_an_equation_pairs_each_row_with_its_mirror_image(text: str) -> None:
    plain = equal_weights.without_typesetting(text)
    assert invariance.judge_rows(plain) == ROWS[text]


@pytest.mark.parametrize(
    ("text", "is_restricted"),
    [
        ("$w_{i,j} = w_{i,d+1-j}$ for $j = 1$ only", True),
        ("$w_{i,j} = w_{i,d+1-j}$, only for $j = 1$", True),
        ("$w_{i,j} = w_{i,d+1-j}$ for $j = 1, \\dots, d$", False),
        ("The output is the same only if $w_{i,j} = w_{i,d+1-j}$", False),
    ],
)
def test_an_equation_for_one_column_is_not_tried(text: str, is_restricted: bool) -> None:
    plain = equal_weights.without_typesetting(text)
    assert equal_weights.is_restricted(plain) == is_restricted
