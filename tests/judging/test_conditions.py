"""Conditions in running text: intervals and their ends, several of them, words beside them."""

import pytest

from graders.equivalence import Options, setting_for
from graders.judging.accepted import Accepted
from graders.judging.conditions import judge_condition
from graders.judging.passages.passage import Passage
from graders.model import Mistake

SLIP = Mistake("factor", "the curvature is halved")
ACCEPTED = Accepted(r"0 < \eta < \frac{2}{a}", mistakes={r"0 < \eta < \frac{1}{a}": SLIP})


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (r"$0 < \eta < \frac{2}{a}$", True),
        ("0 < eta < 2/a", True),
        (r"For $\eta \in (0, 2/a)$ it converges.", True),
        (r"$(0, 2/a)$", True),
        (r"$\eta < 2/a,\ \eta > 0$", True),
        (r"It converges for $a\eta < 2$ and $\eta > 0$.", True),
        (r"$\eta > 0$, since a step down is meant; and $\eta < 2/a$", None),
        (r"From $|1 - a\eta| < 1$ follows $0 < \eta < 2/a$.", True),
        (r"$0 < \eta \le \frac{2}{a}$", False),
        (r"$\eta \in (0, 2/a]$", False),
        (r"$0 \leq \eta < 2/a$", False),
        (r"$\eta < 2/a$", False),
        (r"$0 < \eta < 1/a$", False),
        (r"$0 < \eta < 2/a$, or rather $0 < \eta < 1/a$", None),
        (r"It does not hold that $0 < \eta < 2/a$.", None),
        (r"$0 < \zeta < 2/a$", None),
        ("for small steps", None),
    ],
)
def test_conditions_hold_where_the_reference_does(text: str, verdict: bool | None) -> None:
    setting = setting_for({r"\eta": {}, "a": {"domain": "positive"}})
    found = judge_condition(setting, Passage(text), ACCEPTED, Options())
    assert found.equal is verdict, found
    if "1/a$" in text and verdict is False:
        assert found.mistake == SLIP


def test_another_right_form_is_right() -> None:
    setting = setting_for({"x": {}, "y": {}})
    accepted = Accepted("x > 0", others=["y > 0"])
    assert judge_condition(setting, Passage("$y > 0$"), accepted, Options()).equal
