from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.declaring.assignment import load_assignment
from graders.reading.finding.sheet import vocabulary_of
from graders.reading.quantities.equations.chain import Chain
from graders.reading.quantities.equations.chains import read_chains
from graders.reading.quantities.equations.leading import leading_number

SHEET = vocabulary_of(load_assignment("deep_learning_hw2"))


def seen(chains: tuple[Chain, ...]) -> list[tuple[str, Fraction | None]]:
    return [(chain.name or "", chain.value.value if chain.value else None) for chain in chains]


def expected(case: dict[str, Any]) -> list[tuple[str, Fraction | None]]:
    return [(name, Fraction(value) if value else None) for name, value in case["chains"]]


@pytest.mark.cases("chains", "formulas")
def test_a_formula_has_these_chains(case: dict[str, Any]) -> None:
    chains = read_chains(case["text"], SHEET)
    assert seen(chains) == expected(case)
    if "steps" in case:
        assert list(chains[-1].steps) == case["steps"]


@pytest.mark.cases("chains", "prose")
def test_a_paragraph_has_these_chains(case: dict[str, Any]) -> None:
    assert seen(read_chains(case["text"], SHEET, prose=True)) == expected(case)


def test_the_words_before_a_name_are_kept_apart() -> None:
    (chain,) = read_chains("Sum of all parameters h_1 = 3", SHEET, prose=True)
    assert (chain.words, chain.members) == ("Sum of all parameters", ("h_1", "3"))


@pytest.mark.xfail(reason="what follows a box is taken into the chain", strict=True)
def test_a_chain_knows_where_it_stands() -> None:
    text = r"so $h_1 = \frac{1}{2}$, and $h_2 = \boxed{0.99}$."
    places = [text[slice(*chain.span)] for chain in read_chains(text, SHEET, prose=True)]
    assert places == [r"h_1 = \frac{1}{2}", r"h_2 = \boxed{0.99}"]


def test_a_number_leads_where_words_follow() -> None:
    number = leading_number("0.98 which is close to one")
    assert number is not None
    assert number.value == Fraction("0.98")
    assert leading_number("0.98 or 0.97") is None
    assert leading_number("about 0.98") is None


@given(
    names=st.lists(
        st.sampled_from([("h1", "h_1"), ("h2", "h₂"), ("dMSE_dw9", r"\frac{dMSE}{dw_9}")]),
        min_size=1,
        max_size=5,
    ),
    between=st.sampled_from([", ", " \\\\ ", "; ", r" \quad ", r" \Rightarrow ", " & \\\\ & "]),
    relation=st.sampled_from(["=", r"\approx", ":=", "≈", "&=", r"\;=\;"]),
    data=st.data(),
)
def test_statements_are_told_apart(
    names: list[tuple[str, str]], between: str, relation: str, data: st.DataObject
) -> None:
    values = [data.draw(st.integers(0, 10**6 - 1)) for _ in names]
    text = between.join(
        f"{spelling} {relation} 0.{value:06}"
        for (_, spelling), value in zip(names, values, strict=True)
    )
    assert seen(read_chains(text, SHEET)) == [
        (name, Fraction(value, 10**6)) for (name, _), value in zip(names, values, strict=True)
    ]


@given(st.lists(st.sampled_from(["4.3", r"\sigma(x_1)", "x_1 w_1 + b_1", r"\frac{1}{2}"])))
def test_a_chain_ends_in_its_last_member(steps: list[str]) -> None:
    (chain,) = read_chains(" = ".join(["h_1", *steps, "0.98"]), SHEET)
    assert (chain.name, list(chain.steps)) == ("h1", steps)
    assert chain.value is not None
    assert chain.value.value == Fraction("0.98")


NOISE = st.lists(
    st.sampled_from(
        [
            *("=", ",", ";", "\\\\", "\n", r"\Rightarrow", "h_1", "0.98", " ", "and", "(", ")"),
            *("{", "}", r"\boxed{", r"\frac", ":", ">", "<", "-", r"\text{", "is", "w", "_", "&"),
        ]
    ),
    max_size=40,
).map("".join)


@pytest.mark.parametrize("prose", [False, True])
def test_what_stands_behind_much_else_in_a_block_is_read(prose: bool) -> None:
    *_, last = read_chains("so it is; " * 5_000 + "h_1 = 0.98", SHEET, prose=prose)
    assert (last.name, last.members) == ("h1", ("h_1", "0.98"))


@given(st.one_of(st.text(max_size=80), NOISE), st.booleans())
def test_chains_stand_in_the_text(text: str, prose: bool) -> None:
    for chain in read_chains(text, SHEET, prose=prose):
        start, end = chain.span
        assert 0 <= start < end <= len(text)
        assert len(chain.members) > 1
        assert chain.name is None or chain.name in SHEET.known
