"""Parts of a formula that make no difference wherever it was evaluated.

A formula can differ from another one at points that no draw hits: by a bump that is narrower than
any two draws are close, or by a condition that a real number meets at one value only. What such a
formula means cannot be seen in its values; who wrote it can be asked.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from graders.comparing.formulas.arithmetic import Array
from graders.comparing.formulas.confirmation import is_rational
from graders.comparing.formulas.evaluation import Evaluator
from graders.comparing.formulas.terms import Term, parts_of

Evaluators = Sequence[Evaluator]

_NEGLIGIBLE = 1e-12  # relative to the sum that it is a part of
_STEPS = frozenset({"sign", "step", "floor", "ceil", "trunc"})


def has_idle_part(evaluators: Evaluators, term: Term) -> bool:
    """Whether a part that depends on a symbol changes nothing at any of the points.

    What is rational is seen in exact arithmetic; it is not looked at here.
    """
    parts = (each for each in parts_of(term) if not each.indices)
    return any(_is_idle(evaluators, each) for each in parts)


def _is_idle(evaluators: Evaluators, term: Term) -> bool:
    match term.operation:
        case "add":
            return any(_adds_nothing(evaluators, term, each) for each in term.arguments)
        case "compare" if term.payload in ("=", "!="):
            return term.arguments[0] is not term.arguments[1] and _stays(evaluators, term)
        case "function" if term.payload in _STEPS:
            return _stays(evaluators, term)
    return False


def _adds_nothing(evaluators: Evaluators, whole: Term, part: Term) -> bool:
    if is_rational(part) or not _varies(part) or _is_written_as_nothing(evaluators, part):
        return False
    pairs = zip(_values(evaluators, whole), _values(evaluators, part), strict=True)
    return all(_are_negligible(*each) for each in pairs)


def _is_written_as_nothing(evaluators: Evaluators, part: Term) -> bool:
    """Whether a part is a product with 0, or with what numbers alone make 0: all can see it."""
    if part.operation == "add":
        return all(_is_written_as_nothing(evaluators, each) for each in part.arguments)
    plain = (each for each in part.arguments if not _varies(each))
    return part.operation == "multiply" and any(
        not each.any() for factor in plain for each in _values(evaluators, factor)
    )


@np.errstate(all="ignore")
def _are_negligible(wholes: Array, parts: Array) -> bool:
    counted = np.isfinite(wholes) & np.isfinite(parts)
    return bool((np.abs(parts) <= _NEGLIGIBLE * np.abs(wholes))[counted].all())


def _stays(evaluators: Evaluators, term: Term) -> bool:
    """Whether a term that depends on a symbol has one value at all points."""
    return _varies(term) and len(set(_distinct(evaluators, term))) == 1


def _distinct(evaluators: Evaluators, term: Term) -> Iterator[float]:
    for values in _values(evaluators, term):
        yield from np.unique(values[np.isfinite(values)]).astype(float).tolist()


def _varies(term: Term) -> bool:
    return any(each.operation == "symbol" for each in parts_of(term))


def _values(evaluators: Evaluators, term: Term) -> Iterator[Array]:
    return (each.everywhere(term) for each in evaluators)
