"""The rows of cases: one of them must hold, and no two may hold at once and differ."""

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from graders.comparing.formulas.arithmetic import Array
from graders.comparing.formulas.bends.bend import counted_within, within_folds
from graders.comparing.formulas.evaluation import Evaluator
from graders.comparing.formulas.pairs.confirmation import is_defined_precisely
from graders.comparing.formulas.pairs.pair import Finding
from graders.comparing.formulas.pairs.witnesses import point_in_words
from graders.comparing.formulas.terms import Term

_CONTRADICTORY = Finding(None, "evaluation", note="two of its cases hold at once, and differ")


def compare_rows(evaluators: Sequence[Evaluator], reference: Term, student: Term) -> Finding | None:
    """What is wrong with the cases of a formula that has the values of the reference."""
    found = list(_cases(student))
    for cases, folds in found:
        for evaluator in evaluators if len(cases.arguments) % 2 == 0 else ():
            gap = counted_within(_no_row(cases), folds)
            for point in _gaps(evaluator, gap, reference, student):
                words = f"at {point_in_words(evaluator.world, point)} yours is not defined"
                return Finding(False, "domain", words)
    contradicts = any(_contradicts(evaluators, *each) for each in found)
    return _CONTRADICTORY if contradicts else None


def _cases(term: Term) -> Iterator[tuple[Term, tuple[Term, ...]]]:
    return (each for each in within_folds(term) if each[0].operation == "cases")


def _no_row(cases: Term) -> Term:
    """That no row holds."""
    any_row = Term("or", cases.arguments[1::2], cases.shape)
    return Term("not", (any_row,), cases.shape)


def _gaps(evaluator: Evaluator, gap: Term, reference: Term, student: Term) -> Iterator[int]:
    """A point where no row holds, but the reference is defined; no kink or end of a range."""
    world = evaluator.world
    in_gap = ~world.special & evaluator.everywhere(gap).any(axis=(1, 2))
    if in_gap.any():
        ours, theirs = (_defined(evaluator.everywhere(each)) for each in (reference, student))
        for point in np.flatnonzero(in_gap & ours & ~theirs)[:1].tolist():
            if is_defined_precisely(world, point, reference):
                yield point


def _defined(values: Array) -> Array:
    return np.asarray(np.isfinite(values).all(axis=(1, 2)))


def _contradicts(evaluators: Sequence[Evaluator], cases: Term, folds: tuple[Term, ...]) -> bool:
    """Whether two rows that differ hold at once, and the later one is not wider than the first."""
    values, conditions = cases.arguments[0::2], cases.arguments[1::2]
    for (one, first), (other, second) in combinations(zip(values, conditions, strict=False), 2):
        apart = Term("compare", (one, other), cases.shape, "!=")
        both = Term("and", (first, second, apart), cases.shape)
        only_first = Term("and", (first, Term("not", (second,), second.shape)), cases.shape)
        if _happens(evaluators, counted_within(both, folds), regular=True) and _happens(
            evaluators, counted_within(only_first, folds), regular=False
        ):
            return True
    return False


def _happens(evaluators: Sequence[Evaluator], counted: Term, *, regular: bool) -> bool:
    for evaluator in evaluators:
        found = evaluator.everywhere(counted).any(axis=(1, 2))
        if (found & ~evaluator.world.special if regular else found).any():
            return True
    return False
