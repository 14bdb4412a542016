"""Parts of a formula that make no difference wherever it was evaluated.

A formula can differ from another one at points that no draw hits: by a bump that is narrower than
any two draws are close, or by a condition that a real number meets at one value only. What such a
formula means cannot be seen in its values; who wrote it can be asked.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from graders.comparing.formulas.arithmetic import Array
from graders.comparing.formulas.evaluation import Evaluator
from graders.comparing.formulas.pairs.confirmation import is_rational
from graders.comparing.formulas.terms import FoldOver, Term, asked_once, parts_of
from graders.comparing.formulas.worlds.needs import has_any, written_number
from graders.comparing.formulas.worlds.redrawing import ends_of
from graders.declaring.declarations import Declaration

Evaluators = Sequence[Evaluator]
Symbols = Mapping[str, Declaration]

_NEGLIGIBLE = 1e-12  # relative to the sum that it is a part of
_STEPS = frozenset({"sign", "step", "floor", "ceil", "trunc"})
_MAY_BE_IDLE = frozenset({"add", "compare", *_STEPS})


def has_idle_part(evaluators: Evaluators, term: Term, symbols: Symbols) -> bool:
    """Whether a part changes nothing at any of the points.

    What is rational is seen in exact arithmetic; it is not looked at here.
    """
    if is_rational(term) or not has_any(term, _MAY_BE_IDLE):
        return False
    parts = (each for each in parts_of(term) if not each.indices)
    return any(_is_idle(evaluators, each, symbols) for each in parts)


def _is_idle(evaluators: Evaluators, term: Term, symbols: Symbols) -> bool:
    match term.operation:
        case "add":
            parts = (each for each in term.arguments if not _is_known_mean(each, symbols))
            return any(_adds_nothing(evaluators, term, each) for each in parts)
        case "compare" if term.payload in ("=", "!="):
            left, right = term.arguments
            return not _is_settled(left, right, symbols) and _stays(evaluators, term)
        case "function" if term.payload in _STEPS:
            return _stays(evaluators, term)
    return False


def _is_settled(left: Term, right: Term, symbols: Symbols) -> bool:
    """Whether two sides are the same, or never are: a probability that is drawn is not 0."""
    return left is right or _keeps_off(left, right, symbols) or _keeps_off(right, left, symbols)


def _keeps_off(name: Term, other: Term, symbols: Symbols) -> bool:
    """Whether a number is none of those that a name may stand for."""
    declared = symbols.get(str(name.payload)) if name.operation == "symbol" else None
    value = written_number(other)
    if declared is None or value is None:
        return False
    low, high = ends_of(declared, open_end=1e-300)
    return not low <= value <= high


def _is_known_mean(part: Term, symbols: Symbols) -> bool:
    """Whether a mean over a standard normal variable stands in it: one that vanishes is zero."""
    over = (each.payload for each in parts_of(part) if isinstance(each.payload, FoldOver))
    names = (each.distribution for each in over if each.distribution)
    return any(symbols[name].domain == "standard_normal" for name in names)


def _adds_nothing(evaluators: Evaluators, whole: Term, part: Term) -> bool:
    if is_rational(part):
        return False
    pairs = zip(_values(evaluators, whole), _values(evaluators, part), strict=True)
    is_lost = all(_are_negligible(*each) for each in pairs)
    return is_lost and not _is_written_as_nothing(evaluators, part)


def _is_written_as_nothing(evaluators: Evaluators, part: Term) -> bool:
    """Whether a part is a product with 0, or a sum whose terms cancel: all can see it."""
    match part.operation:
        case "add":
            nothing = all(_is_written_as_nothing(evaluators, each) for each in part.arguments)
            return nothing or _cancels(evaluators, part)
        case "negate":
            return _is_written_as_nothing(evaluators, part.arguments[0])
        case "multiply":
            return any(_is_written_as_nothing(evaluators, each) for each in part.arguments)
    return not _varies(part) and not any(each.any() for each in _values(evaluators, part))


def _cancels(evaluators: Evaluators, whole: Term) -> bool:
    """Whether each term of a sum counts, and their sum does not."""
    terms = list(_addends(whole))
    if not all(any(each.any() for each in _values(evaluators, term)) for term in terms):
        return False
    wholes = _values(evaluators, whole)
    parts = zip(*(_values(evaluators, each) for each in terms), strict=True)
    return all(
        _are_negligible(np.abs(np.stack(np.broadcast_arrays(*each))).max(axis=0), total)
        for total, each in zip(wholes, parts, strict=True)
    )


def _addends(term: Term) -> Iterator[Term]:
    if term.operation in ("add", "negate"):
        for each in term.arguments:
            yield from _addends(each)
    else:
        yield term


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


@asked_once
def _varies(term: Term) -> bool:
    return any(each.operation == "symbol" for each in parts_of(term))


def _values(evaluators: Evaluators, term: Term) -> Iterator[Array]:
    return (each.everywhere(term) for each in evaluators)
