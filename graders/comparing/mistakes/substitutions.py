"""What one place of an expression becomes when one thing stands there for another.

Each function yields what may stand in the place of a node, and the mistake that puts it there.
"""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from graders.comparing.mistakes.changes import (
    ONE,
    TEN,
    TWO,
    Changed,
    is_call,
    is_exponential,
    rebuilt,
)
from graders.comparing.mistakes.named import (
    FACTOR,
    FUNCTION,
    LOG_BASE,
    MISSING_TERM,
    SIGN,
    SIGN_OF_TERM,
    SWAPPED,
    TRANSPOSED,
)
from graders.declaring.declarations import Exercise
from graders.expression import Call, Expression, Fold, Number, Symbol, children, with_children

ZERO = Number(Fraction(0))
_ARRAYS = frozenset({"vector", "matrix"})
_OTHER_FUNCTIONS = {
    "sigmoid": ("tanh", "relu", "sigmoid'", "exp", "softmax", "log"),
    "sigmoid'": ("sigmoid", "tanh'", "relu'"),
    "tanh": ("sigmoid", "relu", "tanh'"),
    "tanh'": ("tanh", "sigmoid'"),
    "relu": ("step", "abs", "sigmoid", "softplus", "sign"),
    "sign": ("abs", "step", "tanh"),
    "abs": ("relu", "sign"),
    "relu'": ("relu", "sigmoid'"),
    "softmax": ("sigmoid", "exp", "logsoftmax"),
    "exp": ("log",),
    "log": ("exp",),
    "sin": ("cos",),
    "cos": ("sin",),
    "sinh": ("cosh",),
    "cosh": ("sinh",),
    "max": ("min",),
    "min": ("max",),
    "floor": ("ceil",),
    "ceil": ("floor",),
    "softplus": ("relu", "sigmoid"),
    "tr": ("det",),
    "det": ("tr",),
    "sum": ("mean",),
    "mean": ("sum",),
    "odot": ("*",),
}
_LEFT_OUT = (_OTHER_FUNCTIONS.keys() | {"indicator", "sqrt"}) - {"tr", "det"}
_OTHER_FOLDS = {"sum": ("prod",), "prod": ("sum",), "max": ("min", "sum"), "min": ("max",),
                "argmax": ("argmin", "max"), "argmin": ("argmax", "min")}  # fmt: skip
_MAPPED = ("log", "exp", "sigmoid", "relu", "tanh", "abs", "^", "**")


def transposes(node: Expression, exercise: Exercise) -> Iterator[Changed]:
    """A transpose too many or too few, and factors in another order."""
    if isinstance(node, Symbol):
        declared = exercise.symbols.get(node.name)
        if declared is not None and declared.type in _ARRAYS:
            yield Call("T", (node,)), TRANSPOSED
    if not isinstance(node, Call):
        return
    parts = node.arguments
    if node.function == "T":
        yield parts[0], TRANSPOSED
    elif node.function == "at" and len(parts) == 3:
        yield rebuilt(node, (parts[0], parts[2], parts[1])), TRANSPOSED
    elif node.function in ("*", "+", "-", "odot", "^"):
        yield Call("T", (node,)), TRANSPOSED
    if node.function in ("*", "·"):
        for place in range(len(parts) - 1):
            left, right = parts[place : place + 2]
            yield rebuilt(node, (*parts[:place], right, left, *parts[place + 2 :])), SWAPPED


def functions(node: Expression, exercise: Exercise) -> Iterator[Changed]:
    """One function for another, none at all, or in the wrong order with a sum."""
    if isinstance(node, Fold):
        yield from _other_folds(node)
    if not isinstance(node, Call):
        return
    parts = node.arguments
    for other in _OTHER_FUNCTIONS.get(node.function, ()):
        yield Call(other, parts, node.span), FUNCTION
    if node.function in _LEFT_OUT and len(parts) == 1:
        yield parts[0], FUNCTION
    if node.function == "softmax":
        yield Call("/", (parts[0], Call("sum", parts))), FUNCTION
    yield from _other_bases(node)
    yield from _other_kinks(node)
    if len(parts) == 1 and isinstance(parts[0], Fold):
        inner = parts[0]
        yield replace(inner, body=rebuilt(node, (inner.body,))), FUNCTION
    if is_call(node, "*", "·") and isinstance(parts[-1], Fold) and parts[-1].operator == "sum":
        yield from _exchanged(parts[-1], parts[:-1])


def rows(node: Expression, exercise: Exercise) -> Iterator[Changed]:
    """Values of a distinction of cases exchanged, with another sign, or alone."""
    if not (isinstance(node, Call) and node.function == "cases" and len(node.arguments) >= 3):
        return
    parts = node.arguments
    yield rebuilt(node, (parts[2], parts[1], parts[0], *parts[3:])), SWAPPED
    for place in range(0, len(parts), 2):
        negated = Call("-", (parts[place],))
        yield rebuilt(node, (*parts[:place], negated, *parts[place + 1 :])), SIGN_OF_TERM
    yield parts[0], MISSING_TERM
    yield parts[2], MISSING_TERM


def squares(node: Expression, exercise: Exercise) -> Iterator[Changed]:
    """The square of a sum, or of its norm, whose mixed term is lost or halved."""
    if not (isinstance(node, Call) and node.function in ("^", "**") and _is_square(node)):
        return
    base = node.arguments[0]
    inner = base.arguments[0] if is_call(base, "norm") else base  # type: ignore[union-attr]
    if not is_call(inner, "+") or len(children(inner)) != 2:
        return
    one, other = children(inner)
    sizes = [one, other]
    if base is not inner:
        sizes = [with_children(base, (each, *children(base)[1:])) for each in sizes]
    apart = tuple(rebuilt(node, (each, TWO)) for each in sizes)
    yield Call("+", apart, node.span), MISSING_TERM
    if is_call(other, "-") and base is inner:  # a^2 - b^2 for (a - b)^2
        yield Call("+", (apart[0], Call("-", (apart[1],))), node.span), MISSING_TERM
    yield Call("+", (*apart, Call("·", (one, other))), node.span), FACTOR


def in_place_of(node: Expression) -> Iterator[Expression]:
    """What may stand for a function of one argument: the argument, or another function."""
    if not isinstance(node, Call):
        return
    if node.function == "^" and is_exponential(node):
        yield node.arguments[1]
    elif len(node.arguments) == 1 and node.function in _LEFT_OUT:
        yield node.arguments[0]
        for other in _OTHER_FUNCTIONS.get(node.function, ()):
            yield Call(other, node.arguments, node.span)


def _other_kinks(node: Call) -> Iterator[Changed]:
    """What stands for max(0, u) or for the indicator of u > 0; a member of a maximum that is 0."""
    parts = node.arguments
    if node.function in ("max", "min") and len(parts) == 2:
        zero = [_is_zero(each) for each in parts]
        if any(zero):
            inner = parts[zero.index(True) - 1]
            for other in _OTHER_FUNCTIONS["relu"]:
                yield Call(other, (inner,), node.span), FUNCTION
            yield rebuilt(node, (ZERO, Call("-", (inner,)))), SIGN
        else:
            for each in parts:
                yield rebuilt(node, (ZERO, each)), MISSING_TERM
    if node.function == "indicator" and is_call(parts[0], ">", ">="):
        assert isinstance(parts[0], Call)
        left, right = parts[0].arguments
        gap = left if _is_zero(right) else Call("+", (left, Call("-", (right,))))
        for other in ("sign", "relu", "sigmoid", "abs"):
            yield Call(other, (gap,), node.span), FUNCTION


def _is_zero(node: Expression) -> bool:
    return isinstance(node, Number) and not node.value


def wrapped(reference: Expression) -> Iterator[Expression]:
    """The whole reference under a function that is not asked for."""
    for function in ("log", "exp", "sigmoid", "tanh"):
        yield Call(function, (reference,), reference.span)


def _other_bases(node: Call) -> Iterator[Changed]:
    """Exponentials, logarithms and norms with another base or order, squares as sizes."""
    parts = node.arguments
    if node.function == "exp" or (node.function == "^" and is_exponential(node)):
        for base in (TWO, TEN):
            yield Call("**", (base, parts[-1])), LOG_BASE
    if _is_square(node):
        yield Call("abs", (parts[0],)), FUNCTION
    if node.function == "log":
        for base in (TWO, TEN):
            yield Call("logarithm", (*parts, base)), LOG_BASE
    if node.function == "norm":
        for order in (ONE, TWO, Symbol("inf")):
            yield rebuilt(node, (parts[0], order)), FUNCTION
        for function in ("sum", "max"):  # the absolute values forgotten
            yield Call(function, parts[:1], node.span), FUNCTION
    if node.function == "^" and is_exponential(node):
        yield parts[1], FUNCTION


def _other_folds(fold: Fold) -> Iterator[Changed]:
    """Another operator, a range that is one too long or too short, the body alone."""
    for other in _OTHER_FOLDS.get(fold.operator, ()):
        yield replace(fold, operator=other), FUNCTION
    if fold.first is not None and fold.last is not None:
        for by in (1, -1):
            step = Number(Fraction(by))
            yield replace(fold, first=Call("+", (fold.first, step))), MISSING_TERM
            yield replace(fold, last=Call("+", (fold.last, step))), MISSING_TERM
    if fold.operator == "sum":
        yield fold.body, FUNCTION
        yield from _exchanged(fold, ())


def _exchanged(fold: Fold, factors: tuple[Expression, ...]) -> Iterator[Changed]:
    """The function of a sum for the sum of a function: log of a sum, sum of logs."""
    body = fold.body
    weights: tuple[Expression, ...] = ()
    if isinstance(body, Call) and body.function in ("*", "·"):
        *before, body = body.arguments
        weights = tuple(before)
    if not (isinstance(body, Call) and body.function in _MAPPED):
        return
    inner = replace(fold, body=_product((*weights, body.arguments[0])))
    for outside, inside in ((factors, ()), ((), factors)):
        found = rebuilt(body, (_product((*inside, inner)), *body.arguments[1:]))
        yield _product((*outside, found)), FUNCTION
        if factors and is_call(factors[0], "-"):
            yield Call("-", (found,)), FUNCTION


def _product(factors: tuple[Expression, ...]) -> Expression:
    return factors[0] if len(factors) == 1 else Call("*", factors)


def _is_square(node: Call) -> bool:
    power = node.arguments[-1]
    return node.function in ("^", "**") and isinstance(power, Number) and power.value == 2
