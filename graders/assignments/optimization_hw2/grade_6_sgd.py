"""Question 6: a step of stochastic gradient descent that raises the loss."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite

import pytest

from graders.comparing.numbers import by_digits
from graders.comparing.parts import Marked, Part
from graders.errors import Review
from graders.model import Answer, Comparison, PrintedNumber
from graders.reading.choices import read_choice
from graders.reading.quantities.numbers import numbers_in, read_number
from solutions import sgd_step

FindParts = Callable[[Sequence[Part]], Marked]

SHARE = 4  # points for each of choice, counter-example and evaluation
ANSWERS: Mapping[str, Sequence[str]] = {
    "no": ("no-guarantee", "not-guaranteed", "isnt-guaranteed", "isn-t-guaranteed",
           "counter-example", "counterexample", "disprove", "not-always", "not-every",
           "not-necessarily", "not-monotonic", "does-not-decrease", "doesn-t-decrease",
           "can-increase", "may-increase", "might-increase", "could-increase", "can-go-up",
           "no-it-is-not", "no-it-does-not", "不保证", "不一定"),
    "yes": ("is-guaranteed", "always-decreases", "every-step-decreases", "yes"),
}  # fmt: skip
_NUMBER = (
    r"(-?\s*(?:(?:\d+(?:\.\d+)?|\.\d+)(?:\s*/\s*\d+)?|\\[dt]?frac\s*(?:\d\s*\d|\{\d+\}\s*\{\d+\})))"
)
_TIME = r"(?:\^?\{?\([t0]\)\}?|\^?\{?[t0]\}?|_\{?[t0]\}?)?"
_POINT = re.compile(rf"[wW]{_TIME}\s*=\s*{_NUMBER}(?![\d.]*\s*(?:[-+*^w\\]|\((?![a-z]{{2}})))")
_FIRST_WORD = re.compile(
    r"\W*(?:(?:my |the )?(?:answer|ans|choice)\s*(?:is|:|-)?\W*)?(yes|true|no|false)\b"
    r"\s*(?:[*.,:;!–—-]|$)",
    re.IGNORECASE | re.MULTILINE,
)
_CONCLUSION = re.compile(
    r"\b(?:answer|ans|choice|conclusion)\s*(?:is|:|=)\W*(yes|true|no|false)\b(?!\s+\w)",
    re.IGNORECASE,
)
_SAME_WORD = {"true": "yes", "false": "no"}
_STEP_SIZE = r"(?:\\?\beta\b|\\(?:eta|alpha)|[ηα]|\blr\b|learning rate|\b[Ss]tep ?(?:size)?)"
_STEP = re.compile(rf"{_STEP_SIZE}\s*(?:=|of|is)?\s*\$?{_NUMBER}")
_SIGNS = re.compile(r"\$|\\(?:approx|geq?|leq?|quad|,|;)|[<>=]")  # around numbers
_LETTER = r"(?<![A-Za-z\\])(?:\\ell|(?!w)[A-Za-z])_?\{?"  # that a student calls the terms by
_TERMS = {
    number: rf"(?:{ordinal} (?:term|one|part|summand|function|loss)|第[{number}{han}]项"
    rf"|(?:term|part|sample|loss) #?(?:{number}|{word})|{_LETTER}{number}\}}?(?!\w)"
    rf"|(?-i:(?<![A-Za-z])[A-Z]_?[{misread}](?!\w))|\(w\s*{root}\)(?:\^|²))"
    for number, ordinal, word, han, misread, root in (
        (1, "(?:first|1st)", "one", "一", "lI", r"[-−]\s*2"),
        (2, "(?:second|2nd)", "two", "二", "zZ", r"\+\s*1"),
    )
}
_EVALUATED = re.compile(rf"\bf\s*(?:\\left)?\(\s*(?:w\s*=\s*)?{_NUMBER}\s*(?:\\right)?\)")
_OF_TERM = {1: r"w\s*[-−–]\s*2(?![\d.])", 2: r"w\s*\+\s*1(?![\d.])"}  # its gradient
_IN_ASCII = str.maketrans({"−": "-", "–": "-", "½": "1/2", "¼": "1/4", "¾": "3/4", "·": "*"})
_DECIMAL_COMMA = re.compile(r"(?<=f\()(-?\d+),(\d+)(?=\))")  # of the one weight there is
_MISREAD_ZERO = re.compile(r"(?<==)\s*[oO](?=[\s,;.$]|$)")
_EXCHANGED = re.compile(rf"{_LETTER}1\}}?(?:\(w\))?\s*=(?:(?!w\s*-)[^=;,\n]){{0,30}}w\s*\+\s*1")
_CLAUSES = re.compile(r"[.;\n]|[Hh]ence|[Tt]hus|[Tt]herefore|\b(?:so|So|but|But)\b")
_RISES = re.compile(r"increas|ris(?:es|ing)|rose|grow|grew|goes up|higher|larger", re.IGNORECASE)
_QUALIFIED = re.compile(
    r"\b(?:not|no|but|except|unless|expectation|average|mostly|usually)\b|n['’]t\b", re.IGNORECASE
)
_SAMPLED = (
    r"(?:(?:sampl|pick|draw|chosen|choos|select)\w*|选"
    r"|\b(?:step|SGD|descent) (?:on|along|with|for)\b)"
    r"(?:[^.\n]|\.\d){0,60}?"
)
_IS_SAMPLED = r"[^.\n]{0,20}?(?:sampled|picked|drawn|chosen|selected)"


@dataclass(frozen=True, slots=True)
class CounterExample:
    """A point, the sampled term, and a step size, or None where it stays a symbol."""

    point: float
    sampled: int
    eta: float | None

    def leads_to(self, point: float) -> bool:
        """Whether a step goes to this point, by a size that is known."""
        if self.eta is None:
            return False
        return abs(sgd_step.take_step(self.point, self.sampled, self.eta).after - point) < 1e-3

    def __str__(self) -> str:
        step = "any small step" if self.eta is None else f"a step of {self.eta:g}"
        return f"from w = {self.point:g}, term {self.sampled} sampled, with {step}"

    @property
    def mistake(self) -> str | None:
        """What is wrong with it, or None."""
        if self.eta is None:
            return sgd_step.mistake_for_symbolic_step(self.point, self.sampled)
        return sgd_step.mistake_in_counterexample(self.point, self.sampled, self.eta)


@pytest.mark.question("6", points=12, kind="derivation")
def grade_sgd_step(answer: Answer, find_parts: FindParts, settle: Callable[..., None]) -> None:
    """Whether every step lowers the loss: a choice, a counter-example, and its evaluation."""
    choice = conclusion(answer.text) or read_choice(answer.text, ANSWERS) or first_word(answer.text)
    example = read_counterexample(answer.text)
    notes = [f"read as: {choice or 'no clear choice'}"]
    points = Fraction(SHARE if choice == "no" else 0)
    words = "" if choice != "yes" else "Look for a step that raises the sum."
    if example is None:
        notes.append("a point and a sampled term were not both found")
    elif example.mistake is None:
        points += SHARE
        notes.append(f"a valid counter-example: {example}")
        points += evaluation_points(answer.text, example, find_parts, notes)
    else:
        notes.append(f"{example}: {example.mistake}")
        words = f"{example.mistake[0].upper()}{example.mistake[1:]}."
    qualified = _RISES.search(answer.text) or _QUALIFIED.search(answer.text)
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


def first_word(text: str) -> str | None:
    """The choice that an answer begins with: "No. Take ...", not "no matter".

    >>> first_word("No: take w = 0"), first_word("**yes**, since"), first_word("no step")
    ('no', 'yes', None)
    >>> first_word("Answer: false. Take w = 0")
    'no'
    """
    found = _FIRST_WORD.match(text)
    return _SAME_WORD.get(found[1].casefold(), found[1].casefold()) if found else None


def conclusion(text: str) -> str | None:
    """The choice that an answer says it comes to.

    >>> conclusion("At first sight yes. It rises, so the answer is no."), conclusion("No: ...")
    ('no', None)
    """
    found = [each.casefold() for each in _CONCLUSION.findall(text)]
    return _SAME_WORD.get(found[-1], found[-1]) if found else None


def read_counterexample(text: str) -> CounterExample | None:
    """The counter-example that a text gives, if its point and its term are clear.

    >>> read_counterexample("Take w = 0 and sample the second term with step size 0.5.")
    CounterExample(point=0.0, sampled=2, eta=0.5)
    """
    text = _MISREAD_ZERO.sub("0", text).translate(_IN_ASCII)
    text = _DECIMAL_COMMA.sub(r"\1.\2", text)
    return described_counterexample(text) or evaluated_counterexample(text)


def described_counterexample(text: str) -> CounterExample | None:
    """The counter-example whose point and whose sampled term a text names."""
    points = list(dict.fromkeys(value_of(each) for each in _POINT.findall(text)))
    sampled = sampled_terms(text)
    if len(sampled) > 1:  # both are looked at: the one that makes the loss rise
        rising = [each for each in _CLAUSES.split(text) if _RISES.search(each)]
        sampled = sampled_terms(" . ".join(rising))
    steps = {value_of(each) for each in _STEP.findall(text)}
    if not points or len(sampled) != 1 or len(steps) > 1:
        return None
    number = 3 - sampled[0] if _EXCHANGED.search(text) else sampled[0]
    example = CounterExample(points[0], number, steps.pop() if steps else None)
    return example if all(example.leads_to(each) for each in points[1:]) else None


def evaluated_counterexample(text: str) -> CounterExample | None:
    """The step between the two points at which a text evaluates the loss, if it is clear.

    Between the minima of the terms they pull in opposite directions, so the direction tells which
    one is sampled; the text must mention it.

    >>> evaluated_counterexample("w + 1 = 1 at 0: f(0) = 2.5, f(-0.1) = 2.61")
    CounterExample(point=0.0, sampled=2, eta=0.1)
    >>> evaluated_counterexample("f(3) = 8.5, f(2.9) = 8.01") is None
    True
    """
    points = list(dict.fromkeys(value_of(each) for each in _EVALUATED.findall(text)))
    if len(points) != 2 or not all(map(isfinite, points)):
        return None
    named = next((value_of(each) for each in _POINT.findall(text)), points[0])
    before, after = points if named != points[1] else points[::-1]
    number = 1 if after > before else 2
    mentioned = re.search(rf"{_OF_TERM[number]}|{_TERMS[number]}", text, re.IGNORECASE)
    if not (sgd_step.MINIMA[2] < before < sgd_step.MINIMA[1] and mentioned):
        return None
    eta = (before - after) / (before - sgd_step.MINIMA[number])
    told = {value_of(each) for each in _STEP.findall(text)}
    fits = all(abs(each - eta) < 1e-3 for each in told) and sampled_terms(text) in ([], [number])
    return CounterExample(before, number, eta) if fits else None


def sampled_terms(text: str) -> list[int]:
    """The terms that a text says are sampled, by the numbers that it gives them.

    >>> sampled_terms("If A_2 is drawn"), sampled_terms("choose either term")
    ([2], [])
    """
    return [
        number
        for number, name in _TERMS.items()
        if re.search(rf"{_SAMPLED}{name}|{name}{_IS_SAMPLED}", text, re.IGNORECASE)
    ]


def value_of(text: str) -> float:
    number = read_number(text.replace(" ", ""))
    return float(number) if number is not None else float("nan")


def evaluation_points(
    text: str, example: CounterExample, find_parts: FindParts, notes: list[str]
) -> int:
    """Points for the loss before and after the step, in numbers or in the step size."""
    if example.eta is None:
        if find_parts([in_symbols(example)]).earned:
            notes.append("the loss after the step is right")
            return SHARE
        notes.append("the step size is a symbol: a person reads the evaluation")
        return 0
    step = sgd_step.take_step(example.point, example.sampled, example.eta)
    if shows(text, step.loss_before) and shows(text, step.loss_after):
        notes.append("the loss before and after the step is right")
        return SHARE
    wrong = sgd_step.losses_with_mistake(example.point, example.sampled, example.eta)
    for words, (before, after) in wrong.items():
        if shows(text, before) and shows(text, after):
            notes.append(words)
    return 0


def in_symbols(example: CounterExample) -> Part:
    """The loss after the step, or its change, as formulas of the step size."""
    point, minimum = example.point, sgd_step.MINIMA[example.sampled]
    after = rf"({point!r}-\eta({point - minimum!r}))"
    loss = rf"\frac12({after}-2)^2+\frac12({after}+1)^2"
    change = rf"{loss}-{sgd_step.loss(point)!r}"
    return Part("the loss after the step", SHARE, values=(loss, change))


def shows(text: str, value: float) -> bool:
    """Whether a number of a text is this value."""
    printed = (read_number(each) for _, each in numbers_in(_SIGNS.sub(" ", text)))
    return any(number is not None and close(number, value) for number in printed)


def close(number: PrintedNumber, value: float) -> bool:
    return float(number.value) == value or by_digits(number, value).fits
