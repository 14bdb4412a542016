"""The values of comparisons, conditions and cases."""

from typing import TYPE_CHECKING

import numpy as np

from graders.comparing.formulas.arithmetic import Array
from graders.comparing.formulas.terms import Term

if TYPE_CHECKING:
    from graders.comparing.formulas.evaluation.evaluator import Evaluator


def comparison(evaluator: "Evaluator", term: Term) -> Array:
    return evaluator.numbers.compare(str(term.payload), *evaluator.arguments(term))


def conjunction(evaluator: "Evaluator", term: Term) -> Array:
    return np.logical_and.reduce(np.broadcast_arrays(*evaluator.arguments(term)))


def disjunction(evaluator: "Evaluator", term: Term) -> Array:
    return np.logical_or.reduce(np.broadcast_arrays(*evaluator.arguments(term)))


def negation(evaluator: "Evaluator", term: Term) -> Array:
    return ~evaluator.value(term.arguments[0])


def indicator(evaluator: "Evaluator", term: Term) -> Array:
    return evaluator.numbers.whole(evaluator.value(term.arguments[0]))


def cases(evaluator: "Evaluator", term: Term) -> Array:
    values = evaluator.arguments(term)
    found = values[-1] if len(values) % 2 else evaluator.numbers.undefined()
    pairs = list(zip(values[0::2], values[1::2], strict=False))
    for value, condition in reversed(pairs):
        found = np.where(condition, value, found)
    return found
