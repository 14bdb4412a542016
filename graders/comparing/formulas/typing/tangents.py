"""Derivatives of terms: along a number, or along one entry of an array.

The derivative of a term is a term again, made by the rules of calculus; it is evaluated as every
other. On a kink it is undefined, or one of the two slopes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from graders.comparing.formulas.evaluation import spend
from graders.comparing.formulas.shapes import SCALAR, Shape, settled
from graders.comparing.formulas.terms import FoldOver, Term, is_truth
from graders.errors import Undecided

_ONE, _ZERO = (Term("number", payload=Fraction(value)) for value in (1, 0))
_STEPS = frozenset({"sign", "step", "floor", "ceil", "trunc"})
_NODE = 1_000  # what the derivative of a term costs
_SLOPES = frozenset(
    "sigmoid tanh relu sqrt sin cos tan arctan sinh cosh softplus abs swish".split()
)
_LINEAR = frozenset("transpose trace diagonal to_diagonal vec negate".split())


@dataclass(frozen=True)
class Along:
    """The name by which is derived, and the direction in which it changes."""

    name: str
    direction: Term
    known: dict[Term, Term | None] = field(default_factory=dict)  # the derivatives found so far


def derived(term: Term, along: Along) -> Term:
    """The derivative of a term.

    Raises:
        Undecided: if there is no rule for it here, or the term does not say how it depends on the
            name: in a chain rule each name stands for what comes before it.
    """
    found = _tangent(term, along)
    if found is None:
        raise Undecided(f"how this depends on {along.name} is not said")
    return found


def _tangent(term: Term, along: Along) -> Term | None:
    """The derivative, or None where it is zero."""
    if term not in along.known:
        spend(_NODE)
        along.known[term] = _found(term, along)
    return along.known[term]


def _found(term: Term, along: Along) -> Term | None:
    if term.operation in ("symbol", "shared") and term.payload == along.name:
        return along.direction
    if not term.arguments or is_truth(term) or term.operation == "indicator":
        return None
    if term.operation == "function" and term.payload in _STEPS:
        return None
    if term.operation == "shared":
        return _tangent(term.arguments[0], along)
    parts = [_tangent(each, along) for each in term.arguments]
    if not any(parts):
        return None
    rule = _RULES.get(term.operation)
    if rule is None:
        raise Undecided("a derivative of this kind can be read, but not checked")
    return rule(term, parts)


Parts = list[Term | None]


def _sum(terms: Parts, shape: Shape) -> Term:
    first, *rest = (each for each in terms if each is not None)
    for each in rest:
        first = Term("add", (first, each), shape)
    return first


def _times(left: Term, right: Term, shape: Shape) -> Term:
    return Term("multiply", (left, right), shape)


def _over(upper: Term, lower: Term) -> Term:
    return Term("divide", (upper, lower), upper.shape)


def _add(term: Term, parts: Parts) -> Term:
    return _sum(parts, term.shape)


def _product(term: Term, parts: Parts) -> Term:
    left, right = term.arguments
    first, second = parts
    return _sum(
        [
            Term(term.operation, (first, right), term.shape) if first else None,
            Term(term.operation, (left, second), term.shape) if second else None,
        ],
        term.shape,
    )


def _quotient(term: Term, parts: Parts) -> Term:
    lower = term.arguments[1]
    first, second = parts
    change = Term("negate", (_times(term, second, term.shape),), term.shape) if second else None
    return Term("divide", (_sum([first, change], term.shape), lower), term.shape)


def _power(term: Term, parts: Parts) -> Term:
    base, exponent = term.arguments
    first, second = parts
    found: Parts = []
    if first is not None:
        below = Term("add", (exponent, Term("negate", (_ONE,))), exponent.shape)
        power = Term("power", (base, below), term.shape)
        found.append(_times(_times(exponent, power, term.shape), first, term.shape))
    if second is not None:
        log = Term("function", (base,), base.shape, "log")
        found.append(_times(_times(term, log, term.shape), second, term.shape))
    return _sum(found, term.shape)


def _function(term: Term, parts: Parts) -> Term:
    name, (inner,), change = str(term.payload), term.arguments, parts[0]
    assert change is not None
    if name == "log":
        return _over(change, inner)
    if name == "exp":
        return _times(term, change, term.shape)
    if name not in _SLOPES:
        raise Undecided(f"the derivative of {name} can be read, but not checked")
    return _times(Term("function", (inner,), term.shape, f"{name}'"), change, term.shape)


def _linear(term: Term, parts: Parts) -> Term:
    change = parts[0]
    assert change is not None
    return Term(term.operation, (change,), term.shape, term.payload)


def _chosen(term: Term, parts: Parts) -> Term:
    change = parts[0]
    if change is None or any(parts[1:]):
        raise Undecided("a derivative by an index can be read, but not checked")
    return Term(term.operation, (change, *term.arguments[1:]), term.shape, term.payload)


def _fold(term: Term, parts: Parts) -> Term:
    assert isinstance(term.payload, FoldOver)
    if term.payload.operator not in ("sum", "mean"):
        raise Undecided("the derivative of a product or a maximum can be read, but not checked")
    return _chosen(term, parts)


def _inverse(term: Term, parts: Parts) -> Term:
    change = parts[0]
    assert change is not None
    inner = Term("matmul", (Term("matmul", (term, change), term.shape), term), term.shape)
    return Term("negate", (inner,), term.shape)


def _determinant(term: Term, parts: Parts) -> Term:
    (inner,), change = term.arguments, parts[0]
    assert change is not None
    turned = Term("matmul", (Term("inverse", (inner,), inner.shape), change), inner.shape)
    return _times(term, Term("trace", (turned,)), SCALAR)


def _softmax(term: Term, parts: Parts) -> Term:
    """Of a vector: each change less the mean of all, by the weights that softmax gives."""
    (inner,), change = term.arguments, parts[0]
    assert change is not None
    mean = Term("negate", (_weighted(inner, change),))
    around = Term("add", (change, mean), term.shape)
    return around if term.operation == "logsoftmax" else _times(term, around, term.shape)


def _weighted(inner: Term, change: Term) -> Term:
    """The mean of the changes of a vector, weighted by its softmax."""
    if 1 not in (settled(inner.shape[0]), settled(inner.shape[1])):
        raise Undecided("the derivative of the softmax of a matrix can be read, but not checked")
    weights = Term("softmax", (inner,), inner.shape)
    return Term("reduce", (_times(weights, change, inner.shape),), SCALAR, "sum")


def _norm(term: Term, parts: Parts) -> Term:
    (array,), change = term.arguments, parts[0]
    assert change is not None
    flat = 1 in (settled(array.shape[0]), settled(array.shape[1]))
    if term.payload != "F" and not (term.payload == "2" and flat):
        raise Undecided("the derivative of this norm can be read, but not checked")
    total = Term("reduce", (_times(array, change, array.shape),), SCALAR, "sum")
    return _over(total, term)


def _reduced(term: Term, parts: Parts) -> Term:
    if term.payload == "logsumexp" and parts[0] is not None:
        return _weighted(term.arguments[0], parts[0])
    if term.payload not in ("sum", "mean"):
        raise Undecided("the derivative of a maximum can be read, but not checked")
    return _linear(term, parts)


def _cases(term: Term, parts: Parts) -> Term:
    """Case by case; the conditions stay as they are."""
    last = len(term.arguments) - 1
    slopes = [
        each if place % 2 and place < last else parts[place] or _zero(each)
        for place, each in enumerate(term.arguments)
    ]
    return Term("cases", tuple(slopes), term.shape)


def _zero(term: Term) -> Term:
    return _ZERO if term.is_scalar else Term("zeros", (), term.shape)


_RULES: Mapping[str, Callable[[Term, Parts], Term]] = {
    **dict.fromkeys(_LINEAR, _linear),
    "add": _add,
    "multiply": _product,
    "matmul": _product,
    "kronecker": _product,
    "divide": _quotient,
    "power": _power,
    "function": _function,
    "at": _chosen,
    "slice": _chosen,
    "fold": _fold,
    "inverse": _inverse,
    "det": _determinant,
    "softmax": _softmax,
    "logsoftmax": _softmax,
    "norm": _norm,
    "reduce": _reduced,
    "cases": _cases,
}
