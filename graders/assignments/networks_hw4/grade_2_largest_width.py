"""Problem 2: the size of the weight for which the range of activations is widest."""

import math
import re
from collections.abc import Sequence
from fractions import Fraction

import pytest

from graders.comparing.numbers.digits import by_digits, within
from graders.comparing.numbers.evaluate import evaluate
from graders.comparing.numbers.targets import CARRIED
from graders.errors import Finding, Missing, Review, Undecided, Unreadable
from graders.grading.fixtures.types import AnswersTo
from graders.model import Answer, Mistake, PrintedNumber, Question
from graders.reading.quantities.formula import read_formula
from graders.reading.quantities.names.vocabulary import Vocabulary
from graders.reading.quantities.numbers.in_text import numbers_in
from graders.reading.quantities.numbers.printed import read_number
from solutions import gradient_stability as stability

WEIGHT_LABEL = re.compile(
    r"\|\s*w\s*\||\\(?:lvert|vert|abs)\s*\{?w|\bweight\b|\bat\s*$"
    r"|\bw(?:\s*\^\s*\{?\*\}?)?\s*[=≈]"
)
WIDTH_LABEL = re.compile(
    r"width|\bwide\b|\\Delta|interval|range|\bmax(?:imum)?\b(?! (?:\w+ )?at)", re.IGNORECASE
)
POINT = re.compile(  # of the curve: "(6.9, 0.448)", "f(6.9) = 0.448"
    r"(?:(?<![A-Za-z])[A-Za-z]+\s*)?\(\s*(?P<weight>\d[\d.]*)\s*"
    r"(?:[,;|]\s*(?P<width>\d[\d.]*)\s*\)|\)\s*(?:=|≈|~|\\approx)\s*(?=\d))"
)
LABEL_BEHIND = re.compile(r"[^,;.\d\n]*")
LEADS_ON = re.compile(r"[=≈]|\\approx|\b(?:is|of)\b")  # to the next number
PART_OF_FORMULA = re.compile(
    r"(?<=[*/^{_])\s*\d[\d.]*|\d[\d.]*(?=\s*[*/^}])|(?<=[-+])\s*\d[\d.]*(?=\s*[)\]])"
)
SWAPPED = Mistake("swapped", "the two numbers are swapped")
COARSE_PLOT = Mistake("too_coarse", "the value seems to be read off a coarse plot")
CLOSE = {"weight": 0.05, "width": 0.005}
FINEST = {"weight": Fraction(1, 10), "width": Fraction(1, 100)}  # unit that is asked for
ROUGH = 10  # times what is close: as near as a coarse plot gives it
ABOUT_MAXIMUM = re.compile(r"maxim|largest|widest|peak", re.IGNORECASE)
NO_FIGURE = "The numbers may stand in a figure that is not in the text."
PERSON = "A person marks the plot of the width."

_SAME = 1e-3  # relative: as near as a maximum is found

Numbers = dict[str, PrintedNumber]


@pytest.mark.question("2.3.c", points=3, kind="numeric")
def grade_largest_width(question: Question, answers_to: AnswersTo) -> None:
    """The size of the weight and the width, where the width is largest; a person marks the plot."""
    answers = answers_to("2.3.c")
    texts = dict.fromkeys(each.around or each.text for each in answers)  # in the student's order
    found = numbers_printed(" ; ".join(texts))
    if not found:
        raise nothing_printed(bool(answers), answers_to("2.3.b"))
    reference = stability.widest()._asdict()
    own = own_widest(answers_to("2.3.b")) or reference
    right = [
        name
        for name, number in found.items()
        if is_close(number, reference[name], name)
        or follows(number, own[name], instead_of=reference[name])
    ]
    mistake = None if len(right) == len(found) else named_mistake(found, reference)
    rubric = "\n".join(question.rubric)
    words = f"{mistake.words[0].upper()}{mistake.words[1:]}. " if mistake else ""
    raise Review(
        words + PERSON,
        note=f"{told(found, right)}\nrubric:\n{rubric}",
        mistake=mistake.code if mistake else None,
        points=Fraction(len(right)),
    )


def told(found: Numbers, right: Sequence[str]) -> str:
    """For staff: which of the two numbers are right, which are not, and which are not printed.

    >>> told(numbers_printed("|w| = 6.9"), ["weight"])
    'right: weight 6.9; not printed: width'
    """
    states: dict[str, list[str]] = {"right": [], "not right": [], "not printed": []}
    for name in CLOSE:
        if name in found:
            states["right" if name in right else "not right"].append(f"{name} {found[name].text}")
        else:
            states["not printed"].append(name)
    return "; ".join(f"{state}: {', '.join(names)}" for state, names in states.items() if names)


def nothing_printed(answered: bool, before: Sequence[Answer]) -> Finding:
    """What becomes of an answer without a number: it may be in a figure, or in question 2.3.b."""
    if answered or any(ABOUT_MAXIMUM.search(each.text) for each in before):
        return Undecided(NO_FIGURE, note="the text is about the maximum, but no number is read")
    return Missing("No answer to this question was found; label it as the sheet does.")


def numbers_printed(text: str) -> Numbers:
    """The weight and the width that a text prints, each behind or before the other's label.

    Two numbers without labels are in the order of the question, as those of a point are.

    >>> printed = numbers_printed("The width is at most 0.45, at |w| = 6.9")
    >>> printed["weight"].text, printed["width"].text
    ('6.9', '0.45')
    >>> {name: each.text for name, each in numbers_printed("6.9; 0.45").items()}
    {'weight': '6.9', 'width': '0.45'}
    >>> numbers_printed("It peaks at |w| = 6.9 and is 0.45 there")["width"].text
    '0.45'
    >>> numbers_printed("f(w) = (2/w) arcosh(w/2 - 1) is 0.448 at w = 6.89")["width"].text
    '0.448'
    """
    text = POINT.sub(labelled, text.replace("$", " "))
    text = PART_OF_FORMULA.sub(lambda number: "#" * len(number[0]), text)
    every = numbers_in(text)
    if len(every) == len(CLOSE) and label_in(text) is None:
        numbers = (read_number(printed) for _, printed in every)
        return {name: each for name, each in zip(CLOSE, numbers, strict=True) if each is not None}
    found: Numbers = {}
    end = 0
    for start, printed in every:
        number, name = read_number(printed), label_in(text[end:start])
        end = start + len(printed)
        behind = LABEL_BEHIND.match(text, end)
        if name is None and behind and not LEADS_ON.search(behind[0]):
            name, end = label_in(behind[0]), behind.end()
        if number is not None and name is not None:
            found[name] = number  # the last one is the answer
    if len(every) == len(CLOSE) and len(found) == 1:
        found |= the_other(found, every)
    return found


def the_other(found: Numbers, every: Sequence[tuple[int, str]]) -> Numbers:
    """The second of two numbers, of which one has a label."""
    ((name, known),) = found.items()
    [other] = [each for each in CLOSE if each != name]
    left = [read_number(printed) for _, printed in every if printed != known.text]
    return {other: left[0]} if left and left[0] else {}


def labelled(point: re.Match[str]) -> str:
    """The two numbers of a point with their labels."""
    return f"|w| = {point['weight']}, width = {point['width'] or ''}"


def label_in(text: str) -> str | None:
    """Whether the last label in a text is that of the weight or that of the width."""
    labels = {
        name: max((each.end() for each in pattern.finditer(text)), default=-1)
        for name, pattern in (("weight", WEIGHT_LABEL), ("width", WIDTH_LABEL))
    }
    name = max(labels, key=lambda each: labels[each])
    return name if labels[name] >= 0 else None


def is_close(number: PrintedNumber, reference: float, name: str, *, times: int = 1) -> bool:
    """Whether a number is right by its digits, or as near as the sheet asks for."""
    error = abs(float(number) - reference)
    is_fine = number.unit <= FINEST[name] and by_digits(number, reference).fits
    return is_fine or error <= times * CLOSE[name]


def own_widest(answers: Sequence[Answer]) -> dict[str, float] | None:
    """Where the student's own formula for the width, the last one printed in 2.3.b, is largest."""
    printed = [
        each.rpartition("=")[2]
        for answer in answers
        for each in answer.text.split("$")
        if "\\ln" in each and "\\sqrt" in each
    ]
    try:
        formula = read_formula(printed[-1], Vocabulary(frozenset({"w"}))) if printed else None
        if formula is None:
            return None
        found = stability.widest_by_search(lambda weight: evaluate(formula, {"w": weight}))
    except (Unreadable, ArithmeticError, ValueError):
        return None
    return found._asdict() if found else None


def follows(number: PrintedNumber, expected: float, *, instead_of: float) -> bool:
    """Whether a number follows from the student's own formula, where that is another one.

    >>> number = read_number("7.02")
    >>> follows(number, 7.1, instead_of=6.9), follows(number, 6.9, instead_of=6.9)
    (True, False)
    """
    if math.isclose(expected, instead_of, rel_tol=_SAME):
        return False
    is_carried = within(number, expected, relative=CARRIED, scale=expected)
    return is_carried or by_digits(number, expected).fits


def named_mistake(found: Numbers, reference: dict[str, float]) -> Mistake | None:
    """What explains wrong numbers: they are swapped, or as far off as a coarse plot leaves them."""
    other = {"weight": "width", "width": "weight"}
    swapped = (is_close(each, reference[other[name]], other[name]) for name, each in found.items())
    if len(found) == len(other) and all(swapped):
        return SWAPPED
    if all(is_close(each, reference[name], name, times=ROUGH) for name, each in found.items()):
        return COARSE_PLOT
    return None
