"""Bends: where a formula takes one of two sides, by which of them is the larger one.

A maximum, an absolute value, a condition that is an inequality. How often a side wins is a term, so
that it can be evaluated within the sums around it, too.
"""

from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from graders.comparing.formulas.terms import FoldOver, Term, parts_of
from graders.declaring.declarations import Declaration

_ORDERS = frozenset({"<", "<=", ">", ">="})
_FOLDED_BACK = frozenset({"relu", "relu'", "abs", "abs'", "sign", "step"})
BENDING = frozenset({"compare", "maximum", "minimum", *_FOLDED_BACK})
_DISCRETE = frozenset({"index", "binary", "onehot"})
_ZERO = Term("number", payload=Fraction(0))
_LARGE = Term("number", payload=Fraction(10**40))  # times this, small numbers are none that vanish


class Bend(NamedTuple):
    """The two sides of a bend, and the terms that count where the first one wins, and the other."""

    sides: tuple[Term, Term]
    wins: tuple[Term, Term]


def bends_of(
    term: Term, symbols: Mapping[str, Declaration], known: Container[int] = ()
) -> Iterator[Bend]:
    """The bends of a formula; not those that are `known`, by the identity of their terms."""
    for part, folds in within_folds(term):
        if id(part) not in known and (sides := _sides(part)) and _is_met(part, symbols):
            won = _order(*sides, ">=" if part.payload in ("<=", ">=") else ">")
            lost = Term("not", (won,), won.shape)
            if part.operation != "compare":
                lost = _order(*sides, "<")
            yield Bend(sides, (counted_within(won, folds), counted_within(lost, folds)))


def _sides(part: Term) -> tuple[Term, Term] | None:
    """What is held against one another in a part, if it bends there; what is to be larger first."""
    if part.operation == "function" and part.payload in _FOLDED_BACK:
        return part.arguments[0], _ZERO
    is_order = part.operation == "compare" and part.payload in _ORDERS
    if not is_order and part.operation not in ("maximum", "minimum"):
        return None
    left, right = part.arguments
    return (right, left) if part.payload in ("<", "<=") else (left, right)


def _order(left: Term, right: Term, sign: str) -> Term:
    """Whether one side is larger than the other, however small both are."""
    shape = left.shape if right.is_scalar else right.shape
    sides = tuple(Term("multiply", (_LARGE, each), each.shape) for each in (left, right))
    return Term("compare", sides, shape, sign)


def _is_met(part: Term, symbols: Mapping[str, Declaration]) -> bool:
    """Whether a part depends on more than what takes few values, all of which are tried."""
    names = (str(each.payload) for each in parts_of(part) if each.operation == "symbol")
    declared = (symbols[name] for name in names if name in symbols)
    return any(not each.dimension and each.domain not in _DISCRETE for each in declared)


def counted_within(truth: Term, folds: tuple[Term, ...]) -> Term:
    """How often something is true, over the indices of the sums around it that it uses."""
    found = Term("indicator", (truth,), truth.shape)
    for fold in reversed(folds):
        over = fold.payload
        assert isinstance(over, FoldOver)
        if over.index in found.indices:
            bounds = fold.arguments[1 : len(fold.arguments) - over.conditional]
            plain = replace(over, operator="sum", conditional=False)
            found = Term("fold", (found, *bounds), found.shape, plain)
    return found


def within_folds(term: Term) -> Iterator[tuple[Term, tuple[Term, ...]]]:
    """The term and all within it, each once, with the sums around it; no expectations."""
    waiting: list[tuple[Term, tuple[Term, ...]]] = [(term, ())]
    seen = {id(term)}
    while waiting:
        part, folds = waiting.pop()
        yield part, folds
        over = part.payload
        if isinstance(over, FoldOver):
            if over.distribution:
                continue
            folds = (*folds, part)
        for each in part.arguments:
            if id(each) not in seen:
                seen.add(id(each))
                waiting.append((each, folds))
