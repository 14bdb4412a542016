"""What code of an own bound gives on the hidden networks: the right values, and mistaken ones.

A function that takes no confidence δ is to use the usual one.
"""

from collections.abc import Sequence
from functools import cache

from solutions.generalization.hidden_networks import CASES, Case
from solutions.generalization.margin_bounds import DELTA
from solutions.generalization.own_bound_mistakes import own_bounds_with_mistakes
from solutions.generalization.own_bounds import Parts, Problem, Values


@cache
def right_values(*, with_delta: bool) -> tuple[Values, ...]:
    """The bounds that count, of each case.

    >>> sorted(right_values(with_delta=True)[0])[0]
    'Fro bound'
    """
    return tuple(each.bounds() for each in _problems(with_delta))


@cache
def parts(*, with_delta: bool) -> tuple[dict[str, Parts], ...]:
    """The bounds that count, taken apart, of each case."""
    return tuple(each.parts() for each in _problems(with_delta))


@cache
def wrong_values(*, with_delta: bool) -> tuple[tuple[str, Sequence[Values]], ...]:
    """The words of each mistake, with what comes out of each case."""
    columns = [list(own_bounds_with_mistakes(each, _delta(each, with_delta))) for each in CASES]
    return tuple(
        (row[0][0], tuple(values for _, values in row)) for row in zip(*columns, strict=True)
    )


def _problems(with_delta: bool) -> list[Problem]:
    return [Problem.of(each, _delta(each, with_delta)) for each in CASES]


def _delta(case: Case, with_delta: bool) -> float:
    return case.delta if with_delta else DELTA
