"""What seems equal in double precision, made sure of: modulo primes, or with fifty digits."""

import math
from fractions import Fraction
from functools import partial

import numpy as np

from graders.comparing.formulas.arithmetic import DIGITS, Array, Distant, NotRational, Precise
from graders.comparing.formulas.bench import Bench
from graders.comparing.formulas.evaluation import Evaluator, limited_work
from graders.comparing.formulas.terms import Term, asked_once, is_literal, parts_of
from graders.comparing.formulas.worlds.world import World
from graders.errors import Undecided

_NOTHING = 1e-40  # what fifty digits leave of nothing
_CLOSE = 1e-25  # relative: equal in fifty digits
_SURE = 1e-9  # relative: digits enough for a verdict
_MORE_DIGITS = 150
_MANY_DIGITS, _CLOSEST = 700, 1e-300  # for a number as small as doubles are
_EXACT_WORK = 5e6  # units of work for an exact confirmation
_RATIONAL_SIZE = 400  # nodes of a term that is confirmed modulo a prime
_LARGE = 100_000
_LARGE_EXPONENT = math.log(_LARGE)


def compare_exactly(bench: Bench, reference: Term, student: Term) -> bool | None:
    """The verdict modulo primes, or None if one of the terms is not rational."""
    if not (is_rational(reference) and is_rational(student)):
        return None
    try:
        with limited_work(_EXACT_WORK):
            return _agree_modulo_primes(bench, reference, student)
    except (NotRational, Undecided):
        return None


def _agree_modulo_primes(bench: Bench, reference: Term, student: Term) -> bool:
    return all(
        bool((evaluator.value(reference) == evaluator.value(student)).all())
        for evaluator in bench.exact_evaluators
    )


_RATIONAL = frozenset(
    "number symbol bound add negate multiply kronecker vec divide power matmul transpose inverse "
    "det trace diagonal to_diagonal matrix at slice fold shared identity ones zeros reduce".split()
)


@asked_once
def is_rational(term: Term) -> bool:
    """Whether a term is made of arithmetic alone, and small enough to be seen exactly."""
    waiting = [term]
    for each in waiting:  # which grows
        if each.operation not in _RATIONAL or len(waiting) > _RATIONAL_SIZE:
            return False
        if each.operation == "power" and each.arguments[1].operation not in ("number", "negate"):
            return False
        waiting += each.arguments
    return True


def compare_precisely(world: World, point: int, reference: Term, student: Term) -> bool | None:
    """The verdict at one point with fifty digits; None if so many cannot be computed there."""
    values = _precise(world, point, reference, student)
    if values is None:
        return None
    if _agree(*values):
        return not world.is_exact or not _differ_in_last_digits(world, point, reference, student)
    return None if not world.is_exact and _agree(*values, close=_SURE) else False


def _differ_in_last_digits(world: World, point: int, reference: Term, student: Term) -> bool:
    """Whether a number written out is so small that only many digits show that it is added."""
    if not (is_extreme(reference) or is_extreme(student)):
        return False
    values = _precise(world, point, reference, student, digits=_MANY_DIGITS)
    return values is not None and not _agree(*values, close=_CLOSEST, nothing=_CLOSEST)


def are_surely_different(world: World, point: int, reference: Term, student: Term) -> bool:
    """Whether two terms differ at a point by more than the digits that they lose there.

    Values with fifty digits must be those with many more.
    """
    surer = _precise(world, point, reference, student, digits=_MORE_DIGITS)
    if surer is None or _agree(surer[0], surer[1], close=_CLOSE if world.is_exact else _SURE):
        return False
    values = _precise(world, point, reference, student)
    return values is not None and all(map(partial(_agree, close=_SURE), values, surer))


def is_defined_precisely(world: World, point: int, term: Term) -> bool:
    """Whether a term has a value at one point when it is computed with fifty digits."""
    return _precise(world, point, term) is not None


def agree_if_large(world: World, point: int, reference: Term, student: Term) -> bool | None:
    """Whether two terms agree at one point where numbers may be huge; None if one is not defined.

    Only what is plainly apart is told apart.
    """
    values = _values(world, point, Distant(), reference, student)
    return None if values is None else _agree(*values, close=_SURE)


def _precise(
    world: World, point: int, *terms: Term, digits: int = DIGITS
) -> tuple[Array, ...] | None:
    """The values with so many digits, if all are defined."""
    return _values(world, point, Precise(digits), *terms)


def _values(world: World, point: int, numbers: Precise, *terms: Term) -> tuple[Array, ...] | None:
    evaluator = Evaluator(world.at([point]), numbers)
    try:
        values = tuple(evaluator.value(each) for each in terms)
    except NotRational:
        return None
    return values if all(numbers.is_defined(each).all() for each in values) else None


def _agree(ours: Array, theirs: Array, *, close: float = _CLOSE, nothing: float = _NOTHING) -> bool:
    for our, their in np.broadcast(ours, theirs):
        scale = max(abs(our), abs(their))
        if abs(our - their) > close * scale and abs(our - their) > nothing:
            return False
    return True


def are_multiples_precisely(world: World, points: int, left: Term, right: Term) -> bool:
    """Whether the ratio of two numbers is one and the same at the first points, to fifty digits."""
    found = [_precise(world, point, left, right) for point in range(points)]
    values = [(ours.item(0), theirs.item(0)) for ours, theirs in filter(None, found)]
    first = next((pair for pair in values if all(pair)), None)
    return first is None or all(
        abs(our * first[1] - first[0] * their) <= _CLOSE * abs(our * first[1])
        for our, their in values
    )


@asked_once
def is_extreme(term: Term) -> bool:
    """Whether a number written out is so long, large or small that rounding may hide a part."""
    return any(map(_is_extreme_number, parts_of(term)))


def _is_extreme_number(part: Term) -> bool:
    if part.operation == "number" and isinstance(part.payload, Fraction):
        return max(abs(part.payload.numerator), part.payload.denominator) > _LARGE
    if part.operation == "power":
        return all(map(is_literal, part.arguments)) and _is_extreme_power(*part.arguments)
    return part.payload == "exp" and all(map(is_literal, part.arguments))


def _is_extreme_power(base: Term, exponent: Term) -> bool:
    raised = exponent.arguments[0] if exponent.operation == "negate" else exponent
    number, times = base.payload, raised.payload
    if not (isinstance(number, Fraction) and isinstance(times, Fraction) and number):
        return True
    largest = max(abs(number.numerator), number.denominator)
    return abs(times) * math.log(largest) > _LARGE_EXPONENT
