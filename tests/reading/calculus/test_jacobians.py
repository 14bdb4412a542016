"""Jacobians as students write them: which way round, and where."""

import pytest

from graders.reading.calculus.jacobians import read_jacobian

MATRIX = r"$\begin{pmatrix}1&2\\3&4\end{pmatrix}$"
FIRST, LAST = r"\partial f_1/\partial w_1", r"\partial f_2/\partial w_2"
NAMES = rf"$\begin{{pmatrix}}{FIRST}&UPPER\\LOWER&{LAST}\end{{pmatrix}}$"
UPPER, LOWER = r"\partial f_1/\partial w_2", r"\frac{\partial f_2}{\partial w_1}"


@pytest.mark.parametrize(
    ("words", "turned"),
    [
        ("J =", False),
        ("Rows are the inputs and columns are the outputs:", True),
        ("With one row per input and one column per output,", True),
        ("(row = input, column = output)", True),
        ("Inputs in rows, outputs in columns:", True),
        ("Outputs as rows and inputs as columns:", False),
        ("Rows: w1, w2; columns: f1, f2", True),
        ("row 1 is the gradient of f_1 with respect to w_1, w_2:", False),
        ("where the columns correspond to $f_1$ and $f_2$:", True),
        ("the gradients are the columns:", True),
        ("$J^T=$", True),
        ("column 1 holds $\\partial f_1/\\partial w_1$:", None),
        ("Not transposed:", None),
        ("rows are not the inputs but the outputs:", None),
        (NAMES.replace("UPPER", UPPER).replace("LOWER", LOWER), False),
        (NAMES.replace("UPPER", LOWER).replace("LOWER", UPPER), True),
        (NAMES.replace("UPPER", UPPER).replace("LOWER", LOWER) + ", transposed:", None),
    ],
)
def test_words_and_names_tell_which_way_round(words: str, turned: bool | None) -> None:
    found = read_jacobian(f"{words} {MATRIX}")
    assert found is not None
    assert (found.entries, found.turned) == ((("1", "2"), ("3", "4")), turned)


@pytest.mark.parametrize(
    "text",
    [
        "J11 = 1, J12 = 2, J21 = 3, J22 = 4",
        "$J_{11} = 1$\n$J_{12} = 2$\n$J_{21} = 3$\n$J_{22} = 4$",
        "df2/dw2 = 4, df2/dw1 = 3, df1/dw2 = 2, df1/dw1 = 1",
        "∂f1/∂w1 = 1; ∂f1/∂w2 = 1 + 1 = 2; ∂f2/∂w1 = 3; ∂f2/∂w2 = 4",
    ],
)
def test_entries_may_stand_behind_their_names(text: str) -> None:
    found = read_jacobian(text)
    assert found is not None
    assert found.upright == (("1", "2"), ("3", "4"))


def test_three_entries_are_no_jacobian() -> None:
    assert read_jacobian("J11 = 1, J12 = 2, J21 = 3") is None
