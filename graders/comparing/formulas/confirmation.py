"""What seems equal in double precision, made sure of: modulo primes, or with fifty digits."""

from fractions import Fraction

import numpy as np

from graders.comparing.formulas.arithmetic import NotRational, Precise
from graders.comparing.formulas.bench import Bench
from graders.comparing.formulas.evaluation import Evaluator, limited_work
from graders.comparing.formulas.terms import Term
from graders.comparing.formulas.worlds import World
from graders.errors import Undecided

_NOTHING = 1e-40  # what fifty digits leave of nothing
_CLOSE = 1e-25  # relative: equal in fifty digits
_EXACT_WORK = 5e6  # units of work for an exact confirmation
_RATIONAL_SIZE = 400  # nodes of a term that is confirmed modulo a prime
_LARGE = 100_000


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


def is_rational(term: Term) -> bool:
    """Whether a term is made of arithmetic alone, and small enough to be seen exactly."""
    waiting, seen = [term], 0
    while waiting:
        each = waiting.pop()
        seen += 1
        if each.operation not in _RATIONAL or seen > _RATIONAL_SIZE:
            return False
        if each.operation == "power" and each.arguments[1].operation not in ("number", "negate"):
            return False
        waiting += each.arguments
    return True


def compare_precisely(world: World, point: int, reference: Term, student: Term) -> bool | None:
    """The verdict at one point with fifty digits; None if they cannot be computed there."""
    numbers = Precise()
    evaluator = Evaluator(world.at([point]), numbers)
    try:
        ours, theirs = evaluator.value(reference), evaluator.value(student)
    except NotRational:
        return None
    if not (numbers.is_defined(ours).all() and numbers.is_defined(theirs).all()):
        return None
    for our, their in np.broadcast(ours, theirs):
        scale = max(abs(our), abs(their))
        if abs(our - their) > _CLOSE * scale and abs(our - their) > _NOTHING:
            return False
    return True


def is_extreme(term: Term) -> bool:
    """Whether a number written out is so large or small that rounding may hide a part."""
    waiting, seen = [term], 0
    while waiting and seen < 2_000:
        each = waiting.pop()
        seen += 1
        if each.operation == "number" and isinstance(each.payload, Fraction):
            above, below = abs(each.payload.numerator), each.payload.denominator
            if above > _LARGE * below or 0 < _LARGE * above < below:
                return True
        waiting += each.arguments
    return False
