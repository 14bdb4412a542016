"""The shapes of functions: of every entry, of several numbers, of all entries at once."""

from typing import TYPE_CHECKING

from graders.comparing.formulas.shapes import SCALAR, ShapeFault, in_words
from graders.comparing.formulas.terms import Term, is_literal
from graders.comparing.formulas.typing.moments import MOMENTS, over_outcomes
from graders.comparing.formulas.typing.operators import elementwise_pair, works_by_entries
from graders.errors import Undecided, Unreadable
from graders.expression import Call, Symbol

if TYPE_CHECKING:
    from graders.comparing.formulas.typing.typist import Typist

SAME = frozenset(
    "sigmoid tanh relu exp log log10 sqrt sinh cosh sin cos tan arctan arcsin arccos artanh "
    "arcosh arsinh cot "
    "sec csc sech abs sign softplus step floor ceil trunc erf swish factorial".split()
)  # act on every entry
_DIFFERENTIABLE = frozenset(
    "sigmoid tanh relu exp log sqrt sin cos tan arctan sinh cosh softplus abs swish".split()
)


def elementwise(typist: "Typist", call: Call) -> Term:
    if len(call.arguments) != 1:
        raise Unreadable(f"{call.function} has {len(call.arguments)} arguments")
    inner = typist.number(typist.type(call.arguments[0]))
    return Term("function", (inner,), inner.shape, call.function)


def derivative(typist: "Typist", call: Call) -> Term:
    function = call.function.rstrip("'")
    order = len(call.function) - len(function)
    if function not in _DIFFERENTIABLE or order > 1:
        raise Undecided(f"{call.function} can be read, but not checked")
    inner = typist.type(call.arguments[0])
    return Term("function", (inner,), inner.shape, call.function)


def applied(typist: "Typist", call: Call) -> Term:
    function = call.arguments[0]
    if not isinstance(function, Symbol):
        raise Undecided("what is applied here has no name")
    if typist.exercise.random and function.name in MOMENTS:
        return typist.type(over_outcomes(call, typist.exercise))
    inner = [typist.number(typist.type(each)) for each in call.arguments[1:]]
    shape = inner[0].shape
    for each in inner[1:]:
        if not each.is_scalar:
            shape = each.shape
    found = Term("apply", tuple(inner), shape, function.name)
    declared = typist.exercise.symbols.get(function.name)
    if declared is not None and declared.domain == "unit_interval":
        found = Term("function", (found,), shape, "sigmoid")
    return found


def softmax(typist: "Typist", call: Call) -> Term:
    inner = typist.type(call.arguments[0])
    if inner.operation == "at":  # softmax(z_j) for softmax(z)_j
        array, *indices = inner.arguments
        return Term("at", (Term(call.function, (array,), array.shape), *indices))
    return Term(call.function, (inner,), inner.shape)


def reduction(typist: "Typist", call: Call) -> Term:
    """max(a, b, ...) of several, or the largest entry of one array."""
    inner = typist.numbers(call)
    listed = call.arguments[0]
    if len(inner) == 1 and isinstance(listed, Call) and listed.function in ("set", "tuple"):
        inner = typist.numbers(listed)
    if len(inner) == 1 and inner[0].is_scalar and call.function in ("max", "min"):
        raise Undecided(f"{call.function} of one number")
    if len(inner) == 1:
        return Term("reduce", (inner[0],), SCALAR, call.function)
    if call.function not in ("max", "min"):
        raise Unreadable(f"{call.function} has {len(inner)} arguments")
    found = inner[0]
    for each in inner[1:]:
        number, array = (found, each) if found.is_scalar else (each, found)
        fits = is_literal(number) or works_by_entries(typist, array)
        if number.is_scalar and not array.is_scalar and not fits:
            raise ShapeFault(
                f"there is no {call.function} of {in_words(found.shape)} and {in_words(each.shape)}"
            )
        found = elementwise_pair(typist, f"{call.function}imum", found, each, "compared with")
    return found


def total(typist: "Typist", call: Call) -> Term:
    with typist.of_entries():
        inner = typist.number(typist.type(call.arguments[0]))
    if call.function == "var" and inner.is_scalar:
        raise Undecided("a variance is read, but no distribution of what it is taken of")
    return Term("reduce", (inner,), SCALAR, call.function)


def remainder(typist: "Typist", call: Call) -> Term:
    if len(call.arguments) != 2:
        raise Unreadable(f"mod has {len(call.arguments)} arguments")
    left, right = typist.arguments(call)
    return elementwise_pair(typist, "mod", left, right, "divided by")


def binomial(typist: "Typist", call: Call) -> Term:
    upper, lower = typist.arguments(call)
    if not (upper.is_scalar and lower.is_scalar):
        raise ShapeFault("a binomial coefficient has two numbers")
    return Term("binomial", (upper, lower))


def logarithm(typist: "Typist", call: Call) -> Term:
    inner, base = typist.arguments(call)
    if not base.is_scalar:
        raise ShapeFault("the base of a logarithm is a number")
    over = Term("function", (base,), SCALAR, "log")
    return Term("divide", (Term("function", (inner,), inner.shape, "log"), over), inner.shape)
