"""The value of a numeric answer and the steps that lead to it."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache

from graders.errors import Unreadable
from graders.expression import Number, Span, Symbol, free_names
from graders.model import Answer, Form, PrintedNumber, Step, Value
from graders.reading.misread import has_letter_for_digit
from graders.reading.quantities.equations.asides import without_asides
from graders.reading.quantities.equations.chain import Chain
from graders.reading.quantities.equations.chains import read_chains
from graders.reading.quantities.formula import read_formula
from graders.reading.quantities.names.vocabulary import Vocabulary
from graders.reading.quantities.numbers.contrasted import without_contrasted
from graders.reading.quantities.numbers.in_text import numbers_in
from graders.reading.quantities.numbers.printed import read_number
from graders.reading.quantities.numbers.restated import finest, restates
from graders.reading.quantities.numbers.touching import (
    concluded,
    formula_said,
    has_remarked_terms,
    is_touched,
    with_operators,
    with_signs_spelled,
)
from graders.reading.quantities.own_letters import read_with_own_letter

_HEDGED = re.compile(
    r"(?:\b(?:not|below|above)|\b(?:less|more|greater|smaller) than|\bat (?:most|least)|[<>≤≥])"
    r"\s*\$?$"
)
_STRUCK_OUT = re.compile(r"~~[^~]+~~|\\(?:sout|cancel|xcancel|st)\s*\{[^{}]*\}")
_EQUATION = re.compile(r"[=≈]|\\approx")
_PARTS = re.compile(r",\s+of (?:which|these|them)\b.*", re.DOTALL)  # of what is given before
_FORMULA_IN_BRACKETS = re.compile(r"\([^()\n]*\w\s*[*·×]\s*[A-Za-z][^()\n]*\)")  # "(9·in·out)"
_DELIMITED = re.compile(r"\$+[^$]+\$+")
_OPERATION = re.compile(
    r"\\?(?:log|ln|exp|sqrt|frac|sin|cos|tanh)\b|\d\s*(?:[-+*/^]|\\cdot|\\times)"
    r"|\be\s*\^|√|\b(?:minus|negative|half|divided|over|times|multiplied)\b",
    re.IGNORECASE,
)
_SHOWN = 120  # characters of an answer that a message quotes


def read_value(answer: Answer, vocabulary: Vocabulary) -> Value:
    """The number in which an answer ends, and its steps as expressions.

    Raises:
        Unreadable: if there is neither a number nor a step that could be one.
    """
    if has_letter_for_digit(answer.around or answer.text):
        raise Unreadable("a digit cannot be read for certain")
    text = without_asides(without_contrasted(_STRUCK_OUT.sub(" ", answer.text)))
    around = without_contrasted(answer.around)
    answer = replace(answer, text=with_signs_spelled(text), around=around)
    number = read_number(answer.text)
    if number is not None and not answer.around:
        return Value(number)
    if number is not None:
        return _in_context(Value(number), answer, None, answer.text, vocabulary)
    chains = read_chains(answer.text, vocabulary, prose=answer.form is not Form.LATEX)
    valued = [chain for chain in chains if chain.value is not None or chain.is_touched]
    if valued and (number := valued[-1].value) is not None:
        steps = _derivation(valued[-1], vocabulary)
        if answer.form is not Form.MARKDOWN:
            return Value(number, steps)
        name, last = valued[-1].name, valued[-1].members[-1]
        return _in_context(Value(number, steps), answer, name, last, vocabulary)
    if valued:
        return Value(None, _without_number(valued[-1], vocabulary))
    if chains:
        return Value(None, _without_number(chains[-1], vocabulary))
    if (found := _value_alone(answer.text, vocabulary)) is not None:
        return found
    shown = " ".join(answer.text.split())[:_SHOWN]
    raise Unreadable(f"no single number can be read in '{shown}'")


def _in_context(
    value: Value, answer: Answer, name: str | None, printed: str, vocabulary: Vocabulary
) -> Value:
    """A value with the numbers around it, without those of equations for other names.

    Args:
        value: the number and its steps.
        answer: that it was read from.
        name: of the equation that it ends, if it has one.
        printed: the text that it was read from.
        vocabulary: of the assignment.

    Raises:
        Unreadable: if a sentence behind the value comes to another number.
    """
    text = answer.around or answer.text
    around = _surroundings(text, vocabulary)
    named = [span for other, span in around.named if other != name]
    at = _place_of(printed, answer.text, text)

    def says_more(number: PrintedNumber) -> bool:
        return value.number is None or not restates(number, value.number)

    def is_free(start: int) -> bool:
        return not any(first <= start < end for first, end in named)

    found = {start: each for start, each in around.numbers if is_free(start) and says_more(each)}
    if last := [start for start in around.concluded if start > at and start in found]:
        raise Unreadable(f"behind the number it goes on to {found[last[0]].text}")
    unread = [each.text for each in value.steps if each.expression is None]
    goes_on = any(start > at and is_free(start) for start in around.formulas)
    goes_on = goes_on or any(map(has_remarked_terms, unread))
    return replace(value, others=tuple(found.values()), goes_on=goes_on)


def _place_of(printed: str, own: str, around: str) -> int:
    """Where a number begins in the text around an answer that ends in it.

    >>> _place_of("1", "w1 = 3 - 2 = 1", "v1 = 2, w1 = 3 - 2 = 1, w2 = 5")
    21
    """
    start = around.find(own)
    return start + own.rfind(printed) if start >= 0 else max(around.find(printed), 0)


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What stands in a text: equations for names, numbers, conclusions, and formulas in words."""

    named: tuple[tuple[str, Span], ...]
    numbers: tuple[tuple[int, PrintedNumber], ...]
    concluded: tuple[int, ...]
    formulas: tuple[int, ...]


@lru_cache(maxsize=64)
def _surroundings(text: str, vocabulary: Vocabulary) -> _Surroundings:
    chains = read_chains(text, vocabulary, prose=True)
    alone = (  # no operands
        (start, printed)
        for start, printed in numbers_in(text)
        if not is_touched(text, start, start + len(printed))
    )
    numbers = ((start, read_number(printed)) for start, printed in alone)
    return _Surroundings(
        tuple((each.name, each.span) for each in chains if each.name is not None),
        tuple((start, number) for start, number in numbers if number is not None),
        concluded(text),
        tuple(_formulas_in(text)),
    )


def _formulas_in(text: str) -> Iterator[int]:
    """Where a number begins that is a part of a formula in words, or a formula without a value."""
    for start, printed in numbers_in(text):
        if is_touched(text, start, start + len(printed)):
            yield start
    for found in _DELIMITED.finditer(text):
        is_formula = _OPERATION.search(found[0]) and not _EQUATION.search(found[0])
        if is_formula and read_number(found[0]) is None:
            yield found.start()


def _value_alone(text: str, vocabulary: Vocabulary) -> Value | None:
    """The only formula of numbers in a text, or its only number."""
    delimited = _DELIMITED.findall(text)
    if delimited and _is_hedged(text, delimited[0]):
        return None
    if len(delimited) == 1 and not numbers_in(_DELIMITED.sub(" ", text)):
        number = read_number(delimited[0])
        if number is not None:
            return Value(number)
    step = _formula_alone(text, vocabulary)
    if step is not None:
        return Value(None, (step,))
    text = _FORMULA_IN_BRACKETS.sub("", _PARTS.sub("", text))
    alone = numbers_in(text)
    printed = finest(each for _, each in alone)
    hedged = (
        _HEDGED.search(text[:start]) or is_touched(text, start, start + len(each))
        for start, each in alone
    )
    return Value(read_number(printed)) if printed and not any(hedged) else None


def _is_hedged(text: str, formula: str) -> bool:
    """Whether the words around a formula deny, bound or change it."""
    start = text.index(formula)
    denied = _HEDGED.search(text[:start]) is not None
    return denied or is_touched(text, start, start + len(formula))


def _formula_alone(text: str, vocabulary: Vocabulary) -> Step | None:
    """The formula of numbers alone that a text is, or the only one that stands in it."""
    found = _DELIMITED.findall(text)
    said = [found[0].strip("$")] if found else [text, formula_said(text)]
    for formula in said if len(found) < 2 else ():
        step = _step(formula, vocabulary) if _OPERATION.search(formula) else None
        if step is not None and step.expression is not None and not free_names(step.expression):
            return step
    return None


def _derivation(chain: Chain, vocabulary: Vocabulary) -> tuple[Step, ...]:
    r"""The steps before a value; in a chain without a name a formula may come first."""
    steps = _steps(chain.steps, vocabulary)
    first = _step(chain.members[0], vocabulary) if chain.name is None else None
    if first is None or isinstance(first.expression, Number | Symbol | None):
        return steps
    return (first, *steps)


def _without_number(chain: Chain, vocabulary: Vocabulary) -> tuple[Step, ...]:
    """The steps of a chain that ends in a formula; a number that cannot be read is no formula."""
    steps = _steps(chain.members[1:], vocabulary)
    last = steps[-1]
    if last.expression is None and any(sign.isdigit() for sign in last.text):
        raise Unreadable(f"'{last.text[:_SHOWN]}' is not a number: {last.problem}")
    return steps


def _steps(texts: tuple[str, ...], vocabulary: Vocabulary) -> tuple[Step, ...]:
    return tuple(_step(text, vocabulary) for text in texts)


def _step(text: str, vocabulary: Vocabulary) -> Step:
    said = with_operators(text)
    try:
        return Step(text, read_formula(said, vocabulary))
    except Unreadable as problem:
        with suppress(Unreadable):
            return Step(text, read_with_own_letter(said, vocabulary))
        return Step(text, None, problem.feedback)
