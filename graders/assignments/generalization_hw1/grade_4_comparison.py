"""Question 4: the two models compared, held against what is printed of them; a person reads it."""

from collections.abc import Iterator

import pytest

from graders.claims.grading import leave
from graders.claims.two_layer.printed_report import Report, read_report
from graders.comparing.claims.checks import Check
from graders.comparing.claims.orders import check_orders
from graders.grading.fixtures.types import TextUnder
from graders.model import Answer, Question

BOUNDS = ("VC bound", "L1max bound", "own bound")
PRINTED = "printed: {listed}"


@pytest.mark.question("4", points=8, kind="free_text")
def grade_comparison(question: Question, answer: Answer, text_under: TextUnder) -> None:
    """Margins and bounds of the two models, and why they differ."""
    first, second = (read_report(text_under(name)) for name in ("3.1", "3.2"))
    leave(question, check_comparison(answer.text, first, second), note="")


def check_comparison(text: str, first: Report, second: Report) -> Iterator[Check]:
    """What is said of the order of margins and bounds, where both models print them."""
    both = {
        name: (float(first.numbers[name]), float(second.numbers[name]))
        for name in ("margin", *BOUNDS)
        if name in first.numbers and name in second.numbers
    }
    if not both:
        return
    listed = "; ".join(f"{name} {one:.4g} and {two:.4g}" for name, (one, two) in both.items())
    yield Check(None, note=PRINTED.format(listed=listed))
    bounds = [both[name] for name in BOUNDS if name in both]
    agree = len({one > two for one, two in bounds}) == 1
    margin = {"margin": both["margin"]} if "margin" in both else {}
    yield from check_orders(text, {**margin, **({"bound": bounds[0]} if agree else {})})
