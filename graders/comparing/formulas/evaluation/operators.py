"""The values of names and numbers, and of what is computed entry by entry."""

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from graders.comparing.formulas.arithmetic import Array, Modulo, NotRational, Precise
from graders.comparing.formulas.evaluation.frames import Frame
from graders.comparing.formulas.terms import Term
from graders.errors import Undecided

if TYPE_CHECKING:
    from graders.comparing.formulas.evaluation.evaluator import Evaluator

_FARTHEST_REMAINDER = 1e15  # beyond this a double has no remainder
_LARGEST_POWER = 1_000  # that is computed with remainders


def only_floats(evaluator: "Evaluator", term: Term) -> None:
    """Refuses what no exact arithmetic has.

    Raises:
        NotRational: if the arithmetic is exact.
    """
    if evaluator.numbers.exact:
        raise NotRational(term.operation)


def number(evaluator: "Evaluator", term: Term) -> Array:
    assert isinstance(term.payload, Fraction)
    return evaluator.numbers.constant(term.payload)


def symbol(evaluator: "Evaluator", term: Term) -> Array:
    values = evaluator.world.values[str(term.payload)]
    numbers = evaluator.numbers
    return numbers.lifted(values) if isinstance(numbers, Precise) else values


def bound(evaluator: "Evaluator", term: Term) -> Array:
    frame: Frame | None = evaluator.frame
    while frame is not None:
        if frame.index == term.payload:
            return frame.values
        frame = frame.around
    raise KeyError(term.payload)


def constant(evaluator: "Evaluator", term: Term) -> Array:
    return evaluator.numbers.named(str(term.payload))


def shared(evaluator: "Evaluator", term: Term) -> Array:
    return evaluator.value(term.arguments[0])


def add(evaluator: "Evaluator", term: Term) -> Array:
    left, right = term.arguments
    return evaluator.numbers.add(evaluator.value(left), evaluator.value(right))


def multiply(evaluator: "Evaluator", term: Term) -> Array:
    left, right = term.arguments
    return evaluator.numbers.multiply(evaluator.value(left), evaluator.value(right))


def divide(evaluator: "Evaluator", term: Term) -> Array:
    left, right = term.arguments
    return evaluator.numbers.divide(evaluator.value(left), evaluator.value(right))


def negate(evaluator: "Evaluator", term: Term) -> Array:
    return evaluator.numbers.negate(evaluator.value(term.arguments[0]))


def power(evaluator: "Evaluator", term: Term) -> Array:
    base, exponent = term.arguments
    numbers = evaluator.numbers
    if not isinstance(numbers, Modulo):
        return numbers.power(evaluator.value(base), evaluator.value(exponent))
    written = _written_power(exponent)
    if written is None or abs(written) > _LARGEST_POWER:
        raise NotRational("a power that is not written out")
    found = numbers.raised(evaluator.value(base), abs(written))
    return found if written >= 0 else numbers.divide(numbers.constant(Fraction(1)), found)


def _written_power(term: Term) -> int | None:
    if term.operation == "negate":
        inner = _written_power(term.arguments[0])
        return None if inner is None else -inner
    value = term.payload
    if term.operation == "number" and isinstance(value, Fraction) and value.denominator == 1:
        return int(value)
    return None


def function(evaluator: "Evaluator", term: Term) -> Array:
    return evaluator.numbers.function(str(term.payload), evaluator.value(term.arguments[0]))


def extreme(evaluator: "Evaluator", term: Term) -> Array:
    left, right = evaluator.arguments(term)
    only_floats(evaluator, term)
    numbers = evaluator.numbers
    chosen = left > right if term.operation == "maximum" else left < right
    both = (left == left) & (right == right)  # no NaN; infinity may be a bound
    return np.where(both, np.where(chosen, left, right), numbers.undefined())


def remainder(evaluator: "Evaluator", term: Term) -> Array:
    only_floats(evaluator, term)
    left, right = evaluator.arguments(term)
    unknown = (right == 0) | (np.abs(left) > _FARTHEST_REMAINDER)
    found = np.where(unknown, 0, left) % np.where(unknown, 1, right)
    return np.where(unknown, evaluator.numbers.undefined(), found)


def binomial(evaluator: "Evaluator", term: Term) -> Array:
    numbers = evaluator.numbers
    left, right = evaluator.arguments(term)
    upper, lower, rest = (
        numbers.function("factorial", each) for each in (left, right, left - right)
    )
    return numbers.divide(upper, lower * rest)


def applied(evaluator: "Evaluator", term: Term) -> Array:
    """A smooth function of which nothing is known but its name: the same for every term."""
    only_floats(evaluator, term)
    name, numbers = str(term.payload), evaluator.numbers
    order = len(name) - len(name.rstrip("'"))
    if order > 1 or (order and len(term.arguments) > 1):
        raise Undecided(f"{name} can be read, but not checked")
    seed = sum(ord(letter) * 31**place for place, letter in enumerate(name.rstrip("'")))
    random = np.random.default_rng(seed)
    total: Array = numbers.constant(Fraction(0))
    for value in evaluator.arguments(term):
        for drawn in random.uniform(0.3, 1.3, (3, 3)):
            strength, speed, phase = (numbers.scalar(float(each)) for each in drawn)
            inner = value * speed + phase * 3
            if order:
                total = total + numbers.function("cos", inner) * strength * speed
            else:
                total = total + numbers.function("sin", inner) * strength
    return total
