"""What one place of an expression becomes when one thing goes wrong there: terms and factors.

Each function yields what may stand in the place of a node, and the mistake that puts it there.
"""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

from graders.comparing.mistakes.named import (
    EXPONENT,
    FACTOR,
    FACTOR_LEFT_OUT,
    FACTOR_OF_TERM,
    FUNCTION,
    MISSING_CONDITION,
    MISSING_FACTOR,
    MISSING_TERM,
    SIGN,
    SIGN_OF_TERM,
    SWAPPED,
)
from graders.declaring.declarations import Exercise
from graders.expression import Call, Expression, Fold, Number, Symbol, free_names, substitute
from graders.model import Mistake

Changed = tuple[Expression, Mistake]
Change = Callable[[Expression, Exercise], Iterator[Changed]]

ONE, TWO, THREE, TEN = (Number(Fraction(value)) for value in (1, 2, 3, 10))
HALF = Number(Fraction(1, 2))
SIGNED = frozenset(
    "sigmoid tanh relu softmax exp log sin cos sinh cosh max min floor ceil softplus tr det sum "
    "mean odot".split()
)  # functions whose argument may have the other sign
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_COMPARED = frozenset({"=", *_TURNED})
_MOST_FACTORS = 8  # of a product, of which two are left out
_PRODUCTS = ("*", "·", "odot")
_SQUARED = ("norm", "abs", "at", "sigmoid", "exp", "log", "tanh")


def is_call(node: Expression, *functions: str) -> bool:
    return isinstance(node, Call) and node.function in functions


def rebuilt(node: Call, arguments: tuple[Expression, ...]) -> Call:
    return Call(node.function, arguments, node.span)


def times(node: Expression, factor: Expression) -> Call:
    return Call("*", (factor, node))


def is_exponential(node: Expression) -> bool:
    """Whether a node is a power of e, or of a number to a name: `2^H`."""
    if not (isinstance(node, Call) and node.function in ("^", "**")):
        return False
    base, exponent = node.arguments
    if isinstance(base, Number):
        return bool(free_names(exponent))
    return isinstance(base, Symbol) and base.name == "e"


def _negated(node: Expression) -> Expression:
    if isinstance(node, Call) and node.function == "-" and len(node.arguments) == 1:
        return node.arguments[0]
    return Call("-", (node,))


def _put(node: Call, place: int, part: Expression) -> Call:
    """The call with another argument."""
    return rebuilt(node, (*node.arguments[:place], part, *node.arguments[place + 1 :]))


def _without(node: Call, place: int) -> Expression:
    """The call without an argument; what is left of two alone."""
    rest = (*node.arguments[:place], *node.arguments[place + 1 :])
    return rest[0] if len(rest) == 1 else rebuilt(node, rest)


def signs(node: Expression, exercise: Exercise) -> Iterator[Changed]:
    if not isinstance(node, Call):
        return
    parts = node.arguments
    if node.function == "+":
        for place, term in enumerate(parts):
            yield _put(node, place, _negated(term)), SIGN_OF_TERM
        if len(parts) > 2:
            yield rebuilt(node, (parts[0], *map(_negated, parts[1:]))), SIGN_OF_TERM
    elif node.function == "-" and len(parts) == 1:
        yield parts[0], SIGN
    elif is_exponential(node):
        yield _put(node, 1, _negated(parts[1])), SIGN
    elif node.function in _TURNED:
        yield Call(_TURNED[node.function], parts, node.span), SIGN
    elif node.function.rstrip("'") in SIGNED and len(parts) == 1:
        yield rebuilt(node, (_negated(parts[0]),)), SIGN


def missing_terms(node: Expression, exercise: Exercise) -> Iterator[Changed]:
    if isinstance(node, Fold):
        yield from _conditions(node, exercise)
        yield from _parts_of_double_sum(node)
    elif is_call(node, "+"):
        assert isinstance(node, Call)
        for place in range(len(node.arguments)):
            yield _without(node, place), MISSING_TERM
        for place, term in enumerate(node.arguments):
            if not isinstance(term, Number) and not is_call(term, *_PRODUCTS, "/"):
                one = _negated(ONE) if is_call(term, "-") else ONE
                yield _put(node, place, one), MISSING_FACTOR
    elif isinstance(node, Call) and node.function in ("max", "min") and len(node.arguments) > 1:
        for each in node.arguments:
            yield each, FUNCTION
    elif isinstance(node, Call) and node.function in ("and", "or"):
        for place in range(len(node.arguments)):
            yield _without(node, place), MISSING_CONDITION


def _conditions(fold: Fold, exercise: Exercise) -> Iterator[Changed]:
    """A sum without its condition, or on the condition that its index is not another."""
    if fold.condition is not None:
        yield replace(fold, condition=None), MISSING_TERM
    indices = {name for name, each in exercise.symbols.items() if each.domain == "index"}
    for name in sorted(indices - {fold.index}):
        other = Call("!=", (Symbol(fold.index), Symbol(name)))
        both = other if fold.condition is None else Call("and", (fold.condition, other))
        yield replace(fold, condition=both), MISSING_TERM


def _parts_of_double_sum(fold: Fold) -> Iterator[Changed]:
    """A sum over pairs without those of an index with itself, and of these alone."""
    inner = fold.body
    if not (isinstance(inner, Fold) and fold.operator == inner.operator == "sum"):
        return
    if fold.condition is not None or inner.condition is not None:
        return
    one, other = Symbol(fold.index), Symbol(inner.index)
    yield replace(fold, body=replace(inner, condition=Call("!=", (one, other)))), MISSING_TERM
    yield replace(fold, body=substitute(inner.body, {inner.index: one})), MISSING_TERM


def factors(node: Expression, exercise: Exercise) -> Iterator[Changed]:
    if is_call(node, *_PRODUCTS):
        assert isinstance(node, Call)
        for place, factor in enumerate(node.arguments):
            plain = _is_plain_scalar(factor, exercise)
            yield _without(node, place), FACTOR_LEFT_OUT if plain else MISSING_FACTOR
    elif is_call(node, "/"):
        assert isinstance(node, Call)
        upper, lower = node.arguments
        yield upper, FACTOR_LEFT_OUT if _is_plain_scalar(lower, exercise) else MISSING_FACTOR
        if not isinstance(upper, Number):
            plain = _is_plain_scalar(upper, exercise)
            yield Call("/", (ONE, lower)), FACTOR_LEFT_OUT if plain else MISSING_FACTOR
    elif isinstance(node, Number) and node.value not in (0, 1, -1):
        value = node.value
        for other in (Fraction(1), value * 2, value / 2, value + 1, value - 1):
            yield Number(other, node.span), FACTOR


def pairs_of_factors(node: Expression, exercise: Exercise) -> Iterator[Changed]:
    """A product without two of its factors, such as the slope a(1 - a) of a sigmoid."""
    if not is_call(node, *_PRODUCTS):
        return
    assert isinstance(node, Call)
    parts = node.arguments
    if not 3 <= len(parts) <= _MOST_FACTORS:
        return
    for left_out in itertools.combinations(range(len(parts)), 2):
        rest = tuple(each for place, each in enumerate(parts) if place not in left_out)
        yield rest[0] if len(rest) == 1 else rebuilt(node, rest), MISSING_FACTOR


def _is_plain_scalar(node: Expression, exercise: Exercise) -> bool:
    """Whether a factor is a number or a scalar symbol, such as a learning rate or a size."""
    match node:
        case Number():
            return True
        case Symbol(name):
            declared = exercise.symbols.get(name)
            return (declared is not None and declared.type == "scalar") or name in ("e", "pi")
        case Call("^" | "sqrt" | "-" | "/" | "*" | "·", arguments):
            return all(_is_plain_scalar(each, exercise) for each in arguments)
    return False


def factors_of_terms(node: Expression, exercise: Exercise) -> Iterator[Changed]:
    """One term of a sum, or what a function is applied to, times a constant or a dimension."""
    if not isinstance(node, Call):
        return
    if node.function == "+":
        constants = [*_factors_of_terms(exercise)]
        for place, term in enumerate(node.arguments):
            for factor, mistake in constants:
                yield _put(node, place, times(term, factor)), mistake
                yield _put(node, place, Call("/", (term, factor))), mistake
    elif node.function in _COMPARED:
        for factor in (TWO, HALF):
            yield _put(node, 1, times(node.arguments[1], factor)), FACTOR
    elif len(node.arguments) == 1 and node.function not in ("-", "T", "'"):
        for factor in (TWO, HALF):
            yield rebuilt(node, (times(node.arguments[0], factor),)), FACTOR
    elif node.function == "^" and isinstance(node.arguments[0], Symbol):
        for factor in (TWO, HALF):
            yield _put(node, 1, times(node.arguments[1], factor)), EXPONENT


def _factors_of_terms(exercise: Exercise) -> Iterator[Changed]:
    """What a term may be multiplied with by mistake: 2, 1/2, a dimension, one of few scalars."""
    scalars = [(name, each) for name, each in exercise.symbols.items() if each.type == "scalar"]
    sizes = [name for name, each in exercise.symbols.items() if each.dimension]
    numbers = [
        name
        for name, each in scalars
        if not each.dimension and each.domain in ("real", "positive", "unit_interval")
    ]
    constants: list[Expression] = [TWO, HALF, *map(Symbol, sizes)]
    yield from ((each, FACTOR) for each in constants)
    yield from ((Symbol(name), FACTOR_OF_TERM) for name in numbers[:4])


def exponents(node: Expression, exercise: Exercise) -> Iterator[Changed]:
    if isinstance(node, Symbol) or is_call(node, *_SQUARED):
        for power in (Call("**", (node, TWO)), Call("sqrt", (node,)), Call("**", (node, THREE))):
            yield power, EXPONENT
    elif isinstance(node, Call):
        yield from _exponents_of_operators(node)


def _exponents_of_operators(node: Call) -> Iterator[Changed]:
    parts = node.arguments
    match node.function:
        case "^" | "**":
            for other in _other_exponents(parts[1], sign=not is_exponential(node)):
                yield _put(node, 1, other) if other else parts[0], EXPONENT
            yield Call("*", parts), EXPONENT
            yield rebuilt(node, (parts[1], parts[0])), SWAPPED
        case "sqrt":
            yield parts[0], EXPONENT
        case "+":
            yield Call("**", (node, TWO)), EXPONENT
            yield Call("sqrt", (node,)), EXPONENT
        case "/":
            upper, lower = parts
            yield Call("*", (upper, lower)), EXPONENT
            yield Call("/", (upper, Call("**", (lower, TWO)))), EXPONENT
            yield Call("/", (upper, Call("sqrt", (lower,)))), EXPONENT
            yield Call("/", (lower, upper)), SWAPPED
        case "*" | "·":
            for place, factor in enumerate(parts):
                yield Call("/", (_without(node, place), factor)), _upside_down(factor)


def _upside_down(factor: Expression) -> Mistake:
    """What it is to divide by a factor: x by y for y by x, another number, another exponent."""
    upper, lower = factor.arguments if is_call(factor, "/") else (ONE, factor)  # type: ignore[union-attr]
    if not isinstance(upper, Number):
        return SWAPPED
    return FACTOR if isinstance(lower, Number) else EXPONENT


def _other_exponents(exponent: Expression, *, sign: bool) -> Iterator[Expression | None]:
    """None is no exponent at all."""
    yield None
    if sign:
        yield _negated(exponent)
    for by in (ONE, Number(Fraction(-1))):
        yield Call("+", (exponent, by))
    yield Call("/", (exponent, TWO))
    yield times(exponent, TWO)
