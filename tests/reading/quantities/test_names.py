from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graders.declaring.assignment import load_assignment
from graders.reading.finding.sheet import vocabulary_of
from graders.reading.quantities.names.reader import canonical_names, read_name
from graders.reading.quantities.names.vocabulary import ANYTHING, Vocabulary

SHEET = vocabulary_of(load_assignment("deep_learning_hw2"))


@pytest.mark.cases("names", "spellings")
def test_every_spelling_of_a_name_is_read(case: dict[str, Any]) -> None:
    assert read_name(case["text"], SHEET) == case["name"]


@pytest.mark.cases("names", "other_things")
def test_what_is_more_or_less_than_a_name_is_not_taken_for_one(case: dict[str, Any]) -> None:
    name = read_name(case["text"], SHEET)
    assert name is None or (name not in SHEET.known and name != case.get("taken_for"))


@pytest.mark.parametrize("name", sorted(SHEET.known))
def test_a_canonical_name_is_a_spelling_of_itself(name: str) -> None:
    assert read_name(name, SHEET) == name


@pytest.mark.parametrize("name", sorted(SHEET.known))
def test_canonical_names_are_identifiers(name: str) -> None:
    assert name.isidentifier()


def test_without_a_vocabulary_any_name_is_read() -> None:
    assert read_name(r"\frac{\partial y_3}{\partial x_{12}}", ANYTHING) == "dy3_dx12"
    assert read_name("z_{ij}", ANYTHING) == "z_ij"


def test_names_that_differ_only_in_case_are_kept_apart() -> None:
    both = Vocabulary(frozenset({"X", "x"}))
    assert (read_name("X", both), read_name("x", both)) == ("X", "x")


def test_declared_names_are_read_in_any_spelling() -> None:
    assert canonical_names(["w_{9}", r"\frac{dL}{dw_9}"], ANYTHING) == {"w9", "dL_dw9"}


SPACES = st.sampled_from(["", " ", "  ", r"\,", "\u00a0", "\t"])


@given(
    loss=st.sampled_from([r"MSE", r"\text{MSE}", r"\mathrm{MSE}", "L", r"\mathcal{L}", "J"]),
    weight=st.integers(1, 10),
    sign=st.sampled_from([r"\partial ", "d ", r"\mathrm{d}", "∂", r"\delta "]),
    fraction=st.sampled_from([r"\frac", r"\dfrac", r"\tfrac"]),
    space=SPACES,
)
def test_every_mixture_of_notations_is_the_same_gradient(
    loss: str, weight: int, sign: str, fraction: str, space: str
) -> None:
    text = f"{fraction}{space}{{{sign}{space}{loss}}}{space}{{{sign}{space}w{space}_{{{weight}}}}}"
    assert read_name(text, SHEET) == f"dMSE_dw{weight}"


@example("\\")
@given(st.text(max_size=60))
def test_any_text_is_a_name_or_none(text: str) -> None:
    name = read_name(text, SHEET)
    assert name is None or name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (r"\partial_{w_1} f_2", "df2_dw1"),
        ("∂_{w1} f2", "df2_dw1"),
        (r"\partial_2 f_1(1,2)", "df1_dw2"),
        ("D_1 f_2", "df2_dw1"),
        ("$D_{w_2}f_1$", "df1_dw2"),
        (r"D_3 f_1", None),
        (r"D_1", None),
    ],
)
def test_an_operator_names_a_derivative(text: str, name: str | None) -> None:
    sheet = vocabulary_of(load_assignment("optimization_hw2"))
    found = read_name(text, sheet)
    assert (sheet.canonical(found) if found in sheet.known else None) == name
