"""Question 6: a step of stochastic gradient descent that raises the loss."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import pytest

from graders.comparing.numbers.digits import exact_or_by_digits
from graders.comparing.parts import Part, Said, Written
from graders.errors import Review
from graders.grading.fixtures.types import FindParts, Settle
from graders.model import Answer, Comparison, PrintedNumber
from graders.reading.calculus.descent.changes_of_loss import changes_in, says_it_does_not_rise
from graders.reading.calculus.descent.descent_steps import GETS_MORE, Descent, read_descent
from graders.reading.quantities.numbers.in_text import numbers_in
from graders.reading.quantities.numbers.printed import read_number
from graders.reading.words.choosing.choices import read_choice
from graders.reading.words.choosing.yes_or_no import concludes, yes_or_no
from solutions import sgd_step

BY_VALUE = exact_or_by_digits(2)  # the rule for a value of the loss
SHARE = 4  # points for each of choice, counter-example and evaluation

# --- the choice ---------------------------------------------------------------------------------

ANSWERS: Mapping[str, Sequence[str]] = {
    "no": ("no-guarantee", "not-guaranteed", "isnt-guaranteed", "isn-t-guaranteed",
           "counter-example", "counterexample", "disprove", "not-always", "not-every",
           "not-necessarily", "not-monotonic", "does-not-decrease", "doesn-t-decrease",
           "need-not-decrease", "need-not-fall", "need-not-go-down",
           "can-increase", "may-increase", "might-increase", "could-increase", "can-go-up",
           "no-it-is-not", "no-it-does-not", "不保证", "不一定"),
    "yes": ("is-guaranteed", "always-decreases", "every-step-decreases", "yes"),
}  # fmt: skip
_QUALIFIED = re.compile(
    r"\b(?:not|no|but|except|unless|expectation|average|mostly|usually)\b|n['’]t\b", re.IGNORECASE
)
_NEXT = r"(?:^|,)w(?:'|_?\(?(?:1|t\+1|new|next)|\^\(?(?:\\prime|\+|t\+1|1\)|new))"  # without spaces
_FRACTION = re.compile(r"(?<![\w./)])\d+/\d+(?![\w./(])|\\frac\s*\{\d+\}\s*\{\d+\}")
_SIGNS = re.compile(r"\$|\\(?:approx|geq?|leq?|quad|,|;)|[<>=]")  # around numbers


def read_answer(text: str) -> str | None:
    """Whether a text says yes or no: what it concludes, or else all that it says of it.

    >>> read_answer("At first sight yes. It rises, so the answer is no."), read_answer("No: ...")
    ('no', 'no')
    >>> read_answer("Not guaranteed to fail: yes, it falls"), read_answer("no step")
    (None, None)
    """
    found = set(yes_or_no(text))
    if not concludes(text) and (named := read_choice(text, ANSWERS)):
        found.add(named)
    return found.pop() if len(found) == 1 else None


# --- the counter-example ------------------------------------------------------------------------


TERMS = {1: r"w\s*-\s*2(?![\d.])", 2: r"w\s*\+\s*1(?![\d.])"}  # by their gradients


@dataclass(frozen=True, slots=True)
class CounterExample:
    """A point, the sampled term, and a step size, or None where it stays a symbol."""

    point: float
    sampled: int
    eta: float | None

    def __str__(self) -> str:
        step = "any small step" if self.eta is None else f"a step of {self.eta:g}"
        return f"from w = {self.point:g}, term {self.sampled} sampled, with {step}"

    @property
    def goes_up(self) -> bool:
        """Whether the step goes against the gradient, or nowhere."""
        return self.eta is not None and self.eta <= 0

    @property
    def mistake(self) -> str | None:
        """What is wrong with it, or None."""
        if self.eta is None:
            return sgd_step.mistake_for_symbolic_step(self.point, self.sampled)
        return sgd_step.mistake_in_counterexample(self.point, self.sampled, self.eta)


def read_counterexample(text: str) -> CounterExample | None:
    """The only counter-example that fits all points, steps and terms of a text.

    >>> read_counterexample("Take w = 0 and sample the second term with step size 0.5.")
    CounterExample(point=0.0, sampled=2, eta=0.5)
    >>> read_counterexample("w + 1 = 1 at 0: f(0) = 2.5, f(-0.1) = 2.61")
    CounterExample(point=0.0, sampled=2, eta=0.1)
    >>> read_counterexample("f(3) = 8.5, f(2.9) = 8.01") is None
    True

    Where the loss rises whichever term is sampled, any of them will do.

    >>> read_counterexample("w = 1/2, for (w - 2) as for (w + 1)")
    CounterExample(point=0.5, sampled=1, eta=None)
    """
    said = read_descent(text, TERMS)
    found = [each for term in said.terms for each in _examples(said, term)]
    downhill = [each for each in found if not each.goes_up]
    left = downhill or found
    starts = {(each.point, each.eta) for each in left}
    any_will_do = len(starts) == 1 and not any(each.mistake for each in left)
    return left[0] if len(left) == 1 or any_will_do else None


def _examples(said: Descent, term: int) -> Iterator[CounterExample]:
    """That from one point to the next, or from the only one, by the only step that is said."""
    steps = said.sizes
    points = said.points
    if len(points) > 2 and steps:  # the minimum of the sum may be named beside those of the step
        points = [each for each in points if each != sgd_step.MINIMUM]
    match points:
        case [point] if len(set(steps)) < 2:
            yield CounterExample(point, term, steps[0] if steps else None)
        case [before, after]:
            way = before - sgd_step.MINIMA[term]
            eta = (before - after) / way if way else 0.0
            if all(abs(each - abs(eta)) < 1e-3 for each in steps) and (eta > 0 or said.ordered):
                yield CounterExample(before, term, steps[0] if steps and eta > 0 else eta)


@pytest.mark.question("6", points=12, kind="derivation")
def grade_sgd_step(answer: Answer, find_parts: FindParts, settle: Settle) -> None:
    """Whether every step lowers the loss: a choice, a counter-example, and its evaluation."""
    choice, example = read_answer(answer.text), read_counterexample(answer.text)
    notes = [f"read as: {choice or 'no clear choice'}"]
    points = Fraction(SHARE if choice == "no" else 0)
    words = "" if choice != "yes" else "Look for a step that raises the sum."
    if example is None:
        notes.append("a point and a sampled term were not both found")
    elif example.mistake is None and not leads_there(example, find_parts):
        notes.append(f"{example}, but the step is said to lead to another point")
    elif example.mistake is None:
        points += SHARE
        notes.append(f"a valid counter-example: {example}")
        points += evaluation_points(answer.text, example, find_parts, notes)
    else:
        notes.append(f"{example}: {example.mistake}")
        words = f"{example.mistake[0].upper()}{example.mistake[1:]}."
    qualified = GETS_MORE.search(answer.text) or _QUALIFIED.search(answer.text)
    if choice == "yes" and example is None and not qualified:
        settle(Comparison(False, "choice", note="; ".join(notes)), hint=words.rstrip("."))
        return
    if points == 3 * SHARE:
        settle(Comparison(True, "counter-example", note="; ".join(notes)))
        return
    raise Review(
        f"A person reads and marks this answer. {words}".strip(),
        note="; ".join(notes),
        points=points,
    )


def evaluation_points(
    text: str, example: CounterExample, find_parts: FindParts, notes: list[str]
) -> int:
    """Points for the loss before and after the step, in numbers or in the step size."""
    if misvalued(text):
        notes.append("the loss has another value at a point")
        return 0
    if says_it_falls(text, example.point):
        notes.append("the loss is said to fall")
        return 0
    if words := says_it_does_not_rise(text):
        notes.append(f"of the loss it says: {words}")
        return 0
    if example.eta is None:
        if find_parts([in_symbols(example)]).earned:
            notes.append("the loss after the step is right")
            return SHARE
        notes.append("the step size is a symbol: a person reads the evaluation")
        return 0
    step = sgd_step.take_step(example.point, example.sampled, example.eta)
    if any(
        shows(first, step.loss_after) and shows(last, step.loss_before)
        for first, last in changes_in(text)
    ):
        notes.append("the loss before and after the step is exchanged")
        return 0
    if shows(text, step.loss_before) and shows(text, step.loss_after):
        notes.append("the loss before and after the step is right")
        return SHARE
    wrong = sgd_step.losses_with_mistake(example.point, example.sampled, example.eta)
    for words, (before, after) in wrong.items():
        if shows(text, before) and shows(text, after):
            notes.append(words)
    return 0


def leads_there(example: CounterExample, find_parts: FindParts) -> bool:
    """Whether no equation for the next point contradicts a step whose size is a symbol."""
    right, general = point_after(example), sgd_step.STEPS[example.sampled]
    written = Written((right,), stated=_NEXT, beside=(general,))
    step = Part("the step", SHARE, written, Said("."))
    return example.eta is not None or find_parts([step]).earned > 0


def point_after(example: CounterExample) -> str:
    """Where the step leads to, as a formula of the step size."""
    return rf"{example.point!r}-\eta({example.point - sgd_step.MINIMA[example.sampled]!r})"


def in_symbols(example: CounterExample) -> Part:
    """The loss after the step, or its change, as formulas of the step size."""
    after, point = f"({point_after(example)})", example.point
    loss = rf"\frac12({after}-2)^2+\frac12({after}+1)^2"
    change = rf"{loss}-{sgd_step.loss(point)!r}"
    return Part("the loss after the step", SHARE, Written((loss, change)))


def says_it_falls(text: str, point: float) -> bool:
    """Whether a text says that the loss is lower after a step from a point.

    >>> says_it_falls("f(0.1) = 2.4 < 2.5 = f(0)", 0.0), says_it_falls("f(0) = 2.5 < 2.6", 0.0)
    (True, False)
    """
    start = rf"(?:f\(\s*{point:g}\s*\)|{sgd_step.loss(point):g}(?!\.?\d))"
    below = rf"(?:<|\\lt(?![a-z])|\\leq?(?![a-z])|≤)\s*{start}"
    return re.search(below, text) is not None


def misvalued(text: str) -> bool:
    """Whether a text gives the loss a wrong value at some point, or but its first digit.

    >>> misvalued("f(0) = 2 + 0.5 = 2.5"), misvalued("f(0) = 2.61"), misvalued("f(0) = 3")
    (False, True, True)
    """
    losses = read_descent(text, TERMS).losses
    return any(not close(number, sgd_step.loss(point)) for point, number in losses)


def shows(text: str, value: float) -> bool:
    """Whether a number of a text is this value."""
    fractions = (each[0] for each in _FRACTION.finditer(text))
    decimals = (each for _, each in numbers_in(_SIGNS.sub(" ", text)))
    printed = map(read_number, (*fractions, *decimals))
    return any(number is not None and close(number, value) for number in printed)


def close(number: PrintedNumber, value: float) -> bool:
    return BY_VALUE(number, value).fits
