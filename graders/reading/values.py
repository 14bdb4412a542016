"""The value of a numeric answer and the steps that lead to it."""

import re

from graders.errors import Unreadable
from graders.model import Answer, Form, Step, Value
from graders.reading.chains import Chain, leading_number, read_chains
from graders.reading.formula import read_formula
from graders.reading.names import Vocabulary
from graders.reading.numbers import read_number

_SHOWN = 120  # characters of an answer that a message quotes
_NUMERAL = re.compile(r"-?(?:\d[\d,]*(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?\s*%?")


def read_value(answer: Answer, vocabulary: Vocabulary) -> Value:
    """The number in which an answer ends, and its steps as expressions.

    Raises:
        Unreadable: if there is neither a number nor a step that could be one.
    """
    number = read_number(answer.text)
    if number is not None:
        return Value(number)
    chains = read_chains(answer.text, vocabulary, prose=answer.form is not Form.LATEX)
    valued = [chain for chain in chains if chain.value is not None]
    if valued:
        return Value(valued[-1].value, _steps(valued[-1].steps, vocabulary))
    if chains:
        return Value(None, _steps(_sides(chains[-1]), vocabulary))
    alone = _only_number(answer.text)
    if alone is not None:
        return Value(leading_number(alone))
    shown = " ".join(answer.text.split())[:_SHOWN]
    raise Unreadable(f"no single number can be read in '{shown}'")


def _sides(chain: Chain) -> tuple[str, ...]:
    return chain.members[1:]


def _only_number(text: str) -> str | None:
    """The one number of a sentence such as "we get 0.98 in the end"."""
    found = [each.group() for each in _NUMERAL.finditer(text)]
    return found[0] if len(found) == 1 else None


def _steps(texts: tuple[str, ...], vocabulary: Vocabulary) -> tuple[Step, ...]:
    return tuple(_step(text, vocabulary) for text in texts)


def _step(text: str, vocabulary: Vocabulary) -> Step:
    try:
        return Step(text, read_formula(text, vocabulary))
    except Unreadable as problem:
        return Step(text, None, problem.feedback)
