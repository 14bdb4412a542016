"""The value of a numeric answer and the steps that lead to it."""

import re
from dataclasses import replace

from graders.errors import Unreadable
from graders.expression import Number, free_names
from graders.model import Answer, Form, Step, Value
from graders.reading.quantities.chains import Chain, read_chains
from graders.reading.quantities.formula import read_formula
from graders.reading.quantities.numbers import numbers_in, read_number
from graders.reading.quantities.vocabulary import Vocabulary

_HEDGED = re.compile(
    r"(?:\b(?:not|below|above)|\b(?:less|more|greater|smaller) than|\bat (?:most|least)|[<>≤≥])"
    r"\s*\$?$"
)
_STRUCK_OUT = re.compile(r"~~[^~]+~~|\\(?:sout|cancel|xcancel|st)\s*\{[^{}]*\}")
_DELIMITED = re.compile(r"\$+[^$]+\$+")
_OPERATION = re.compile(r"\\?(?:log|ln|exp|sqrt|frac)\b|\d\s*(?:[-+*/^]|\\cdot|\\times)")
_SHOWN = 120  # characters of an answer that a message quotes


def read_value(answer: Answer, vocabulary: Vocabulary) -> Value:
    """The number in which an answer ends, and its steps as expressions.

    Raises:
        Unreadable: if there is neither a number nor a step that could be one.
    """
    answer = replace(answer, text=_STRUCK_OUT.sub(" ", answer.text))
    number = read_number(answer.text)
    if number is not None:
        return Value(number)
    chains = read_chains(answer.text, vocabulary, prose=answer.form is not Form.LATEX)
    valued = [chain for chain in chains if chain.value is not None]
    if valued:
        return Value(valued[-1].value, _derivation(valued[-1], vocabulary))
    if chains:
        return Value(None, _without_number(chains[-1], vocabulary))
    if (found := _value_alone(answer.text, vocabulary)) is not None:
        return found
    shown = " ".join(answer.text.split())[:_SHOWN]
    raise Unreadable(f"no single number can be read in '{shown}'")


def _value_alone(text: str, vocabulary: Vocabulary) -> Value | None:
    """The only formula of numbers in a text, or its only number."""
    delimited = _DELIMITED.findall(text)
    if delimited and _HEDGED.search(text[: text.index(delimited[0])]):
        return None
    if len(delimited) == 1 and not numbers_in(_DELIMITED.sub(" ", text)):
        number = read_number(delimited[0])
        if number is not None:
            return Value(number)
    step = _formula_alone(text, vocabulary)
    if step is not None:
        return Value(None, (step,))
    alone = numbers_in(text)
    if len(alone) == 1 and not _HEDGED.search(text[: alone[0][0]]):
        return Value(read_number(alone[0][1]))
    return None


def _formula_alone(text: str, vocabulary: Vocabulary) -> Step | None:
    """The formula of numbers alone that a text is, or the only one that stands in it."""
    found = _DELIMITED.findall(text)
    formula = found[0].strip("$") if len(found) == 1 else text
    step = _step(formula, vocabulary) if len(found) < 2 and _OPERATION.search(formula) else None
    known = step is not None and step.expression is not None and not free_names(step.expression)
    return step if known else None


def _derivation(chain: Chain, vocabulary: Vocabulary) -> tuple[Step, ...]:
    r"""The steps before a value; in a chain without a name one of numbers may come first."""
    steps = _steps(chain.steps, vocabulary)
    first = _step(chain.members[0], vocabulary) if chain.name is None else None
    if first is None or first.expression is None or isinstance(first.expression, Number):
        return steps
    return steps if free_names(first.expression) else (first, *steps)


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
    try:
        return Step(text, read_formula(text, vocabulary))
    except Unreadable as problem:
        return Step(text, None, problem.feedback)
