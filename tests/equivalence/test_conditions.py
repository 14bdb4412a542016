"""Equations that are solved within a derivation: no line is an identity, all are one equation."""

import pytest

from graders.equivalence import compare

SCALARS = {"w": {}, "a": {}, "b": {}}


@pytest.mark.parametrize(
    ("lines", "failing"),
    [
        (r"aw - b = 0 \Rightarrow aw = -b \Rightarrow w = \frac{b}{a}", "step 2"),
        (r"aw + b = 0 \Rightarrow aw = b \Rightarrow w = \frac{b}{a}", "step 1"),
    ],
)
def test_the_line_that_does_not_lead_to_the_solution_is_shown(lines: str, failing: str) -> None:
    found = compare(r"\frac{b}{a}", lines, kind="derivation", symbols=SCALARS)
    assert found.equal is False
    assert found.note.startswith(f"{failing} does not hold")
    assert "⇒" in found.note


def test_a_name_that_is_defined_is_not_solved_for() -> None:
    lines = r"2w = 2b \Rightarrow w = b"
    free = compare("b", lines, kind="derivation", symbols=SCALARS)
    given = compare(
        "b", lines, kind="derivation", symbols=SCALARS, definitions=[{"latex": "w", "value": "a"}]
    )
    assert (free.equal, given.equal) == (True, False)


def test_identities_around_an_equation_must_hold_by_themselves() -> None:
    lines = r"(a+b)^2 = a^2 + {}ab + b^2 \\ aw = b \\ w = \frac{{b}}{{a}}"
    for middle, verdict in (("2", True), ("", False)):
        found = compare(r"\frac{b}{a}", lines.format(middle), kind="derivation", symbols=SCALARS)
        assert found.equal is verdict
