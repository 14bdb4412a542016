"""Question 4, parts a and b: the graph, its values, and difference quotients."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from math import isclose, nan

import pytest

from graders.comparing.numbers.digits import by_digits, exact_or_by_digits
from graders.comparing.numbers.targets import (
    Earlier,
    KnownMistake,
    Target,
    expected_values,
    value_with_mistake,
)
from graders.comparing.numbers.worksheet import Formula, Worksheet
from graders.comparing.tables.graphs import node_values
from graders.errors import Undecided
from graders.grading.fixtures.types import (
    AnswersTo,
    DoubtSilence,
    NumberIn,
    Review,
    Settle,
    SettleValue,
    TextUnder,
)
from graders.model import Answer, Comparison, Mistake, PrintedNumber, Question
from graders.reading.calculus.difference_quotients import FORWARD, schemes_of, steps_of
from graders.reading.graphs.nodes import Graph, read_graph
from solutions import automatic_differentiation as solution

from .modes import OTHER_POINTS

AT_THE_POINT = r"\(1(?:\.0*)?,2(?:\.0*)?\)$"  # what is defined there may be an output
BY_VALUE = exact_or_by_digits(3)  # the rule for a value of an output
FEWEST_NODES = 6  # of the graph; with fewer it is a formula
VALUES = Worksheet(solution.POINT, solution.VALUES)
VALUE_CODES: Mapping[str, tuple[str, str]] = {
    "f1": ("wrong_function", "swapped"),
    "f2": ("log_base", "swapped"),
}


@pytest.fixture
def look_for_arrows(doubt_silence: DoubtSilence) -> None:
    """A person looks where arrows stand under question 4, but under none of its parts."""
    doubt_silence(words=r"->|→|\\(?:right|long)arrow|\\to\b", settles=True)


@pytest.mark.usefixtures("look_for_arrows")
@pytest.mark.question("4.a.graph", points=4, kind="free_text")
def grade_graph(
    answer: Answer,
    text_under: TextUnder,
    review: Review,
    settle: Settle,
) -> None:
    """The computation graph: right if its list of nodes computes both outputs.

    A person reads any other one: a drawing, and a list that comes to something else.
    """
    graph = max((read_graph(each) for each in (answer.text, text_under("4.a"))), key=len)
    if len(graph) < FEWEST_NODES:
        review()
    wrong = [output for output in solution.OUTPUTS if not nodes_for(graph, output)]
    nodes = f"nodes read: {', '.join(graph)}"
    if wrong:
        review(f"{nodes}; no node computes {' or '.join(wrong)}")
    settle(Comparison(True, "graph", note=nodes))


def nodes_for(graph: Graph, output: str) -> set[str]:
    """The nodes of a graph that have the value of an output wherever it is evaluated."""
    found = set(graph)
    for point in (solution.POINT, *OTHER_POINTS):
        values = node_values(graph, point)
        wanted = Worksheet(point, solution.VALUES).reference(output)
        found &= {name for name, value in values.items() if isclose(value, wanted, rel_tol=1e-9)}
    return found


# --- values -------------------------------------------------------------------------------------


@cache
def value_mistakes(output: str) -> tuple[KnownMistake, ...]:
    known = zip(VALUE_CODES[output], solution.VALUE_MISTAKES[output].items(), strict=True)
    return tuple(
        KnownMistake(Mistake(code, words), {output: form.value}) for code, (words, form) in known
    )


@pytest.mark.question("4.a.f1", "4.a.f2", points=2, kind="numeric")
def grade_value(quantity: str, doubt_silence: DoubtSilence, settle_value: SettleValue) -> None:
    """The value of an output at the point of the sheet."""
    target = Target(VALUES, quantity, BY_VALUE, mistakes=value_mistakes(quantity))
    doubt_silence(target.reference, heads=AT_THE_POINT, without=("4.a",), settles=True)
    settle_value(target)


# --- difference quotients -----------------------------------------------------------------------

CODES = ("wrong_function", "factor", "factor", "swapped")  # of the mistakes, in their order


KNOWN_STEPS = (0.1, 0.001)  # whose quotients are known mistakes


ENDS: Mapping[str, Sequence[int]] = {  # with what sign the value at the point is in a quotient
    scheme: [end for end, steps in zip((-1, 1), ways, strict=True) if steps == 0]
    for scheme, ways in solution.SCHEMES.items()
}


@cache
def differences(output: str, moved: str, scheme: str) -> Target:
    """The difference quotient by one scheme, and the mistakes that are known of it."""
    quantity = f"d{output}_d{moved}"
    value = solution.difference_quotient(output, moved, scheme=scheme)
    made = solution.difference_quotient_mistakes(output, moved, scheme=scheme)
    words = (*list(made)[:-1], "the other input is moved")
    mistakes = tuple(
        KnownMistake(Mistake(code, words), {quantity: wrong})
        for code, words, wrong in zip(CODES, words, made.values(), strict=True)
    )
    formulas: dict[str, Formula] = {**solution.VALUES, quantity: lambda: value}
    mixed = [with_own_end(output, value, end) for end in ENDS.get(scheme, ())]
    carried = {quantity: (carried_quotient(output, moved, scheme), *mixed)}
    return Target(Worksheet(solution.POINT, formulas, carried), quantity, mistakes=mistakes)


def carried_quotient(output: str, moved: str, scheme: str) -> Formula:
    """The quotient of that wrong function which gives the student's own value of the output."""
    low, high = (step * solution.STEP for step in solution.SCHEMES[scheme])

    def quotient(own: float) -> float:
        for form in solution.VALUE_MISTAKES[output].values():
            if abs(form.value(*solution.POINT.values()) - own) <= 0.005:
                ends = [
                    form.value(*(solution.POINT | {moved: solution.POINT[moved] + step}).values())
                    for step in (low, high)
                ]
                return (ends[1] - ends[0]) / (high - low)
        return nan  # no known mistake gives this value

    return solution.NamedFormula((output,), quotient)


def with_own_end(output: str, quotient: float, end: int) -> Formula:
    """The quotient of which only the end at the point of the sheet is the student's own."""
    right = VALUES.reference(output)
    return solution.NamedFormula(
        (output,), lambda own: quotient + end * (own - right) / solution.STEP
    )


@pytest.fixture
def wrong_earlier(earlier: Earlier) -> Mapping[str, PrintedNumber]:
    """The student's own values of the outputs, where they are wrong."""
    return dict(_wrong(earlier))


def _wrong(earlier: Earlier) -> Iterator[tuple[str, PrintedNumber]]:
    for name, number in earlier.items():
        if number is not None and not by_digits(number, VALUES.reference(name)).fits:
            yield name, number


@pytest.mark.question("4.b.11", "4.b.12", "4.b.21", "4.b.22", points=2, kind="numeric")
def grade_difference_quotient(
    question: Question,
    answers_to: AnswersTo,
    text_under: TextUnder,
    number_in: NumberIn,
    doubt_silence: DoubtSilence,
    wrong_earlier: Mapping[str, PrintedNumber],
    settle_value: SettleValue,
) -> None:
    """A partial derivative by a difference quotient with step 0.01, forward if none is named."""
    row, column = tuple(question.path[-1])
    own = "\n".join(each.text for each in answers_to(question.id))
    here = schemes_of(own)
    schemes = here or schemes_of(text_under("4.b")) or frozenset({FORWARD})
    (scheme,) = schemes if len(schemes) == 1 else (FORWARD,)
    forward, target = (differences(f"f{row}", f"w{column}", each) for each in (FORWARD, scheme))
    doubt_silence(target.reference, without=("4.c", "4.d"))
    number = number_in(question.id)
    fits = number is not None and by_digits(number, target.reference).fits
    if other := other_steps(own, fits=fits) or other_steps(text_under("4.b"), fits=fits):
        note = f"a step of {', '.join(map(str, other))} is said"
        raise Undecided("It is not clear which step is meant.", note=note)
    if len(schemes) > 1 and number and not fits:
        note = f"it is about several difference quotients: {', '.join(sorted(schemes))}"
        raise Undecided("It is not clear which difference quotient is meant.", note=note)
    if number and not fits and not here and by_digits(number, forward.reference).fits:
        note = f"it is the forward one; another part names the {scheme} one"
        raise Undecided("It is not clear which difference quotient is meant.", note=note)
    if (
        number
        and not fits
        and (mistake := mistake_that_seems_to_follow(number, target, wrong_earlier))
    ):
        note = f"it may follow from a wrong value of an output, or: {mistake}"
        raise Undecided("This could not be settled automatically.", note=note)
    settle_value(target, earlier=wrong_earlier)


def mistake_that_seems_to_follow(number: PrintedNumber, target: Target, own: Earlier) -> str:
    """The known mistake that a number is, where it is also near what follows from a wrong output.

    One that follows to all of its digits is no mistake.
    """
    known = {name: float(each.value) for name, each in own.items() if each is not None}
    following = expected_values(target, known) if known else ()
    own_ways = [each for each in following if not isclose(each, target.reference)]
    near = any(by_digits(number, each).fits for each in own_ways)
    if not near or any(has_digits_of(number, each) for each in own_ways):
        return ""
    made = ((each, value_with_mistake(target, {}, each)) for each in target.mistakes)
    fitting = (each for each, wrong in made if wrong is not None and has_digits_of(number, wrong))
    return next((each.mistake.words for each in fitting), "")


def has_digits_of(number: PrintedNumber, value: float) -> bool:
    return abs(float(number.value) - value) <= float(number.unit)


def other_steps(text: str, *, fits: bool) -> Sequence[float]:
    """The steps that a text says where it is not that of the sheet.

    Args:
        text: of the answer.
        fits: whether its number is right; a wrong one may be that of a known wrong step.
    """
    steps = steps_of(text, tuple(solution.POINT.values()))
    if not steps or solution.STEP in steps or (not fits and steps & set(KNOWN_STEPS)):
        return ()
    return sorted(steps)
